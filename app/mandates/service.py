"""What is done with a power of attorney: it is noted, ended, and what its end asks for is ticked off."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlmodel import Session

from app.casework.models import Source, Task, TaskKind
from app.casework.service import NewTask, add_task, finish_task
from app.kit.crypto import Place
from app.kit.errors import Conflict
from app.kit.house import House
from app.mandates.models import Kind, Paper, PowerOfAttorney, Reason
from app.people.access import hold
from app.people.models import Case

NOTIFIED: Final = "notified"
# What the end of an agent's authority asks for, step by step, and the task that each is.
STEPS: Final = {NOTIFIED: TaskKind.NOTIFY_AGENCY, "decided": TaskKind.REFILE}
TASK: Any = Task.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation


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
    session: Session, house: House, case_ids: Iterable[UUID], account_id: UUID, today: date
) -> None:
    """Both tasks in each case of which a request fell: Enforcement Order, Article 22 (4) and (5)."""
    for case_id in case_ids:
        case = session.get_one(Case, case_id)
        for kind in STEPS.values():
            add_task(session, house, case, NewTask(kind, due_on=today, source=Source.MANDATE), account_id)


def take_step(
    session: Session, house: House, mandate: PowerOfAttorney, step: str, account_id: UUID, today: date
) -> None:
    """One of the steps is done, and so are its tasks; done again changes nothing."""
    if step == NOTIFIED:
        mandate.agency_notified_on = mandate.agency_notified_on or today
    else:
        mandate.refiling_decided_on = mandate.refiling_decided_on or today
    waiting = select(Task).where(
        TASK.c.person_id == mandate.person_id,
        TASK.c.source == Source.MANDATE,
        TASK.c.kind == STEPS[step],
        TASK.c.done_at.is_(None),
    )
    if mandate.case_id is not None:
        waiting = waiting.where(TASK.c.case_id == mandate.case_id)
    for task in session.execute(waiting).scalars().all():
        finish_task(house, task, account_id)


def agent_of(house: House, mandate: PowerOfAttorney) -> AgentWords:
    """Who the agent is, opened."""
    place = _place(mandate.id, mandate.person_id)
    name, _, address = house.vault.person(mandate.person_id).open(place, mandate.agent_sealed).partition("\n")
    return AgentWords(name, address)


def _place(mandate_id: UUID, person_id: UUID) -> Place:
    return Place("power_of_attorney", "agent_sealed", mandate_id, person_id)
