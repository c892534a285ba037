"""Puts the events of a question in the order of their days, and answers what came first, last and next."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from app.law.model import Event

_NOTHING: tuple["Fact", ...] = ()


class Fact(NamedTuple):
    """An event with its place: facts compare by their day, and on one day by the order they were given."""

    on: date
    place: int
    event: Event


class History:
    """The events of one filing, oldest first."""

    __slots__ = ("_by_kind", "facts")

    def __init__(self, events: Sequence[Event]) -> None:
        self.facts = sorted(Fact(event.on, index, event) for index, event in enumerate(events))
        self._by_kind: dict[str, list[Fact]] = {}
        for fact in self.facts:
            self._by_kind.setdefault(fact.event.kind, []).append(fact)

    def all(self, kind: str) -> Sequence[Fact]:
        """Every event of a kind, oldest first."""
        return self._by_kind.get(kind, _NOTHING)

    def first(self, kind: str) -> Fact | None:
        """The oldest event of a kind."""
        found = self._by_kind.get(kind)
        return found[0] if found else None

    def last(self, kind: str) -> Fact | None:
        """The youngest event of a kind."""
        found = self._by_kind.get(kind)
        return found[-1] if found else None

    def named_days(self, clock_id: str) -> list[Fact]:
        """The events by which the agency's own paper names the day of a clock, oldest first."""
        return [fact for fact in self.all("date_given") if fact.event.clock == clock_id]

    def next(self, after: Fact, *kinds: str) -> Fact | None:
        """The first event of any of the kinds that comes after a fact."""
        found = [fact for kind in kinds for fact in self._by_kind.get(kind, _NOTHING) if fact > after]
        return min(found) if found else None


class Round(NamedTuple):
    """One round of amendment: asked, and answered unless it is still open."""

    asked: Fact
    answered: Fact | None
    ends: date

    @property
    def days(self) -> int:
        """The days between the asking and the answer, which the statute does not count."""
        return (self.ends - self.asked.on).days


def amendment_rounds(history: History, open_until: date) -> tuple[Round, ...]:
    """The rounds of amendment; a second asking inside an open round belongs to that round."""
    rounds: list[Round] = []
    for asked in history.all("amendment_asked"):
        if rounds and (rounds[-1].answered is None or asked < rounds[-1].answered):
            continue
        answered = history.next(asked, "amendment_received")
        rounds.append(Round(asked, answered, answered.on if answered else max(asked.on, open_until)))
    return tuple(rounds)
