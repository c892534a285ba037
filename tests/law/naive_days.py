"""Days walked one by one, for the second implementation in naive.py."""

import csv
from datetime import timedelta
from pathlib import Path

DAY = timedelta(days=1)
TABLE = Path(__file__).parents[2] / "app" / "law" / "data" / "closed_days.csv"
HOLIDAYS = {row["on"] for row in csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines())}


def closed(day, extra=()):
    year_end = day.strftime("%m%d") in {"1229", "1230", "1231", "0101", "0102", "0103"}
    return day.weekday() in {5, 6} or day.isoformat() in HOLIDAYS or year_end or day in extra


def roll(day, extra=()):
    while closed(day, extra):
        day += DAY
    return day


def walk(day, n):
    for _ in range(n):
        day += DAY
    return day


def months(day, n):
    """Walk from the next day until the day of the same number, n months on, would come."""
    start = day + DAY
    seen, current = 0, start
    while True:
        current += DAY
        if current.day == 1:
            seen += 1
        if seen == n and current.day == start.day:
            return current - DAY
        if seen > n:
            # The month had no such day: its last day it is.
            return current - DAY
