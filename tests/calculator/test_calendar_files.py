"""A day as other calendars read it: RFC 5545, read back by the library's own parser."""

from datetime import UTC, date, datetime, timedelta

import icalendar

from app.calculator.ics import Entry, calendar_of, event_of

STAMPED = datetime(2026, 11, 25, 1, 2, 3, tzinfo=UTC)
ENTRY = Entry(
    uid="1@misete",
    on=date(2026, 11, 30),
    summary="横浜市が、見せるかどうかを決める; 期限, 確認",
    description="1行目\n" + "とても長い説明です。" * 40,
    sequence=3,
)


def read_back(entry: Entry) -> icalendar.Event:
    written = calendar_of([event_of(entry, STAMPED)], "期限")
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    (event,) = icalendar.Calendar.from_ical(written).events
    return event


def test_a_day_comes_back_as_it_was_written():
    event = read_back(ENTRY)
    assert (event.start, event.uid, event.summary) == (ENTRY.on, ENTRY.uid, ENTRY.summary)
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert (event["DESCRIPTION"], event.sequence, event.stamp) == (ENTRY.description, 3, STAMPED)


def test_it_rings_in_the_morning_seven_days_and_one_day_before():
    alarms = read_back(ENTRY).walk("VALARM")
    rings = [datetime(2026, 11, 30) + alarm.TRIGGER for alarm in alarms]  # noqa: DTZ001 - a day without zone
    assert rings == [datetime(2026, 11, 23, 9), datetime(2026, 11, 29, 9)]  # noqa: DTZ001 - see above


def test_what_no_longer_applies_is_cancelled_and_silent():
    event = read_back(Entry("1@misete", ENTRY.on, "x", sequence=4, is_cancelled=True))
    assert (event["STATUS"], event.walk("VALARM")) == ("CANCELLED", [])


def test_the_same_day_makes_the_same_file():
    made = {calendar_of([event_of(ENTRY, STAMPED + timedelta())], "期限") for _ in range(2)}
    assert len(made) == 1
