"""How long a decision may take: the statutory period, and the day that counts in the end."""

from datetime import date
from typing import NamedTuple

from app.law.book import ClockInfo, Value
from app.law.history import Fact, Round
from app.law.pauses import later, paused_days

# An outcome that gives her all she asked; each procedure has its own word, and either is taken for the other.
GRANTING = frozenset({"full", "accepted"})


class Period(NamedTuple):
    """The statutory time to decide one request.

    `bare` is the last day by the count alone, `first` leaves out the days of amendment, `cap` is the last day
    that a full extension reaches, None where nobody knows how far one may. `lapsed` are the rounds asked when
    the time had already run out.
    """

    info: ClockInfo
    received: Fact
    value: Value
    days: int
    bare: date
    rounds: tuple[Round, ...]
    lapsed: tuple[Round, ...]
    first: date
    cap: date | None
    extension: Value | None

    def first_at(self, notice: Fact) -> date:
        """The end of the first period as it stood when a notice came."""
        return later(self.bare, paused_days([each for each in self.rounds if each.asked < notice]))


class Limit(NamedTuple):
    """Until when a decision is owed: what opens the remedies against inaction once it has passed.

    `worst` is the same day when every round of amendment is counted a day longer.
    """

    cause: Fact
    lawful_due: date | None
    decided: Fact | None
    paused_from: date | None
    worst: date | None = None


def decided_on(decision: Fact) -> date:
    """The day a decision was made: its own date where known, otherwise the day its notice arrived."""
    return decision.event.decided_on or decision.on


def at_most(cap: int, given: int | None) -> int:
    """The days of an ordinance, or the Act's where there are none; an ordinance cannot go beyond the Act.

    Where the Act names no number (0) the ordinance's stands alone.
    """
    # APPI, Article 108: ordinances may regulate what the Act leaves to them.
    return cap if given is None else min(given, cap or given)
