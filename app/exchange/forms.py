"""Reads the forms of erasure: what was ticked, a group's months, the reason of a hold."""

from app.exchange.keeping import CHOICES
from app.web.forms import Form

REASON_LIMIT = 1000
NUMBER_LIMIT = 80


def tick(form: Form, name: str) -> None:
    """A box without which nothing is done."""
    if not form.flag(name):
        form.problem(name, "erasure.errors.tick")


def read_months(form: Form) -> int | None:
    """How many months a group keeps."""
    chosen = form.choice("months", [str(each) for each in CHOICES])
    return int(chosen) if chosen else None


def read_reason(form: Form) -> str:
    """Why records are held."""
    return form.long_text("reason", REASON_LIMIT, required=True)


def read_number(form: Form) -> str:
    """The number of a receipt."""
    return form.text("number", NUMBER_LIMIT)
