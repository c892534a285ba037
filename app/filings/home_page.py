"""Gathers what the home page shows: today's acts, both clocks, the six-week strip, the open cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session

from app import law
from app.agencies.rules import closed_days_of
from app.filings import queries, today
from app.filings.case_page import own_agency_name
from app.filings.queries import Asked, Draft, OpenDeadline
from app.filings.reading import Reader
from app.filings.today import Dated, StripWeek, Today

MOST_ROWS = 60  # deadlines read for one home page; the nearest ones come first
MOST_CASES = 20


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One open case of the list: its agencies and its next day."""

    id: UUID
    title: str
    agencies: tuple[str, ...]
    next: Dated | None


@dataclass(frozen=True, slots=True)
class HomeView:
    """The whole page."""

    today: Today
    strip: tuple[StripWeek, ...]
    cases: tuple[CaseLine, ...]
    is_closed_day: bool

    @property
    def urgent(self) -> int:
        """How many acts cannot wait."""
        return sum(1 for act in self.today.acts if act.by is not None)


def view(session: Session, reader: Reader, on: date) -> HomeView:
    """The home page of a person on a day."""
    person = reader.person_id
    rows = queries.open_deadlines(session, person, MOST_ROWS)
    drafts = queries.drafts(session, person, today.MOST_ACTS)
    asked = queries.asked_by(session, person, MOST_ROWS)
    names = _names(reader, rows, drafts)
    # Only a day that still moves with an open amendment is rolled anew; the others were kept rolled.
    moving = {row.agency_id for row in rows if row.paused_from is not None}
    closed = closed_days_of(session, person, moving) if moving else {}
    found = today.choose(rows, drafts, names.__getitem__, on, closed)
    weeks = today.strip(found, on) if rows else ()
    return HomeView(found, weeks, _lines(session, reader, found, asked), law.is_closed(on))


def _names(reader: Reader, rows: Sequence[OpenDeadline], drafts: Sequence[Draft]) -> dict[UUID, str]:
    seen: list[OpenDeadline | Draft] = [*rows, *drafts]
    return {row.agency_id: _name(reader, row) for row in seen}


def _name(reader: Reader, row: OpenDeadline | Draft | Asked) -> str:
    return row.agency_name or own_agency_name(reader, row.agency_id, row.agency_name_sealed)


def _lines(session: Session, reader: Reader, found: Today, asked: Sequence[Asked]) -> tuple[CaseLine, ...]:
    agencies: dict[UUID, dict[str, None]] = {}
    for one in asked:
        agencies.setdefault(one.case_id, {})[_name(reader, one)] = None
    nearest = _nearest(found)
    return tuple(
        CaseLine(
            case_id, reader.title(case_id, sealed), tuple(agencies.get(case_id, ())), nearest.get(case_id)
        )
        for case_id, sealed, _ in queries.open_cases(session, reader.person_id, MOST_CASES)
    )


def _nearest(found: Today) -> dict[UUID, Dated]:
    nearest: dict[UUID, Dated] = {}
    dated = sorted((*found.hers, *found.theirs), key=lambda one: one.due or date.max)
    for one in dated:
        nearest.setdefault(one.row.case_id, one)
    return nearest
