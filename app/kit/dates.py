"""Reads civil dates as people write them, in the Western or the Japanese calendar."""

import csv
import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Literal

Precision = Literal["day", "month", "year"]
EARLIEST_EVENT = date(1989, 1, 8)
YEARS_AHEAD = 30


@dataclass(frozen=True, slots=True)
class Era:
    """A Japanese era: its letter, its name and its first day."""

    letter: str
    name: str
    first_day: date


def _load_eras() -> tuple[Era, ...]:
    text = files("app.kit").joinpath("data/eras.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(Era(row["letter"], row["name"], date.fromisoformat(row["first_day"])) for row in rows)


ERAS = _load_eras()
_BY_SIGN = {sign: era for era in ERAS for sign in (era.letter, era.name)}
_SIGNS = "|".join(re.escape(sign) for sign in sorted(_BY_SIGN, key=len, reverse=True))
_SEPARATOR = r"[-/.\u5e74]"  # hyphen, slash, point or the character for "year"
_MONTH_END = r"[-/.\u6708]"
_FIRST_YEAR = "\u5143"  # "gannen", the first year of an era
_WRITTEN = re.compile(
    rf"(?:(?P<era>{_SIGNS})(?P<eyear>\d{{1,2}}|{_FIRST_YEAR})|(?P<year>\d{{4}}))"
    rf"(?:\u5e74?$|{_SEPARATOR}(?P<month>\d{{1,2}})(?:\u6708?$|{_MONTH_END}(?P<day>\d{{1,2}})\u65e5?$))",
    re.ASCII,  # NFKC has made full-width digits plain; those of other scripts are nobody's habit here
)
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\u30fc\uff70", "-"))


class UnreadableDate(ValueError):
    """Why a date could not be read: `reason` names the catalog sentence kit.dates.<reason>."""

    def __init__(self, reason: str, **values: object) -> None:
        self.reason = reason
        self.values = values
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class RoughDate:
    """A day as exactly as a person remembers it; `on` is the first day of the month or year."""

    on: date
    precision: Precision


def read_date(text: str) -> date:
    """One civil day; raises UnreadableDate when it is none, or could be two."""
    rough = read_rough_date(text)
    if rough.precision != "day":
        raise UnreadableDate("day_missing")
    return rough.on


def read_rough_date(text: str) -> RoughDate:
    """A day, a month or a year; raises UnreadableDate."""
    cleaned = _clean(text)
    if not cleaned:
        raise UnreadableDate("empty")
    found = _WRITTEN.match(cleaned)
    if found is None:
        raise UnreadableDate(_why_unreadable(cleaned))
    return _assemble(found)


def read_event_date(text: str, today: date) -> date:
    """A day on which something happened or will: from 1989-01-08 to thirty years ahead of today."""
    on = read_date(text)
    if on < EARLIEST_EVENT:
        raise UnreadableDate("too_early")
    if on > years_after(today, YEARS_AHEAD):
        raise UnreadableDate("too_late")
    return on


def years_after(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes 28 where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def months_after(day: date, months: int) -> date:
    """The same day some months later; the month's last day where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))


def era_year(day: date) -> tuple[Era, int] | None:
    """The era of a day and its year in it; None before Meiji."""
    for era in reversed(ERAS):
        if day >= era.first_day:
            return era, day.year - era.first_day.year + 1
    return None


def _clean(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).translate(_DASHES)
    return "".join(folded.split()).upper()


def _why_unreadable(text: str) -> str:
    if re.fullmatch(rf"\d{{1,2}}{_SEPARATOR}\d{{1,2}}{_MONTH_END}\d{{1,2}}\u65e5?", text):
        return "era_missing"
    if re.fullmatch(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}", text):
        return "year_last"
    if re.fullmatch(r"\d{1,2}[-/.\u6708]\d{1,2}\u65e5?", text):
        return "year_missing"
    return "unreadable"


def _assemble(found: re.Match[str]) -> RoughDate:
    month, day = found["month"], found["day"]
    precision: Precision = "day" if day else "month" if month else "year"
    try:
        on = date(_year(found), int(month or 1), int(day or 1))
    except ValueError:
        raise UnreadableDate("impossible") from None
    _check_era(found, on, precision)
    return RoughDate(on, precision)


def _year(found: re.Match[str]) -> int:
    if found["year"]:
        return int(found["year"])
    count = 1 if found["eyear"] == _FIRST_YEAR else int(found["eyear"])
    if count == 0:
        raise UnreadableDate("impossible")
    return _BY_SIGN[found["era"]].first_day.year + count - 1


def _check_era(found: re.Match[str], on: date, precision: Precision) -> None:
    # Papers printed before 2019 say Heisei 35: a later day is plain, an earlier one is a mistake.
    if not found["era"]:
        return
    era = _BY_SIGN[found["era"]]
    first = era.first_day
    reached = {"day": on >= first, "month": (on.year, on.month) >= (first.year, first.month), "year": True}
    if not reached[precision]:
        raise UnreadableDate("before_era", era=era.name, first=first)
