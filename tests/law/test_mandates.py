"""An agent's papers last thirty days; the end of the authority takes back only a request for disclosure."""

from datetime import date

import pytest

from app import law

MADE, LAST, AFTER = date(2026, 11, 2), date(2026, 12, 2), date(2026, 12, 3)


@pytest.mark.parametrize("asked", ["jp.appi.disclosure", "jp.appi.correction", "jp.appi.suspension"])
def test_papers_may_be_used_up_to_the_thirtieth_day(asked: str) -> None:
    until = law.mandate_usable_until(MADE, asked)
    assert until == LAST
    assert law.oldest_certificate(LAST) == MADE
    oldest_on_the_day_after = law.oldest_certificate(AFTER)
    assert oldest_on_the_day_after is not None
    assert oldest_on_the_day_after > MADE


def test_the_law_names_no_age_for_a_private_holder() -> None:
    assert law.mandate_usable_until(MADE, "jp.appi_private.purpose") is None
    assert not law.asks_for_new_papers("jp.appi_private.purpose")


@pytest.mark.parametrize(
    ("asked", "kinds", "outcome", "falls"),
    [
        ("jp.appi.disclosure", {"sent"}, None, True),
        ("jp.appi.disclosure", {"sent", "received"}, None, True),
        ("jp.appi.disclosure", set(), None, False),
        ("jp.appi.disclosure", {"sent", "decision_notified"}, "partial", True),
        ("jp.appi.disclosure", {"sent", "decision_notified"}, "refused", False),
        ("jp.appi.disclosure", {"sent", "decision_notified", "disclosed"}, "full", False),
        ("jp.appi.disclosure", {"sent", "withdrawn"}, None, False),
        ("jp.appi.correction", {"sent", "received"}, None, False),
        ("jp.appi.suspension", {"sent", "received"}, None, False),
    ],
)
def test_only_an_open_request_for_disclosure_falls_with_its_agent(
    asked: str, kinds: set[str], outcome: str | None, falls: bool
) -> None:
    assert law.falls_with_its_agent(asked, kinds, outcome) is falls
