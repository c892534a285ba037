"""Knows the closed days of other countries, for the packs of requests abroad."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

from app.law.files import read_rows
from app.law.phrases import Phrase, Text

# The member states of the European Union, each with the holidays of the whole country.
MEMBER_STATES = (
    "at", "be", "bg", "hr", "cy", "cz", "dk", "ee", "fi", "fr", "de", "gr", "hu", "ie",
    "it", "lv", "lt", "lu", "mt", "nl", "pl", "pt", "ro", "sk", "si", "es", "se",
)  # fmt: skip
# The Union itself has Saturdays and Sundays only: which other days are closed is each member state's.
UNION = "eu"
COUNTRIES = (UNION, *MEMBER_STATES, "uk", "ch", "us", "ca", "kr", "tw", "br", "au")

# Every one of these countries rests on Saturday and Sunday.
_WEEKEND = frozenset({5, 6})
_SATURDAY = 5
_DAY = timedelta(days=1)
_NO_DAYS: frozenset[date] = frozenset()


def country_name(country: str) -> Text:
    """The name of a country, in every language."""
    return Phrase(f"country.{country}").text


def is_closed_abroad(day: date, country: str, closed_days: frozenset[date] = _NO_DAYS) -> bool:
    """Whether an agency of a country does not work on a day."""
    return day.weekday() in _WEEKEND or day in closed_days or day in _holidays()[country]


def next_open_day_abroad(day: date, country: str, closed_days: frozenset[date] = _NO_DAYS) -> date:
    """The day itself when the country's offices are open, otherwise the next day on which they are."""
    while is_closed_abroad(day, country, closed_days):
        day += _DAY
    return day


def holiday_abroad(day: date, country: str) -> str | None:
    """The English name of a country's holiday; None on any other day."""
    return _holidays()[country].get(day)


def closed_reason_abroad(day: date, country: str) -> Phrase:
    """Why an office of a country is closed on a day."""
    name = holiday_abroad(day, country)
    if name:
        return Phrase("reason.holiday_abroad", (("country", Phrase(f"country.{country}")), ("name", name)))
    if day.weekday() in _WEEKEND:
        return Phrase("reason.saturday" if day.weekday() == _SATURDAY else "reason.sunday")
    return Phrase("reason.agency_day")


def knows_holidays_of(day: date) -> bool:
    """Whether the table of holidays reaches that day's year."""
    first, last = _reach()
    return first <= day.year <= last


@cache
def _holidays() -> Mapping[str, Mapping[date, str]]:
    found: dict[str, dict[date, str]] = {country: {} for country in COUNTRIES}
    for row in read_rows("closed_days_abroad.csv"):
        day = date.fromisoformat(row["on"])
        for country in row["countries"].split():
            found[country][day] = row["name"]
    return found


@cache
def _reach() -> tuple[int, int]:
    years = [day.year for day in _holidays()["us"]]
    return min(years), max(years)
