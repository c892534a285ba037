"""Acts on many cases of the board at once: first what would happen to which and why not, then all in one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session

from app.accounts.session import Actor
from app.audit.entry import Action
from app.boards import taken
from app.casework import service as casework
from app.casework.models import Source, TaskKind
from app.casework.shown import TASK
from app.groups.models import Membership, Role
from app.kit.errors import NotFound
from app.kit.house import House
from app.people import conflicts, teams
from app.people.access import ASSIGNED, SCOPE
from app.people.conflicts import CHECK
from app.people.models import Case
from app.people.noting import note_act
from app.people.reach import CASE, CLIENT, Reach, clients_cases, covers, is_open
from app.people.team_models import Part


class Act(StrEnum):
    """What can be done with many cases."""

    REMIND = "remind"
    REASSIGN = "reassign"
    EXPORT = "export"


class Why(StrEnum):
    """Why it cannot be done with one of them."""

    NO_ACCESS = "no_access"
    NO_LEAD = "no_lead"
    REMINDED = "reminded"
    UNCHECKED = "unchecked"
    NOT_OUT = "not_out"


ACTS: Final[dict[str, tuple[Act, ...]]] = {
    Role.HELPER: (Act.REMIND, Act.EXPORT),
    Role.COORDINATOR: (Act.REMIND, Act.REASSIGN, Act.EXPORT),
    Role.SUPERVISOR: (Act.EXPORT,),
}


class Chosen(NamedTuple):
    """A case that was ticked."""

    case_id: UUID
    person_id: UUID
    client_id: UUID
    number: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What would happen: to whom it can be done, and whom not and why."""

    act: Act
    able: Sequence[Chosen]
    unable: dict[Why, list[int]] = field(default_factory=dict)

    @property
    def marks(self) -> list[str]:
        """The cases as the form carries them."""
        return [str(each.case_id) for each in self.able]


def act_for(reach: Reach, named: str) -> Act:
    """The act of a name; raises NotFound for one that this role has not."""
    found = next((act for act in ACTS[reach.member.role] if act == named), None)
    if found is None:
        raise NotFound
    return found


def plan(session: Session, reach: Reach, act: Act, named: Iterable[str]) -> Plan:
    """Sorts the ticked cases; raises NotFound when one of them is not on the member's board."""
    chosen = _chosen(session, reach, named)
    reasons = _reasons(session, reach, act, chosen)
    unable: dict[Why, list[int]] = {}
    for each in chosen:
        if each.case_id in reasons:
            unable.setdefault(reasons[each.case_id], []).append(each.number)
    return Plan(act, [each for each in chosen if each.case_id not in reasons], unable)


def _chosen(session: Session, reach: Reach, named: Iterable[str]) -> list[Chosen]:
    try:
        ids = {UUID(each) for each in named}
    except ValueError:
        raise NotFound from None
    columns = CASE.c.id, CASE.c.person_id, CLIENT.c.id, CLIENT.c.number, is_open()
    asked = clients_cases(*columns, is_own=reach.is_own).where(CASE.c.id.in_(ids))
    rows = session.execute(asked.order_by(CLIENT.c.number, CASE.c.id), reach.asked)
    found = [Chosen(*row) for row in rows]
    if len(found) != len(ids):
        raise NotFound
    return found


def _reasons(session: Session, reach: Reach, act: Act, chosen: Sequence[Chosen]) -> dict[UUID, Why]:
    reasons = {each.case_id: Why.NO_ACCESS for each in chosen if not each.is_open}
    cases = [each.case_id for each in chosen if each.is_open]
    if act == Act.REMIND:
        led, reminded = leads(session, cases), _reminded(session, cases)
        reasons |= {case_id: Why.NO_LEAD for case_id in cases if case_id not in led}
        reasons |= dict.fromkeys(reminded, Why.REMINDED)
    if act == Act.REASSIGN:
        passed = _checked(session, reach, [each.client_id for each in chosen])
        unchecked = [each for each in chosen if each.is_open and each.client_id not in passed]
        reasons |= {each.case_id: Why.UNCHECKED for each in unchecked}
    if act == Act.EXPORT:
        taken_out = _may_leave(session, reach, cases)
        reasons |= {case_id: Why.NOT_OUT for case_id in cases if case_id not in taken_out}
    return reasons


def _may_leave(session: Session, reach: Reach, cases: Sequence[UUID]) -> set[UUID]:
    """Of which cases the group may take numbers and days out: "export" is a word of its own."""
    asked = select(CASE.c.id).join(SCOPE, covers(CASE.c.person_id, CASE.c.id, "export"))
    return set(session.execute(asked.where(CASE.c.id.in_(cases)), reach.asked).scalars())


def leads(session: Session, cases: Sequence[UUID]) -> dict[UUID, UUID]:
    """Which account leads each of these cases."""
    asked = select(ASSIGNED.c.case_id, ASSIGNED.c.account_id).where(
        ASSIGNED.c.case_id.in_(cases), ASSIGNED.c.part == Part.LEAD.value, ASSIGNED.c.ended_at.is_(None)
    )
    return {row.case_id: row.account_id for row in session.execute(asked)}


def _reminded(session: Session, cases: Sequence[UUID]) -> set[UUID]:
    asked = select(TASK.c.case_id).where(
        TASK.c.case_id.in_(cases), TASK.c.kind == TaskKind.LOOK_AT_DATES.value, TASK.c.done_at.is_(None)
    )
    return set(session.execute(asked).scalars())


def _checked(session: Session, reach: Reach, clients: Sequence[UUID]) -> set[UUID]:
    asked = select(CHECK.c.client_id, CHECK.c.decision).where(
        CHECK.c.client_id.in_(clients), CHECK.c.group_id == reach.group_id
    )
    rows: Any = session.execute(asked.order_by(CHECK.c.run_at))
    latest = {row.client_id: row.decision for row in rows}
    return {client for client, decision in latest.items() if decision in conflicts.PASSED}


def remind(session: Session, house: House, actor: Actor, reach: Reach, plan: Plan) -> None:
    """Each lead finds a task today: to look at the dates of the case."""
    led = leads(session, [each.case_id for each in plan.able])
    for each in plan.able:
        new = casework.NewTask(
            TaskKind.LOOK_AT_DATES, due_on=reach.on, assignee=led[each.case_id], source=Source.BOARD
        )
        case = session.get_one(Case, each.case_id)
        task = casework.add_task(session, house, case, new, actor.account_id)
        note_act(session, actor, Action.CREATE, "task", each.person_id, task.id, reach.group_id)


def reassign(session: Session, house: House, actor: Actor, plan: Plan, to: Membership) -> None:
    """Another member leads each of them from now on."""
    for each in plan.able:
        teams.assign(session, house, session.get_one(Case, each.case_id), to, Part.LEAD)
        note_act(session, actor, Action.ASSIGN, "case", each.person_id, each.case_id, to.group_id)


def note_export(session: Session, actor: Actor, reach: Reach, plan: Plan) -> None:
    """Each person whose number and days are in the file reads that they left; once, however many cases."""
    taken.note_taken(session, actor, reach, "board", {each.person_id for each in plan.able})
