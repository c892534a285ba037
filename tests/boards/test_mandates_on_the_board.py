"""An agent's paper for a request that was not sent yet: the board tells when it grows too old or ends."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from app.boards.tally import tally
from app.filings.models import Filing
from app.groups.models import Role
from app.kit.behalf import EVERYBODY
from app.mandates import service as mandates
from app.mandates.models import Kind, PowerOfAttorney, Reason
from app.mandates.service import AgentWords, NewMandate
from app.people.models import Case
from app.sending.models import Sending
from tests.boards.test_board import LATE, RECEIVED, TODAY, shown
from tests.support.office import Office

AGENT = "Hanako of the valley"
STATE, RENEW = "委任状などが、古くなるか終わりました", "新しい委任状などを用意する"


def note(office: Office, case_id: UUID, days_old: int, kind: Kind = Kind.MANDATE, *procedures: str) -> UUID:
    """A paper of the case, made so many days ago."""
    with office.house.db.writing() as session:
        case = session.get_one(Case, case_id)
        new = NewMandate(AgentWords(AGENT, ""), kind, TODAY - timedelta(days_old), procedures)
        return mandates.add(session, office.house, case.person_id, case_id, new).id


def say_who_files(office: Office, filing_id: UUID, agent: str) -> None:
    with office.house.db.writing() as session:
        person, now = session.get_one(Filing, filing_id).person_id, office.house.clock.now()
        session.add(Sending(filing_id=filing_id, person_id=person, agent=agent, changed_at=now))


def on_board(office: Office) -> list[int]:
    """What the filter finds; the state stands at the same row, and the sheet and the tally say the same."""
    found = shown(office, query="?show=mandates")
    client = office.client_for("alice")
    assert (STATE in client.get(office.path("/board")).text) is bool(found)
    sheet = client.get(office.path("/day-sheet")).text
    assert (RENEW in sheet) is bool(found)
    assert AGENT not in sheet
    with office.house.db.reading(EVERYBODY) as session:
        assert tally(session, office.member(session, "alice"), TODAY)["mandates"] == len(found)
    return found


@pytest.mark.parametrize(
    ("days_old", "is_there"), [(0, False), (22, False), (23, True), (24, True), (30, True), (31, True)]
)
def test_a_paper_stands_out_when_a_week_is_left(office: Office, days_old: int, is_there: bool) -> None:
    """Order for Enforcement, Article 22 (3): made within 30 days before the request."""
    case_id = office.open_case()
    office.file(case_id)
    note(office, case_id, days_old)
    assert on_board(office) == ([1] if is_there else [])


@pytest.mark.parametrize(("on", "is_there"), [(None, False), (TODAY, True)])
def test_one_that_ended_stands_out_at_once(office: Office, on: date | None, is_there: bool) -> None:
    case_id = office.open_case()
    office.file(case_id)
    mandate_id = note(office, case_id, 1)
    if on:
        with office.house.db.writing() as session:
            row = session.get_one(PowerOfAttorney, mandate_id)
            mandates.end(session, row, on, Reason.REVOKED, has_steps=False)
    assert on_board(office) == ([1] if is_there else [])


@pytest.mark.parametrize("events", [(RECEIVED,), (LATE,)])
def test_what_was_sent_needs_no_newer_paper(office: Office, events: tuple) -> None:
    case_id = office.open_case()
    office.file(case_id, *events)
    note(office, case_id, 40)
    assert on_board(office) == []


def test_a_newer_paper_serves_and_one_for_something_else_does_not(office: Office) -> None:
    case_id = office.open_case()
    office.file(case_id)
    note(office, case_id, 40)
    note(office, case_id, 1, Kind.MANDATE, "jp.appi.correction")
    assert on_board(office) == [1]
    note(office, case_id, 1, Kind.MANDATE, "jp.appi.disclosure", "jp.appi.correction")
    say_who_files(office, office.file(office.open_case()), "self")  # another client, and no matter
    assert on_board(office) == []


@pytest.mark.parametrize(("agent", "is_there"), [("self", False), ("guardian", False), ("mandate", True)])
def test_only_who_files_needs_a_paper(office: Office, agent: str, is_there: bool) -> None:
    case_id = office.open_case()
    filing_id = office.file(case_id)
    note(office, case_id, 40)
    assert on_board(office) == [1]  # nobody said yet who files
    say_who_files(office, filing_id, agent)
    assert on_board(office) == ([1] if is_there else [])


def test_another_kind_of_agent_does_not_serve_for_the_one_who_files(office: Office) -> None:
    case_id = office.open_case()
    say_who_files(office, office.file(case_id), "mandate")
    note(office, case_id, 40)
    note(office, case_id, 1, Kind.GUARDIAN)
    assert on_board(office) == [1]


@pytest.mark.parametrize("procedure", ["jp.appi_private.disclosure", "jp.foi.local"])
def test_where_the_law_names_no_age_nothing_grows_old(office: Office, procedure: str) -> None:
    case_id = office.open_case()
    office.file(case_id, procedure=procedure)
    note(office, case_id, 40)
    assert on_board(office) == []


def test_one_for_all_her_cases_counts_in_each(office: Office) -> None:
    case_id = office.open_case()
    office.file(case_id)
    other = note(office, office.open_case(), 40)
    with office.house.db.writing() as session:
        row = session.get_one(PowerOfAttorney, other)
        row.person_id, row.case_id = session.get_one(Case, case_id).person_id, None
    assert on_board(office) == [1]


def test_every_role_sees_the_state_and_nobody_the_agent(office: Office) -> None:
    browsers = [office.client_for("alice"), office.join("dora", Role.SUPERVISOR)]
    browsers.append(office.join("bob", Role.HELPER))
    case_id = office.open_case(lead="bob")
    office.file(case_id)
    note(office, case_id, 23)
    for browser in browsers:
        page = browser.get(office.path("/board?show=mandates")).text
        assert str(case_id) in page
        assert STATE in page
        assert AGENT not in page
    office.end_access(case_id)
    for browser in browsers:
        assert STATE not in browser.get(office.path("/board")).text
    with office.house.db.reading() as session:
        assert len(session.exec(select(PowerOfAttorney)).all()) == 1
