"""What may be told of a group's people: nothing from which one to four of them could be counted.

docs/statistics.md says why each rule is there; tests/insights/test_hiding.py plays the one who subtracts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final, TypeVar

FEWEST: Final = 5  # people behind any figure, and the step in which people and days are told
APART: Final = 20  # people in each stretch of years that is told apart: else most of it would be hidden

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Period:
    """Years told together, the first and the last among them; None where nothing bounds them."""

    first: int | None = None
    last: int | None = None

    def holds(self, year: int) -> bool:
        """Whether a year is one of them."""
        return (self.first is None or self.first <= year) and (self.last is None or year <= self.last)


def in_fives(people: int) -> int | None:
    """So many people at least; None for fewer than five, which may be nobody."""
    return people - people % FEWEST or None


def parts(counts: Mapping[Key, int]) -> dict[Key, int | None]:
    """Parts of one whole that is told, too: what is hidden of them is nobody, or five people and more."""
    shown = {key: count for key, count in counts.items() if count >= FEWEST}
    hidden = sum(counts.values()) - sum(shown.values())
    for key in sorted(shown, key=lambda key: shown[key]):
        if hidden == 0 or hidden >= FEWEST:
            break
        hidden += shown.pop(key)
    return {key: in_fives(shown.get(key, 0)) for key in counts}


def periods(people: Mapping[int, int]) -> list[Period]:
    """The people of each year as stretches with twenty people each, or as one; none for fewer than five.

    Every year lies in one stretch, so that nothing is told twice and no two figures can be subtracted.
    """
    if sum(people.values()) < FEWEST:
        return []
    ends, waiting = [], 0
    for year in sorted(people):
        waiting += people[year]
        if waiting >= APART:
            ends.append(year)
            waiting = 0
    # Who is left over joins the last stretch. Where the first begins and the last ends would tell of few.
    borders = [None, *ends[:-1], None]
    return [Period(None if before is None else before + 1, last) for before, last in pairwise(borders)]


def middle(days: Sequence[int]) -> int | None:
    """About how many days half of the people waited at most, in fives; None for fewer than five people."""
    return None if len(days) < FEWEST else FEWEST * round(median(days) / FEWEST)


def spread(days: Iterable[int]) -> tuple[int, int] | None:
    """Between how many days most waited: fewer than five people less, fewer than five more; from ten on."""
    ordered = sorted(days)
    if len(ordered) < 2 * FEWEST:
        return None
    shortest, longest = ordered[FEWEST - 1], ordered[-FEWEST]
    return shortest - shortest % FEWEST, longest + -longest % FEWEST
