"""What is known of one clock abroad before its day is worked out."""

from datetime import date
from typing import NamedTuple

from app.law.book import ClockInfo, Value
from app.law.history import Fact
from app.law.packs import Pack
from app.law.pauses import later, paused_days
from app.law.tally import Rounds, Tally, is_open_ended


class Reply(NamedTuple):
    """One answer that is owed: since when, for how long, and what the other side said of it."""

    info: ClockInfo
    pack: Pack
    tally: Tally
    cause: Fact
    period: Value
    extension: Value | None
    notices: tuple[Fact, ...]
    ended: Fact | None
    rounds: Rounds = ()
    lapsed: Rounds = ()

    def first(self, rounds: Rounds) -> date:
        """The last day without an extension."""
        return self.tally.end(self.period, rounds=rounds)

    def first_at(self, notice: Fact) -> date:
        """The same as it stood when a notice came."""
        return self.first(tuple(each for each in self.rounds if each.asked < notice))

    @property
    def cap(self) -> date | None:
        """The last day that the longest extension reaches; None when the law sets no longest one."""
        return self.extended(self.rounds)

    def extended(self, rounds: Rounds) -> date | None:
        """The last day with the longest extension; None when the law sets no longest one."""
        if self.extension is None:
            return self.first(rounds)
        if is_open_ended(self.extension):
            return None
        return self.tally.end(self.period, self.extension, rounds=rounds)

    def notice_before(self, fact: Fact | None) -> Fact | None:
        """Their last word on the day before something happened."""
        return max([each for each in self.notices if fact is None or each < fact], default=None)

    def nominal(self, notice: Fact | None, rounds: Rounds) -> date | None:
        """The last day by the count, or the day that they named."""
        if notice is None:
            return self.first(rounds)
        return notice.event.until or self.extended(rounds)

    def held(self, notice: Fact | None, rounds: Rounds) -> date | None:
        """The day after which they are late: what they ask after naming a day stops the clock again."""
        day = self.nominal(notice, rounds)
        if day and notice and notice.event.until:
            day = later(day, paused_days(rounds, notice.on))
        return self.tally.roll(day) if day else None
