"""Puts the rows of the board together: both clocks, what stands out, and who leads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session

from app import law
from app.accounts.session import Actor
from app.boards import known, queries
from app.boards.asking import After, Asked, Show
from app.boards.known import Known, Marks, Words
from app.boards.queries import Listed
from app.filings import today
from app.filings.queries import OpenDeadline
from app.filings.today import Dated
from app.kit.house import House
from app.people.reach import Reach
from app.people.renewals import Renewal, renewal_of


@dataclass(frozen=True, slots=True)
class Row:
    """One open case by its client's number; of a case that is not open to the group no state is told."""

    case_id: UUID
    person_id: UUID
    client_id: UUID
    number: int
    is_open: bool
    open_until: date | None = None
    hers: Dated | None = None
    theirs: Dated | None = None
    lead: str | None = None
    states: tuple[Show, ...] = ()
    words: Words | None = None
    renewal: Renewal | None = None

    @property
    def is_late(self) -> bool:
        """Whether the agency's day that the row shows has passed."""
        return Show.OVERDUE in self.states


@dataclass(frozen=True, slots=True)
class Board:
    """One page of it."""

    rows: Sequence[Row]
    next: After | None


def board(session: Session, house: House, actor: Actor, reach: Reach, asked: Asked) -> Board:
    """The page that an address asks for."""
    listed, following = queries.page(session, reach, asked)
    return Board(rows_of(session, house, actor, reach, listed), following)


def rows_of(
    session: Session, house: House, actor: Actor, reach: Reach, listed: Sequence[Listed]
) -> list[Row]:
    """The rows of some cases that the member sees, in their order."""
    if not listed:
        return []
    facts = known.of_cases(session, house, actor, reach, [each.case_id for each in listed])
    return [_row(each, facts, reach.on) for each in listed]


def _row(listed: Listed, facts: Known, on: date) -> Row:
    case_id, marks = listed.case_id, facts.marks[listed.case_id]
    if marks.open_until is None:
        return Row(case_id, listed.person_id, listed.client_id, listed.number, is_open=False)
    days = facts.days.get(case_id, [])
    dated = [today.as_of(day, "", on) for day in days]
    late = today.late([one for one in dated if one.row.paused_from is None], on)
    hers = today.nearer([one for one in dated if today.is_her_date(one, on)])
    return Row(
        case_id,
        listed.person_id,
        listed.client_id,
        listed.number,
        is_open=True,
        open_until=marks.open_until,
        hers=hers[0] if hers else None,
        theirs=_next_of_theirs(dated, late),
        lead=facts.leads.get(case_id),
        states=tuple(_states(days, marks, late, facts.leads.get(case_id), on)),
        words=facts.words.get(case_id),
        renewal=renewal_of(marks.open_until, on),
    )


def _next_of_theirs(dated: Iterable[Dated], late: Sequence[Dated]) -> Dated | None:
    theirs = [one for one in dated if not one.is_hers and one.row.kind == law.Kind.LATEST]
    running = [one for one in theirs if one.due is not None and one.row.paused_from is None]
    return min(late or running, key=lambda one: one.due or date.max, default=None)


def _states(
    days: Sequence[OpenDeadline], marks: Marks, late: Sequence[Dated], lead: str | None, on: date
) -> Iterable[Show]:
    if late:
        yield Show.OVERDUE
    if lead is None:
        yield Show.UNASSIGNED
    if marks.waits_for_client or any(day.paused_from is not None for day in days):
        yield Show.WAITING
    if renewal_of(marks.open_until, on):
        yield Show.ENDING
    if marks.certificate is not None:
        yield Show.CERTIFICATES
    if marks.mandate is not None:
        yield Show.MANDATES
