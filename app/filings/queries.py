"""Prepared selects: what the pages of filings read, in as few rows and columns as they need."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlmodel import Session

from app.agencies.models import Agency
from app.filings.models import Filing, FilingDeadline, FilingEvent
from app.people.models import Case

FILING: Any = Filing.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation
EVENT: Any = FilingEvent.__table__  # type: ignore[attr-defined] # see above
DEADLINE: Any = FilingDeadline.__table__  # type: ignore[attr-defined] # see above
CASE: Any = Case.__table__  # type: ignore[attr-defined] # see above
AGENCY: Any = Agency.__table__  # type: ignore[attr-defined] # see above


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """An event as it was recorded, its note still sealed."""

    id: UUID
    filing_id: UUID
    position: int
    kind: str
    on: date
    until: date | None
    decided_on: date | None
    outcome: str | None
    clock: str | None
    note_sealed: bytes | None
    retracts_id: UUID | None
    recorded_at: datetime
    grounds: str | None = None
    lacks: str | None = None


_EVENT_COLUMNS = (
    EVENT.c.id,
    EVENT.c.filing_id,
    EVENT.c.position,
    EVENT.c.kind,
    EVENT.c.happened_on,
    EVENT.c.until_on,
    EVENT.c.decided_on,
    EVENT.c.outcome,
    EVENT.c.clock,
    EVENT.c.note_sealed,
    EVENT.c.retracts_id,
    EVENT.c.recorded_at,
    EVENT.c.grounds,
    EVENT.c.lacks,
)
_IN_ORDER = (EVENT.c.happened_on, EVENT.c.position)
_OF_CASE: Select[Any] = (
    select(*_EVENT_COLUMNS)
    .join(FILING, FILING.c.id == EVENT.c.filing_id)
    .where(FILING.c.case_id == bindparam("case"))
    .order_by(*_IN_ORDER)
)
_OF_FILINGS: Select[Any] = (
    select(*_EVENT_COLUMNS)
    .where(EVENT.c.filing_id.in_(bindparam("filings", expanding=True)))
    .order_by(*_IN_ORDER)
)


def events_of_case(session: Session, case_id: UUID) -> dict[UUID, list[RecordedEvent]]:
    """Every event of every filing of a case, retracted ones too, by filing and in the order of days."""
    return _by_filing(session.execute(_OF_CASE, {"case": case_id}))


def events_of_filings(session: Session, filing_ids: Iterable[UUID]) -> dict[UUID, list[RecordedEvent]]:
    """The same for some filings."""
    return _by_filing(session.execute(_OF_FILINGS, {"filings": list(filing_ids)}))


def _by_filing(rows: Iterable[Any]) -> dict[UUID, list[RecordedEvent]]:
    found: dict[UUID, list[RecordedEvent]] = {}
    for row in rows:
        event = RecordedEvent(*row)
        found.setdefault(event.filing_id, []).append(event)
    return found


@dataclass(frozen=True, slots=True)
class FiledRow:
    """A filing beside the agency it went to; words still sealed."""

    id: UUID
    person_id: UUID
    case_id: UUID
    procedure: str
    follows_id: UUID | None
    provision_record: bool
    wanted_sealed: bytes | None
    reference_sealed: bytes | None
    agency_id: UUID
    agency_name: str | None
    agency_name_sealed: bytes | None
    agency_calendar: str
    group_id: UUID | None = None  # the group that works on its case


_FILED_COLUMNS = (
    FILING.c.id,
    FILING.c.person_id,
    FILING.c.case_id,
    FILING.c.procedure,
    FILING.c.follows_id,
    FILING.c.provision_record,
    FILING.c.wanted_sealed,
    FILING.c.reference_sealed,
    AGENCY.c.id,
    AGENCY.c.name,
    AGENCY.c.name_sealed,
    AGENCY.c.calendar,
    CASE.c.group_id,
)
_FILED = (
    select(*_FILED_COLUMNS)
    .join(AGENCY, AGENCY.c.id == FILING.c.agency_id)
    .join(CASE, CASE.c.id == FILING.c.case_id)
    .order_by(FILING.c.created_at)
)
_FILED_OF_CASE = _FILED.where(FILING.c.case_id == bindparam("case"))
_FILED_BY_ID = _FILED.where(FILING.c.id.in_(bindparam("filings", expanding=True)))
_ASKED = (
    select(FILING.c.case_id, AGENCY.c.id, AGENCY.c.name, AGENCY.c.name_sealed)
    .join(AGENCY, AGENCY.c.id == FILING.c.agency_id)
    .join(CASE, CASE.c.id == FILING.c.case_id)
    .where(FILING.c.person_id == bindparam("person"), CASE.c.closed_on.is_(None))
    .order_by(FILING.c.created_at)
    .limit(bindparam("limit"))
)


def filings_of_case(session: Session, case_id: UUID) -> list[FiledRow]:
    """The filings of a case, oldest first."""
    return [FiledRow(*row) for row in session.execute(_FILED_OF_CASE, {"case": case_id})]


def filings_by_id(session: Session, filing_ids: Iterable[UUID]) -> list[FiledRow]:
    """Some filings."""
    return [FiledRow(*row) for row in session.execute(_FILED_BY_ID, {"filings": list(filing_ids)})]


class Asked(NamedTuple):
    """Whom a case has asked: one agency, its name clear or sealed."""

    case_id: UUID
    agency_id: UUID
    agency_name: str | None
    agency_name_sealed: bytes | None


def asked_by(session: Session, person_id: UUID, limit: int) -> list[Asked]:
    """The agencies of a person's open cases, in the order in which she asked them."""
    return [Asked(*row) for row in session.execute(_ASKED, {"person": person_id, "limit": limit})]


