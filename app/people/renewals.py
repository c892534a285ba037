"""When a person is asked whether her consent goes on: thirty and seven days before its last day."""

from datetime import date
from enum import StrEnum
from typing import Final

FIRST: Final = 30  # days before the last day
SECOND: Final = 7


class Renewal(StrEnum):
    """How urgent it is to ask her."""

    SOON = "soon"
    LAST = "last"  # the second time


def days_left(until: date, today: date) -> int:
    """Civil days after today on which it still holds; 0 on the last day, less than that when it is over."""
    return (until - today).days


def renewal_of(until: date | None, today: date) -> Renewal | None:
    """Whether she is asked today; None while there is time, and when it is over."""
    if until is None or not 0 <= days_left(until, today) <= FIRST:
        return None
    return Renewal.LAST if days_left(until, today) <= SECOND else Renewal.SOON


def is_asked_on(until: date, today: date) -> bool:
    """Whether it belongs on today's sheet: on the thirtieth day before the last one, and in the last week."""
    return days_left(until, today) == FIRST or renewal_of(until, today) is Renewal.LAST
