"""Gathers what the law pages tell of each rule: who, what, by when, which article, how sure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app import law
from app.agencies.directory import directory
from app.agencies.overrides import PROCEDURES_WITH_PERIODS, Override
from app.agencies.shipped import Entry
from app.rulebook.examples import Example, example_of

_DECISION = ".decision"


@dataclass(frozen=True, slots=True)
class DatedRule:
    """One value of a clock: what it is for, from when to when it holds, and where it stands."""

    name: str
    value: law.Value
    until: date | None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An agency that counts otherwise, as its own page says."""

    agency: Entry
    period: Override


@dataclass(frozen=True, slots=True)
class Rule:
    """One clock as its page tells it."""

    clock: law.ClockInfo
    example: Example | None

    @property
    def is_hers(self) -> bool:
        return self.clock.bound is law.Bound.REQUESTER

    @property
    def steps(self) -> tuple[law.Step, ...]:
        """The lines of the example that count."""
        steps = self.example.explained.deadline.steps if self.example else ()
        return tuple(step for step in steps if step.kind in (law.StepKind.COUNT, law.StepKind.NOTICE))

    @property
    def start(self) -> law.Step | None:
        """The day from which is counted; None when a paper names the day."""
        steps = self.example.explained.deadline.steps if self.example else ()
        return steps[0] if steps and steps[0].kind is law.StepKind.START else None

    @property
    def way(self) -> str:
        """How the days go on from the start: after it, with it as day 1, or back from it."""
        if self.steps and self.steps[0].days < 0:
            return "back"
        is_counted = self.start is not None and self.start.phrase.key.endswith("_counted")
        return "including" if is_counted else "after"

    @property
    def is_not_reviewed(self) -> bool:
        """Whether no lawyer of its country has checked it."""
        return any(info.not_reviewed for info in self.procedures)

    @property
    def main_citation(self) -> law.Citation | None:
        """The article to name beside the rule in a list: the one of its period."""
        values = self.clock.rules.get("period") or next(iter(self.clock.rules.values()), ())
        return values[-1].citation if values else None

    @property
    def values(self) -> list[DatedRule]:
        """Every value with the days on which it holds."""
        return [dated for name, values in self.clock.rules.items() for dated in _dated(name, values)]

    @property
    def articles(self) -> list[tuple[law.Citation, law.Article]]:
        """Every article that the values and the example rest on, once."""
        cited = [dated.value.citation for dated in self.values]
        if self.example is not None:
            cited += self.example.explained.deadline.citations
        carried = filter(law.can_be_opened, dict.fromkeys(cited))
        return [(each, law.article_text(each.law, each.article)) for each in carried]

    @property
    def reasons(self) -> list[law.Text]:
        """Why what is inferred is read so."""
        return [dated.value.reason for dated in self.values if dated.value.reason]

    @property
    def procedures(self) -> list[law.ProcedureInfo]:
        """The procedures in which it runs."""
        return [info for info in law.PROCEDURES.values() if self.clock.id in info.clocks]

    @property
    def notices(self) -> list[law.Notice]:
        """The coming changes of the law that may touch it."""
        return [notice for notice in law.about().notices if self.clock.id in notice.clocks]

    @property
    def elsewhere(self) -> list[Elsewhere]:
        """The agencies whose own pages name how they count, those that differ from the Act first."""
        procedure = "jp." + self.clock.id.removesuffix(_DECISION)
        if procedure not in PROCEDURES_WITH_PERIODS or not self.clock.id.endswith(_DECISION):
            return []
        return sorted(_elsewhere(procedure), key=lambda one: (not self.differs(one), one.agency.code or ""))

    def differs(self, one: Elsewhere) -> bool:
        """Whether an agency counts otherwise than the Act."""
        act = self.clock.rules["period"][-1].days
        return (one.period.decision_days, one.period.count_mode) != (act, law.CountMode.EXCL)


@dataclass(frozen=True, slots=True)
class Chapter:
    """One procedure of the index: its rules told here, and those already told under an earlier one."""

    procedure: law.ProcedureInfo
    rules: tuple[Rule, ...]
    told_before: tuple[law.ClockInfo, ...]


def rule(clock_id: str, today: date) -> Rule:
    """One rule by its clock; raises KeyError when there is none."""
    return Rule(law.clock(clock_id), example_of(clock_id, today))


def chapters(today: date) -> list[Chapter]:
    """Every rule, under the first procedure that has it."""
    told: set[str] = set()
    found = []
    for procedure in law.PROCEDURES.values():
        new = [clock_id for clock_id in procedure.clocks if clock_id not in told]
        before = tuple(law.clock(clock_id) for clock_id in procedure.clocks if clock_id in told)
        found.append(Chapter(procedure, tuple(rule(clock_id, today) for clock_id in new), before))
        told.update(new)
    return found


def _dated(name: str, values: tuple[law.Value, ...]) -> Iterator[DatedRule]:
    successors = (*(value.since for value in values[1:]), None)
    for value, until in zip(values, successors, strict=True):
        yield DatedRule(name, value, until)


def _elsewhere(procedure: str) -> Iterator[Elsewhere]:
    for agency in directory().entries:
        for period in agency.overrides:
            if period.procedure == procedure and period.is_clock and period.ends_on is None:
                yield Elsewhere(agency, period)
