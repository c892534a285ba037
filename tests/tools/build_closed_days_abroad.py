"""Builds app/law/data/closed_days_abroad.csv: the holidays of the countries whose packs the rule book has.

Run it by hand when the `holidays` library has a newer release:

    .venv/bin/python tests/tools/build_closed_days_abroad.py

One row a day and name, with every country that rests on it. Only holidays of the whole country are listed,
for the United Kingdom those of England and Wales. Saturdays and Sundays are a rule, so what falls on them
needs no row.
"""

import csv
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import holidays

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from app.law.countries import COUNTRIES, UNION  # noqa: E402 - the path has to be there first

TABLE = ROOT / "app" / "law" / "data" / "closed_days_abroad.csv"
YEARS = range(2005, 2041)
_SATURDAY = 5
# Where the library's plain list is not the one that an office of the whole country keeps.
_SPECIAL: dict[str, dict[str, object]] = {
    "uk": {"country": "GB", "subdiv": "ENG"},
    "ca": {"categories": ("government", "public")},
}


def holidays_of(country: str) -> Iterator[tuple[date, str]]:
    """The holidays of a country, with their English names."""
    special = {"country": country.upper()} | _SPECIAL.get(country, {})
    found = holidays.country_holidays(years=YEARS, language="en_US", **special)  # type: ignore[arg-type] # each as named
    yield from ((day, name) for day, name in sorted(found.items()) if day.weekday() < _SATURDAY)


def main() -> None:
    """Write the table."""
    rested: dict[tuple[date, str], list[str]] = {}
    for country in COUNTRIES:
        for day, name in holidays_of(country) if country != UNION else ():
            rested.setdefault((day, name), []).append(country)
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["on", "name", "countries"])
        for (day, name), countries in sorted(rested.items()):
            writer.writerow([day.isoformat(), name, " ".join(countries)])


if __name__ == "__main__":
    main()
