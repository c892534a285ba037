"""Reads the entries about one person, opened with her key, newest first."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlmodel import Session, col

from app.audit.chain import instant_of
from app.audit.keeping import SALT_BYTES, actor_mark, group_mark, person_mark, place_of
from app.audit.models import AuditEvent
from app.kit.crypto import Cipher, Unreadable
from app.kit.vault import Vault

PAGE = 50
_OF_PERSON = select(AuditEvent).where(
    col(AuditEvent.person) == bindparam("person"), col(AuditEvent.seq) < bindparam("before")
)
_NEWEST_FIRST = _OF_PERSON.order_by(col(AuditEvent.seq).desc())
_COUNT = _OF_PERSON.with_only_columns(func.count())
END = 2**31 - 1  # no entry has a number above it


@dataclass(frozen=True, slots=True)
class Seen:
    """One entry, as its person may read it; `facts` is None when it can no longer be opened."""

    seq: int
    at: datetime
    action: str
    object_kind: str
    object_id: str | None
    by: str | None  # the fingerprint of the account; None for a visitor, or for the program
    facts: dict[str, str] | None = field(default=None)

    def is_by(self, vault: Vault, account_id: UUID) -> bool:
        """Whether this account did it."""
        return self.by == actor_mark(vault, account_id)


def place_before(asked: str | None) -> int:
    """The number that an address asks for; what is none, or too large for one, begins at the newest."""
    if asked and asked.isascii() and asked.isdigit() and len(asked) <= len(str(END)):
        return min(int(asked), END)
    return END


def entries_of(
    session: Session, vault: Vault, person_id: UUID, *, before: int = END, limit: int | None = PAGE
) -> list[Seen]:
    """The person's entries with a number below `before`; all of them without a `limit`."""
    asked = {"person": person_mark(vault, person_id), "before": before}
    rows = session.execute(_NEWEST_FIRST.limit(limit), asked).scalars()
    cipher = vault.persons([person_id]).get(person_id)
    return [_opened(row, cipher, person_id) for row in rows]


def entries_of_group(
    session: Session, vault: Vault, group_id: UUID, *, before: int = END, limit: int | None = PAGE
) -> list[Seen]:
    """What was done with the group itself, in the same order; these entries have no facts to open."""
    asked = {"person": group_mark(vault, group_id), "before": before}
    rows = session.execute(_NEWEST_FIRST.limit(limit), asked).scalars()
    return [_opened(row, None, group_id) for row in rows]


def count_of(session: Session, vault: Vault, person_id: UUID) -> int:
    """How many entries are about the person."""
    asked = {"person": person_mark(vault, person_id), "before": END}
    counted: int = session.execute(_COUNT, asked).scalar_one()
    return counted


def _opened(row: AuditEvent, cipher: Cipher | None, person_id: UUID) -> Seen:
    return Seen(
        seq=row.seq,
        at=instant_of(row.at),
        action=row.action,
        object_kind=row.object_kind,
        object_id=row.object_id,
        by=row.actor,
        facts=_facts(row, cipher, person_id),
    )


def _facts(row: AuditEvent, cipher: Cipher | None, person_id: UUID) -> dict[str, str] | None:
    if cipher is None or row.detail_sealed is None:
        return None
    try:
        said = cipher.open(place_of(row.seq, person_id), row.detail_sealed)
    except Unreadable:
        return None
    facts: dict[str, Any] = json.loads(said[2 * SALT_BYTES :])
    return facts
