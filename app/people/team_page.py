"""What the page of a case's team shows: who works on it, by the names that the group knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session

from app.accounts.session import Actor
from app.groups import service as groups
from app.groups.access import CASE_ROLES, member_for
from app.groups.models import Membership, Role
from app.kit.errors import NotFound
from app.kit.house import House
from app.people import access, clients, handover_notes, sharing, teams
from app.people.access import ASSIGNED, shared
from app.people.models import Case, Client
from app.people.team_models import CaseAssignment, Handover, Part

# Who sees how the work is shared out, without a look at what it is about.
OVERSEEING = (Role.COORDINATOR, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who works on the case."""

    assignment_id: UUID
    account_id: UUID
    name: str
    part: Part


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer that waits for its answer."""

    id: UUID
    to: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Passed:
    """The note that came with the case."""

    by: str  # empty for who has left the group
    words: str
    on: datetime | None


@dataclass(frozen=True, slots=True)
class TeamPage:
    """The page as this member sees it; `title` is empty for who may not read the case."""

    member: Membership
    client: Client
    case: Case
    title: str
    workers: Sequence[Worker]
    others: Sequence[tuple[UUID, str]]  # memberships that can be put on the case
    offered: Offered | None
    passed: Passed | None  # for its lead, while she may read the case

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"/groups/{self.client.group_id}/clients/{self.client.id}/cases/{self.case.id}/team"

    @property
    def may_assign(self) -> bool:
        """Whether she says who works on the case."""
        return self.member.role == Role.COORDINATOR

    @property
    def leads(self) -> bool:
        """Whether she leads it, and so may offer it to another."""
        mine = self.member.account_id
        return any(each.part == Part.LEAD and each.account_id == mine for each in self.workers)

    @property
    def successors(self) -> list[tuple[UUID, str]]:
        """To whom she may offer it."""
        return [each for each in self.others if each[0] != self.member.id]


def case_for(session: Session, client: Client, case_id: UUID) -> Case:
    """A case on which the group works for this client; raises NotFound."""
    found = session.get(Case, case_id)
    if found is None or (found.person_id, found.group_id) != (client.person_id, client.group_id):
        raise NotFound
    return found


def place_for(
    session: Session, actor: Actor, group_id: UUID, client_id: UUID, case_id: UUID
) -> tuple[Membership, Client, Case]:
    """The case for who works on it or oversees the group's work; raises NotFound."""
    member = member_for(session, actor, group_id, *CASE_ROLES)
    client = clients.client_for(session, member, client_id)
    case = case_for(session, client, case_id)
    if member.role not in OVERSEEING and not _works_on(session, actor, case):
        raise NotFound
    return member, client, case


def page_of(session: Session, house: House, actor: Actor, place: tuple[Membership, Client, Case]) -> TeamPage:
    """Everything on the page; a title that is read is noted as a look."""
    member, client, case = place
    fellows = groups.members(session, member.group_id)
    names = {each.account_id: groups.name_of(house, each) for each in fellows}
    offer = teams.open_offer(session, case.id)
    return TeamPage(
        member=member,
        client=client,
        case=case,
        title=_title(session, house, actor, case),
        workers=[
            Worker(row.id, row.account_id, names.get(row.account_id, ""), Part(row.part))
            for row in teams.team_of(session, case.id)
        ],
        others=[(each.id, names[each.account_id]) for each in fellows if each.role in CASE_ROLES],
        offered=_offered(offer, names, actor) if offer else None,
        passed=_passed(session, house, actor, case, names),
    )


def assignment_of(session: Session, case: Case, assignment_id: UUID) -> CaseAssignment:
    """Somebody's open part in this case; raises NotFound."""
    found = session.get(CaseAssignment, assignment_id)
    if found is None or found.case_id != case.id or found.ended_at is not None:
        raise NotFound
    return found


def _offered(offer: Handover, names: dict[UUID, str], actor: Actor) -> Offered:
    return Offered(offer.id, names.get(offer.to_account, ""), offer.from_account == actor.account_id)


def _passed(
    session: Session, house: House, actor: Actor, case: Case, names: dict[UUID, str]
) -> Passed | None:
    found = handover_notes.passed_on(session, house, actor, case.id)
    if found is None:
        return None
    handover, words = found
    return Passed(names.get(handover.from_account, ""), words, handover.settled_at)


def _works_on(session: Session, actor: Actor, case: Case) -> bool:
    mine: Any = ASSIGNED.c.account_id == actor.account_id
    still = ASSIGNED.c.ended_at.is_(None), ASSIGNED.c.suspended_at.is_(None)
    found = select(ASSIGNED.c.id).where(mine, ASSIGNED.c.case_id == case.id, *still)
    return session.execute(found).first() is not None


def _title(session: Session, house: House, actor: Actor, case: Case) -> str:
    # Asked first, so that who may not read is not noted as refused: she asked for the team alone.
    opened = shared(actor.account_id, "view_content", actor.on, ASSIGNED.c.id)
    if session.execute(opened.where(ASSIGNED.c.case_id == case.id)).first() is None:
        return ""
    seen = access.find(session, actor, Case, case.id, "view_content")
    return sharing.title_of(house.vault.person(seen.person_id), seen)
