"""What the figures are made of: open cases alone, each person once, and nothing of few people (T-82)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from app.agencies.models import Kind
from app.agencies.service import NewAgency, add_own_agency
from app.filings.models import Filing
from app.filings.service import Facts
from app.insights import hiding
from app.insights.facts import Ending
from app.insights.hiding import Period
from app.kit.house import House
from app.people import service as people
from app.people.grant_models import AccessGrant
from app.people.models import Case
from tests.insights.conftest import ASKED, DECIDED, ON, Desk, decided
from tests.support.office import ClientFor, open_office


def test_four_people_show_nothing_and_the_fifth_brings_the_row(desk: Desk) -> None:
    desk.clients(4, *decided())
    assert desk.rows() == []
    desk.client(*decided())
    (row,) = desk.rows()
    assert (row.people, row.middle, row.procedure) == (5, 30, "jp.appi.disclosure")
    assert row.endings[Ending.GRANTED] == 5


def test_one_client_with_ten_filings_counts_once(desk: Desk) -> None:
    desk.clients(3, *decided())
    case_id = desk.client(*decided())
    for _ in range(9):
        desk.office.file(case_id, *decided())
    assert desk.rows() == []


def test_of_one_person_the_latest_request_counts(desk: Desk) -> None:
    earlier = decided("refused", date(2026, 2, 10), date(2026, 2, 1))
    for case_id in desk.clients(5, *decided("full")):
        desk.office.file(case_id, *earlier)
    (row,) = desk.rows()
    assert (row.endings[Ending.GRANTED], row.endings[Ending.REFUSED]) == (5, None)


def test_a_case_whose_consent_has_ended_counts_no_more(desk: Desk) -> None:
    *_, last = desk.clients(5, *decided())
    assert len(desk.rows()) == 1
    desk.office.end_access(last)
    assert desk.rows() == []


def test_a_consent_counts_up_to_its_last_day(desk: Desk) -> None:
    desk.clients(4, *decided())
    desk.office.file(desk.office.open_case(until=ON + timedelta(2)), *decided())
    shown = [len(desk.rows(on=ON + timedelta(days))) for days in (1, 2, 3)]
    assert shown == [1, 1, 0]


def test_a_client_who_is_helped_no_more_counts_no_more(desk: Desk) -> None:
    *_, last = desk.clients(5, *decided())
    with desk.office.house.db.writing() as session:
        client = desk.office.client_of(session, last)
        client.ended_at = desk.office.house.clock.now()
        session.add(client)
    assert desk.rows() == []


def test_whose_consent_did_not_tell_of_figures_counts_nothing(desk: Desk) -> None:
    *_, last = desk.clients(5, *decided())
    assert len(desk.rows()) == 1
    with desk.office.house.db.writing() as session:
        person_id = session.get_one(Case, last).person_id
        hers = update(AccessGrant).where(AccessGrant.person_id == person_id)
        session.execute(hers.values(wording="2026-11"))
    assert desk.rows() == []


def test_a_closed_case_counts(desk: Desk) -> None:
    *_, last = desk.clients(5, *decided())
    with desk.office.house.db.writing() as session:
        session.get_one(Case, last).closed_on = ON
    assert len(desk.rows()) == 1


def test_a_case_that_nobody_opened_counts_nothing(desk: Desk) -> None:
    office = desk.office
    desk.clients(4, *decided())
    with office.house.db.writing() as session:
        case = people.open_case(session, office.house, office.enter(session).person_id, "A case")
        case.group_id = office.group_id
        case_id = case.id
    office.file(case_id, *decided())
    assert desk.rows() == []


def test_another_groups_cases_change_nothing(desk: Desk, house: House, client_for: ClientFor) -> None:
    desk.clients(4, *decided())
    other = Desk(open_office(house, client_for, "carol"))
    other.clients(5, *decided())
    assert desk.rows() == []


def test_an_agency_that_somebody_entered_herself_is_never_told(desk: Desk) -> None:
    cases, house = desk.clients(5, *decided()), desk.office.house
    with house.db.writing() as session:
        person_id = session.get_one(Case, cases[0]).person_id
        own = add_own_agency(session, house, person_id, NewAgency("A clinic", Kind.BUSINESS))
        session.flush()
        session.execute(update(Filing).where(Filing.case_id.in_(cases)).values(agency_id=own.id))
    assert desk.rows() == []


@pytest.mark.parametrize(
    ("events", "days"),
    [
        (decided(), 30),
        (decided(decided_on=date(2026, 9, 16)), 15),  # the day of the decision, not that of the post
        (
            (
                *decided(),
                Facts("amendment_asked", date(2026, 9, 5)),
                Facts("amendment_received", date(2026, 9, 20)),
            ),
            15,
        ),
    ],
)
def test_days_run_from_the_arrival_to_the_decision_without_an_amendments(
    desk: Desk, events: tuple[Facts, ...], days: int
) -> None:
    desk.clients(5, *events)
    assert [row.middle for row in desk.rows()] == [days]


def test_what_was_passed_on_withdrawn_or_taken_back_is_no_answer_of_theirs(desk: Desk) -> None:
    desk.clients(2, *decided(), Facts("transferred", date(2026, 9, 3)))
    desk.clients(2, Facts("received", ASKED), Facts("withdrawn", DECIDED))
    desk.clients(2, Facts("received", date(2026, 10, 20)))
    desk.clients(4, *decided())
    assert desk.rows() == []


def test_answers_are_counted_by_what_they_say_and_silence_by_the_passed_day(desk: Desk) -> None:
    desk.clients(5, *decided("partial", grounds=("78-1-2", "78-1-7")))
    desk.clients(6, *decided("refused", on=date(2026, 10, 20), grounds=("78-1-2",)))
    desk.clients(5, Facts("received", ASKED), Facts("extension_notified", DECIDED, until=date(2026, 10, 25)))
    (row,) = desk.rows()
    assert row.people == 15
    assert row.endings == {
        Ending.GRANTED: None,
        Ending.PARTLY: 5,
        Ending.REFUSED: 5,
        Ending.SILENT: 5,
        Ending.UNKNOWN: None,
    }
    assert (row.late, row.extended, row.excepted) == (10, 5, None)  # 6 late, 5 without an answer
    assert [(each.id, each.people) for each in row.grounds] == [("78-1-2", 10), ("78-1-7", 5)]


def test_their_last_day_is_not_late_and_the_next_one_is(desk: Desk) -> None:
    desk.clients(5, *decided(on=date(2026, 10, 1)))  # 30 days after 1 September
    assert [row.late for row in desk.rows()] == [None]
    desk.clients(5, *decided(on=date(2026, 10, 2)))
    assert [row.late for row in desk.rows()] == [5]


def test_the_figures_stand_still_until_the_month_is_over(desk: Desk) -> None:
    """So that nobody learns from today and yesterday what happened today."""
    desk.clients(5, *decided(on=date(2026, 11, 30), asked=date(2026, 11, 10)))
    assert desk.rows(on=date(2026, 11, 30)) == []
    assert len(desk.rows(on=date(2026, 12, 1))) == 1
    desk.clients(5, *decided(on=date(2026, 12, 1), asked=date(2026, 11, 10)))
    assert [row.people for row in desk.rows(on=date(2026, 12, 31))] == [5]
    assert [row.people for row in desk.rows(on=date(2027, 1, 1))] == [10]


def test_a_year_is_told_apart_where_twenty_people_stand_behind_each(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hiding, "APART", 5)  # twenty are made in test_hiding.py, without a database
    desk.clients(5, *decided(asked=date(2025, 9, 1), on=date(2025, 9, 11)))
    desk.clients(5, *decided())
    told = desk.told()
    assert [(row.period, row.middle) for row in told.rows] == [(Period(None, 2025), 10), (Period(2026), 30)]
    assert told.years == [2025, 2026]
    assert [row.middle for row in desk.rows("2025")] == [10]
    assert [row.middle for row in desk.rows("2026")] == [30]
    assert desk.told("1999").rows == told.rows
