"""Writes letters: begins one with what is known, changes it, throws it away; all words sealed."""

import json
from collections.abc import Mapping
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlmodel import Session, col

from app.filings.models import Filing
from app.kit.crypto import Place, Sealed
from app.kit.house import House
from app.letters import book, known
from app.letters.models import Letter, Sender
from app.people.forgetting import forgets_who_she_is

Fields = Mapping[str, str]


def draft(
    session: Session,
    house: House,
    filing: Filing,
    kind: str,
    fields: Fields | None = None,
    *,
    on_own_form: bool = False,
) -> Letter:
    """A new letter of a filing, filled in with what is known; `fields` beats what is known.

    `kind` is a key of `book.forms()`. Fields are plain text: a day is ISO ("2026-11-02"), several ticks of
    one field stand with commas between. A field that the form does not have is refused with KeyError.
    """
    form = book.form(kind)
    given = dict(fields or {})
    if unknown := given.keys() - form.fields.keys():
        raise KeyError(f"{kind} has no field {', '.join(sorted(unknown))}.")
    sender = sender_of(session, house, filing.person_id)
    if "name" not in form.fields:
        # On a mandate she stands as the one who gives it.
        sender = {f"principal_{name}": text for name, text in sender.items()}
    filled = known.fields(session, house, filing, form) | sender | given
    letter = Letter(
        id=uuid4(),
        person_id=filing.person_id,
        case_id=filing.case_id,
        filing_id=filing.id,
        kind=kind,
        on_own_form=on_own_form,
        content_sealed=Sealed(),
        created_at=house.clock.now(),
        changed_at=house.clock.now(),
    )
    change(house, letter, {name: text for name, text in filled.items() if name in form.fields})
    session.add(letter)
    session.flush()  # its page is led to in the same transaction
    return letter


def change(house: House, letter: Letter, fields: Fields) -> None:
    """What the letter says now; empty fields are left out."""
    letter.content_sealed = house.vault.person(letter.person_id).seal(_place(letter), _packed(fields))
    letter.changed_at = house.clock.now()


def fields_of(house: House, letter: Letter) -> dict[str, str]:
    """What the letter says, field by field."""
    opened = house.vault.person(letter.person_id).open(_place(letter), letter.content_sealed)
    fields: dict[str, str] = json.loads(opened)
    return fields


def discard(session: Session, letter: Letter) -> None:
    """Throws the letter away; what was recorded of the filing stays."""
    session.delete(letter)


def sender_of(session: Session, house: House, person_id: UUID) -> dict[str, str]:
    """What a person writes about herself on every letter; nothing before the first one."""
    row = _sender_row(session, person_id)
    if row is None:
        return {}
    place = Place("sender", "content_sealed", row.id, person_id)
    fields: dict[str, str] = json.loads(house.vault.person(person_id).open(place, row.content_sealed))
    return fields


def keep_sender(session: Session, house: House, person_id: UUID, fields: Fields) -> None:
    """Remembers what she wrote about herself for her next letter."""
    row = _sender_row(session, person_id)
    kept_id = row.id if row else uuid4()
    sealed = house.vault.person(person_id).seal(
        Place("sender", "content_sealed", kept_id, person_id),
        _packed({name: text for name, text in fields.items() if name in book.SENDER_FIELDS}),
    )
    row = row or Sender(id=kept_id, person_id=person_id, content_sealed=sealed, changed_at=house.clock.now())
    row.content_sealed, row.changed_at = sealed, house.clock.now()
    session.add(row)


@forgets_who_she_is
def forget_sender(session: Session, person_id: UUID) -> None:
    """Deletes what would stand about her on her next letter; the letters that were written stay hers."""
    session.execute(delete(Sender).where(col(Sender.person_id) == person_id))


def _sender_row(session: Session, person_id: UUID) -> Sender | None:
    return session.execute(select(Sender).where(col(Sender.person_id) == person_id)).scalar_one_or_none()


def _packed(fields: Fields) -> str:
    return json.dumps({name: text for name, text in fields.items() if text}, ensure_ascii=False)


def _place(letter: Letter) -> Place:
    return Place("letter", "content_sealed", letter.id, letter.person_id)
