"""How long a decision may take: the statutory period, and the day that counts in the end."""

from datetime import date
from typing import NamedTuple

from app.law.book import ClockInfo, Value
from app.law.history import Fact, Round


class Period(NamedTuple):
    """The statutory time to decide one request.

    `bare` is the last day by the count alone, `first` leaves out the days of amendment, `cap` is the last day
    that a full extension reaches.
    """

    info: ClockInfo
    received: Fact
    value: Value
    days: int
    bare: date
    rounds: tuple[Round, ...]
    first: date
    cap: date
    extension: Value | None

    @property
    def paused_from(self) -> date | None:
        """The asking day of the round that is still open."""
        still_open = self.rounds and self.rounds[-1].answered is None
        return self.rounds[-1].asked.on if still_open else None


class Limit(NamedTuple):
    """Until when a decision is owed: what opens the remedies against inaction once it has passed."""

    cause: Fact
    lawful_due: date | None
    decided: Fact | None
    paused_from: date | None


def decided_on(decision: Fact) -> date:
    """The day a decision was made: its own date where known, otherwise the day its notice arrived."""
    return decision.event.decided_on or decision.on


def at_most(cap: int, given: int | None) -> int:
    """The days of an ordinance, or the Act's where there are none; an ordinance cannot go beyond the Act."""
    # APPI, Article 108: ordinances may regulate what the Act leaves to them.
    return cap if given is None else min(given, cap)
