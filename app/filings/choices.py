"""Turns what can be done about an answer into links with days: the law's days, this filing's forms."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from app import law
from app.filings.case_page import CaseView, DatedClock, FilingView
from app.filings.destinations import destination
from app.filings.ways import Way, may_open

_S = law.ClockState
# Of several rounds of one clock the one that can still be kept goes first.
_USABLE = (_S.RUNNING, _S.OVERDUE, _S.OPEN, _S.WAITING, _S.EXPIRED)
# It is worth doing, whether or not the law gives a day for it.
_EVEN_UNDATED = (None, "theirs", "ask")


class Timing(StrEnum):
    """How the day of a choice is to be read; each has a sentence in the catalog."""

    UNTIL = "until"
    EXPECTED = "expected"
    LATE = "late"
    NOW = "now"
    SINCE = "since"
    PASSED = "passed"
    UNDATED = "undated"
    ANY_TIME = "any_time"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Line:
    """What is said for a form, with the day that it has to keep to."""

    texts: tuple[law.Text, ...]
    dated: DatedClock | None
    day: date | None
    timing: Timing

    @property
    def is_hers_now(self) -> bool:
        """Whether a clock of hers is running."""
        return self.timing in {Timing.UNTIL, Timing.UNDATED}


@dataclass(frozen=True, slots=True)
class Choice:
    """One form that can be opened, with everything that is said for it."""

    verb: str | None
    name: str
    href: str | None
    lines: tuple[Line, ...]
    steps: tuple[str, ...]

    @property
    def is_hers_now(self) -> bool:
        """Whether a clock of hers asks for it: what a button may stand out for."""
        return self.href is not None and any(line.is_hers_now for line in self.lines)

    @property
    def place(self) -> date:
        """Its place among the others: the nearest day by which she must act."""
        return min((line.day for line in self.lines if line.day and line.is_hers_now), default=date.max)


def gather(
    view: CaseView, filing: FilingView, told: Iterable[tuple[law.Warning | None, Way]]
) -> tuple[Choice, ...]:
    """What can be done, each form once; the nearest day first."""
    found: dict[str, Choice] = {}
    for warning, way in told:
        choice = _choice(view, filing, way, warning)
        if choice is not None:
            key = choice.href or f"{way.clock}"
            found[key] = _joined(found[key], choice) if key in found else choice
    return tuple(sorted(found.values(), key=lambda choice: choice.place))


def _joined(first: Choice, again: Choice) -> Choice:
    lines = {_clock_of(line): line for line in first.lines}
    for line in again.lines:
        said = lines.get(_clock_of(line))
        texts = said.texts if said else ()
        new = tuple(text for text in line.texts if text not in texts)
        lines[_clock_of(line)] = replace(line, texts=(*texts, *new))
    return replace(first, lines=tuple(lines.values()), steps=(*first.steps, *again.steps))


def _clock_of(line: Line) -> str | None:
    return line.dated.clock.id if line.dated else None


def _choice(view: CaseView, filing: FilingView, way: Way, warning: law.Warning | None) -> Choice | None:
    dated = _dated(filing, way)
    if not may_open(way, filing.procedure) or (way.clock not in _EVEN_UNDATED and dated is None):
        return None
    verb, href = destination(view, filing, way, warning)
    if href is None and way.verb is not None:
        return None
    day, timing = _when(filing, dated) if dated else (None, _untimed(verb))
    return Choice(verb, way.name, href, (Line((way.text,), dated, day, timing),), way.steps)


def _dated(filing: FilingView, way: Way) -> DatedClock | None:
    """The deadline that a way keeps to: of several the one that can still be kept, the nearest first."""
    kept = [one for one in filing.clocks if way.clock and way.keeps_to(one.deadline)]
    usable = [one for one in kept if one.deadline.state in _USABLE]
    return min(usable, key=lambda one: (_USABLE.index(one.deadline.state), one.day or date.max), default=None)


def _when(filing: FilingView, one: DatedClock) -> tuple[date | None, Timing]:
    deadline = one.deadline
    if deadline.state is _S.EXPIRED:
        return deadline.due, Timing.PASSED
    if deadline.kind is law.Kind.EARLIEST:
        return deadline.nominal, Timing.NOW if deadline.state is _S.OPEN else Timing.SINCE
    if one.day is None:
        return None, Timing.UNDATED
    if one.is_hers:
        return _nearest(filing, deadline, one.day), Timing.UNTIL
    return one.day, Timing.LATE if deadline.state is _S.OVERDUE else Timing.EXPECTED


def _nearest(filing: FilingView, deadline: law.Deadline, day: date) -> date:
    """The law's own advice where it is nearer than the clock: the year from the decision may end first."""
    same = (deadline.clock, f"{deadline.clock}.objective")
    advised = (step for step in filing.answer.next_steps if step.clock in same)
    return min([day, *(step.by for step in advised if step.by and step.cause == deadline.cause)])


def _untimed(verb: str | None) -> Timing:
    return Timing.ANY_TIME if verb in {"follow", "again", "beside"} else Timing.NONE
