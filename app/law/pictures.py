"""Draws a deadline day by day: the month picture that stands beside the calculation."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from app.law.calendars import holiday_name, is_closed
from app.law.catalog import procedure
from app.law.engine import deadlines
from app.law.model import Deadline, Question, Step, StepKind

LONGEST = 15
_SHOWN_AT_EACH_END = 3
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


class Mark(StrEnum):
    """What a day is in the calculation."""

    START = "start"
    COUNTED = "counted"
    PAUSED = "paused"
    NOMINAL = "nominal"
    ROLLED = "rolled"
    DUE = "due"
    TODAY = "today"


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the picture: its marks, its running number, whether the office is closed."""

    on: date
    marks: frozenset[Mark]
    number: int | None
    closed: bool
    holiday: str | None


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from Monday; `gap` says that weeks before it were left out."""

    days: tuple[Day, ...]
    gap: bool


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the calculation of one deadline says about its days."""

    start: date
    nominal: date
    due: date
    paused: tuple[tuple[date, date], ...]
    numbers: dict[date, int | None]


def month_picture(deadline: Deadline, question: Question) -> tuple[Week, ...]:
    """The weeks from the day that starts a deadline to the day it is due; empty when it has no day."""
    calendar = procedure(question.procedure).calendar(question.options.calendar)
    question = replace(question, options=replace(question.options, calendar=calendar))
    plan = _plan(deadline, question)
    if plan is None:
        return ()
    weeks = list(_weeks(plan, question))
    if len(weeks) <= LONGEST:
        return tuple(weeks)
    head, tail = weeks[:_SHOWN_AT_EACH_END], weeks[-_SHOWN_AT_EACH_END:]
    return (*head, Week(tail[0].days, gap=True), *tail[1:])


def _plan(deadline: Deadline, question: Question) -> _Plan | None:
    steps = deadline.steps or _explained(deadline, question)
    if deadline.nominal is None or deadline.due is None or not steps:
        return None
    start = _start(deadline, question, steps)
    paused = tuple(step.paused for step in steps if step.paused)
    numbers = _numbers(question, steps, deadline.nominal, paused)
    return _Plan(start, deadline.nominal, deadline.due, paused, numbers)


def _explained(deadline: Deadline, question: Question) -> tuple[Step, ...]:
    """The steps of a deadline that was computed without them."""
    for each in deadlines(question).deadlines:
        if (each.clock, each.cause) == (deadline.clock, deadline.cause):
            return each.steps
    return ()


def _start(deadline: Deadline, question: Question, steps: tuple[Step, ...]) -> date:
    if steps[0].kind is StepKind.START or deadline.cause is None:
        return steps[0].from_
    return question.events[deadline.cause].on


def _numbers(
    question: Question, steps: tuple[Step, ...], nominal: date, paused: tuple[tuple[date, date], ...]
) -> dict[date, int | None]:
    """The running number of every counted day; months and years are counted without numbers."""
    counts = [step for step in steps if step.kind is StepKind.COUNT]
    if not counts:
        return {}
    if counts[0].days < 0:
        return {counts[0].from_ - n * _DAY: n + 1 for n in range(-counts[0].days)}
    options, skips_closed = question.options, counts[0].counts_open_days
    counted = [
        day
        for day in _days(counts[0].from_, nominal)
        if not _is_paused(day, paused)
        and not (skips_closed and is_closed(day, options.calendar, options.closed_days))
    ]
    by_months = any(step.months for step in counts)
    return {day: None if by_months else n for n, day in enumerate(counted, start=1)}


def _is_paused(day: date, paused: tuple[tuple[date, date], ...]) -> bool:
    # The day of the asking was still counted; the day the answer arrived is the last one left out.
    return any(asked < day <= answered for asked, answered in paused)


def _weeks(plan: _Plan, question: Question) -> Iterator[Week]:
    monday = min(plan.start, plan.nominal)
    monday -= monday.weekday() * _DAY
    last = max(plan.start, plan.due)
    while monday <= last:
        days = tuple(_day(day, plan, question) for day in _days(monday, monday + _WEEK - _DAY))
        yield Week(days, gap=False)
        monday += _WEEK


def _day(day: date, plan: _Plan, question: Question) -> Day:
    options = question.options
    closed = is_closed(day, options.calendar, options.closed_days)
    holiday = holiday_name(day, options.calendar)
    return Day(day, _marks(day, plan, question.as_of), plan.numbers.get(day), closed, holiday)


def _marks(day: date, plan: _Plan, today: date) -> frozenset[Mark]:
    signs = {
        Mark.START: day == plan.start,
        Mark.COUNTED: day in plan.numbers,
        Mark.PAUSED: _is_paused(day, plan.paused),
        Mark.NOMINAL: day == plan.nominal,
        Mark.ROLLED: plan.nominal < day < plan.due,
        Mark.DUE: day == plan.due,
        Mark.TODAY: day == today,
    }
    return frozenset(mark for mark, shown in signs.items() if shown)


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += _DAY
