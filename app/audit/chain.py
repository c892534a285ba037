"""How entries hang together: each hash covers the one before it and every column of its own entry."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from app.kit.vault import Vault

GENESIS = "0" * 64  # what stands before the first entry
_STAMP = "%Y-%m-%dT%H:%M:%S.%fZ"
COVERED = ("seq", "at", "actor", "person", "action", "object_kind", "object_id", "outcome", "commitment")


def stamp(instant: datetime) -> str:
    """An instant as the log writes it."""
    return instant.astimezone(UTC).strftime(_STAMP)


def instant_of(stamped: str) -> datetime:
    """The instant that the log wrote."""
    return datetime.strptime(stamped, _STAMP).replace(tzinfo=UTC)


def commit_to(detail: str) -> str:
    """A fingerprint of a salted detail: nothing can be guessed from it once the salt is gone with the key."""
    return hashlib.sha256(detail.encode()).hexdigest()


def link(vault: Vault, row: Mapping[str, Any]) -> str:
    """The hash that an entry must bear, from its other columns."""
    said = {name: row[name] for name in COVERED} | {"detail": _fingerprint(row["detail_sealed"])}
    # What was tampered with may be of any type: it need only differ.
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), default=repr)
    return vault.chain_link(str(row["prev_hash"]), text.encode())


def _fingerprint(sealed: bytes | None) -> str | None:
    if sealed is None:
        return None
    return hashlib.sha256(sealed if isinstance(sealed, bytes) else repr(sealed).encode()).hexdigest()
