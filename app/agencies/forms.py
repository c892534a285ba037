"""The forms by which a person adds a body, a period that it applies, and days on which it is closed."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from app import law
from app.agencies.countries import HOME
from app.agencies.models import Kind
from app.agencies.overrides import DISCLOSURE, PROCEDURES_WITH_PERIODS
from app.agencies.periods import COUNT_MODES, NewPeriod
from app.agencies.service import OWN_KINDS, NewAgency
from app.kit.dates import UnreadableDate, read_event_date
from app.web.forms import Form

UNKNOWN = "unknown"
PAGE, PAPER = SOURCES = ("page", "paper")
MOST_DAYS = 3650
SOURCE_LIMIT = 500
NOTE_LIMIT = 200
DAYS_LIMIT = 4000
_SHOWN = 30
_DIGITS = re.compile(r"[0-9]{1,4}")
# A line each, or one after the other: people paste lists.
_BETWEEN_DAYS = re.compile(r"[\n,;\u3001\uff0c]+")


def read_new_agency(form: Form) -> NewAgency | None:
    """What she wrote, or None when something must be mended first."""
    name = form.text("name")
    kind = form.choice("kind", OWN_KINDS)
    kana = form.text("kana", required=False)
    contact = form.long_text("contact", limit=1000)
    country = form.choice("country", (HOME, *law.COUNTRIES), required=False)
    if not form.ok:
        return None
    abroad = country if country != HOME else None
    return NewAgency(name, Kind(kind), kana or None, contact or None, abroad or None)


def read_period(form: Form) -> NewPeriod | None:
    """A period as she read it, or None when something must be mended first."""
    procedure = form.choice("procedure", PROCEDURES_WITH_PERIODS)
    decision_days = _number(form, "decision_days", least=1)
    count_mode = form.choice("count_mode", (*COUNT_MODES, UNKNOWN))
    extension_days = _number(form, "extension_days", least=0, required=False)
    exception_days = _number(form, "exception_days", least=1, required=False)
    if exception_days is not None and procedure not in ("", DISCLOSURE):
        # Article 84 names a number of days; Articles 95 and 103 leave it to the notice.
        form.problem("exception_days", "periods.errors.exception_only_disclosure")
    starts_on, ends_on = form.day("starts_on", required=False), form.day("ends_on", required=False)
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        form.problem("ends_on", "periods.errors.ends_before")
    source = _source(form)
    page_date = form.day("page_date", required=False)
    if page_date is not None and form.today is not None and page_date > form.today:
        form.problem("page_date", "periods.errors.page_ahead")
    if decision_days is None or not form.ok:
        return None
    mode = None if count_mode == UNKNOWN else count_mode
    numbers = (decision_days, mode, extension_days, exception_days)
    return NewPeriod(procedure, *numbers, starts_on, ends_on, source, page_date)


def _number(form: Form, name: str, *, least: int, required: bool = True) -> int | None:
    """A number of days; full-width digits are as good as others."""
    typed = unicodedata.normalize("NFKC", form.value(name)).strip()
    if not typed and not required:
        return None
    number = int(typed) if _DIGITS.fullmatch(typed) else -1
    if not least <= number <= MOST_DAYS:
        form.problem(name, "periods.errors.number" if typed else "web.form.missing", **_limits(typed, least))
        return None
    return number


def _limits(typed: str, least: int) -> dict[str, int]:
    return {"least": least, "most": MOST_DAYS} if typed else {}


def _source(form: Form) -> str | None:
    """Where she read it: an address that is only ever shown, or nothing for paper."""
    where = form.choice("source", SOURCES)
    address = form.text("source_url", SOURCE_LIMIT, required=where == PAGE)
    if where == PAPER and address:
        form.problem("source", "periods.errors.paper_with_address")
    elif address and not _is_address(address):
        form.problem("source_url", "periods.errors.address")
    return address or None


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"\s", text)


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
