"""Gathers what the page of a case's tasks and notes shows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import Session

from app.accounts.session import Actor
from app.casework import service
from app.casework.models import Note, Task
from app.groups.access import MEMBER
from app.groups.models import Membership
from app.groups.service import name_of
from app.kit.crypto import Place
from app.kit.house import House
from app.people.access import allows
from app.people.models import Case, Person
from app.people.team_models import CaseAssignment, Part
from app.people.teams import team_of

TASK: Any = Task.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation
NOTE: Any = Note.__table__  # type: ignore[attr-defined] # see above

_TASKS = (
    select(Task)
    .where(TASK.c.case_id == bindparam("case"))
    .order_by(TASK.c.due_on.is_(None), TASK.c.due_on, TASK.c.made_at)
)
_NOTES = select(Note).where(NOTE.c.case_id == bindparam("case")).order_by(NOTE.c.written_at.desc())
_NAMED = (
    select(Membership)
    .where(
        MEMBER.c.group_id == bindparam("group"),
        MEMBER.c.account_id.in_(bindparam("accounts", expanding=True)),
    )
    .order_by(MEMBER.c.began_at)
)


# How an upper room says with which agency some filings lie.
AgenciesOf = Callable[[Session, House, Actor, Iterable[UUID]], dict[UUID, str]]


@dataclass(frozen=True, slots=True)
class Names:
    """What accounts are called by somebody who reads this case."""

    reader: UUID
    person: UUID | None  # the account of the person whose case it is
    members: Mapping[UUID, str]

    def kind(self, account_id: UUID | None) -> str:
        """Which sentence says who it is: me, her, a member by name, or somebody no longer known."""
        if account_id == self.reader:
            return "me"
        if account_id is not None and account_id == self.person:
            return "her"
        return "member" if account_id in self.members else "former"

    def name(self, account_id: UUID | None) -> str:
        """A member's name; empty for anybody else."""
        return self.members.get(account_id, "") if account_id is not None else ""


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task in words; `who` is nobody when whoever comes first may do it."""

    id: UUID
    kind: str
    words: str
    due_on: date | None
    is_hers: bool
    assignee: UUID | None
    done_by: UUID | None
    done_at: datetime | None
    agency: str = ""  # with which the request lies that it is about


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note in words."""

    id: UUID
    words: str
    written_by: UUID
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything on the page."""

    case_id: UUID
    title: str
    is_in_group: bool
    open: Sequence[TaskLine]
    done: Sequence[TaskLine]
    notes: Sequence[NoteLine]
    names: Names
    doers: Mapping[str, UUID]  # of those who may be chosen, the account by the value in the form
    can_write: bool  # whether whoever reads it may add, finish and delete


def desk_of(session: Session, house: House, actor: Actor, case: Case, agencies_of: AgenciesOf) -> Desk:
    """The tasks and notes of a case that came through the door."""
    tasks = session.execute(_TASKS, {"case": case.id}).scalars().all()
    notes = session.execute(_NOTES, {"case": case.id}).scalars().all()
    team = team_of(session, case.id) if case.group_id else ()
    spoken_of = {row.account_id for row in team} | {note.written_by for note in notes}
    spoken_of |= {account for task in tasks for account in (task.assignee, task.done_by) if account}
    filings = {task.filing_id for task in tasks if task.filing_id}
    agencies = agencies_of(session, house, actor, filings) if filings else {}
    lines = [_task_line(house, task, team, agencies) for task in tasks]
    return Desk(
        case_id=case.id,
        title=_title(house, case),
        is_in_group=case.group_id is not None,
        open=[line for line in lines if line.done_at is None],
        done=[line for line in lines if line.done_at is not None],
        notes=[
            NoteLine(note.id, service.words_of(house, note), note.written_by, note.written_at)
            for note in notes
        ],
        names=_names(session, house, actor, case, spoken_of),
        doers={str(row.id): row.account_id for row in team if row.part != Part.READER},
        can_write=allows(session, actor, "edit", case.id),
    )


def _task_line(
    house: House, task: Task, team: Sequence[CaseAssignment], agencies: Mapping[UUID, str]
) -> TaskLine:
    # Whose work on the case has ended does none of its tasks: they wait for whoever comes first.
    still = {row.account_id for row in team}
    return TaskLine(
        task.id,
        task.kind,
        service.words_of(house, task),
        task.due_on,
        task.is_hers,
        task.assignee if task.assignee in still else None,
        task.done_by,
        task.done_at,
        agencies.get(task.filing_id, "") if task.filing_id else "",
    )


def _names(session: Session, house: House, actor: Actor, case: Case, accounts: set[UUID]) -> Names:
    person = session.get_one(Person, case.person_id)
    members: dict[UUID, str] = {}
    if case.group_id is not None and accounts:
        asked = {"group": case.group_id, "accounts": list(accounts)}
        for member in session.execute(_NAMED, asked).scalars():
            members[member.account_id] = name_of(house, member)
    return Names(actor.account_id, person.account_id, members)


def _title(house: House, case: Case) -> str:
    place = Place("case", "title_sealed", case.id, case.person_id)
    return house.vault.person(case.person_id).open(place, case.title_sealed)
