"""Writes what was noted to the end of the chain; the one place that adds to the log."""

import secrets
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, cast
from uuid import UUID

from sqlalchemy import func, insert, select, text
from sqlmodel import Session, col

from app.audit.chain import GENESIS, commit_to, link, stamp
from app.audit.entry import Entry
from app.audit.models import AuditEvent
from app.audit.refusing import refused
from app.kit.crypto import Cipher, Place
from app.kit.db import Fact
from app.kit.house import House
from app.kit.vault import Vault

# Any number, the same in every process: two that write at once write one after the other.
ADVISORY_LOCK = 7_418_002
NOBODY = UUID(int=0)
SALT_BYTES = 16

_HEAD = select(col(AuditEvent.seq), col(AuditEvent.hash)).where(
    col(AuditEvent.seq) == select(func.max(AuditEvent.seq)).scalar_subquery()
)
_ADD = insert(AuditEvent)


def keep_log(house: House) -> House:
    """Makes the house write down what its requests note; without it, they fail."""
    house.db.trail = partial(write, house)
    house.db.refusal = refused
    return house


def write(house: House, session: Session, facts: Sequence[Fact]) -> None:
    """Adds entries at the end, in the session's transaction; the head is held from here to its commit."""
    entries = list(dict.fromkeys(cast("Sequence[Entry]", facts)))
    # Asked for before the head is held, and in the same way whether there is a person or not.
    ciphers = _ciphers(house.vault, entries)
    at = stamp(house.clock.now())
    seq, before = _hold_head(session)
    rows = []
    for entry in entries:
        seq += 1
        row = _row(house.vault, ciphers, entry, seq) | {"at": at, "prev_hash": before}
        before = link(house.vault, row)
        rows.append(row | {"hash": before})
    session.execute(_ADD, rows)


def _ciphers(vault: Vault, entries: Sequence[Entry]) -> dict[UUID, Cipher]:
    given = {entry.person_id: entry.cipher for entry in entries if entry.person_id and entry.cipher}
    wanted = {entry.person_id or NOBODY for entry in entries} - given.keys()
    return given | vault.persons(wanted) if wanted else given


def _hold_head(session: Session) -> tuple[int, str]:
    if session.get_bind().dialect.name == "postgresql":
        # SQLite has one writer anyway.
        session.execute(text(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})"))
    head = session.execute(_HEAD).first()
    return (0, GENESIS) if head is None else (head[0], head[1])


def _row(vault: Vault, ciphers: Mapping[UUID, Cipher], entry: Entry, seq: int) -> dict[str, Any]:
    row: dict[str, Any] = {
        "seq": seq,
        "actor": actor_mark(vault, entry.actor_id),
        "person": _whose(vault, entry),
        "action": entry.action.value,
        "object_kind": entry.object_kind,
        "object_id": str(entry.object_id) if entry.object_id else None,
        "outcome": entry.outcome.value,
        "detail_sealed": None,
        "commitment": None,
    }
    cipher = ciphers.get(entry.person_id or NOBODY)
    if cipher is not None and entry.person_id is not None:
        # The salt lies within: once the key is gone, nobody can try out who it may have been.
        detail = secrets.token_hex(SALT_BYTES) + entry.detail()
        row |= {
            "detail_sealed": cipher.seal(place_of(seq, entry.person_id), detail),
            "commitment": commit_to(detail),
        }
    return row


def _whose(vault: Vault, entry: Entry) -> str | None:
    is_of_group = entry.person_id is None
    return group_mark(vault, entry.group_id) if is_of_group else person_mark(vault, entry.person_id)


def actor_mark(vault: Vault, account_id: UUID | None) -> str | None:
    """The fingerprint under which the log knows an account."""
    return None if account_id is None else vault.blind_index("audit actor", str(account_id))


def person_mark(vault: Vault, person_id: UUID | None) -> str | None:
    """The fingerprint under which the log knows a person."""
    return None if person_id is None else vault.blind_index("audit person", str(person_id))


def group_mark(vault: Vault, group_id: UUID | None) -> str | None:
    """The fingerprint under which the log knows a group, where its persons stand else."""
    return None if group_id is None else vault.blind_index("audit group", str(group_id))


def place_of(seq: int, person_id: UUID) -> Place:
    """What binds a sealed detail to its entry."""
    return Place("audit_event", "detail_sealed", UUID(int=seq), person_id)
