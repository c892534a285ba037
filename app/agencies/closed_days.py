"""The days on which a person found her agency closed, besides those of the calendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlmodel import Session, col

from app.agencies.models import AgencyClosedDay
from app.kit.crypto import Cipher, Place
from app.kit.house import House
from app.people.access import hold

MOST_DAYS = 366  # of one agency; as many as the days of a year


class TooManyDays(Exception):
    """More closed days than a year has days."""


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """One such day, its note opened."""

    id: UUID
    on: date
    note: str | None


def add_closed_days(
    session: Session, house: House, person_id: UUID, agency_id: UUID, days: Iterable[date], note: str | None
) -> int:
    """Keeps the days that are not there yet; how many those were. Raises TooManyDays."""
    hold(session, person_id)
    known = {day.closed_on for day in _days_of(session, person_id, agency_id)}
    new = sorted(set(days) - known)
    if len(known) + len(new) > MOST_DAYS:
        raise TooManyDays
    cipher = house.vault.person(person_id)
    for on in new:
        day = AgencyClosedDay(id=uuid4(), person_id=person_id, agency_id=agency_id, closed_on=on)
        day.note_sealed = cipher.seal(_place(day), note) if note else None
        session.add(day)
    return len(new)


def remove_closed_day(session: Session, day: AgencyClosedDay) -> None:
    """Forgets a closed day."""
    session.delete(day)


def closed_days(session: Session, house: House, person_id: UUID, agency_id: UUID) -> list[ClosedDay]:
    """The closed days that a person found at an agency, in their order."""
    cipher = house.vault.person(person_id)
    return [open_day(cipher, row) for row in _days_of(session, person_id, agency_id)]


def open_day(cipher: Cipher, row: AgencyClosedDay) -> ClosedDay:
    """A kept day, its note opened with the key of its person."""
    sealed = row.note_sealed
    return ClosedDay(row.id, row.closed_on, cipher.open(_place(row), sealed) if sealed else None)


def _place(row: AgencyClosedDay) -> Place:
    return Place("agency_closed_day", "note_sealed", row.id, row.person_id)


def _days_of(session: Session, person_id: UUID, agency_id: UUID) -> list[AgencyClosedDay]:
    statement = (
        select(AgencyClosedDay)
        .where(col(AgencyClosedDay.person_id) == person_id, col(AgencyClosedDay.agency_id) == agency_id)
        .order_by(col(AgencyClosedDay.closed_on))
    )
    return list(session.execute(statement).scalars())
