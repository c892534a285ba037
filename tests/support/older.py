"""An older release of the program, whose holiday file does not know one of the days yet."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest

from app.filings import projection
from app.law import calendars

LABOUR_DAY = date(2026, 11, 23)  # a Monday
ARRIVED_FOR_IT = date(2026, 10, 24)  # thirty days before


@contextmanager
def before_the_holiday_was_added(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What is recorded in the block is counted as if that Monday were a day like others."""
    older = {day: row for day, row in calendars._holidays().items() if day != LABOUR_DAY}
    with monkeypatch.context() as patched:
        patched.setattr(calendars, "_holidays", lambda: older)
        calendars._open_days.cache_clear()
        patched.setattr(projection, "edition", lambda: "older")
        yield
    calendars._open_days.cache_clear()
