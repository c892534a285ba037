"""What is written is RFC 5545 to the letter, whatever stands in it (T-25, T-36), as two programs read it."""

import re
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from app.calendar.entries import DAYS_BEFORE, SILENT, Entry, calendar_of

INSTANT = datetime(2026, 11, 25, 1, 2, 3, tzinfo=UTC)
URL = "https://misete.example/cases/00000000-0000-4000-8000-000000000000"
LONGEST = 75
# One line after another, folded or not; no other sign of control stands between.
LINES = re.compile(rb"(?:[^\x00-\x08\x0a-\x1f\x7f]{1,75}\r\n)+")
HOSTILE = (
    "BEGIN:VALARM\r\nACTION:AUDIO\r\nEND:VALARM",
    "x\nEND:VEVENT\nEND:VCALENDAR",
    "a,b;c\\d:e\\n\\N\"f'",
    "𠮷野家の控え 👩‍👩‍👧‍👦🏳️‍🌈",
    "مرحبا \u202eevil\u202c שלום",
    "é" * 200,
    "\\" * 150,
    "𠮷" * 90,
    "<script>alert(1)</script>",
    "=HYPERLINK(0)",
    "\u2028line\u2029para\x85next",
    "~uid~ ~summary~ 20000101 20000101T000000Z 999999999 ~url~",
    "%s %(uid)s {uid} \x00\x07\x1b[31m",
    " ",
    "",
)


def entry(summary: str = "x", description: str = "y", **more: object) -> Entry:
    known = {"uid": "a" * 64 + "@misete", "on": date(2026, 11, 30), "url": URL, "sequence": 2}
    return Entry(summary=summary, description=description, changed_at=INSTANT, **known | more)


def as_kept(text: str) -> str:
    """What a text may hold: no control signs but line breaks (3.3.11)."""
    return re.sub(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", "", text).replace("\\N", "\n")


def read_back(written: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(written).events)


def check_lines(written: bytes) -> None:
    assert LINES.fullmatch(written), [line for line in written.split(b"\r\n") if len(line) > LONGEST]
    for line in written.split(b"\r\n"):
        line.decode("utf-8")  # no letter is cut in two


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_stay_words(text: str) -> None:
    written = calendar_of([entry(text, text)], "Misete")
    check_lines(written)
    (event,) = read_back(written)
    assert (str(event.get("SUMMARY", "")), str(event.get("DESCRIPTION", ""))) == (as_kept(text),) * 2
    assert [part.name for part in event.walk()] == ["VEVENT", "VALARM", "VALARM"]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_another_program_reads_the_same(text: str) -> None:
    read = vobject.readOne(calendar_of([entry(text, text)], "Misete").decode())
    (event,) = read.vevent_list
    assert (event.summary.value, event.description.value) == (as_kept(text),) * 2
    assert (event.dtstart.value, event.uid.value, event.sequence.value) == (
        date(2026, 11, 30),
        "a" * 64 + "@misete",
        "2",
    )
    assert [alarm.trigger.value for alarm in event.valarm_list] == [
        timedelta(hours=9, days=-7),
        timedelta(hours=9, days=-1),
    ]


@settings(max_examples=300, deadline=None)
@given(
    summary=st.text(max_size=200),
    description=st.text(max_size=900),
    name=st.sampled_from(["Misete", "見せて"]),
    rings=st.sampled_from([DAYS_BEFORE, (0,), SILENT]),
    on=st.dates(date(1989, 1, 8), date(2060, 12, 31)),
    sequence=st.integers(0, 10_000),
    is_cancelled=st.booleans(),
    base=st.sampled_from(["http://localhost:8000", "https://misete." + "very-long-name." * 8 + "example"]),
)
def test_every_line_is_short_and_everything_comes_back(
    summary: str,
    description: str,
    name: str,
    rings: tuple[int, ...],
    on: date,
    sequence: int,
    is_cancelled: bool,
    base: str,
) -> None:
    one = entry(
        summary,
        description,
        rings=rings,
        on=on,
        sequence=sequence,
        is_cancelled=is_cancelled,
        url=f"{base}/cases/0000",
    )
    written = calendar_of([one, one], name)
    check_lines(written)
    first, second = read_back(written)
    assert first.to_ical() == second.to_ical()
    assert str(first.get("SUMMARY", "")) == as_kept(summary)
    assert str(first.get("DESCRIPTION", "")) == as_kept(description)
    assert (first.start, first["SEQUENCE"], str(first["URL"])) == (on, sequence, one.url)
    assert first["STATUS"] == ("CANCELLED" if is_cancelled else "CONFIRMED")
    assert len(first.walk("VALARM")) == len(rings)


def test_what_is_filled_in_is_what_the_library_itself_would_write() -> None:
    text = "とても長い説明です, 。\n" * 30
    (event,) = read_back(calendar_of([entry(text, text)], "Misete"))
    itself = icalendar.Event.new(
        uid="a" * 64 + "@misete",
        stamp=INSTANT,
        summary=text,
        description=text,
        start=date(2026, 11, 30),
        url=URL,
    )
    for name in ("SUMMARY", "DESCRIPTION", "DTSTART", "DTSTAMP", "UID", "URL"):
        assert event[name].to_ical() == itself[name].to_ical(), name


def test_the_calendar_names_its_maker_and_asks_to_be_read_again() -> None:
    read = icalendar.Calendar.from_ical(calendar_of([], "見せて"))
    assert (read["VERSION"], read["PRODID"]) == ("2.0", "-//Misete//Deadlines//JA")
    assert (read["NAME"], read["X-WR-CALNAME"]) == ("見せて", "見せて")
    assert read["REFRESH-INTERVAL"].dt == timedelta(hours=6)
    assert read["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"
    assert "METHOD" not in read
    assert read.errors == []
