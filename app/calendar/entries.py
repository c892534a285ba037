"""Writes days for the calendars of other programs (RFC 5545), by the icalendar library.

The library takes half a millisecond for an entry. So it writes each kind of entry once, with marks in
the places of what differs; the values, written and folded as the library does, are put there.
"""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import NamedTuple

from icalendar import Alarm, Calendar, Event, vText
from icalendar.enums import CLASS, STATUS, TRANSP
from icalendar.parser import Contentline

MAKER = "-//Misete//Deadlines//JA"
CONTENT_TYPE = "text/calendar; charset=utf-8"
DAYS_BEFORE = (7, 1)
ON_THE_DAY = (0,)
SILENT = ()
# A whole day begins at midnight, when nobody wants to be woken.
ALARM_HOUR = timedelta(hours=9)
ASK_AGAIN_AFTER = timedelta(hours=6)
LONGEST_LINE = 74  # A line of 75 octets is allowed; the library keeps one for the sign of a folded line.

_MARK_DAY, _MARK_INSTANT, _MARK_SEQUENCE = date(2000, 1, 1), datetime(2000, 1, 1, tzinfo=UTC), 999_999_999
_MARKS = {
    b"20000101T000000Z": b"instant",
    b"20000101": b"on",
    b"999999999": b"sequence",
    b"~uid~": b"uid",
    b"~summary~": b"summary",
    b"~spoken~": b"spoken",
    b"~description~": b"description",
    b"~url~": b"url",
}
# RFC 5545, section 3.3.11: a text holds no control sign but the line break, which is escaped.
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_MARKED = re.compile(b"(" + b"|".join(_MARKS) + b")")


class Entry(NamedTuple):
    """One day as a calendar shows it; `uid` is the same as long as it is the same thing."""

    uid: str
    on: date
    summary: str
    description: str
    url: str
    sequence: int
    changed_at: datetime
    rings: tuple[int, ...] = DAYS_BEFORE  # how many days before
    is_cancelled: bool = False


def calendar_of(entries: Iterable[Entry], name: str) -> bytes:
    """A whole calendar, the same bytes for the same entries; `name` is what a subscribed one is called."""
    head, tail = _frame(name)
    # The same few words stand in many entries; they are forgotten with the answer.
    folded = cache(_folded)
    return b"".join((head, *(_written(entry, folded) for entry in entries), tail))


@cache
def _frame(name: str) -> tuple[bytes, bytes]:
    # Not Calendar.new: it would give every answer a new UID.
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.calendar_name = name
    # RFC 7986, section 5.7: the property has no default type, so it names one.
    calendar.add("refresh-interval", ASK_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    head, end, rest = calendar.to_ical().partition(b"END:VCALENDAR")
    return head, end + rest


def _written(entry: Entry, folded: Callable[[str, str], bytes]) -> bytes:
    return _shape(entry.rings, entry.is_cancelled) % {
        b"uid": entry.uid.encode(),
        b"on": b"%04d%02d%02d" % (entry.on.year, entry.on.month, entry.on.day),
        b"instant": entry.changed_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ").encode(),
        b"sequence": b"%d" % entry.sequence,
        b"summary": folded("SUMMARY", entry.summary),
        b"spoken": folded("DESCRIPTION", entry.summary),
        b"description": folded("DESCRIPTION", entry.description),
        b"url": folded("URL", entry.url),
    }


@cache
def _shape(rings: tuple[int, ...], is_cancelled: bool) -> bytes:
    """The library's own VEVENT as a pattern: its marks are places to be filled."""
    event = Event.new(
        uid="~uid~",
        stamp=_MARK_INSTANT,
        last_modified=_MARK_INSTANT,
        start=_MARK_DAY,
        summary="~summary~",
        description="~description~",
        url="~url~",
        sequence=_MARK_SEQUENCE,
        status=STATUS.CANCELLED if is_cancelled else STATUS.CONFIRMED,
        classification=CLASS.PRIVATE,
        # A day to keep in mind, not an appointment.
        transparency=TRANSP.TRANSPARENT,
        subcomponents=[_alarm(days) for days in rings],
    )
    return _MARKED.sub(lambda mark: b"%%(%b)b" % _MARKS[mark[0]], event.to_ical())


def _alarm(days: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", "~spoken~")
    alarm.TRIGGER = ALARM_HOUR - timedelta(days=days)
    return alarm


def _folded(name: str, text: str) -> bytes:
    """The text as it stands after `name:`, escaped, and folded where the whole line is too long."""
    value = text.encode() if name == "URL" else vText(_CONTROLS.sub("", text)).to_ical()
    if len(name) + 1 + len(value) <= LONGEST_LINE:
        return value
    line = Contentline(f"{name}:{value.decode()}")  # type: ignore[no-untyped-call] # the library's own gap
    folded: bytes = line.to_ical()  # type: ignore[no-untyped-call] # see above
    return folded.partition(b":")[2]
