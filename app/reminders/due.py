"""Says what a person should be told today: a view of her dates, never kept. The page and the mail read it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session

from app.filings.queries import OpenDeadline
from app.filings.today import INACTION, OUTER_BOUNDS, as_of
from app.kit.clock import civil_day
from app.law import Bound, Kind
from app.people.renewals import days_left
from app.people.sharing import Ending, ending_of
from app.reminders import ladder, queries
from app.reminders.ladder import AHEAD
from app.reminders.models import OwnDate
from app.reminders.queries import TOLD_AS_LATENESS, Moved, Open

Key = tuple[UUID, str, int, date]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to be told, how many days are left, and the rung of its ladder that was reached."""

    kind: str  # the name of its switch
    thing_id: UUID
    day: date
    left: int
    rung: int | None
    clock: str = ""
    nth: int = 0
    deadline: OpenDeadline | None = None
    own: OwnDate | None = None
    moved: Moved | None = None
    is_consent: bool = False  # of hers, and it ends then; its switch is that of her own dates

    @property
    def key(self) -> Key:
        """Which thing it is; a date that moved is another thing."""
        return self.thing_id, self.clock, self.nth, self.day

    @property
    def has_days(self) -> bool:
        """Whether it is about a day that comes or went."""
        return self.deadline is not None or self.own is not None or self.is_consent

    @property
    def is_first_day(self) -> bool:
        """Whether from its day on something may be done."""
        return self.deadline is not None and self.deadline.kind == Kind.EARLIEST


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a person's dates, read once."""

    open_ones: list[Open]
    own: list[OwnDate]
    moved: list[Moved]
    ending: list[Ending]


def kept(session: Session, person_id: UUID, today: date) -> Kept:
    """A person's dates as they are kept."""
    return Kept(
        queries.open_ones(session, person_id),
        queries.own_dates(session, person_id),
        queries.moved(session, person_id),
        ending_of(session, person_id, today),
    )


def items(dates: Kept, today: date) -> list[Item]:
    """Everything that is due or near, the nearest first."""
    found = [
        *_of_deadlines(dates.open_ones, today),
        *_of_own_dates(dates.own, today),
        *_of_nudges(dates.open_ones, today),
        *_of_changes(dates.moved, today),
        *_of_consents(dates.ending, today),
    ]
    return sorted(found, key=lambda item: (item.day, item.kind))


def awaited(open_ones: Iterable[Open], today: date) -> dict[UUID, Open]:
    """The filings whose answer has not come yet."""
    return {one.row.filing_id: one for one in open_ones if _awaits_answer(one.row, today)}


def _of_deadlines(open_ones: list[Open], today: date) -> Iterator[Item]:
    starts = {one.row.filing_id: one.row.nominal for one in open_ones if one.row.clock == INACTION}
    for one in _nearer(open_ones, today):
        row = one.row
        is_hers = row.bound == Bound.REQUESTER
        day = row.nominal if is_hers else row.due
        if day is None or row.due is None or row.paused_from or row.clock in TOLD_AS_LATENESS:
            continue
        left = (day - today).days
        # Nobody is late while the first day for complaining of it is ahead.
        is_not_late_yet = not is_hers and left < 0 and (starts.get(row.filing_id) or today) > today
        if not _is_over(row, today) and _is_near(row.kind, left) and not is_not_late_yet:
            step = ladder.rung(ladder.ladder_of(row.bound, row.kind), left)
            kind = "hers" if is_hers else "theirs"
            yield Item(kind, row.filing_id, day, left, step, row.clock, one.nth, deadline=row)


def _is_over(row: OpenDeadline, today: date) -> bool:
    is_last_day = row.bound == Bound.REQUESTER and row.kind == Kind.LATEST
    return is_last_day and row.due is not None and row.due < today


def _is_near(kind: str, left: int) -> bool:
    return left <= (0 if kind == Kind.EARLIEST else AHEAD)


def _nearer(open_ones: list[Open], today: date) -> Iterator[Open]:
    """Of the two periods for one remedy only the one that ends first, as on the home page."""
    ahead = {
        (one.row.filing_id, one.row.clock): one.row.nominal
        for one in open_ones
        if one.row.nominal and one.row.due and one.row.due >= today
    }
    for one in open_ones:
        nearer = ahead.get((one.row.filing_id, OUTER_BOUNDS.get(one.row.clock, "")))
        if nearer is None or one.row.nominal is None or one.row.nominal < nearer:
            yield one


def _of_own_dates(own_dates: list[OwnDate], today: date) -> Iterator[Item]:
    for own in own_dates:
        left = (own.on_day - today).days
        if not own.done and left <= AHEAD:
            yield Item("own", own.id, own.on_day, left, ladder.rung(ladder.OWN, left), own=own)


def _of_nudges(open_ones: list[Open], today: date) -> Iterator[Item]:
    for filing_id, one in awaited(open_ones, today).items():
        if one.every_days is None or one.since_on is None:
            continue
        asked = ladder.last_nudge(one.since_on, one.every_days, today)
        if asked is not None:
            left = (asked - today).days
            yield Item("nudges", filing_id, asked, left, ladder.rung(ladder.THE_DAY, left), deadline=one.row)


def _awaits_answer(row: OpenDeadline, today: date) -> bool:
    if row.paused_from is not None:
        return False  # They wait for her.
    one = as_of(row, "", today)
    return one.is_soft or (not one.is_hers and row.kind == Kind.LATEST)


def _of_consents(ending: list[Ending], today: date) -> Iterator[Item]:
    for consent in ending:
        left = days_left(consent.until, today)
        step = ladder.rung(ladder.CONSENT, left)
        yield Item("own", consent.id, consent.until, left, step, is_consent=True)


def _of_changes(moved: list[Moved], today: date) -> Iterator[Item]:
    for change in moved:
        day = civil_day(change.changed_at)
        left = (day - today).days
        yield Item("changes", change.id, day, left, ladder.rung(ladder.THE_DAY, left), moved=change)