_FAMILY = select(FILING.c.id, FILING.c.follows_id).where(
    (FILING.c.id == bindparam("filing")) | (FILING.c.follows_id == bindparam("filing"))
)


def family_of(session: Session, filing_id: UUID) -> set[UUID]:
    """The filing, the one it follows and those that follow it: whose answers may depend on its events."""
    family: set[UUID] = set()
    for row_id, follows_id in session.execute(_FAMILY, {"filing": filing_id}):
        family.add(row_id)
        if follows_id is not None:
            family.add(follows_id)
    return family


_FAMILIES = select(FILING.c.id, FILING.c.follows_id).where(
    FILING.c.id.in_(bindparam("filings", expanding=True))
    | FILING.c.follows_id.in_(bindparam("filings", expanding=True))
)


def families_of(session: Session, filing_ids: Iterable[UUID]) -> set[UUID]:
    """The same for several filings at once."""
    rows = session.execute(_FAMILIES, {"filings": list(filing_ids)})
    return {found for row in rows for found in row if found is not None}


def hold_filings(session: Session, filing_ids: Iterable[UUID]) -> None:
    """Makes others who recompute these filings wait; on SQLite there is only one writer anyway."""
    if session.get_bind().dialect.name == "sqlite":
        return
    # In one order, and with a "no key" lock: events of a filing may still be written beside it.
    held = select(FILING.c.id).where(FILING.c.id.in_(list(filing_ids))).order_by(FILING.c.id)
    session.execute(held.with_for_update(key_share=True))


_FILINGS_TO = select(FILING.c.id).where(
    FILING.c.person_id == bindparam("person"), FILING.c.agency_id == bindparam("agency")
)


def filings_to(session: Session, person_id: UUID, agency_id: UUID) -> list[UUID]:
    """A person's filings to one agency."""
    return list(session.execute(_FILINGS_TO, {"person": person_id, "agency": agency_id}).scalars())


_OPEN_CASES = (
    select(CASE.c.id, CASE.c.title_sealed, CASE.c.created_at)
    .where(CASE.c.person_id == bindparam("person"), CASE.c.closed_on.is_(None))
    .order_by(CASE.c.created_at.desc())
    .limit(bindparam("limit"))
)
_CLOSED_CASES = (
    select(CASE.c.id, CASE.c.title_sealed, CASE.c.closed_on)
    .where(CASE.c.person_id == bindparam("person"), CASE.c.closed_on.is_not(None))
    .order_by(CASE.c.closed_on.desc())
)


def open_cases(session: Session, person_id: UUID, limit: int) -> list[tuple[UUID, bytes, datetime]]:
    """A person's open cases, newest first, titles sealed."""
    rows = session.execute(_OPEN_CASES, {"person": person_id, "limit": limit})
    return [(row[0], row[1], row[2]) for row in rows]


def closed_cases(session: Session, person_id: UUID) -> list[tuple[UUID, bytes, date]]:
    """A person's closed cases, titles sealed."""
    return [(row[0], row[1], row[2]) for row in session.execute(_CLOSED_CASES, {"person": person_id})]


@dataclass(frozen=True, slots=True)
class OpenDeadline:
    """A row of the projection that has not ended, beside its filing's agency and procedure."""

    filing_id: UUID
    case_id: UUID
    procedure: str
    clock: str
    bound: str
    kind: str
    nominal: date | None
    due: date | None
    paused_from: date | None
    agency_id: UUID
    agency_name: str | None
    agency_name_sealed: bytes | None


_OPEN_DEADLINES = (
    select(
        DEADLINE.c.filing_id,
        DEADLINE.c.case_id,
        FILING.c.procedure,
        DEADLINE.c.clock,
        DEADLINE.c.bound,
        DEADLINE.c.kind,
        DEADLINE.c.nominal,
        DEADLINE.c.due,
        DEADLINE.c.paused_from,
        AGENCY.c.id,
        AGENCY.c.name,
        AGENCY.c.name_sealed,
    )
    .join(FILING, FILING.c.id == DEADLINE.c.filing_id)
    .join(AGENCY, AGENCY.c.id == FILING.c.agency_id)
    .where(DEADLINE.c.person_id == bindparam("person"), DEADLINE.c.ended_on.is_(None))
    .order_by(DEADLINE.c.due)
    .limit(bindparam("limit"))
)


def open_deadlines(session: Session, person_id: UUID, limit: int) -> list[OpenDeadline]:
    """A person's deadlines that have not ended, the earliest first."""
    rows = session.execute(_OPEN_DEADLINES, {"person": person_id, "limit": limit})
    return [OpenDeadline(*row) for row in rows]


_DRAFTS = (
    select(
        FILING.c.id, FILING.c.case_id, FILING.c.procedure, AGENCY.c.id, AGENCY.c.name, AGENCY.c.name_sealed
    )
    .join(AGENCY, AGENCY.c.id == FILING.c.agency_id)
    .join(CASE, CASE.c.id == FILING.c.case_id)
    .where(
        FILING.c.person_id == bindparam("person"),
        CASE.c.closed_on.is_(None),
        ~select(EVENT.c.id).where(EVENT.c.filing_id == FILING.c.id).exists(),
    )
    .order_by(FILING.c.created_at)
    .limit(bindparam("limit"))
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A filing in which nothing has happened yet."""

    filing_id: UUID
    case_id: UUID
    procedure: str
    agency_id: UUID
    agency_name: str | None
    agency_name_sealed: bytes | None


def drafts(session: Session, person_id: UUID, limit: int) -> list[Draft]:
    """A person's filings that were written down but not sent."""
    return [Draft(*row) for row in session.execute(_DRAFTS, {"person": person_id, "limit": limit})]
