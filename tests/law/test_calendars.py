"""Closed days: the announced ones, the rules around them, and the forecast."""

from datetime import date, timedelta

import jpholiday
import pytest

from app import law
from app.law.calendars import closed_reason, is_year_end, last_announced_year, next_open_day, nth_open_day

DAY = timedelta(days=1)


def _every_day(first, last):
    while first <= last:
        yield first
        first += DAY


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        ("2026-12-28", False),
        ("2026-12-29", True),
        ("2026-12-31", True),
        ("2027-01-01", True),
        ("2027-01-03", True),
        ("2027-01-04", False),
        ("2026-11-23", True),
        ("2026-11-24", False),
        ("2026-11-28", True),
        ("2026-11-29", True),
        ("2026-09-22", True),
        ("2027-03-22", True),
    ],
)
def test_a_day_is_closed_or_open(day, closed):
    for calendar in ("national", "local", "court"):
        assert law.is_closed(date.fromisoformat(day), calendar) is closed


def test_an_agency_may_close_on_days_of_its_own():
    own = frozenset({date(2026, 6, 23)})

    assert law.is_closed(date(2026, 6, 23), "local", own)
    assert not law.is_closed(date(2026, 6, 23), "local")
    assert next_open_day(date(2026, 6, 23), own) == date(2026, 6, 24)


def test_own_closed_days_before_and_after_a_weekend_are_all_skipped():
    own = frozenset({date(2026, 11, 27), date(2026, 11, 30)})

    assert next_open_day(date(2026, 11, 27), own) == date(2026, 12, 1)


def test_an_unknown_calendar_is_an_error():
    with pytest.raises(KeyError):
        law.is_closed(date(2026, 6, 23), "mars")


def test_the_table_agrees_with_a_walk_on_every_day():
    found = date(2062, 12, 25)
    for day in _every_day(date(2020, 1, 1), date(2062, 12, 20)):
        found = day
        while law.is_closed(found):
            found += DAY
        assert next_open_day(day) == found


@pytest.mark.parametrize("day", [date(1988, 1, 1), date(2062, 12, 31), date(2075, 1, 1), date(1987, 12, 30)])
def test_days_at_and_beyond_the_ends_of_the_table_are_walked(day):
    found = next_open_day(day)

    assert not law.is_closed(found)
    assert all(law.is_closed(each) for each in _every_day(day, found - DAY))


def test_business_days_are_counted_one_by_one():
    assert nth_open_day(date(2026, 11, 27), 1) == date(2026, 11, 30)
    assert nth_open_day(date(2026, 11, 27), 0) == date(2026, 11, 27)
    assert nth_open_day(date(2026, 11, 27), 2, frozenset({date(2026, 12, 1)})) == date(2026, 12, 2)


def test_holidays_are_announced_up_to_2027_and_then_a_forecast():
    assert last_announced_year() == 2027
    assert not law.is_forecast(date(2027, 12, 31))
    assert law.is_forecast(date(2028, 1, 1))


def test_the_table_agrees_with_another_library_where_holidays_are_announced():
    for day in _every_day(date(1990, 1, 1), date(2027, 12, 31)):
        assert (law.holiday_name(day) is not None) == jpholiday.is_holiday(day), day


def test_the_forecast_agrees_with_another_library():
    for day in _every_day(date(2028, 1, 1), date(2050, 12, 31)):
        assert (law.holiday_name(day) is not None) == jpholiday.is_holiday(day), day


def test_the_table_ends_with_2060():
    assert law.holiday_name(date(2060, 11, 23)) == "勤労感謝の日"
    assert law.holiday_name(date(2061, 11, 23)) is None


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2026-12-05", "土曜日"),
        ("2026-12-06", "日曜日"),
        ("2026-11-23", "祝日（勤労感謝の日）"),
        ("2027-01-01", "祝日（元日）"),
        ("2027-01-02", "年末年始の休み"),
        ("2026-12-30", "年末年始の休み"),
        ("2026-06-23", "この役所の休み"),
    ],
)
def test_the_reason_why_a_day_is_closed_is_said(day, reason):
    assert closed_reason(date.fromisoformat(day)).text["ja"] == reason


def test_the_year_end_runs_from_29_december_to_3_january():
    days = [day for day in _every_day(date(2026, 12, 1), date(2027, 1, 31)) if is_year_end(day)]

    assert (days[0], days[-1], len(days)) == (date(2026, 12, 29), date(2027, 1, 3), 6)
