"""What falls on one day for a group, by number and without a word of anybody's: a sheet for the printer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, bindparam, or_
from sqlmodel import Session

from app import law
from app.boards import known
from app.boards.reach import CASE, CLIENT, ON, Reach, clients_cases, is_open
from app.casework.shown import TASK
from app.filings.queries import DEADLINE
from app.kit.house import House

MOST: Final = 500  # lines of one kind: more than a day's work
# A last day on a closed one is pushed back; over New Year that is longest.
PUSHED_BACK: Final = timedelta(days=14)
_WHO = CASE.c.id, CASE.c.person_id, CLIENT.c.number
LATEST: Any = bindparam("latest", type_=DEADLINE.c.due.type)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing of the day; `word` is the clock's name or the task's kind."""

    number: int
    word: str
    lead: str | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The day's things in the order of numbers."""

    on: date
    hers: Sequence[Line]
    theirs: Sequence[Line]
    tasks: Sequence[Line]
    persons: frozenset[UUID] = frozenset()  # whose numbers stand on it

    @property
    def is_empty(self) -> bool:
        return not (self.hers or self.theirs or self.tasks)


def of_today(session: Session, house: House, reach: Reach) -> Sheet:
    """What the member sees of her group's day."""
    given = reach.asked | {"latest": reach.on + PUSHED_BACK}
    days = session.execute(_days(reach.is_own), given).all()
    tasks = session.execute(_tasks(reach.is_own), given).all()
    leads = known.leads_of(session, house, reach, list({row.id for row in (*days, *tasks)}))
    return Sheet(
        reach.on,
        [_line(row, leads) for row in days if row.bound == law.Bound.REQUESTER],
        [_line(row, leads) for row in days if row.bound == law.Bound.AGENCY],
        [_line(row, leads) for row in tasks],
        frozenset(row.person_id for row in (*days, *tasks)),
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
