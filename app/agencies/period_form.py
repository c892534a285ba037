"""The form by which a person enters the period that an agency applies, and where she read it."""

import re
import unicodedata
from urllib.parse import urlsplit

from app.agencies.overrides import DISCLOSURE, PROCEDURES_WITH_PERIODS
from app.agencies.periods import COUNT_MODES, NewPeriod
from app.web.forms import Form

UNKNOWN = "unknown"
PAGE, PAPER = SOURCES = ("page", "paper")
MOST_DAYS = 3650
SOURCE_LIMIT = 500
_DIGITS = re.compile(r"[0-9]{1,4}")


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
