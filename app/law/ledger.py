"""Writes down a calculation line by line, so that a reader with a paper calendar gets the same day."""

from datetime import date, timedelta
from functools import cache

from app.law.book import counting
from app.law.history import Round
from app.law.model import Assumption, Step, StepKind
from app.law.phrases import Phrase, Value, plain
from app.law.statutes import Citation

_DAY = timedelta(days=1)
# What a ledger tells of a deadline: its lines, their articles, and what nobody has confirmed.
Told = tuple[tuple[Step, ...], tuple[Citation, ...], tuple[Assumption, ...]]


class Ledger:
    """The lines of one deadline; `last` is the day up to which has been counted."""

    __slots__ = ("assumptions", "besides", "last", "leading", "steps")

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.assumptions: list[Assumption] = []
        self.leading: Citation | None = None
        self.besides: list[Citation] = []
        self.last = date.min

    def start(self, key: str, on: date, citation: Citation | None = None) -> None:
        """The day from which is counted, itself not counted."""
        # Civil Code, Article 140: the first day is not counted.
        self._stand(StepKind.START, plain(key), on, citation or cited("first_day_excluded"))

    def start_counted(self, key: str, on: date) -> None:
        """The day from which is counted, itself counted as day 1."""
        # Civil Code, Article 138: a wording that names the first day goes before Article 140.
        self._stand(StepKind.START, plain(key), on, cited("first_day_included"))
        self.last = on - _DAY

    def count(self, phrase: Phrase, to: date, citation: Citation, months: int = 0) -> None:
        """A stretch of days from the next day up to a day."""
        if to <= self.last:
            # A day named before the count begins cannot be counted up to; it stands for itself.
            self._stand(StepKind.NOTICE, phrase, to, citation)
            return
        days = (to - self.last).days
        self.steps.append(Step(StepKind.COUNT, phrase, self.last + _DAY, days, to, citation, months))
        if months:
            # Civil Code, Article 143: months are counted by the calendar.
            self.also(cited("calendar_months"))
        self.last = to

    def count_back(self, key: str, days: int, citation: Citation) -> None:
        """A stretch of days counted back from the start."""
        first, to = self.last - _DAY, self.last - timedelta(days=days)
        self.steps.append(Step(StepKind.COUNT, plain(key), first, -days, to, citation))
        self.last = to

    def pause(self, stop: Round, citation: Citation) -> None:
        """The days of one round of amendment."""
        key = "step.pause" if stop.answered else "step.pause_open"
        phrase = Phrase(key, (("asked", stop.asked.on), ("answered", stop.ends)))
        first, to = self.last + _DAY, self.last + timedelta(days=stop.days)
        between = (stop.asked.on, stop.ends)
        self.steps.append(Step(StepKind.PAUSE, phrase, first, stop.days, to, citation, 0, between))
        self.last = to

    def notice(self, key: str, on: date, citation: Citation | None) -> None:
        """A day that somebody named; nothing is counted."""
        self._stand(StepKind.NOTICE, plain(key), on, citation)

    def nominal(self, key: str, on: date, reason: Phrase) -> None:
        """The last day by the count alone, when it falls on a closed day."""
        self._stand(StepKind.NOMINAL, Phrase(key, (("reason", reason),)), on, None)

    def roll(self, key: str, to: date, citation: Citation) -> None:
        """The closed days up to the next open one."""
        days = (to - self.last).days
        self.steps.append(Step(StepKind.ROLL, plain(key), self.last + _DAY, days, to, citation))
        self.last = to

    def result(self, key: str, on: date) -> None:
        """The day that comes out."""
        self._stand(StepKind.RESULT, plain(key), on, None)

    def assume(self, code: str) -> None:
        """Something the day leans on that nobody has confirmed."""
        self.assumptions.append(_plain_assumption(code))

    def assume_with(self, code: str, on: date | None = None, **fill: Value) -> None:
        """The same, with values that fill the sentence."""
        self.assumptions.append(Assumption(code, Phrase(f"assume.{code}", tuple(fill.items())), on))

    def lead(self, citation: Citation | None) -> None:
        """The article the whole calculation rests on, where no line of it says so."""
        self.leading = citation

    def also(self, citation: Citation | None) -> None:
        """An article that bears on the day besides those of the lines."""
        if citation:
            self.besides.append(citation)

    def told(self) -> Told:
        """The lines, the articles and the assumptions, closed."""
        return tuple(self.steps), self.citations(), tuple(self.assumptions)

    def citations(self) -> tuple[Citation, ...]:
        """Every article the calculation names, once; the one it rests on comes first."""
        named = (self.leading, *[step.citation for step in self.steps], *self.besides)
        return tuple(dict.fromkeys(filter(None, named)))

    def _stand(self, kind: StepKind, phrase: Phrase, on: date, citation: Citation | None) -> None:
        self.steps.append(Step(kind, phrase, on, 0, on, citation))
        self.last = on


@cache
def _plain_assumption(code: str) -> Assumption:
    return Assumption(code, Phrase(f"assume.{code}"))


@cache
def cited(rule: str) -> Citation:
    """The article behind one of the rules of counting."""
    return counting()[rule][-1].citation
