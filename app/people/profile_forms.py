"""Reads what a person is called and how she can be reached without harm."""

from dataclasses import fields
from typing import Final

from app.people.profiles import About
from app.web.forms import Form

NAME_LIMIT: Final = 80
PHONE_LIMIT: Final = 40
WORDS_LIMIT: Final = 400
TICKED: Final = "yes"


def blank(told: About) -> Form:
    """The form as it is shown first."""
    known = {field.name: getattr(told, field.name) for field in fields(About)}
    words = {name: value for name, value in known.items() if isinstance(value, str)}
    return Form.blank(**words, **({"never_post": TICKED} if told.never_post else {}))


def read_about(form: Form) -> About | None:
    """What the form says, or None when something must be mended."""
    told = About(
        name=form.text("name", NAME_LIMIT),
        kana=form.text("kana", NAME_LIMIT, required=False),
        phone=form.text("phone", PHONE_LIMIT, required=False),
        address=form.long_text("address", WORDS_LIMIT),
        safe_where=form.text("safe_where", WORDS_LIMIT, required=False),
        safe_when=form.text("safe_when", WORDS_LIMIT, required=False),
        safe_how=form.text("safe_how", WORDS_LIMIT, required=False),
        never=form.long_text("never", WORDS_LIMIT),
        never_post=form.flag("never_post"),
    )
    return told if form.ok else None
