"""Where a filing stands decides which letters are offered, and which first."""

from collections.abc import Callable
from datetime import date

import pytest
from starlette.testclient import TestClient

from app.filings import service as filings
from app.filings.service import Facts, Wish
from app.kit.house import House
from app.letters import offers, page
from tests.support import things

ClientFor = Callable[[str], TestClient]
SENT, ARRIVED = Facts("sent", things.SENT), Facts("received", things.RECEIVED)
TOLD = date(2026, 11, 11)
JLIS = "地方公共団体情報システム機構"


def decided(outcome: str) -> Facts:
    return Facts("decision_notified", TOLD, decided_on=TOLD, outcome=outcome)


@pytest.fixture
def alice(client_for: ClientFor) -> TestClient:
    return client_for("alice")


def offered(house: House, procedure: str, *facts: Facts, agency: str = things.CITY) -> list[str]:
    with house.db.writing() as session:
        actor = things.actor_named(session, house, "alice")
        case = things.open_case(session, house, actor)
        filing = filings.begin_filing(session, house, case, Wish(things.agency_named(agency), procedure))
        for each in facts:
            filings.record_event(session, house, actor, filing, each)
        view, shown = page.view_of(session, house, filing)
        return [f"{one.form.key}{'>' if one.path else ''}" for one in offers.now(view, shown)]


@pytest.mark.parametrize(
    ("procedure", "facts", "first"),
    [
        ("jp.appi.disclosure", (), "disclosure_request"),
        ("jp.appi.disclosure", (SENT,), "progress_inquiry"),
        ("jp.appi.disclosure", (SENT, ARRIVED), "progress_inquiry"),
        ("jp.appi.disclosure", (ARRIVED, Facts("amendment_asked", TOLD)), "correction_answer"),
        ("jp.appi.disclosure", (ARRIVED, decided("full")), "method_request"),
        ("jp.appi.disclosure", (ARRIVED, decided("refused")), "reasons_request"),
        ("jp.appi.correction", (), "correction_request"),
        ("jp.appi.suspension", (), "suspension_request"),
        ("jp.foi.local", (), "foi_request"),
        ("jp.inquiry", (), "inquiry"),
        ("jp.complaint", (), "complaint"),
    ],
)
def test_the_next_letter_comes_first(house, alice, procedure, facts, first) -> None:
    assert offered(house, procedure, *facts)[0] == first


@pytest.mark.parametrize(
    ("procedure", "first"),
    [
        ("jp.appi_private.disclosure", "private_request"),
        ("jp.basic_resident.disclosure", "basic_resident_request"),
        ("jp.jpki.disclosure", "jpki_request"),
        ("jp.jlis.documents", "foi_request"),
    ],
)
def test_j_lis_is_asked_by_its_own_letters(house, alice, procedure, first) -> None:
    assert offered(house, procedure, agency=JLIS)[0] == first


@pytest.mark.parametrize(
    "day", [pytest.param(day, marks=pytest.mark.today(day)) for day in ("2026-11-30", "2026-12-01")]
)
def test_from_the_day_after_the_last_one_a_reminder_and_a_review_are_offered(house, alice, day) -> None:
    shown = offered(house, "jp.appi.disclosure", ARRIVED)
    # The thirtieth day after 30 October is a Sunday; the Monday after it is the last.
    is_late = day == "2026-12-01"
    assert ("reminder" in shown) == is_late
    assert ("appeal_inaction>" in shown) == is_late
    if is_late:
        assert shown[0] == "reminder"


def test_a_refusal_leads_to_a_review_and_a_disclosure_to_a_correction(house, alice) -> None:
    assert "appeal_decision>" in offered(house, "jp.appi.disclosure", ARRIVED, decided("refused"))
    seen = offered(house, "jp.appi.disclosure", ARRIVED, decided("full"), Facts("disclosed", TOLD))
    assert {"correction_request>", "suspension_request>"} <= set(seen)


def test_a_filing_that_is_over_offers_nothing_and_still_takes_letters(house, alice) -> None:
    with house.db.writing() as session:
        actor = things.actor_named(session, house, "alice")
        filing = things.begin_filing(session, house, things.open_case(session, house, actor))
        for facts in (SENT, Facts("withdrawn", TOLD)):
            filings.record_event(session, house, actor, filing, facts)
        view, shown = page.view_of(session, house, filing)
        assert offers.now(view, shown) == []
        assert "inquiry" in [one.form.key for one in offers.others(view, shown)]


def test_no_letter_is_offered_twice(house, alice) -> None:
    with house.db.writing() as session:
        actor = things.actor_named(session, house, "alice")
        filing = things.begin_filing(session, house, things.open_case(session, house, actor))
        view, shown = page.view_of(session, house, filing)
        kinds = [one.form.id for one in (*offers.now(view, shown), *offers.others(view, shown))]
        assert len(kinds) == len(set(kinds))


def test_j_lis_is_asked_for_the_other_chapter_too(house, alice) -> None:
    with house.db.writing() as session:
        actor = things.actor_named(session, house, "alice")
        case = things.open_case(session, house, actor)
        wish = Wish(things.agency_named(JLIS), "jp.appi_private.disclosure", "顔写真")
        filing = filings.begin_filing(session, house, case, wish)
        letter = page.service.draft(session, house, filing, "letter.private_request")
        texts = list(page.open_letter(house, letter).sheet.texts)
    assert any("第5章の適用がある場合は" in text for text in texts)
    assert any("第39条第1項の請求を兼ねます" in text for text in texts)
