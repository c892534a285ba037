"""Which rounds of amendment stop the time to decide, and by how many days."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from app.law.history import Fact, Round

# Articles 83 (1), 94 (1) and 102 (1), provisos: the days an amendment took are not counted.


def paused_days(rounds: Iterable[Round], since: date = date.min) -> int:
    """The days of the rounds that lie after a day."""
    return sum([max(0, (each.ends - max(each.asked.on, since)).days) for each in rounds])


def split_lapsed(
    rounds: tuple[Round, ...], end_at: Callable[[tuple[Round, ...], Fact], date]
) -> tuple[tuple[Round, ...], tuple[Round, ...]]:
    """The rounds asked while the time still ran, and those asked too late to bring it back."""
    counted: tuple[Round, ...] = ()
    lapsed: tuple[Round, ...] = ()
    for each in rounds:
        if each.asked.on <= end_at(counted, each.asked):
            counted = (*counted, each)
        else:
            lapsed = (*lapsed, each)
    return counted, lapsed


def moved_from(rounds: tuple[Round, ...], since: date = date.min) -> date | None:
    """The day from which the round that is still open moves a limit set on `since`."""
    still_open = rounds and rounds[-1].answered is None
    return max(rounds[-1].asked.on, since) if still_open else None


def not_before(day: date | None, rounds: tuple[Round, ...]) -> date | None:
    """A limit while a round is open: nobody else is late on a day on which she still owes the amendment."""
    if day is None or not rounds or rounds[-1].answered is not None:
        return day
    return max(day, rounds[-1].ends)


def later(day: date, days: int) -> date:
    """A day moved on by the days of amendments."""
    return day + timedelta(days=days)
