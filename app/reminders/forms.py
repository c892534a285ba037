"""Reads what a person writes about reminders."""

import re

from app.reminders.addresses import CODE_DIGITS
from app.reminders.models import KINDS
from app.reminders.service import Plan, Wishes
from app.web.forms import Form
from app.web.locales import LOCALES

NOTE_LIMIT = 200
ADDRESS_LIMIT = 254  # RFC 5321, section 4.5.3.1.3
HOURS = tuple(str(hour) for hour in range(24))
FEWEST_DAYS, MOST_DAYS = 3, 180
# One person, one server, nothing that could be read as a command or a second address.
_ADDRESS = re.compile(r"[A-Za-z0-9._%+/=!#$&'*?^`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}")
_NUMBER = re.compile(r"\d{1,3}")
_CODE = re.compile(rf"\d{{{CODE_DIGITS}}}")


def read_wishes(form: Form) -> Wishes | None:
    """What is told and when; None when something must be mended."""
    kinds = frozenset(form.choices("kinds", KINDS))
    locale = form.choice("locale", list(LOCALES))
    quiet_from = form.choice("quiet_from", HOURS)
    quiet_until = form.choice("quiet_until", HOURS)
    return Wishes(kinds, locale, int(quiet_from), int(quiet_until)) if form.ok else None


def read_address(form: Form) -> str | None:
    """One mail address; None when it must be mended."""
    typed = form.text("address", ADDRESS_LIMIT)
    if form.ok and not _ADDRESS.fullmatch(typed):
        form.problem("address", "reminders.form.no_address")
    return typed if form.ok else None


def read_code(form: Form) -> str | None:
    """The digits of a code, as they were typed or copied; full-width ones too."""
    typed = re.sub(r"[\s-]", "", form.text("code", 40))
    if form.ok and not _CODE.fullmatch(typed):
        form.problem("code", "reminders.form.no_code", count=CODE_DIGITS)
        return None
    return "".join(str(int(digit)) for digit in typed) if form.ok else None


def read_plan(form: Form) -> Plan | None:
    """A date of her own; None when something must be mended."""
    on = form.day("when")
    note = form.text("note", NOTE_LIMIT)
    return Plan(on, note) if form.ok and on is not None else None


def read_every(form: Form) -> int | None:
    """Every how many days; None for never. The form says whether it could be read."""
    typed = form.text("every", 20, required=False)
    if not typed:
        return None
    days = int(typed) if _NUMBER.fullmatch(typed) else 0
    if not FEWEST_DAYS <= days <= MOST_DAYS:
        form.problem("every", "reminders.form.no_days", least=FEWEST_DAYS, most=MOST_DAYS)
        return None
    return days
