"""Gathers what the page of reminders shows: what is due, her own dates, and what became of the mails."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session

from app.filings.case_page import own_agency_name
from app.filings.queries import OpenDeadline
from app.filings.reading import Reader
from app.reminders import due, queries
from app.reminders.due import Item
from app.reminders.models import Mail, MailState, OwnDate
from app.reminders.queries import Moved

MOST_MAILS = 30
# A later mail says what these would have said, or nothing was left to say: no news for anybody.
_SILENT = (MailState.MERGED, MailState.MOOT)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing of the list, with the words it needs."""

    item: Item
    agency: str
    note: str


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One of her own dates."""

    own: OwnDate
    note: str


@dataclass(frozen=True, slots=True)
class Awaited:
    """A filing whose answer has not come, and how often she is asked about it."""

    filing_id: UUID
    procedure: str
    agency: str
    every_days: int | None


@dataclass(frozen=True, slots=True)
class View:
    """The whole page."""

    due: tuple[Line, ...]
    own: tuple[OwnLine, ...]
    done: tuple[OwnLine, ...]
    awaited: tuple[Awaited, ...]
    mails: tuple[Mail, ...]


def view(session: Session, reader: Reader, today: date) -> View:
    """The page of a person on a day."""
    person_id = reader.person_id
    dates = due.kept(session, person_id, today)
    own = [OwnLine(one, _note(reader, one)) for one in dates.own]
    waiting = due.awaited(dates.open_ones, today)
    mails = [mail for mail in queries.mails(session, person_id, MOST_MAILS) if mail.state not in _SILENT]
    return View(
        tuple(_line(reader, item) for item in due.items(dates, today)),
        tuple(one for one in own if not one.own.done),
        tuple(one for one in own if one.own.done),
        tuple(
            Awaited(filing_id, one.row.procedure, _agency(reader, one.row), one.every_days)
            for filing_id, one in waiting.items()
        ),
        tuple(mails),
    )


def _line(reader: Reader, item: Item) -> Line:
    about = item.deadline or item.moved
    agency = _agency(reader, about) if about is not None else ""
    return Line(item, agency, _note(reader, item.own) if item.own is not None else "")


def _agency(reader: Reader, row: OpenDeadline | Moved) -> str:
    return row.agency_name or own_agency_name(reader, row.agency_id, row.agency_name_sealed)


def _note(reader: Reader, own: OwnDate) -> str:
    return reader.open("own_date", "note_sealed", own.id, own.note_sealed) or ""
