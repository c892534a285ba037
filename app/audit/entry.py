"""What the log can say: a closed list of acts, and one entry as the rooms above note it."""

import json
import re
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from app.kit.crypto import Cipher
from app.kit.db import note as note_fact


class Action(StrEnum):
    """What somebody did, or tried."""

    LOOK = "look"
    DOWNLOAD = "download"
    EXPORT = "export"
    SEARCH = "search"
    REVEAL = "reveal"  # a name on a board that shows none
    PRINT_LOG = "print_log"  # a group prints this log for the person
    CREATE = "create"
    EDIT = "edit"
    DELETE = "delete"
    GRANT = "grant"
    REVOKE = "revoke"
    ASSIGN = "assign"
    HANDOVER = "handover"
    CONFLICT_CHECK = "conflict_check"
    TAKE_OVER = "take_over"  # her own account takes over the records that a group kept for her
    REFUSE = "refuse"
    SIGN_IN_FACTOR_CHANGE = "sign_in_factor_change"
    ERASE = "erase"
    BIN = "bin"  # put into the bin, from which it can come back
    RESTORE = "restore"
    LEGAL_HOLD = "legal_hold"  # set or lifted: while it is set nothing is erased
    INVITE = "invite"
    MEMBERSHIP = "membership"  # somebody joined or left a group, or has another role


# What only reads has happened even when the request then failed; what changes something was undone.
READS = frozenset(
    {Action.LOOK, Action.DOWNLOAD, Action.EXPORT, Action.SEARCH, Action.REVEAL, Action.PRINT_LOG}
)


class Outcome(StrEnum):
    """Whether it was allowed."""

    ALLOW = "allow"
    DENY = "deny"


_KIND = re.compile(r"[a-z][a-z_]{0,31}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact for the log.

    The accounts and persons are fingerprints there. Without a person, but in a group's name, it is about the
    group itself and stands in the group's own log. `account`, `group`, `role` and `facts` are sealed with
    the person's key, and left out where there is no person or her key is gone. `facts` are names and
    values, such as ("name", "田中 花子"); see docs/decisions/0013-audit-log.md for the names that pages show.
    """

    action: Action
    object_kind: str  # the name of a table or of a list, in lower case
    actor_id: UUID | None  # the account; None for a visitor, or for the program itself
    person_id: UUID | None  # whose records; None where they are a group's own, or nobody's
    object_id: UUID | None = None
    outcome: Outcome = Outcome.ALLOW
    group_id: UUID | None = None
    role: str | None = None
    facts: tuple[tuple[str, str], ...] = ()
    # The person's, where whoever notes it had it open already: it is not asked for again.
    cipher: Cipher | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Refuses words where the log is not sealed."""
        if not _KIND.fullmatch(self.object_kind):
            raise ValueError("A kind of thing is a name in lower case, such as filing.")

    @property
    def stands(self) -> bool:
        """Whether it happened even if the transaction that it was noted in is undone."""
        return self.outcome is Outcome.DENY or self.action in READS

    def detail(self) -> str:
        """Who it was, in plain facts, as JSON."""
        said = {"account": self.actor_id, "group": self.group_id, "role": self.role}
        known = {name: str(value) for name, value in said.items() if value is not None}
        return json.dumps(dict(self.facts) | known, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def note(session: Session, entry: Entry) -> None:
    """Remembers an entry; it is written before the answer leaves, or the request fails."""
    note_fact(session, entry)
