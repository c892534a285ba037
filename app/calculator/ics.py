"""Writes a day for the calendars of other programs (RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event
from icalendar.enums import CLASS, STATUS, TRANSP

MAKER = "-//Misete//Deadlines//JA"
CONTENT_TYPE = "text/calendar; charset=utf-8"
DAYS_BEFORE = (7, 1)
# A whole day begins at midnight, when nobody wants to be woken.
ALARM_HOUR = timedelta(hours=9)


@dataclass(frozen=True, slots=True)
class Entry:
    """One day as a calendar shows it; `uid` is the same as long as it is the same thing."""

    uid: str
    on: date
    summary: str
    description: str = ""
    url: str | None = None
    sequence: int = 0
    is_cancelled: bool = False


def event_of(entry: Entry, stamped: datetime) -> Event:
    """The entry as a VEVENT of a whole day, which is the same day in every time zone."""
    return Event.new(
        uid=entry.uid,
        stamp=stamped,
        start=entry.on,
        summary=entry.summary,
        description=entry.description or None,
        url=entry.url,
        sequence=entry.sequence,
        status=STATUS.CANCELLED if entry.is_cancelled else STATUS.CONFIRMED,
        classification=CLASS.PRIVATE,
        # A day to keep in mind, not an appointment.
        transparency=TRANSP.TRANSPARENT,
        subcomponents=() if entry.is_cancelled else [_alarm(entry, days) for days in DAYS_BEFORE],
    )


def calendar_of(events: Iterable[Event], name: str | None = None) -> bytes:
    """A whole calendar file, the same for the same events; `name` is what a subscribed one is called."""
    # Not Calendar.new: it would give every answer a new UID.
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    if name:
        calendar.calendar_name = name
    for event in events:
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _alarm(entry: Entry, days: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry.summary)
    alarm.TRIGGER = ALARM_HOUR - timedelta(days=days)
    return alarm
