"""Reads what a person writes about a group, and what she is called in it."""

from app.groups.models import Role
from app.groups.service import GroupWords
from app.web.forms import Form

NAME_LIMIT = 80
CONTACT_LIMIT = 400
OWN_NAME_LIMIT = 60


def read_words(form: Form) -> GroupWords:
    """What the group is called, and how clients reach it."""
    return GroupWords(form.text("name", NAME_LIMIT), form.long_text("contact", CONTACT_LIMIT, required=True))


def read_own_name(form: Form) -> str:
    """What members and clients call her."""
    return form.text("own_name", OWN_NAME_LIMIT)


def read_role(form: Form) -> Role | None:
    """What somebody shall do in the group, or None when nothing was chosen."""
    chosen = form.choice("role", list(Role))
    return Role(chosen) if chosen else None
