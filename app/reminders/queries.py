"""Prepared selects of reminders: what may be told to one person, and what was."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import Session

from app.filings.changes import CHANGE
from app.filings.queries import AGENCY, CASE, DEADLINE, FILING, OpenDeadline
from app.reminders.models import Mail, Nudge, OwnDate, Reminder, ReminderSetting

SETTING: Any = ReminderSetting.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation
OWN_DATE: Any = OwnDate.__table__  # type: ignore[attr-defined] # see above
NUDGE: Any = Nudge.__table__  # type: ignore[attr-defined] # see above
MAIL: Any = Mail.__table__  # type: ignore[attr-defined] # see above
REMINDER: Any = Reminder.__table__  # type: ignore[attr-defined] # see above

# These first days are the day after an agency's last one, which is told as that.
TOLD_AS_LATENESS = ("review.inaction", "suit.inaction")


@dataclass(frozen=True, slots=True)
class Open:
    """An open deadline of an open case, the how-manieth of its clock it is, and its filing's nudge."""

    nth: int
    every_days: int | None
    since_on: date | None
    row: OpenDeadline


_OPEN = (
    select(
        DEADLINE.c.nth,
        NUDGE.c.every_days,
        NUDGE.c.since_on,
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
    .join(CASE, CASE.c.id == DEADLINE.c.case_id)
    .outerjoin(NUDGE, NUDGE.c.filing_id == DEADLINE.c.filing_id)
    .where(
        DEADLINE.c.person_id == bindparam("person"),
        DEADLINE.c.ended_on.is_(None),
        CASE.c.closed_on.is_(None),
    )
    .order_by(DEADLINE.c.due)
)
_OWN_DATES = select(OwnDate).where(OWN_DATE.c.person_id == bindparam("person")).order_by(OWN_DATE.c.on_day)
_NUDGES = select(Nudge).where(NUDGE.c.person_id == bindparam("person"))
_MAILS = (
    select(Mail)
    .where(MAIL.c.person_id == bindparam("person"))
    .order_by(MAIL.c.created_at.desc())
    .limit(bindparam("limit"))
)


@dataclass(frozen=True, slots=True)
class Moved:
    """A deadline that the law or an agency's own rules moved, not seen by the person yet."""

    id: UUID
    filing_id: UUID
    case_id: UUID
    clock: str
    old: date | None
    new: date | None
    changed_at: datetime
    agency_id: UUID
    agency_name: str | None
    agency_name_sealed: bytes | None


_MOVED = (
    select(
        CHANGE.c.id,
        CHANGE.c.filing_id,
        CHANGE.c.case_id,
        CHANGE.c.clock,
        CHANGE.c.old_due,
        CHANGE.c.new_due,
        CHANGE.c.changed_at,
        AGENCY.c.id,
        AGENCY.c.name,
        AGENCY.c.name_sealed,
    )
    .join(FILING, FILING.c.id == CHANGE.c.filing_id)
    .join(AGENCY, AGENCY.c.id == FILING.c.agency_id)
    .where(
        CHANGE.c.person_id == bindparam("person"),
        CHANGE.c.seen_at.is_(None),
        CHANGE.c.clock.not_in(TOLD_AS_LATENESS),
    )
    .order_by(CHANGE.c.changed_at)
)


def open_ones(session: Session, person_id: UUID) -> list[Open]:
    """A person's open deadlines, the earliest first."""
    rows = session.execute(_OPEN, {"person": person_id})
    return [Open(nth, every, since, OpenDeadline(*rest)) for nth, every, since, *rest in rows]


def own_dates(session: Session, person_id: UUID) -> list[OwnDate]:
    """The dates that she set herself, the earliest first."""
    return list(session.execute(_OWN_DATES, {"person": person_id}).scalars())


def nudges(session: Session, person_id: UUID) -> list[Nudge]:
    """For which filings she wants to be asked whether an answer came."""
    return list(session.execute(_NUDGES, {"person": person_id}).scalars())


def moved(session: Session, person_id: UUID) -> list[Moved]:
    """Which deadlines moved without her doing."""
    return [Moved(*row) for row in session.execute(_MOVED, {"person": person_id})]


def mails(session: Session, person_id: UUID, limit: int) -> list[Mail]:
    """The newest mails to a person."""
    return list(session.execute(_MAILS, {"person": person_id, "limit": limit}).scalars())


def told_keys(session: Session, person_id: UUID) -> set[tuple[UUID, str, int, date, int]]:
    """What was told already, on which rung."""
    columns = (REMINDER.c.thing_id, REMINDER.c.clock, REMINDER.c.nth, REMINDER.c.day, REMINDER.c.days_before)
    rows = session.execute(select(*columns).where(REMINDER.c.person_id == person_id))
    return {(row[0], row[1], row[2], row[3], row[4]) for row in rows}


def told_by(session: Session, mail_id: UUID) -> set[tuple[UUID, str, int, date]]:
    """The things that a mail is about."""
    columns = (REMINDER.c.thing_id, REMINDER.c.clock, REMINDER.c.nth, REMINDER.c.day)
    rows = session.execute(select(*columns).where(REMINDER.c.mail_id == mail_id))
    return {(row[0], row[1], row[2], row[3]) for row in rows}


def group_of(session: Session, mail_id: UUID) -> UUID | None:
    """The group that a mail counts for; None for a mail of her own."""
    found: UUID | None = session.execute(select(MAIL.c.group_id).where(MAIL.c.id == mail_id)).scalar()
    return found
