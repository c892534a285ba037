"""Draws a deadline day by day: as weeks of a month picture, and as the same days told in words."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby

from app.law.calendars import holiday_name, is_closed
from app.law.catalog import calendar_of
from app.law.model import Deadline, Kind, Options, Step, StepKind
from app.law.phrases import Phrase, Text, Value

LONGEST = 15
_SHOWN_AT_EACH_END = 3
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


class Mark(StrEnum):
    """What a day is in the calculation."""

    START = "start"
    COUNTED = "counted"
    PAUSED = "paused"
    SKIPPED = "skipped"
    NOMINAL = "nominal"
    ROLLED = "rolled"
    DUE = "due"
    TODAY = "today"


# What the words say of a day on which several things are true; the first one that holds.
_SAID = (Mark.DUE, Mark.COUNTED, Mark.START, Mark.PAUSED, Mark.SKIPPED, Mark.ROLLED)


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the picture: its marks, its running number, whether the office is closed."""

    on: date
    marks: frozenset[Mark]
    number: int | None
    closed: bool
    holiday: str | None

    @property
    def said(self) -> Mark | None:
        """The one thing that the words say of it; None on a day outside the count."""
        return next((mark for mark in _SAID if mark in self.marks), None)


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from Monday; `skipped` says how many weeks before it were left out."""

    days: tuple[Day, ...]
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in a row of which the same is said."""

    mark: Mark
    first: Day
    last: Day
    kind: Kind

    @property
    def text(self) -> Text:
        """The days and what they are, in every language."""
        return Phrase(f"picture.{self._key}", (("when", self._when), *self._numbers)).text

    @property
    def _key(self) -> str:
        if self.mark is Mark.DUE:
            return f"due_{self.kind}" + ("" if self.first.number is None else "_numbered")
        if self.mark is Mark.COUNTED and self.first.number is None:
            return "counted_by_calendar"
        return f"{self.mark}_one" if self._numbers and self.first is self.last else self.mark.value

    @property
    def _when(self) -> Phrase:
        first, last = self.first.on, self.last.on
        if first == last:
            return Phrase("picture.day", (("first", first),))
        return Phrase("picture.days", (("first", first), ("last", last)))

    @property
    def _numbers(self) -> tuple[tuple[str, Value], ...]:
        if self.first.number is None or self.last.number is None:
            return ()
        return ("n", self.first.number), ("m", self.last.number)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the lines of one deadline say about its days."""

    start: date
    nominal: date
    due: date
    paused: tuple[tuple[date, date], ...]
    skipped: frozenset[date]
    numbers: dict[date, int | None]
    options: Options
    as_of: date | None

    @property
    def first(self) -> date:
        """The day on which the picture begins."""
        return min(self.start, self.nominal)

    @property
    def last(self) -> date:
        """The day on which it ends."""
        return max(self.start, self.due)


def month_picture(deadline: Deadline, options: Options, today: date | None = None) -> tuple[Week, ...]:
    """The weeks from the day that starts a count to the day it ends on; empty when no day was counted."""
    plan = _plan(deadline, options, today)
    if plan is None:
        return ()
    weeks = list(_weeks(plan))
    if len(weeks) <= LONGEST:
        return tuple(weeks)
    head, tail = weeks[:_SHOWN_AT_EACH_END], weeks[-_SHOWN_AT_EACH_END:]
    skipped = len(weeks) - len(head) - len(tail)
    return (*head, Week(tail[0].days, skipped), *tail[1:])


def stretches(deadline: Deadline, options: Options) -> tuple[Stretch, ...]:
    """The same days in words, every one of them, for a reader who does not see the picture."""
    plan = _plan(deadline, options, None)
    if plan is None:
        return ()
    days = [_day(on, plan) for on in _days(plan.first, plan.last)]
    runs = [(mark, list(run)) for mark, run in groupby(days, lambda day: day.said)]
    return tuple(Stretch(mark, run[0], run[-1], deadline.kind) for mark, run in runs if mark)


def _plan(deadline: Deadline, options: Options, today: date | None) -> _Plan | None:
    options = replace(options, calendar=calendar_of(deadline.clock, options.calendar))
    steps = deadline.steps
    counts = [step for step in steps if step.kind is StepKind.COUNT]
    if deadline.nominal is None or deadline.due is None or sum(abs(step.days) for step in counts) <= 1:
        return None  # a named day, or simply the next one: nothing to draw
    paused = tuple(step.paused for step in steps if step.paused)
    counted, skipped = _counted(counts, deadline.nominal, paused, options)
    # Months and years are counted by the calendar, without numbers.
    by_calendar = any(step.months for step in counts)
    numbers = {day: None if by_calendar else n for n, day in enumerate(counted, start=1)}
    return _Plan(
        steps[0].from_, deadline.nominal, deadline.due, paused, frozenset(skipped), numbers, options, today
    )


def _counted(
    counts: list[Step], nominal: date, paused: tuple[tuple[date, date], ...], options: Options
) -> tuple[list[date], list[date]]:
    """The days that count, in the order of counting, and the closed ones that a count leaves out."""
    first = counts[0]
    if first.days < 0:
        return [first.from_ - n * _DAY for n in range(-first.days)], []
    days = [day for day in _days(first.from_, nominal) if not _is_paused(day, paused)]
    if not first.counts_open_days:
        return days, []
    closed = [day for day in days if is_closed(day, options.calendar, options.closed_days)]
    return [day for day in days if day not in closed], closed


def _is_paused(day: date, paused: tuple[tuple[date, date], ...]) -> bool:
    # The day of the asking was still counted; the day the answer arrived is the last one left out.
    return any(asked < day <= answered for asked, answered in paused)


def _weeks(plan: _Plan) -> Iterator[Week]:
    monday = plan.first - plan.first.weekday() * _DAY
    while monday <= plan.last:
        yield Week(tuple(_day(on, plan) for on in _days(monday, monday + _WEEK - _DAY)))
        monday += _WEEK


def _day(on: date, plan: _Plan) -> Day:
    closed = is_closed(on, plan.options.calendar, plan.options.closed_days)
    return Day(on, _marks(on, plan), plan.numbers.get(on), closed, holiday_name(on, plan.options.calendar))


def _marks(on: date, plan: _Plan) -> frozenset[Mark]:
    signs = {
        Mark.START: on == plan.start,
        Mark.COUNTED: on in plan.numbers,
        Mark.PAUSED: _is_paused(on, plan.paused),
        Mark.SKIPPED: on in plan.skipped,
        Mark.NOMINAL: on == plan.nominal,
        Mark.ROLLED: plan.nominal < on < plan.due,
        Mark.DUE: on == plan.due,
        Mark.TODAY: on == plan.as_of,
    }
    return frozenset(mark for mark, shown in signs.items() if shown)


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += _DAY
