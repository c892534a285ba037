"""Prepared selects: everything that a person's calendar is made of, in one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, Select, String, and_, bindparam, func, literal, select, type_coerce, union_all
from sqlmodel import Session

from app.accounts.session import Actor
from app.filings.changes import CHANGE
from app.filings.kept import Identity
from app.filings.queries import AGENCY, CASE, DEADLINE, EVENT, FILING, FiledRow
from app.kit.clock import Clock
from app.people import access

# A day that has passed stays a year; what was called off is told for a season, until every program has heard.
PAST_KEPT = timedelta(days=365)
CALLED_OFF_KEPT = timedelta(days=90)
MOST_ROWS = 4000


# A named tuple is built four times faster than a frozen dataclass; a calendar holds some hundreds.
class KeptDay(NamedTuple):
    """A deadline of the projection, or one that is no longer there, and how often it moved."""

    filing_id: UUID
    case_id: UUID
    clock: str
    nth: int
    nominal: date | None
    due: date | None
    is_paused: bool
    is_ended: bool
    is_void: bool
    moves: int
    changed_at: datetime

    @property
    def identity(self) -> Identity:
        return self.filing_id, self.clock, self.nth


@dataclass(frozen=True, slots=True)
class Kept:
    """What a person's calendar is made of; named, every filing stands beside it, also one without a day."""

    days: tuple[KeptDay, ...]
    filings: Mapping[UUID, FiledRow]


def _raw(column: Any) -> Any:
    # An id stands in many rows; it is made into a UUID once (_days).
    return type_coerce(column, String)


_FILED = (
    FILING.c.procedure,
    FILING.c.follows_id,
    FILING.c.provision_record,
    AGENCY.c.id.label("agency_id"),
    AGENCY.c.name,
    AGENCY.c.name_sealed,
    AGENCY.c.calendar,
)
_IS_THIS = and_(
    CHANGE.c.filing_id == DEADLINE.c.filing_id,
    CHANGE.c.clock == DEADLINE.c.clock,
    CHANGE.c.nth == DEADLINE.c.nth,
)


def _moved(what: Any) -> Any:
    return select(func.max(what)).where(_IS_THIS).correlate(DEADLINE).scalar_subquery()


_STANDING: Select[Any] = (
    select(
        _raw(FILING.c.id).label("filing"),
        _raw(FILING.c.case_id).label("case_of"),
        DEADLINE.c.clock,
        DEADLINE.c.nth,
        DEADLINE.c.nominal,
        DEADLINE.c.due,
        and_(DEADLINE.c.paused_from.is_not(None), DEADLINE.c.ended_on.is_(None)).label("is_paused"),
        DEADLINE.c.ended_on.is_not(None).label("is_ended"),
        DEADLINE.c.is_void,
        func.coalesce(_moved(CHANGE.c.position), 0).label("moves"),
        # A day that never moved is as old as the event that brought it.
        func.coalesce(_moved(CHANGE.c.changed_at), EVENT.c.recorded_at, FILING.c.created_at).label("changed"),
    )
    .select_from(FILING)
    .join(CASE, CASE.c.id == FILING.c.case_id)
    .outerjoin(
        DEADLINE,
        and_(
            DEADLINE.c.filing_id == FILING.c.id,
            DEADLINE.c.due >= bindparam("since", type_=DEADLINE.c.due.type),
        ),
    )
    .outerjoin(EVENT, EVENT.c.id == DEADLINE.c.cause_id)
)
_GONE: Select[Any] = (
    select(
        _raw(FILING.c.id),
        _raw(FILING.c.case_id),
        CHANGE.c.clock,
        CHANGE.c.nth,
        CHANGE.c.old_nominal,
        CHANGE.c.old_due,
        literal(False),
        literal(True),
        literal(True),
        CHANGE.c.position,
        CHANGE.c.changed_at,
    )
    .select_from(FILING)
    .join(CASE, CASE.c.id == FILING.c.case_id)
    .join(CHANGE, CHANGE.c.filing_id == FILING.c.id)
    .where(
        CHANGE.c.is_gone,
        CHANGE.c.changed_at >= bindparam("heard_since", type_=CHANGE.c.changed_at.type),
        ~select(DEADLINE.c.id).where(_IS_THIS).correlate(CHANGE).exists(),
    )
)


def _named(statement: Select[Any]) -> Select[Any]:
    return statement.add_columns(*_FILED).join(AGENCY, AGENCY.c.id == FILING.c.agency_id)


_ANONYMOUS = (_STANDING, _GONE)
_WIDTH = len(KeptDay._fields)
_NAMED = (_named(_STANDING), _named(_GONE))


def kept_days(
    session: Session,
    actor: Actor,
    person_id: UUID,
    clock: Clock,
    *,
    named: bool = False,
    filing_id: UUID | None = None,
) -> Kept:
    """A person's open cases as far as this account may see them; with an id, one filing alone.

    Nothing is read of what a discreet calendar does not say: the agencies only when they are to be named.
    """
    seen = [
        FILING.c.person_id == person_id,
        access.may_in_case(actor, "view_content", FILING.c.person_id, FILING.c.case_id),
        CASE.c.closed_on.is_(None),
    ]
    if filing_id is not None:
        seen.append(FILING.c.id == filing_id)
    parts = _NAMED if named else _ANONYMOUS
    statement = union_all(*(part.where(*seen) for part in parts)).limit(MOST_ROWS)
    heard_since = clock.now() - CALLED_OFF_KEPT
    given = {"since": clock.today() - PAST_KEPT, "heard_since": heard_since}
    rows = session.execute(statement, given).all()
    filings = _filings(rows, person_id) if named else {}
    return Kept(_days(rows, heard_since), filings)


def _days(rows: Sequence[Row[Any]], heard_since: datetime) -> tuple[KeptDay, ...]:
    made = cache(_id)
    days: dict[tuple[object, str, int], KeptDay] = {}
    for row in rows:
        filing, case, clock, nth, *rest = row[:_WIDTH]
        if clock is None:
            continue
        day = KeptDay(made(filing), made(case), clock, nth, *rest)
        # Of a deadline that was gone more than once, the last time counts.
        known = days.get((filing, clock, nth))
        if _is_told(day, heard_since) and (known is None or known.moves < day.moves):
            days[filing, clock, nth] = day
    return tuple(days.values())


def _is_told(day: KeptDay, heard_since: datetime) -> bool:
    # What never stood in a calendar need not be called off.
    return not day.is_void or (day.moves > 0 and day.changed_at >= heard_since)


def _filings(rows: Sequence[Row[Any]], person_id: UUID) -> dict[UUID, FiledRow]:
    first = {row.filing: row for row in reversed(rows)}
    return {_id(filing): _filed(row, person_id) for filing, row in first.items()}


def _filed(row: Row[Any], person_id: UUID) -> FiledRow:
    return FiledRow(
        id=_id(row.filing),
        person_id=person_id,
        case_id=_id(row.case_of),
        procedure=row.procedure,
        follows_id=row.follows_id,
        provision_record=row.provision_record,
        wanted_sealed=None,
        reference_sealed=None,
        agency_id=row.agency_id,
        agency_name=row.name,
        agency_name_sealed=row.name_sealed,
        agency_calendar=row.calendar,
    )


def _id(raw: object) -> UUID:
    """SQLite keeps the letters of an id, PostgreSQL the id."""
    return UUID(str(raw))
