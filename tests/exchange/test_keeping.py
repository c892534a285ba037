"""A group keeps for the months that it chose; the end is announced 30, 7 and 1 days before (T-45, T-46)."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app.exchange import binning, executing, holding, keeping, shown
from app.exchange.keeping import Stay, Step, rung, step
from app.exchange.models import Cause, Erasure
from app.kit.house import House
from app.people.models import Client, Person
from tests.exchange.conftest import (
    ASKED,
    DAY,
    ENDS,
    client_of,
    decide,
    end_help,
    go_to_review,
    on,
    run,
)
from tests.groups.conftest import Circle
from tests.support.dump import dump


@pytest.fixture
def case_id(circle: Circle) -> UUID:
    return circle.lead("alice")


@pytest.fixture
def ended(circle: Circle, case_id: UUID) -> Client:
    """A client without an account whose help ended today."""
    return end_help(circle, case_id)


def state(house: House, person_id: UUID) -> str:
    """Where her records are."""
    with house.db.reading() as session:
        if session.get(Person, person_id) is None:
            return "erased"
        plan = session.get(Erasure, person_id)
        return "kept" if plan is None else "binned" if plan.binned_on else "announced"


def live(house: House, start: date, end: date, step_by: int = 1) -> None:
    """The server runs each day from one day to another."""
    day = start
    while day <= end:
        run(house, day)
        day += step_by * DAY


@pytest.mark.timeout(300)
def test_a_year_later_it_is_announced_binned_and_erased_each_on_its_day(
    circle: Circle, ended: Client
) -> None:
    seen = {}
    for day in (-31, -30, -29, -8, -7, -2, -1, 0, 1, 29, 30, 31):
        run(circle.house, ENDS + day * DAY)
        seen[day] = state(circle.house, ended.person_id)
    assert seen == {
        -31: "kept",
        **dict.fromkeys((-30, -29, -8, -7, -2, -1), "announced"),
        **dict.fromkeys((0, 1, 29), "binned"),
        **dict.fromkeys((30, 31), "erased"),
    }


@pytest.mark.parametrize(
    ("left", "told"), [(31, 30), (30, 30), (8, 30), (7, 7), (2, 7), (1, 1), (0, 1), (-3, 1)]
)
def test_the_announcement_that_stands(left: int, told: int) -> None:
    assert rung(left) == told


def stay(ends_on: date) -> Stay:
    return Stay(uuid4(), uuid4(), 1, uuid4(), ASKED, 12, ends_on)


def plan(announced_on: date | None, binned_on: date | None = None) -> Erasure:
    cause = Cause.KEPT_LONG_ENOUGH
    return Erasure(person_id=uuid4(), cause=cause, announced_on=announced_on, binned_on=binned_on)


@pytest.mark.parametrize(
    ("kept", "planned", "wanted"),
    [
        (stay(ENDS + 31 * DAY), None, None),
        (stay(ENDS + 30 * DAY), None, Step.ANNOUNCE),
        (stay(ENDS), None, Step.ANNOUNCE),
        (stay(ENDS), plan(ENDS - 30 * DAY), Step.BIN),
        (stay(ENDS + DAY), plan(ENDS - 29 * DAY), None),
        (stay(ENDS), plan(ENDS - 29 * DAY), None),  # announced late: thirty days all the same
        (stay(ENDS - 300 * DAY), plan(ENDS - 30 * DAY), Step.BIN),
        (stay(ENDS + 31 * DAY), plan(ENDS - 5 * DAY), Step.WITHDRAW),
        (None, plan(ENDS - 5 * DAY), Step.WITHDRAW),
        (stay(ENDS), plan(ENDS - 60 * DAY, ENDS - 10 * DAY), None),
        (None, None, None),
    ],
)
def test_what_a_day_brings(kept: Stay | None, planned: Erasure | None, wanted: Step | None) -> None:
    assert step(kept, planned, ENDS) == wanted


def test_a_server_that_was_off_for_a_year_announces_first(circle: Circle, ended: Client) -> None:
    late = ENDS + 365 * DAY
    run(circle.house, late)
    assert state(circle.house, ended.person_id) == "announced"
    run(circle.house, late + 29 * DAY)
    assert state(circle.house, ended.person_id) == "announced"
    run(circle.house, late + 30 * DAY)
    assert state(circle.house, ended.person_id) == "binned"


def test_a_shorter_period_bins_nothing_that_was_not_announced_for_thirty_days(
    circle: Circle, ended: Client
) -> None:
    day = ASKED + 300 * DAY
    run(circle.house, day)
    assert state(circle.house, ended.person_id) == "kept"
    with circle.house.db.writing() as session:
        keeping.choose(session, circle.group_id, 6)
    for after, wanted in ((0, "announced"), (29, "announced"), (30, "binned")):
        run(circle.house, day + after * DAY)
        assert state(circle.house, ended.person_id) == wanted, after


def test_a_longer_period_takes_the_announcement_back(circle: Circle, ended: Client) -> None:
    run(circle.house, ENDS - 10 * DAY)
    with circle.house.db.writing() as session:
        keeping.choose(session, circle.group_id, 24)
    run(circle.house, ENDS - 9 * DAY)
    assert state(circle.house, ended.person_id) == "kept"


def test_looking_and_closing_move_no_day(circle: Circle, ended: Client) -> None:
    with circle.house.db.reading() as session:
        before = keeping.stays(session)[ended.person_id]
    alice = circle.client_for("alice")
    for path in ("clients", f"clients/{ended.id}", f"clients/{ended.id}/erase", "erasures", "board"):
        assert alice.get(f"{circle.page}/{path}").status_code == 200
    with circle.house.db.reading() as session:
        assert keeping.stays(session)[ended.person_id] == before
        assert before.ends_on == ENDS


def test_while_she_agrees_nothing_is_announced_and_the_last_day_begins_the_period(
    circle: Circle, case_id: UUID
) -> None:
    client = client_of(circle, case_id)
    with circle.house.db.reading() as session:
        found = keeping.stays(session)[client.person_id]
    until = date(2027, 5, 13)  # six months after she signed
    assert (found.idle_since, found.ends_on) == (until, date(2028, 5, 13))
    run(circle.house, date(2028, 4, 12))
    assert state(circle.house, client.person_id) == "kept"
    run(circle.house, date(2028, 4, 13))
    assert state(circle.house, client.person_id) == "announced"
    later = replace(circle, house=on(circle.house, date(2028, 4, 14)))
    with circle.house.db.writing() as session:
        later.consent(session, session.get_one(Client, client.id))
    run(circle.house, date(2028, 4, 14))
    assert state(circle.house, client.person_id) == "kept"


def test_who_has_an_account_is_never_erased_by_time(circle: Circle) -> None:
    circle.client_for("carol")
    with circle.house.db.reading() as session:
        account_id = circle.actor(session, "carol").account_id
    client = end_help(circle, circle.lead("alice", account_id=account_id))
    run(circle.house, ENDS + 1000 * DAY)
    assert state(circle.house, client.person_id) == "kept"


def test_records_that_she_took_over_are_announced_no_more(circle: Circle, ended: Client) -> None:
    run(circle.house, ENDS - DAY)
    circle.client_for("yuki")
    with circle.house.db.writing() as session:
        person = session.get_one(Person, ended.person_id)
        own = session.execute(
            select(Person).where(Person.account_id == circle.actor(session, "yuki").account_id)
        ).scalar_one()
        session.delete(own)
        session.flush()
        person.account_id = circle.actor(session, "yuki").account_id
    run(circle.house, ENDS)
    assert state(circle.house, ended.person_id) == "kept"


def test_a_review_under_way_is_waited_for_and_said(circle: Circle, case_id: UUID) -> None:
    client = client_of(circle, case_id)
    review = go_to_review(circle.house, case_id, "alice")
    end_help(circle, case_id)
    run(circle.house, ENDS - 30 * DAY)
    for after in (0, 1, 200):
        run(circle.house, ENDS + after * DAY)
        assert state(circle.house, client.person_id) == "announced"
    with circle.house.db.reading() as session:
        found = shown.overview(session, circle.group_id, ENDS)
        assert [line.waits for line in found.announced] == [True]
        assert found.rung is None
    decide(circle.house, review.id)
    run(circle.house, ENDS + 201 * DAY)
    assert state(circle.house, client.person_id) == "binned"


def hold(circle: Circle, client: Client) -> None:
    with circle.house.db.writing() as session:
        actor = circle.actor(session, "alice")
        holding.set_hold(session, circle.house, actor, session.get_one(Client, client.id), "canaryreason")


def lift(circle: Circle, client: Client) -> None:
    with circle.house.db.writing() as session:
        holding.lift(session, circle.actor(session, "alice"), session.get_one(Client, client.id))


def test_a_hold_stops_the_way_into_the_bin_and_the_way_out_of_it(circle: Circle, ended: Client) -> None:
    run(circle.house, ENDS - 30 * DAY)
    hold(circle, ended)
    run(circle.house, ENDS)
    assert state(circle.house, ended.person_id) == "announced"
    lift(circle, ended)
    run(circle.house, ENDS + DAY)
    assert state(circle.house, ended.person_id) == "binned"
    hold(circle, ended)
    for after in (31, 100):
        assert run(circle.house, ENDS + after * DAY) == 0
    with circle.house.db.writing() as session:  # still there, so it can still be taken back
        later = on(circle.house, ENDS + 100 * DAY)
        binning.take_back(session, later, ended.person_id, circle.actor(session, "alice"), circle.group_id)
    assert state(circle.house, ended.person_id) == "kept"


def test_who_is_taken_back_is_a_client_again_and_counted_anew(circle: Circle, ended: Client) -> None:
    live(circle.house, ENDS - 30 * DAY, ENDS, 30)
    with circle.house.db.writing() as session:
        binning.take_back(
            session, on(circle.house, ENDS), ended.person_id, circle.actor(session, "alice"), circle.group_id
        )
    with circle.house.db.reading() as session:
        rows = session.execute(select(Client).where(Client.person_id == ended.person_id)).scalars().all()
        assert [row.ended_at is None for row in rows] == [False, True]
        assert rows[1].number > rows[0].number


def test_running_side_by_side_and_twice_changes_nothing_more(circle: Circle, ended: Client) -> None:
    run(circle.house, ENDS - 30 * DAY)
    before = dump(circle.house.db)
    assert keeping.look(on(circle.house, ENDS - 30 * DAY)) == 0
    assert executing.erase_due(on(circle.house, ENDS - 30 * DAY)) == 0
    assert dump(circle.house.db) == before
