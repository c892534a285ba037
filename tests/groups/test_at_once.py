"""Two who act at the same moment: one is refused, a coordinator stays, no case is without a lead (T-14)."""

from collections.abc import Callable
from uuid import UUID

import pytest

from app.groups import service as groups
from app.groups.access import fellow_for
from app.groups.models import Membership, Role
from app.kit.errors import AppError, Conflict, NotFound
from app.kit.house import House
from app.people import leaving, teams
from app.people.leaving import Successors
from app.people.models import Case
from app.people.team_models import Handover, Part
from tests.groups.conftest import Circle, at_once
from tests.support import things

NOBODY = Successors({}, None)


@pytest.fixture
def pair(circle: Circle) -> Circle:
    """A group with two coordinators, alice and bob."""
    circle.join("bob", Role.COORDINATOR)
    return circle


def acting(circle: Circle, by: str, act: Callable, whom: str) -> Callable[[], object]:
    """An act of a coordinator's on a member, as its route does it."""
    house = circle.house
    with house.db.reading() as session:
        actor = things.actor_named(session, house, by)

    def done() -> object:
        with house.db.writing() as session:
            member = groups.member_alone(session, actor, circle.group_id, Role.COORDINATOR)
            return act(session, house, fellow_for(session, member, circle.members[whom]))

    return done


def ending(session, house: House, member: Membership) -> None:
    leaving.end_membership(session, house, member, NOBODY)


def demoting(session, house: House, member: Membership) -> None:
    leaving.change_role(session, house, member, Role.HELPER)


def refusals(answers: list[object]) -> list[type]:
    return [type(answer) for answer in answers if isinstance(answer, AppError)]


def test_of_the_last_two_coordinators_who_leave_at_once_one_stays(pair: Circle) -> None:
    answers = at_once(acting(pair, "alice", ending, "alice"), acting(pair, "bob", ending, "bob"))
    assert refusals(answers) == [Conflict]
    assert pair.roles() == ["coordinator"]


def test_of_two_who_end_each_other_at_once_one_stays(pair: Circle) -> None:
    answers = at_once(acting(pair, "alice", ending, "bob"), acting(pair, "bob", ending, "alice"))
    assert refusals(answers) == [NotFound]
    assert pair.roles() == ["coordinator"]


def test_a_role_change_against_an_end_leaves_a_coordinator(pair: Circle) -> None:
    answers = at_once(acting(pair, "alice", demoting, "bob"), acting(pair, "bob", ending, "alice"))
    assert refusals(answers) == [NotFound]
    assert "coordinator" in pair.roles()


def test_a_case_given_to_who_leaves_at_that_moment_keeps_a_lead(pair: Circle) -> None:
    house, case_id = pair.house, pair.lead("alice")

    def give() -> None:
        with house.db.writing() as session:
            case = session.get_one(Case, case_id)
            teams.assign(session, house, case, pair.member(session, "bob"), Part.LEAD)

    answers = at_once(give, acting(pair, "alice", ending, "bob"))
    assert refusals(answers) == [Conflict]
    assert pair.lead_of(case_id) in {"alice", "bob"}
    assert pair.orphans() == []


def test_a_handover_accepted_while_she_leaves_keeps_a_lead(pair: Circle) -> None:
    house, case_id = pair.house, pair.lead("alice")
    offer_id, account_id = offered(pair, case_id)

    def accept() -> None:
        with house.db.writing() as session:
            teams.accept(session, house, teams.offer_for(session, offer_id, account_id), account_id)

    answers = at_once(accept, acting(pair, "alice", ending, "bob"))
    assert len(refusals(answers)) == 1
    assert pair.lead_of(case_id) in {"alice", "bob"}
    assert pair.orphans() == []


def offered(circle: Circle, case_id: UUID) -> tuple[UUID, UUID]:
    """An open offer of alice's to bob, and his account."""
    house = circle.house
    with house.db.writing() as session:
        alice, bob = circle.member(session, "alice"), circle.member(session, "bob")
        offer: Handover = teams.offer(session, house, session.get_one(Case, case_id), alice, bob, "Please")
        return offer.id, bob.account_id
