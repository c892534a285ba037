"""Reads how much the entries of a calendar may say."""

from app.web.forms import Form

DISCREET, FULL = "discreet", "full"


def read_discreet(form: Form) -> bool:
    """Whether the entries say no more than that there is a day; the form says so when nothing was chosen."""
    return form.choice("words", (DISCREET, FULL)) != FULL


def filled(*, discreet: bool) -> Form:
    """The form with what holds now."""
    return Form.blank(words=DISCREET if discreet else FULL)
