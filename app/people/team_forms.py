"""Reads who shall work on a case, and to whom its lead is offered."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from app.kit.errors import NotFound
from app.people.team_models import Part
from app.web.forms import Form

NOTE_LIMIT: Final = 2000


@dataclass(frozen=True, slots=True)
class Offer:
    """To which membership, and with what words."""

    to: UUID
    note: str


def read_assigned(form: Form) -> tuple[UUID, Part] | None:
    """Which membership gets which part, or None when something must be mended."""
    member_id = read_member(form, "member")
    part = form.choice("part", list(Part))
    return (member_id, Part(part)) if form.ok and member_id else None


def read_offer(form: Form) -> Offer | None:
    """The offer, or None when something must be mended."""
    to = read_member(form, "to")
    note = form.long_text("note", NOTE_LIMIT)
    return Offer(to, note) if form.ok and to else None


def read_member(form: Form, name: str) -> UUID | None:
    """Which membership was chosen; raises NotFound for what is no id at all."""
    typed = form.posted.get(name)
    if not typed:
        form.problem(name, "web.form.choose")
        return None
    try:
        return UUID(typed)
    except ValueError:
        raise NotFound from None
