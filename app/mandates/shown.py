"""Gathers what the pages of powers of attorney show, and which of them serves a filing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, or_, select
from sqlmodel import Session

from app import law
from app.accounts.session import Actor
from app.agencies.queries import agencies_for
from app.casework.models import Task
from app.filings import timeline
from app.filings.called import agencies_called
from app.filings.models import Filing
from app.filings.queries import FILING, RecordedEvent, events_of_filings
from app.kit.house import House
from app.mandates import service
from app.mandates.forms import PROCEDURES
from app.mandates.models import PowerOfAttorney
from app.mandates.service import AgentWords
from app.people.models import Case

MANDATE: Any = PowerOfAttorney.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation

_OF_CASE = (
    select(PowerOfAttorney)
    .where(
        MANDATE.c.person_id == bindparam("person"),
        or_(MANDATE.c.case_id.is_(None), MANDATE.c.case_id == bindparam("case")),
    )
    .order_by(MANDATE.c.made_on.desc(), MANDATE.c.created_at.desc())
)
AgentsOf = Callable[[Session, Iterable[UUID]], dict[UUID, str | None]]


@dataclass(frozen=True, slots=True)
class MandateLine:
    """A power of attorney in words, with its clock: no last day where the law names none."""

    row: PowerOfAttorney
    agent: AgentWords
    usable_until: date | None
    days_left: int
    procedures: tuple[law.ProcedureInfo, ...]

    @property
    def papers(self) -> list[str]:
        """What of its papers is there."""
        return [each for each in self.row.papers.split(",") if each]


@dataclass(frozen=True, slots=True)
class Touched:
    """A request that the end of the authority touches; `falls` when it is then deemed withdrawn."""

    filing: Filing
    agency: str
    procedure: law.ProcedureInfo
    is_sure: bool  # she said that the agent files it; else she has not said who does
    falls: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One of the two things to do about a request that fell."""

    task_id: UUID
    name: str
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class Fallen:
    """A request that fell when the authority ended, and what is to be done about it."""

    filing_id: UUID | None
    agency: str
    steps: list[Step]


def of_case(session: Session, house: House, case: Case, today: date) -> list[MandateLine]:
    """Those for this case, and those for all her cases; the youngest paper first."""
    return [line_of(house, row, today) for row in rows_of(session, case.person_id, case.id)]


def rows_of(session: Session, person_id: UUID, case_id: UUID) -> list[PowerOfAttorney]:
    """The same, not opened."""
    return list(session.execute(_OF_CASE, {"person": person_id, "case": case_id}).scalars())


def line_of(house: House, row: PowerOfAttorney, today: date) -> MandateLine:
    """One of them, as of today."""
    covered = [each for each in PROCEDURES if row.covers(each)]
    until = next((law.mandate_usable_until(row.made_on, each) for each in covered), None)
    named = tuple(law.procedure(each) for each in covered if row.procedures)
    left = (until - today).days if until else 0
    return MandateLine(row, service.agent_of(house, row), until, left, named)


def for_filing(session: Session, filing: Filing, kind: str) -> PowerOfAttorney | None:
    """The youngest that stands and is for this request; None when none was noted."""
    return next(
        (
            row
            for row in rows_of(session, filing.person_id, filing.case_id)
            if row.ended_on is None and row.kind == kind and row.covers(filing.procedure)
        ),
        None,
    )


def touched(
    session: Session, house: House, actor: Actor, mandate: PowerOfAttorney, agents_of: AgentsOf
) -> list[Touched]:
    """The requests under way that the agent filed, or may have filed."""
    asked = select(Filing).where(FILING.c.person_id == mandate.person_id)
    if mandate.case_id is not None:
        asked = asked.where(FILING.c.case_id == mandate.case_id)
    rows = [row for row in session.execute(asked).scalars() if mandate.covers(row.procedure)]
    rows = [row for row in rows if law.asks_for_new_papers(row.procedure)]
    agents = agents_of(session, [row.id for row in rows])
    rows = [row for row in rows if agents.get(row.id) in {mandate.kind, None}]
    events = events_of_filings(session, [row.id for row in rows])
    names = agencies_for(session, house, actor, [row.agency_id for row in rows])
    return [
        Touched(
            row,
            names[row.agency_id].name,
            law.procedure(row.procedure),
            is_sure=agents.get(row.id) is not None,
            falls=_falls(row, events.get(row.id, [])),
        )
        for row in rows
        if _is_under_way(events.get(row.id, []))
    ]


def fallen(session: Session, house: House, actor: Actor, mandate: PowerOfAttorney) -> list[Fallen]:
    """The steps after its end, request by request: what is ticked for one agency says nothing of another."""
    by_filing: dict[UUID | None, list[Task]] = {}
    for task in service.tasks_of(session, mandate):
        by_filing.setdefault(task.filing_id, []).append(task)
    names = agencies_called(session, house, actor, [each for each in by_filing if each])
    return [
        Fallen(filing_id, names.get(filing_id, "") if filing_id else "", _steps(tasks))
        for filing_id, tasks in by_filing.items()
    ]


def _steps(tasks: Sequence[Task]) -> list[Step]:
    return [
        Step(task.id, step, task.done_at)
        for step, kind in service.STEPS.items()
        for task in tasks
        if task.kind == kind
    ]


def _falls(filing: Filing, events: list[RecordedEvent]) -> bool:
    standing = timeline.standing(events)
    decided = [event.outcome for event in standing if event.kind == "decision_notified"]
    return law.falls_with_its_agent(
        filing.procedure, {event.kind for event in standing}, decided[-1] if decided else None
    )


def _is_under_way(events: list[RecordedEvent]) -> bool:
    kinds = {event.kind for event in timeline.standing(events)}
    over = {"disclosed", "carried_out", "withdrawn", "agent_lost_authority", "closed"}
    return bool(kinds & {"sent", "received"}) and not kinds & over
