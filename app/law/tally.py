"""Counts a period abroad: by the calendar, by days, or by the days on which a country's offices are open."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.law.book import Value
from app.law.countries import is_closed_abroad, next_open_day_abroad
from app.law.history import Round
from app.law.pauses import later, paused_days
from app.law.periods import corresponding_day, days_after

_DAY = timedelta(days=1)
Rounds = tuple[Round, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How the days from one day on are counted in one country."""

    start: date
    country: str
    closed_days: frozenset[date]

    def end(self, *values: Value, rounds: Rounds = ()) -> date:
        """The last day of some periods in a row; days on which the clock stood still are left out."""
        if any(value.open_days for value in values):
            return self._nth_open_day(sum(value.open_days for value in values), rounds)
        months, days = sum(value.months for value in values), sum(value.days for value in values)
        bare = days_after(corresponding_day(self.start, months), days)
        return later(bare, paused_days(rounds, self.start))

    def starting(self, day: date) -> "Tally":
        """The same count from another day on."""
        return replace(self, start=day)

    def roll(self, day: date) -> date:
        """The day itself, or the next one on which the country's offices are open."""
        return next_open_day_abroad(day, self.country, self.closed_days)

    def _nth_open_day(self, n: int, rounds: Rounds) -> date:
        day, left = self.start, n
        while left:
            day += _DAY
            stood = any(each.asked.on < day <= each.ends for each in rounds)
            left -= not stood and not is_closed_abroad(day, self.country, self.closed_days)
        return day


def is_open_ended(value: Value) -> bool:
    """Whether a rule sets no number: whoever extends names the day."""
    return not (value.days or value.months or value.open_days)
