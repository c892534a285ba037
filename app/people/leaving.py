"""What becomes of a group's cases when a member changes her role or leaves, and when the group ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import Session

from app.groups import service as groups
from app.groups.access import CASE_ROLES, fellow_for
from app.groups.models import Membership, Role
from app.kit.errors import Conflict
from app.kit.house import House
from app.people import clients, teams
from app.people.grant_models import Ended
from app.people.models import Case, Client, Person
from app.people.team_models import Left, Part

CLIENT: Any = Client.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation
PERSON: Any = Person.__table__  # type: ignore[attr-defined] # see above


@dataclass(frozen=True, slots=True)
class Successors:
    """Who takes over the cases of each client, by the client's number, and who all others."""

    of_client: Mapping[int, UUID]
    of_all: UUID | None

    def of(self, number: int) -> UUID | None:
        """The membership that takes over this client's cases, if one was named."""
        return self.of_client.get(number, self.of_all)


def led_by_client(session: Session, member: Membership) -> dict[int, list[Case]]:
    """The cases that a member leads, by the number of their client: whose they are, she need not know."""
    cases = teams.led_by(session, member)
    persons = {case.person_id for case in cases}
    found = select(CLIENT.c.person_id, CLIENT.c.number).where(
        CLIENT.c.group_id == member.group_id, CLIENT.c.person_id.in_(persons), CLIENT.c.ended_at.is_(None)
    )
    numbers: dict[UUID, int] = {row.person_id: row.number for row in session.execute(found)}
    led: dict[int, list[Case]] = {number: [] for number in sorted(numbers.values())}
    for case in cases:
        led[numbers[case.person_id]].append(case)
    return led


def who_can_follow(session: Session, member: Membership) -> list[Membership]:
    """The members who may lead a case in her place."""
    others = groups.members(session, member.group_id)
    return [each for each in others if each.role in CASE_ROLES and each.id != member.id]


def change_role(session: Session, house: House, member: Membership, role: Role) -> Membership:
    """Another role; who becomes a technical admin stops working on cases in the same act.

    Codes that she printed for clients whom she may no longer hand their records stop working.
    Raises Conflict for the last coordinator, and for a technical admin to be who still leads a case.
    """
    groups.hold_group(session, member.group_id)
    if role not in CASE_ROLES:
        if teams.led_by(session, member):
            raise Conflict("groups.errors.still_leads")
        teams.end_all_of(session, house, member)
    teams.lose_codes(session, house, member, role)
    return groups.change_role(session, house, member, role)


def end_membership(session: Session, house: House, member: Membership, successors: Successors) -> None:
    """Hands on every case that a member leads, and ends all that she does in the group, in one act.

    Codes that she printed stop working, too: she could come back with one as the client herself.
    Raises Conflict for the last coordinator, and while a case has nobody to lead it next.
    """
    groups.hold_group(session, member.group_id)
    groups.refuse_last_coordinator(session, member)
    for number, cases in led_by_client(session, member).items():
        successor = _successor(session, member, successors.of(number))
        for case in cases:
            teams.assign(session, house, case, successor, Part.LEAD, Left.MEMBERSHIP_ENDED)
    teams.end_all_of(session, house, member)
    teams.lose_codes(session, house, member, None)
    groups.end_membership(session, member, house.clock.now(), "left")


def _successor(session: Session, member: Membership, chosen: UUID | None) -> Membership:
    if chosen is None:  # she was given one more case while the form was open
        raise Conflict("groups.errors.still_leads")
    successor = fellow_for(session, member, chosen)
    if successor.id == member.id or successor.role not in CASE_ROLES:
        raise Conflict("groups.errors.cannot_follow")
    return successor


def count_clients(session: Session, group_id: UUID) -> int:
    """How many people the group helps now."""
    found = select(func.count()).where(CLIENT.c.group_id == group_id, CLIENT.c.ended_at.is_(None))
    count: int = session.execute(found).scalar_one()
    return count


def not_handed_back(session: Session, group_id: UUID) -> Sequence[int]:
    """The numbers of clients whose records nobody could open if the group ended now.

    They have no account, and their papers are not with them again. Of somebody who came back, the last time
    counts.
    """
    later = CLIENT.alias()
    came_back = select(later.c.id).where(
        later.c.group_id == group_id,
        later.c.person_id == CLIENT.c.person_id,
        later.c.number > CLIENT.c.number,
    )
    found = (
        select(CLIENT.c.number)
        .join(PERSON, PERSON.c.id == CLIENT.c.person_id)
        .where(CLIENT.c.group_id == group_id, CLIENT.c.handed_back_on.is_(None))
        .where(PERSON.c.account_id.is_(None), ~came_back.exists())
        .order_by(CLIENT.c.number)
    )
    return session.execute(found).scalars().all()


def dissolve(session: Session, house: House, group_id: UUID) -> Sequence[Client]:
    """Ends every grant to the group and every team in it, then the group itself; gives whose help ended.

    Raises Conflict while a client without an account has not all that is hers.
    """
    groups.hold_group(session, group_id)
    if not_handed_back(session, group_id):
        raise Conflict("groups.errors.not_handed_back")
    helped = clients.end_all(session, house, group_id, Ended.GIVEN_BACK)
    groups.dissolve(session, group_id, house.clock.now())
    return helped
