"""The kept deadlines carry the group that works on their case, from the moment it does and no longer."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import select
from starlette.testclient import TestClient

from app.filings import projection
from app.filings.models import FilingDeadline
from app.filings.service import Facts
from app.kit.house import House
from app.people import clients
from app.people import service as people
from app.people.following import give_cases
from app.people.grant_models import Ended
from tests.support.office import Office, open_office

RECEIVED = Facts("received", date(2026, 10, 30))


@pytest.fixture
def office(house: House, client_for: Callable[[str], TestClient]) -> Office:
    return open_office(house, client_for)


def groups_of(house: House, case_id: UUID) -> set[UUID | None]:
    with house.db.reading() as session:
        asked = select(FilingDeadline.group_id).where(FilingDeadline.case_id == case_id)
        return set(session.exec(asked).all())


def test_what_is_filed_for_a_group_carries_it(office: Office) -> None:
    case_id = office.open_case()
    office.file(case_id, RECEIVED)
    assert groups_of(office.house, case_id) == {office.group_id}
    assert projection.check(office.house) == []


def test_what_was_filed_before_carries_it_from_the_consent_on(office: Office) -> None:
    house = office.house
    with house.db.writing() as session:
        client = office.enter(session)
        case_id = people.open_case(session, house, client.person_id, "A photo").id
    office.file(case_id, RECEIVED)
    assert groups_of(house, case_id) == {None}
    with house.db.writing() as session:
        office.consent(session, client)
    assert groups_of(house, case_id) == {office.group_id}
    assert projection.check(house) == []


def test_nothing_of_it_stays_when_the_help_ends(office: Office) -> None:
    case_id = office.open_case()
    office.file(case_id, RECEIVED)
    with office.house.db.writing() as session:
        clients.end(session, office.house, office.client_of(session, case_id), Ended.REVOKED)
    assert groups_of(office.house, case_id) == {None}
    assert projection.check(office.house) == []


def test_a_case_that_moves_takes_its_deadlines_along(office: Office) -> None:
    other = open_office(office.house, office.client_for, "carol")
    case_id = office.open_case()
    office.file(case_id, RECEIVED)
    with office.house.db.writing() as session:
        give_cases(session, [case_id], other.group_id)
    assert groups_of(office.house, case_id) == {other.group_id}


def test_the_database_lets_no_row_stay_behind(office: Office) -> None:
    """Also when somebody changes the case alone."""
    case_id = office.open_case()
    office.file(case_id, RECEIVED)
    with office.house.db.writing() as session:
        session.execute(text('UPDATE "case" SET group_id = NULL'))
    assert groups_of(office.house, case_id) == {None}
