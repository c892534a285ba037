"""Tells a person which of her dates moved without her doing: from which day to which, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, select, update
from sqlmodel import Session

from app import law
from app.filings.case_page import own_agency_name
from app.filings.changes import CHANGE, Reason
from app.filings.queries import AGENCY, DEADLINE, FILING
from app.filings.reading import Reader

SHOWN = 3  # filings told of on a page with other things; the rest is on a page of its own


@dataclass(frozen=True, slots=True)
class Line:
    """How one deadline moved; no old day where it came anew, no new one where it is gone."""

    clock: law.ClockInfo
    old: date | None
    new: date | None
    is_gone: bool
    reason: Reason
    at: datetime

    @property
    def is_hers(self) -> bool:
        return self.clock.bound == law.Bound.REQUESTER

    @property
    def kind(self) -> str:
        """Which sentence tells it."""
        if self.is_gone:
            return "gone"
        return "from_to" if self.old and self.new else "came" if self.new else "undated"


@dataclass(frozen=True, slots=True)
class Moved:
    """A filing and its deadlines that moved."""

    filing_id: UUID
    case_id: UUID
    agency: str
    procedure: law.ProcedureInfo
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """What is told once, and until which instant it was gathered."""

    filings: tuple[Moved, ...] = ()
    until: datetime | None = None

    @property
    def first(self) -> tuple[Moved, ...]:
        return self.filings[:SHOWN]

    @property
    def more(self) -> int:
        """How many filings are told of elsewhere."""
        return len(self.filings) - len(self.first)


_MOVES = (
    CHANGE.c.filing_id,
    CHANGE.c.clock,
    CHANGE.c.nth,
    CHANGE.c.reason,
    CHANGE.c.old_nominal,
    CHANGE.c.old_due,
    CHANGE.c.new_nominal,
    CHANGE.c.new_due,
    CHANGE.c.is_gone,
    CHANGE.c.changed_at,
)
_SAME_DEADLINE = and_(
    DEADLINE.c.filing_id == CHANGE.c.filing_id,
    DEADLINE.c.clock == CHANGE.c.clock,
    DEADLINE.c.nth == CHANGE.c.nth,
)
_UNSEEN: Select[Any] = (
    select(*_MOVES, CHANGE.c.case_id, FILING.c.procedure, AGENCY.c.id, AGENCY.c.name, AGENCY.c.name_sealed)
    .join(FILING, FILING.c.id == CHANGE.c.filing_id)
    .join(AGENCY, AGENCY.c.id == FILING.c.agency_id)
    .outerjoin(DEADLINE, _SAME_DEADLINE)
    # A deadline that was met is over: its move is history, and no news.
    .where(
        CHANGE.c.person_id == bindparam("person"), CHANGE.c.seen_at.is_(None), DEADLINE.c.ended_on.is_(None)
    )
    .order_by(CHANGE.c.filing_id, CHANGE.c.clock, CHANGE.c.nth, CHANGE.c.position)
)
_UNSEEN_OF_CASE = _UNSEEN.where(CHANGE.c.case_id == bindparam("case"))


def of_person(session: Session, reader: Reader) -> Notice:
    """What moved and was not yet seen, over all cases of a person."""
    return _notice(session.execute(_UNSEEN, {"person": reader.person_id}).all(), reader)


def of_case(session: Session, reader: Reader, case_id: UUID) -> Notice:
    """The same for one case."""
    given = {"person": reader.person_id, "case": case_id}
    return _notice(session.execute(_UNSEEN_OF_CASE, given).all(), reader)


def _notice(rows: Sequence[Any], reader: Reader) -> Notice:
    if not rows:
        return Notice()
    by_filing = groupby(rows, key=lambda row: row.filing_id)
    filings = [found for _, moves in by_filing if (found := _moved(list(moves), reader)) is not None]
    filings.sort(key=lambda one: one.lines[0].new or date.max)
    return Notice(tuple(filings), max(row.changed_at for row in rows))


def _moved(moves: list[Any], reader: Reader) -> Moved | None:
    by_deadline = groupby(moves, key=lambda row: (row.clock, row.nth))
    lines = [line for _, its in by_deadline if (line := _joined(list(its))) is not None]
    # The day by which somebody must act is told; what follows from it would be told twice.
    told = [line for line in lines if line.clock.kind == law.Kind.LATEST] or lines
    if not told:
        return None
    told.sort(key=lambda line: line.new or date.max)
    row = moves[0]
    agency = row.name or own_agency_name(reader, row.id, row.name_sealed)
    return Moved(row.filing_id, row.case_id, agency, law.procedure(row.procedure), tuple(told))


def _joined(moves: list[Any]) -> Line | None:
    """Several moves of one deadline as one, from the first day to the last; None where it came back to it."""
    first, last = moves[0], moves[-1]
    days = (first.old_nominal, first.old_due), (last.new_nominal, last.new_due)
    return _line(last, *days)


def _line(row: Any, before: tuple[date | None, ...], after: tuple[date | None, ...]) -> Line | None:
    if before == after:
        return None
    clock = law.clock(row.clock)
    # Hers is the day to act by, unless only the day after closed days moved; theirs is the last day.
    by_count = clock.bound == law.Bound.REQUESTER and before[0] != after[0]
    old, new = (before[0], after[0]) if by_count else (before[1], after[1])
    return Line(clock, old, new, row.is_gone, Reason(row.reason), row.changed_at)


_OF_DEADLINE = (
    select(*_MOVES)
    .where(
        CHANGE.c.filing_id == bindparam("filing"),
        CHANGE.c.clock == bindparam("clock"),
        CHANGE.c.nth == bindparam("nth"),
    )
    .order_by(CHANGE.c.position)
)


def history(session: Session, filing_id: UUID, clock: str, nth: int) -> list[Line]:
    """The earlier days of one deadline, the oldest first, whatever moved it."""
    rows = session.execute(_OF_DEADLINE, {"filing": filing_id, "clock": clock, "nth": nth})
    return list(_lines(rows))


def _lines(rows: Iterable[Any]) -> Iterable[Line]:
    for row in rows:
        line = _line(row, (row.old_nominal, row.old_due), (row.new_nominal, row.new_due))
        if line is not None:
            yield line


def mark_seen(
    session: Session, person_id: UUID, until: datetime, now: datetime, case_id: UUID | None = None
) -> None:
    """Notes that a person saw what had moved until then, in one case or in all."""
    statement = update(CHANGE).where(
        CHANGE.c.person_id == person_id, CHANGE.c.seen_at.is_(None), CHANGE.c.changed_at <= until
    )
    if case_id is not None:
        statement = statement.where(CHANGE.c.case_id == case_id)
    session.execute(statement.values(seen_at=now))
