"""Builds app/law/data/closed_days.csv: the announced holidays, then a forecast up to 2060.

Run it by hand after the Cabinet Office has announced another year (each February):

    .venv/bin/python tests/tools/build_closed_days.py

Announced days come from app/law/data/national_holidays.csv; later years from the `holidays` library.
Saturdays, Sundays and the days from 29 December to 3 January are rules, not rows.
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import holidays

DATA = Path(__file__).resolve().parents[2] / "app" / "law" / "data"
LAST_FORECAST_YEAR = 2060
Row = tuple[date, str, bool]


def announced() -> list[Row]:
    """The holidays that the Cabinet Office has announced."""
    with (DATA / "national_holidays.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return [(date(*map(int, day.split("/"))), name, False) for day, name in rows]


def forecast(first_year: int) -> list[Row]:
    """The holidays that the law of today leads to; equinox days are astronomical forecasts."""
    years = range(first_year, LAST_FORECAST_YEAR + 1)
    return [(day, name, True) for day, name in sorted(holidays.JP(years=years, language="ja").items())]


def rows() -> Iterator[Row]:
    """Every row of the table, oldest first."""
    known = announced()
    yield from known
    yield from forecast(known[-1][0].year + 1)


def main() -> None:
    """Write the table."""
    with (DATA / "closed_days.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["on", "name", "forecast"])
        writer.writerows([day.isoformat(), name, int(guess)] for day, name, guess in rows())


if __name__ == "__main__":
    main()
