"""Keeps free text of letters for a group: never a field about a person, and no word that names her."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session

from app.groups import shelf
from app.groups.models import Membership
from app.kit.errors import NotFound
from app.kit.house import House
from app.letters import book
from app.letters.models import GroupWording

MOST: Final = 200
TITLE_LIMIT: Final = 80
# Several lines, and yet about a person or of whom she writes to.
ABOUT_SOMEBODY: Final = frozenset(
    {"address", "to_address", "principal_address", "agent_address", "former_name_address"}
)


@dataclass(frozen=True, slots=True)
class Wording:
    """The text of some fields of one kind of letter, under a name."""

    title: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Kept:
    """A wording of a group, opened."""

    id: UUID
    form: book.Form
    wording: Wording
    put_as: str
    changed_at: datetime


def free_fields(form: book.Form) -> list[str]:
    """The fields of a form whose text a group may use again; those of the annex name others."""
    return [
        name
        for name, kind in form.fields.items()
        if kind.kind == "text" and name in form.body_fields and name not in ABOUT_SOMEBODY
    ]


def all_of(session: Session, house: House, group_id: UUID) -> list[Kept]:
    """Those of a group, the newest first."""
    rows = shelf.rows_of(session, GroupWording, group_id)
    return [opened(house, row) for row in rows if row.kind in book.forms()]


def one_of(session: Session, group_id: UUID, wording_id: UUID) -> GroupWording:
    """One of them; raises NotFound for another group's, and for one of a form that there is no more."""
    row = shelf.row_of(session, GroupWording, group_id, wording_id)
    if row.kind not in book.forms():
        raise NotFound
    return row


def opened(house: House, row: GroupWording) -> Kept:
    """One row with its words opened; a field that its form no longer has is left out."""
    told, form = json.loads(shelf.text_of(house, row)), book.form(row.kind)
    fields = {name: told["fields"][name] for name in free_fields(form) if name in told["fields"]}
    return Kept(row.id, form, Wording(told["title"], fields), row.put_as, row.changed_at)


def add(session: Session, house: House, member: Membership, kind: str, wording: Wording) -> GroupWording:
    """One more; raises Conflict when the group has more than anybody needs."""
    text, refusal = _packed(wording), "letters.errors.too_many_wordings"
    return shelf.put(session, house, member, GroupWording, text, most=MOST, refusal=refusal, kind=kind)


def change(house: House, row: GroupWording, wording: Wording) -> None:
    """What it says now; letters that began with it stay as they are."""
    shelf.write(house, row, _packed(wording))


def _packed(wording: Wording) -> str:
    return json.dumps({"title": wording.title, "fields": dict(wording.fields)}, ensure_ascii=False)
