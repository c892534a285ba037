"""Knows on which days an agency or a court is closed, and which day is open next."""

from datetime import date, timedelta
from functools import cache

from app.law.countries import COUNTRIES, holiday_abroad, is_closed_abroad, next_open_day_abroad
from app.law.files import read_rows
from app.law.phrases import Phrase

NATIONAL, LOCAL, COURT = "national", "local", "court"
# The three agree in days: Act on Holidays of Administrative Organs, Article 1; Local Autonomy Act,
# Article 4-2 (the year-end days are each ordinance's, as a rule these); Code of Civil Procedure,
# Article 95 (3).
AT_HOME = (NATIONAL, LOCAL, COURT)
CALENDARS = (*AT_HOME, *COUNTRIES)

_DAY = timedelta(days=1)
_FIRST, _LAST = date(1988, 1, 1), date(2062, 12, 31)
_BASE = _FIRST.toordinal()
_SATURDAY = 5
_CLOSES, _REOPENS = (12, 29), (1, 3)
_NO_DAYS: frozenset[date] = frozenset()


def is_closed(day: date, calendar: str = NATIONAL, closed_days: frozenset[date] = _NO_DAYS) -> bool:
    """Whether the agency or court does not work on a day."""
    _require_known(calendar)
    if calendar in COUNTRIES:
        return is_closed_abroad(day, calendar, closed_days)
    return day in closed_days or _is_closed(day)


def is_forecast(day: date) -> bool:
    """Whether the holidays of that day's year have not been announced yet."""
    return day.year > last_announced_year()


def next_open_day(day: date, closed_days: frozenset[date] = _NO_DAYS, calendar: str = NATIONAL) -> date:
    """The day itself when it is open, otherwise the next open one."""
    if calendar in COUNTRIES:
        return next_open_day_abroad(day, calendar, closed_days)
    place = day.toordinal() - _BASE
    table = _open_days()
    found = table[place] if 0 <= place < len(table) else _walk(day)
    while found in closed_days:
        found = next_open_day(found + _DAY)
    return found


def nth_open_day(day: date, n: int, closed_days: frozenset[date] = _NO_DAYS) -> date:
    """The n-th open day after a day, that day itself not counted."""
    for _ in range(n):
        day = next_open_day(day + _DAY, closed_days)
    return day


def holiday_name(day: date, calendar: str = NATIONAL) -> str | None:
    """The name of a holiday, abroad in English; None on any other day."""
    if calendar in COUNTRIES:
        return holiday_abroad(day, calendar)
    row = _holidays().get(day)
    return row[0] if row else None


def is_year_end(day: date) -> bool:
    """Whether a day lies in the year-end closure, 29 December to 3 January."""
    return (day.month, day.day) >= _CLOSES or (day.month, day.day) <= _REOPENS


def closed_reason(day: date) -> Phrase:
    """Why an office is closed on a day."""
    name = holiday_name(day)
    if name:
        return Phrase("reason.holiday", (("name", name),))
    if is_year_end(day):
        return Phrase("reason.year_end")
    if day.weekday() >= _SATURDAY:
        return Phrase("reason.saturday" if day.weekday() == _SATURDAY else "reason.sunday")
    return Phrase("reason.agency_day")


@cache
def last_announced_year() -> int:
    """The last year whose holidays the Cabinet Office has announced."""
    return max(day.year for day, (_, guess) in _holidays().items() if not guess)


def _is_closed(day: date) -> bool:
    return day.weekday() >= _SATURDAY or day in _holidays() or is_year_end(day)


def _walk(day: date) -> date:
    while _is_closed(day):
        day += _DAY
    return day


@cache
def _holidays() -> dict[date, tuple[str, bool]]:
    return {
        date.fromisoformat(row["on"]): (row["name"], row["forecast"] == "1")
        for row in read_rows("closed_days.csv")
    }


@cache
def _open_days() -> tuple[date, ...]:
    """For every day of the table the day itself or the next open one, filled from the end."""
    found = _walk(_LAST + _DAY)
    table = []
    for place in range(_LAST.toordinal(), _BASE - 1, -1):
        day = date.fromordinal(place)
        if not _is_closed(day):
            found = day
        table.append(found)
    return tuple(reversed(table))


def _require_known(calendar: str) -> None:
    if calendar not in CALENDARS:
        raise KeyError(calendar)
