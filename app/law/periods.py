"""Counts statutory periods: days, business days, months and years."""

from calendar import monthrange
from datetime import date, timedelta

from app.law.calendars import nth_open_day

_MONTHS_A_YEAR = 12
_DAY = timedelta(days=1)


def days_after(on: date, n: int) -> date:
    """The last day of n days counted from the day after `on`."""
    # Civil Code, Article 140: the first day is not counted; Article 141: the period ends with its last day.
    return on + timedelta(days=n)


def days_from(on: date, n: int) -> date:
    """The last day of n days counted from `on` itself (「から起算して」)."""
    # Civil Code, Article 138: where the law names the first day, Article 140 gives way.
    return on + timedelta(days=n - 1)


def business_days_after(on: date, n: int, closed_days: frozenset[date], *, cap: int) -> date:
    """The last day of n open days counted from the day after `on`, never later than `cap` calendar days."""
    # An ordinance may not go beyond the Act (APPI, Article 108), which counts closed days too.
    return min(nth_open_day(on, min(n, cap), closed_days), days_after(on, cap))


def months_from(start: date, n: int) -> date:
    """The last day of n months whose first day is `start`."""
    # Civil Code, Article 143 (1): months are counted by the calendar, never as days.
    months = start.year * _MONTHS_A_YEAR + start.month - 1 + n
    year, month = divmod(months, _MONTHS_A_YEAR)
    last = monthrange(year, month + 1)[1]
    if start.day > last:
        # Article 143 (2), proviso: without a corresponding day the period ends with the month.
        return date(year, month + 1, last)
    # Article 143 (2): the period ends the day before the one that corresponds to its first day.
    return date(year, month + 1, start.day) - _DAY


def corresponding_day(on: date, n: int) -> date:
    """The day of the same number n months on, or the last day of a month without it."""
    # Regulation 1182/71, Article 3, and the ICO's examples: the day of the event itself is carried forward,
    # where the Civil Code would begin with the day after it.
    year, month = divmod(on.year * _MONTHS_A_YEAR + on.month - 1 + n, _MONTHS_A_YEAR)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def months_after(on: date, n: int) -> date:
    """The last day of n months counted from the day after `on`."""
    # Article 140 first: the period begins on the next day; then Article 143.
    return months_from(on + _DAY, n)
