"""Chooses what stands in a calendar: of each deadline the day that counts, of each remedy one."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple
from uuid import UUID

from app import law
from app.calendar.entries import DAYS_BEFORE, ON_THE_DAY, SILENT
from app.calendar.queries import Kept, KeptDay
from app.filings.today import remedy_of

# On which day a paper was made; nothing is done on that day.
_NO_DAY_OF_HERS = frozenset({"certificate.oldest"})


class Day(NamedTuple):
    """A kept deadline with the day that a calendar shows for it."""

    kept: KeptDay
    clock: law.ClockInfo
    on: date

    @property
    def is_last(self) -> bool:
        """Whether it is the last day to act, not the first."""
        return self.clock.kind is law.Kind.LATEST

    @property
    def rings(self) -> tuple[int, ...]:
        if self.kept.is_ended:
            return SILENT
        return DAYS_BEFORE if self.is_last else ON_THE_DAY


def shown(kept: Kept) -> list[Day]:
    """What stands in the calendar. While an amendment is open its days are moving, and are left out."""
    dated = [day for one in kept.days if one.clock not in _NO_DAY_OF_HERS and (day := day_of(one))]
    return list(_nearer(sorted(dated, key=_order)))


def day_of(kept: KeptDay) -> Day | None:
    """The kept deadline as a day of the calendar; None while it has none."""
    clock = law.CLOCKS.get(kept.clock)  # one that is gone may be of a clock that the rule book dropped
    if clock is None or kept.is_paused:
        return None
    # Hers the one to act by, theirs the one after which they are late.
    on = kept.nominal if clock.bound is law.Bound.REQUESTER else kept.due
    return Day(kept, clock, on) if on is not None else None


def _order(day: Day) -> tuple[date, int, str, int]:
    return day.on, day.kept.filing_id.int, day.kept.clock, day.kept.nth


def _nearer(days: Iterable[Day]) -> Iterator[Day]:
    """Of the two periods for one remedy only the one that ends first, as on the home page."""
    seen: set[tuple[UUID, str, int]] = set()
    for day in days:
        remedy = (day.kept.filing_id, remedy_of(day.kept.clock), day.kept.nth)
        if day.kept.is_void or remedy not in seen:
            yield day
        if not day.kept.is_void:
            seen.add(remedy)
