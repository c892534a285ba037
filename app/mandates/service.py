"""What is done with a power of attorney: it is noted, ended, and what its end asks for is ticked off."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import bindparam, select
from sqlmodel import Session

from app.casework.models import Source, Task, TaskKind
from app.casework.service import NewTask, add_task, finish_task
from app.filings.models import Filing
from app.kit.crypto import Place
from app.kit.errors import Conflict, NotFound
from app.kit.house import House
from app.mandates.models import Kind, Paper, PowerOfAttorney, Reason
from app.people.access import hold
from app.people.models import Case

NOTIFIED: Final = "notified"
# What the end of an agent's authority asks for, step by step, and the task that each is.
STEPS: Final = {NOTIFIED: TaskKind.NOTIFY_AGENCY, "decided": TaskKind.REFILE}
TASK: Any = Task.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation
_TIED = (
    select(Task).where(TASK.c.mandate_id == bindparam("mandate")).order_by(TASK.c.made_at, TASK.c.filing_id)
)


class AgentWords(NamedTuple):
    """The agent, a natural person."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class NewMandate:
    """What is noted of the paper; without a case it is for all of hers, without procedures for all."""

    agent: AgentWords
    kind: Kind
    made_on: date
    procedures: tuple[str, ...] = ()
    papers: tuple[Paper, ...] = ()


def add(
    session: Session, house: House, person_id: UUID, case_id: UUID | None, new: NewMandate
) -> PowerOfAttorney:
    """Notes a power of attorney."""
    mandate_id = uuid4()
    sealed = house.vault.person(person_id).seal(_place(mandate_id, person_id), "\n".join(new.agent))
    mandate = PowerOfAttorney(
        id=mandate_id,
        person_id=person_id,
        case_id=case_id,
        agent_sealed=sealed,
        kind=new.kind,
        procedures=",".join(new.procedures),
        papers=",".join(new.papers),
        made_on=new.made_on,
        created_at=house.clock.now(),
    )
    session.add(mandate)
    session.flush()
    return mandate


def end(session: Session, mandate: PowerOfAttorney, on: date, reason: Reason, *, has_steps: bool) -> None:
    """The agent may act no more; raises Conflict when that was noted before."""
    hold(session, mandate.person_id)
    session.refresh(mandate)
    if mandate.ended_on is not None:
        raise Conflict("mandates.errors.ended")
    mandate.ended_on, mandate.ended_reason, mandate.has_steps = on, reason, has_steps


def ask_for_steps(
    session: Session,
    house: House,
    mandate: PowerOfAttorney,
    fallen: Iterable[Filing],
    account_id: UUID,
    today: date,
) -> None:
    """Both tasks for each request that fell: Enforcement Order, Article 22 (4) and (5)."""
    for filing in fallen:
        case = session.get_one(Case, filing.case_id)
        for kind in STEPS.values():
            new = NewTask(
                kind, due_on=today, source=Source.MANDATE, mandate_id=mandate.id, filing_id=filing.id
            )
            add_task(session, house, case, new, account_id)


def tasks_of(session: Session, mandate: PowerOfAttorney) -> list[Task]:
    """What its end asks for, request by request; none where the tasks of that time name no request."""
    return list(session.execute(_TIED, {"mandate": mandate.id}).scalars())


def finish_step(
    session: Session, house: House, mandate: PowerOfAttorney, task_id: UUID, account_id: UUID, today: date
) -> None:
    """One step of one request is done; raises NotFound for a task of anything else."""
    tasks = tasks_of(session, mandate)
    task = next((each for each in tasks if each.id == task_id), None)
    if task is None:
        raise NotFound
    finish_task(house, task, account_id)
    for step, kind in STEPS.items():
        if all(each.done_at is not None for each in tasks if each.kind == kind):
            _note_step(mandate, step, today)


def take_step(
    session: Session, house: House, mandate: PowerOfAttorney, step: str, account_id: UUID, today: date
) -> None:
    """The same where the tasks name no request: one of the two steps, and its tasks of that time."""
    _note_step(mandate, step, today)
    waiting = select(Task).where(
        TASK.c.person_id == mandate.person_id,
        TASK.c.source == Source.MANDATE,
        TASK.c.mandate_id.is_(None),
        TASK.c.kind == STEPS[step],
        TASK.c.done_at.is_(None),
    )
    if mandate.case_id is not None:
        waiting = waiting.where(TASK.c.case_id == mandate.case_id)
    for task in session.execute(waiting).scalars().all():
        finish_task(house, task, account_id)


def _note_step(mandate: PowerOfAttorney, step: str, today: date) -> None:
    if step == NOTIFIED:
        mandate.agency_notified_on = mandate.agency_notified_on or today
    else:
        mandate.refiling_decided_on = mandate.refiling_decided_on or today


def agent_of(house: House, mandate: PowerOfAttorney) -> AgentWords:
    """Who the agent is, opened."""
    place = _place(mandate.id, mandate.person_id)
    name, _, address = house.vault.person(mandate.person_id).open(place, mandate.agent_sealed).partition("\n")
    return AgentWords(name, address)


def _place(mandate_id: UUID, person_id: UUID) -> Place:
    return Place("power_of_attorney", "agent_sealed", mandate_id, person_id)
