"""The form by which a person adds days on which an agency is closed."""

import re
from dataclasses import dataclass
from datetime import date

from app.kit.dates import UnreadableDate, read_event_date
from app.web.forms import Form

NOTE_LIMIT = 200
DAYS_LIMIT = 4000
# A line each, or one after the other: people paste lists.
_BETWEEN_DAYS = re.compile(r"[\n,;\u3001\uff0c]+")
_SHOWN = 30


@dataclass(frozen=True, slots=True)
class NewClosedDays:
    """Days on which an agency is closed, and why or where she read it."""

    days: tuple[date, ...]
    note: str | None


def read_closed_days(form: Form) -> NewClosedDays | None:
    """One or more days, or None when something must be mended first."""
    typed = form.long_text("days", DAYS_LIMIT, required=True)
    days = [] if form.errors else _read_days(form, typed)
    note = form.text("note", NOTE_LIMIT, required=False)
    return NewClosedDays(tuple(days), note or None) if form.ok else None


def _read_days(form: Form, typed: str) -> list[date]:
    assert form.today is not None
    days = []
    for each in filter(None, map(str.strip, _BETWEEN_DAYS.split(typed))):
        try:
            days.append(read_event_date(each, form.today))
        except UnreadableDate:
            form.problem("days", "periods.errors.day", day=each[:_SHOWN])
    if not days:
        form.problem("days", "web.form.missing")
    return days
