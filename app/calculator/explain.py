"""Lays a deadline out for its page: the ledger, the picture of the counted days, the articles."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from app import law

Mark = Literal["", "start", "paused", "closed", "due"]

_DAY = timedelta(days=1)
_WEEK = 7
# A longer count is not drawn from its first day: the picture shows the weeks at its end.
MOST_DRAWN = 75


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of the picture: its number in the count, its mark, the classes of its looks."""

    day: date
    looks: str
    number: int | None = None
    mark: Mark = ""
    shows_month: bool = False
    is_today: bool = False


@dataclass(frozen=True, slots=True)
class Explained:
    """A deadline beside all that its page needs to explain it."""

    deadline: law.Deadline
    clock: law.ClockInfo
    weeks: tuple[tuple[Cell, ...], ...]
    is_whole: bool  # whether the picture begins with the first day
    start_key: str
    articles: tuple[tuple[law.Citation, law.Article], ...]

    @property
    def is_hers(self) -> bool:
        return self.deadline.bound is law.Bound.REQUESTER

    @property
    def day(self) -> date | None:
        """The day to show first: hers the one to act by, theirs the one after which they are late."""
        return self.deadline.nominal if self.is_hers else self.deadline.due

    @property
    def has_fallback(self) -> bool:
        """Whether closed days move her last day on, which she should not lean on."""
        return self.is_hers and self.deadline.due != self.deadline.nominal

    @property
    def lines(self) -> tuple[law.Step, ...]:
        """Every line of the ledger but the result."""
        return tuple(step for step in self.deadline.steps if step.kind is not law.StepKind.RESULT)

    @property
    def result(self) -> law.Step | None:
        """The last line: what comes out."""
        return next((s for s in self.deadline.steps if s.kind is law.StepKind.RESULT), None)


def explain(deadline: law.Deadline, options: law.Options, today: date | None = None) -> Explained:
    """The explanation of one deadline; `options` are those of its question."""
    calendar = law.calendar_of(deadline.clock, options.calendar)
    count = _Count.of(deadline, replace(options, calendar=calendar))
    first_shown = count.first_shown() if count else None
    return Explained(
        deadline=deadline,
        clock=law.clock(deadline.clock),
        weeks=tuple(_weeks(count, first_shown, today)) if count and first_shown else (),
        is_whole=count is not None and first_shown == count.start,
        start_key=_start_key(deadline),
        articles=tuple(articles_of([deadline])),
    )


@dataclass(frozen=True, slots=True)
class _Count:
    """Which days a deadline counts, read from its own lines."""

    start: date
    first: date
    last: date
    due: date
    paused: frozenset[date]
    only_open: bool
    has_numbers: bool
    options: law.Options

    @classmethod
    def of(cls, deadline: law.Deadline, options: law.Options) -> "_Count | None":
        counted = [step for step in deadline.steps if step.kind is law.StepKind.COUNT]
        starts = [step for step in deadline.steps if step.kind is law.StepKind.START]
        has_days = deadline.nominal is not None and deadline.due is not None
        if not counted or not starts or not has_days or counted[0].days <= 1:
            return None  # a named day, a day counted back, or simply the next day: nothing to draw
        assert deadline.nominal is not None
        assert deadline.due is not None
        return cls(
            start=starts[0].to,
            first=counted[0].from_,
            last=deadline.nominal,
            due=deadline.due,
            paused=frozenset(_paused_days(deadline)),
            only_open=any(step.counts_open_days for step in counted),
            has_numbers=not any(step.months for step in counted),
            options=options,
        )

    def first_shown(self) -> date:
        if self.has_numbers and (self.last - self.start).days <= MOST_DRAWN:
            return self.start
        return self.last - _WEEK * _DAY

    def counted_before(self, day: date) -> int:
        """The number that the count has reached when a day begins."""
        days = (self.first + n * _DAY for n in range((day - self.first).days))
        return sum(self.counts(each) for each in days)

    def is_closed(self, day: date) -> bool:
        return law.is_closed(day, self.options.calendar, self.options.closed_days)

    def counts(self, day: date) -> bool:
        if not self.first <= day <= self.last or day in self.paused:
            return False
        return not (self.only_open and self.is_closed(day))


def _paused_days(deadline: law.Deadline) -> Iterator[date]:
    for step in deadline.steps:
        if step.paused is not None:
            asked, answered = step.paused
            yield from (asked + n * _DAY for n in range(1, (answered - asked).days + 1))


def _weeks(count: _Count, first_shown: date, today: date | None) -> Iterator[tuple[Cell, ...]]:
    cells = list(_cells(count, first_shown, today))
    for at in range(0, len(cells), _WEEK):
        yield tuple(cells[at : at + _WEEK])


def _cells(count: _Count, first_shown: date, today: date | None) -> Iterator[Cell]:
    day = first_shown - first_shown.weekday() * _DAY
    last = count.due + (_WEEK - 1 - count.due.weekday()) * _DAY
    number, is_first = count.counted_before(day), True
    while day <= last:
        number += count.counts(day)
        yield _cell(count, day, number, shows_month=is_first or day.day == 1, is_today=day == today)
        day, is_first = day + _DAY, False


def _cell(count: _Count, day: date, number: int, *, shows_month: bool, is_today: bool) -> Cell:
    counts = count.counts(day)
    mark = _mark(count, day)
    looks = (
        ("m", shows_month),
        ("now", is_today),
        ("off", count.is_closed(day)),
        ("st", mark == "start"),
        ("c", counts),
        ("p", mark == "paused"),
        ("nom", day == count.last != count.due),
        ("rl", mark == "closed"),
        ("due", mark == "due"),
    )
    return Cell(
        day=day,
        looks=" ".join(name for name, applies in looks if applies),
        number=number if counts and count.has_numbers else None,
        mark=mark,
        shows_month=shows_month,
        is_today=is_today,
    )


def _mark(count: _Count, day: date) -> Mark:
    if day == count.due:
        return "due"
    if day == count.start:
        return "start"
    if day in count.paused and day <= count.last:
        return "paused"
    return "closed" if count.last < day < count.due else ""


def _start_key(deadline: law.Deadline) -> str:
    """Which word marks the first day: the key of the first line."""
    return deadline.steps[0].phrase.key.removeprefix("step.start_") if deadline.steps else ""


def articles_of(
    deadlines: Iterable[law.Deadline],
) -> Iterator[tuple[law.Citation, law.Article]]:
    """Every place in a statute that some deadlines rest on, once, with its article."""
    seen: set[tuple[str, str, int | None]] = set()
    cited = (each for deadline in deadlines for each in deadline.citations)
    for citation in filter(law.carries_text, cited):
        place = (citation.law, citation.article, citation.paragraph)
        if place not in seen:
            seen.add(place)
            yield citation, law.article_text(citation.law, citation.article)


# What main.py gives to every template, so that pages of other rooms explain a deadline by one call.
TEMPLATE_FUNCTIONS: dict[str, Any] = {
    "explained": explain,
    "law_place": law.citation_label,
    "clock_state": law.clock_state_label,
}
