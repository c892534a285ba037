"""Writes down a calculation line by line, so that a reader with a paper calendar gets the same day."""

from datetime import date, timedelta

from app.law.book import Value, counting
from app.law.history import Round
from app.law.model import Assumption, Step, StepKind
from app.law.phrases import Phrase
from app.law.phrases import Value as Filling
from app.law.statutes import Citation

_DAY = timedelta(days=1)


class Ledger:
    """The lines of one deadline; `last` is the day up to which has been counted."""

    __slots__ = ("assumptions", "last", "steps")

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.assumptions: list[Assumption] = []
        self.last = date.min

    def start(self, key: str, on: date, citation: Citation | None = None) -> None:
        """The day from which is counted, itself not counted."""
        # Civil Code, Article 140: the first day is not counted.
        self._stand(StepKind.START, key, on, citation or cited("first_day_excluded"))

    def start_counted(self, key: str, on: date) -> None:
        """The day from which is counted, itself counted as day 1."""
        # Civil Code, Article 138: a wording that names the first day goes before Article 140.
        self._stand(StepKind.START, key, on, cited("first_day_included"))
        self.last = on - _DAY

    def count(self, key: str, to: date, citation: Citation, *, months: int = 0, **fill: Filling) -> None:
        """A stretch of days from the next day up to a day."""
        if to <= self.last:
            # A day named before the count begins cannot be counted up to; it stands for itself.
            self._stand(StepKind.NOTICE, key, to, citation, **fill)
            return
        phrase = Phrase(f"step.{key}", tuple(fill.items()))
        first = self.last + _DAY
        self._write(Step(StepKind.COUNT, phrase, first, (to - self.last).days, to, citation, months))

    def count_back(self, key: str, days: int, citation: Citation) -> None:
        """A stretch of days counted back from the start."""
        first, to = self.last - _DAY, self.last - timedelta(days=days)
        self._write(Step(StepKind.COUNT, Phrase(f"step.{key}"), first, -days, to, citation))

    def pause(self, stop: Round, citation: Citation) -> None:
        """The days of one round of amendment."""
        key = "step.pause" if stop.answered else "step.pause_open"
        phrase = Phrase(key, (("asked", stop.asked.on), ("answered", stop.ends)))
        first, to = self.last + _DAY, self.last + timedelta(days=stop.days)
        between = (stop.asked.on, stop.ends)
        self._write(Step(StepKind.PAUSE, phrase, first, stop.days, to, citation, paused=between))

    def notice(self, key: str, on: date, citation: Citation | None) -> None:
        """A day that somebody named; nothing is counted."""
        self._stand(StepKind.NOTICE, key, on, citation)

    def nominal(self, key: str, on: date, reason: Filling) -> None:
        """The last day by the count alone, when it falls on a closed day."""
        self._stand(StepKind.NOMINAL, key, on, None, reason=reason)

    def roll(self, key: str, to: date, citation: Citation) -> None:
        """The closed days up to the next open one."""
        first, days = self.last + _DAY, (to - self.last).days
        self._write(Step(StepKind.ROLL, Phrase(f"step.{key}"), first, days, to, citation))

    def result(self, key: str, on: date) -> None:
        """The day that comes out."""
        self._stand(StepKind.RESULT, key, on, None)

    def assume(self, code: str, *, on: date | None = None, **fill: Filling) -> None:
        """Something the day leans on that nobody has confirmed."""
        self.assumptions.append(Assumption(code, Phrase(f"assume.{code}", tuple(fill.items())), on))

    def citations(self, first: Citation | None) -> tuple[Citation, ...]:
        """Every article the calculation names, once, the clock's own first."""
        named = dict.fromkeys([first, *(step.citation for step in self.steps)])
        return tuple(each for each in named if each is not None)

    def _stand(self, kind: StepKind, key: str, on: date, citation: Citation | None, **fill: Filling) -> None:
        self._write(Step(kind, Phrase(f"step.{key}", tuple(fill.items())), on, 0, on, citation))

    def _write(self, step: Step) -> None:
        self.steps.append(step)
        self.last = step.to


def cited(rule: str) -> Citation:
    """The article behind one of the rules of counting."""
    newest: Value = counting()[rule][-1]
    return newest.citation
