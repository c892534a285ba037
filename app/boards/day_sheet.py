"""What falls on one day for a group, by number and without a word of anybody's: a sheet for the printer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, bindparam, func, literal, or_
from sqlmodel import Session

from app import law
from app.boards import known, states
from app.boards.asking import Show
from app.casework.models import TaskKind
from app.casework.shown import TASK
from app.filings.queries import DEADLINE
from app.kit.house import House
from app.people import renewals
from app.people.access import SCOPE
from app.people.reach import CASE, CLIENT, ON, Reach, clients_cases, covers, is_open

MOST: Final = 500  # lines of one kind: more than a day's work
# A last day on a closed one is pushed back; over New Year that is longest.
PUSHED_BACK: Final = timedelta(days=14)
WITHIN: Any = bindparam("within", type_=SCOPE.c.expires_on.type)
_WHO = CASE.c.id, CASE.c.person_id, CLIENT.c.number
LATEST: Any = bindparam("latest", type_=DEADLINE.c.due.type)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing of the day; `word` is the clock's name or the task's kind."""

    number: int
    word: str
    lead: str | None
    until: date | None = None  # of a consent: its last day


@dataclass(frozen=True, slots=True)
class Sheet:
    """The day's things in the order of numbers."""

    on: date
    hers: Sequence[Line]
    theirs: Sequence[Line]
    tasks: Sequence[Line]
    ending: Sequence[Line]  # whom to ask whether her consent goes on
    mandates: Sequence[Line]  # whose agent needs a new paper before something is sent
    persons: frozenset[UUID] = frozenset()  # whose numbers stand on it

    @property
    def is_empty(self) -> bool:
        return not (self.hers or self.theirs or self.tasks or self.ending or self.mandates)


def of_today(session: Session, house: House, reach: Reach) -> Sheet:
    """What the member sees of her group's day."""
    given = reach.asked | states.days(reach.on)
    given |= {"latest": reach.on + PUSHED_BACK, "within": reach.on + timedelta(renewals.FIRST)}
    days = session.execute(_days(reach.is_own), given).all()
    tasks = session.execute(_tasks(reach.is_own), given).all()
    ending = session.execute(_ending(reach.is_own), given).all()
    papers = session.execute(_mandates(reach.is_own), given).all()
    asked = [row for row in ending if renewals.is_asked_on(row.until, reach.on)]
    everything = (*days, *tasks, *asked, *papers)
    leads = known.leads_of(session, house, reach, list({row.id for row in everything}))
    return Sheet(
        reach.on,
        [_line(row, leads) for row in days if row.bound == law.Bound.REQUESTER],
        [_line(row, leads) for row in days if row.bound == law.Bound.AGENCY],
        [_line(row, leads) for row in tasks],
        [Line(row.number, TaskKind.RENEW_CONSENT, leads.get(row.id), row.until) for row in asked],
        [_line(row, leads) for row in papers],
        frozenset(row.person_id for row in everything),
    )


def _line(row: Any, leads: dict[Any, str]) -> Line:
    return Line(row.number, row.word, leads.get(row.id))


@cache
def _days(is_own: bool) -> Select[Any]:
    columns = (*_WHO, DEADLINE.c.bound, DEADLINE.c.clock.label("word"))
    return (
        clients_cases(*columns, is_own=is_own)
        .join(DEADLINE, DEADLINE.c.case_id == CASE.c.id)
        .where(
            DEADLINE.c.kind == law.Kind.LATEST.value,
            DEADLINE.c.ended_on.is_(None),
            DEADLINE.c.paused_from.is_(None),
            DEADLINE.c.due.between(ON, LATEST),
            or_(DEADLINE.c.due == ON, DEADLINE.c.nominal == ON),
            is_open(),
        )
        .order_by(CLIENT.c.number, DEADLINE.c.clock)
        .limit(MOST)
    )


@cache
def _tasks(is_own: bool) -> Select[Any]:
    return (
        clients_cases(*_WHO, TASK.c.kind.label("word"), is_own=is_own)
        .join(TASK, TASK.c.case_id == CASE.c.id)
        .where(TASK.c.due_on == ON, TASK.c.done_at.is_(None), is_open())
        .order_by(CLIENT.c.number, TASK.c.made_at)
        .limit(MOST)
    )


@cache
def _mandates(is_own: bool) -> Select[Any]:
    return (
        clients_cases(*_WHO, literal(TaskKind.RENEW_MANDATE.value).label("word"), is_own=is_own)
        .where(*states.conditions(Show.MANDATES))
        .order_by(CLIENT.c.number, CASE.c.id)
        .limit(MOST)
    )


@cache
def _ending(is_own: bool) -> Select[Any]:
    until = func.max(SCOPE.c.expires_on)
    return (
        clients_cases(*_WHO, until.label("until"), is_own=is_own)
        .join(SCOPE, covers(CASE.c.person_id, CASE.c.id))
        .group_by(*_WHO)
        .having(until <= WITHIN)
        .order_by(CLIENT.c.number)
        .limit(MOST)
    )
