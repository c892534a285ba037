"""How long a decision may take: the statutory period, and the day that counts in the end."""

from dataclasses import dataclass
from datetime import date, timedelta

from app.law.book import ClockInfo, Value
from app.law.history import Fact, Round


@dataclass(frozen=True, slots=True)
class Period:
    """The statutory time to decide: the bare count, the days of amendment, and how far it may be extended."""

    info: ClockInfo
    received: Fact
    value: Value
    days: int
    bare: date
    rounds: tuple[Round, ...]
    extension: Value
    extension_days: int

    @property
    def first(self) -> date:
        """The last day of the first period, the days of amendment left out."""
        # APPI, Articles 83 (1), 94 (1) and 102 (1), provisos: the days an amendment took are not counted.
        return self.bare + timedelta(days=sum(each.days for each in self.rounds))

    @property
    def cap(self) -> date:
        """The last day the law allows after a full extension."""
        # Articles 83 (2), 94 (2), 102 (2): within 30 days.
        return self.first + timedelta(days=self.extension_days)

    @property
    def paused_from(self) -> date | None:
        """The asking day of the round that is still open."""
        still_open = self.rounds and self.rounds[-1].answered is None
        return self.rounds[-1].asked.on if still_open else None


@dataclass(frozen=True, slots=True)
class Limit:
    """Until when a decision is owed: what opens the remedies against inaction once it has passed."""

    cause: Fact
    lawful_due: date | None
    decided: Fact | None
    paused_from: date | None


def decided_on(decision: Fact) -> date:
    """The day a decision was made: its own date where known, otherwise the day its notice arrived."""
    return decision.event.decided_on or decision.on
