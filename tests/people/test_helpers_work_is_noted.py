"""Whatever a helper changes in a person's records stands in her log as a change (T-38).

Whoever deletes what cannot be written again in a moment is asked once more who she is (T-09).
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from app.accounts.session import fresh
from app.audit.entry import READS
from app.audit.reading import entries_of
from app.kit.house import House
from app.main import ROUTERS
from app.people.models import Case
from tests.support import things
from tests.support.walk import fill

ClientFor = Callable[[str], TestClient]
ON_ONE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

PLACES = ("/cases", "/filings", "/events", "/documents", "/letters", "/holdings", "/costs")
# Whose log they stand in is asked in tests/groups/test_acts_are_noted.py.
THERE = ("app.casework", "app.mandates", "app.playbooks")
FILING = {"agency": "{agency_id}", "procedure": "jp.appi.disclosure", "case": "{case_id}", "wanted": "Photo"}
HELD = {"agency": "{agency_id}", "case": "{case_id}", "category": "face_photo", "certainty": "guess"}
COST = {"cost": "postage", "yen": "480", "spent_on": "2026-11-01"}

# In this order: the address, what is posted, and what stands in the log of it. What ends something is last.
ACTS: tuple[tuple[str, dict[str, Any], tuple[str, str]], ...] = (
    ("/filings", FILING, ("create", "filing")),
    ("/filings/{filing_id}/edit", {"wanted": "The photo", "reference": ""}, ("edit", "filing")),
    ("/filings/{filing_id}/events", {"kind": "amendment_asked", "when": "2026-11-02"}, ("create", "event")),
    ("/events/{event_id}/retract", {}, ("edit", "filing_event")),
    ("/filings/{filing_id}/documents", {}, ("create", "document")),
    ("/documents/{document_id}/event", {"what": "keep:"}, ("edit", "document")),
    ("/filings/{filing_id}/letters", {"kind": "letter.disclosure_request"}, ("create", "letter")),
    ("/letters/{letter_id}/edit", {}, ("edit", "letter")),
    ("/letters/{letter_id}/paper", {"paper": "own"}, ("edit", "letter")),
    (
        "/filings/{filing_id}/sending/answers",
        {"way": "post", "agent": "self", "identity": "photo"},
        ("edit", "filing"),
    ),
    ("/filings/{filing_id}/sending/ticks", {}, ("edit", "filing")),
    ("/filings/{filing_id}/sending/days", {}, ("edit", "filing")),
    ("/filings/{filing_id}/sending/method", {}, ("edit", "filing")),
    ("/filings/{filing_id}/sending/sent", {"when": "2026-11-03"}, ("edit", "filing")),
    ("/filings/{filing_id}/sending/costs", COST, ("edit", "filing")),
    ("/filings/{filing_id}/sending/desk", {"address": "1 Town Street"}, ("edit", "filing")),
    ("/filings/{filing_id}/nudge", {"every": "14"}, ("edit", "filing")),
    ("/holdings/new", HELD, ("create", "holding")),
    ("/holdings/{holding_id}/edit", HELD, ("edit", "holding")),
    ("/cases/{case_id}/edit", {"title": "A photo", "worry": ""}, ("edit", "case")),
    ("/holdings/{holding_id}/delete", {}, ("delete", "holding")),
    ("/costs/{cost_id}/delete", {}, ("delete", "cost")),
    ("/letters/{letter_id}/delete", {}, ("delete", "letter")),
    ("/documents/{document_id}/delete", {}, ("delete", "document")),
    ("/filings/{draft_id}/discard", {}, ("delete", "filing")),
    ("/cases/{case_id}/close", {}, ("edit", "case")),
    ("/cases/{case_id}/reopen", {}, ("edit", "case")),
)
NOT_HERE = {"/cases": "a case of her own; a group's is opened in tests/people/test_further_cases.py"}
SMALL = "what can be written down again in a moment"
# What is deleted without a second look, each with its reason.
FREE = {
    "/costs/{cost_id}/delete": SMALL,
    "/agencies/{agency_id}/periods/{period_id}/delete": SMALL,
    "/agencies/{agency_id}/closed-days/{closed_day_id}/delete": SMALL,
    "/reminders/dates/{own_date_id}/delete": SMALL,
    "/notes/{note_id}/delete": "her own note, and nobody else's",
}


@pytest.fixture
def ids(house: House, client_for: ClientFor) -> dict[str, Any]:
    """A client's case that alice leads, with one of each in it."""
    client_for("alice")
    made: dict[str, Any] = things.one_of_each(house, "alice")
    with house.db.writing() as session:
        alice = things.actor_named(session, house, "alice")
        case = session.get_one(Case, made["client_case_id"])
        return made | things.case_things(session, house, alice, case)


def posts() -> Iterator[APIRoute]:
    for router in ROUTERS:
        for route in router.routes:
            assert isinstance(route, APIRoute)
            if "POST" in route.methods:
                yield route


def said(house: House, ids: dict[str, Any]) -> list[tuple[str, str]]:
    with house.db.reading() as session:
        person_id = session.get_one(Case, ids["case_id"]).person_id
        found = entries_of(session, house.vault, person_id, limit=None)
        return [(each.action, each.object_kind) for each in found]


def test_every_change_in_a_case_is_asked_for_or_has_its_reason() -> None:
    theirs = {
        route.path
        for route in posts()
        if route.path.startswith(PLACES) and not route.endpoint.__module__.startswith(THERE)
    }
    asked = {path.replace("{draft_id}", "{filing_id}") for path, *_ in ACTS}
    assert sorted(theirs - asked) == sorted(NOT_HERE)
    assert sorted(asked - theirs) == []


@ON_ONE
def test_a_helpers_change_is_told_as_a_change(house: House, ids: dict, client_for: ClientFor) -> None:
    alice = client_for("alice")
    for path, data, told in ACTS:
        before = len(said(house, ids))
        filled = {name: value.format(**ids) for name, value in data.items()}
        files = {"file": ("words.txt", b"It came", "text/plain")} if told == ("create", "document") else None
        answer = alice.post(fill(path, ids), data=filled, files=files)
        assert answer.status_code == 303, (path, answer.text)
        now = said(house, ids)
        changes = [each for each in now[: len(now) - before] if each[0] not in READS]
        assert changes == [told], path


def asks_again(dependant: Dependant) -> bool:
    return dependant.call is fresh or any(map(asks_again, dependant.dependencies))


def test_who_deletes_is_asked_again_or_it_says_why_not() -> None:
    deletes = [route for route in posts() if route.path.endswith(("/delete", "/discard"))]
    assert sorted(route.path for route in deletes if not asks_again(route.dependant)) == sorted(FREE)
    assert len(deletes) > len(FREE)


@ON_ONE
def test_what_she_does_herself_is_not_noted(house: House, client_for: ClientFor) -> None:
    alice, own = client_for("alice"), things.one_of_each(house, "alice")
    before = said(house, own)
    for path in ("/letters/{letter_id}/paper", "/documents/{document_id}/delete"):
        assert alice.post(fill(path, own)).status_code == 303
    assert said(house, own) == before
