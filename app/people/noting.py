"""Notes for the log what an account does with a person's records."""

from typing import Any
from uuid import UUID

from sqlmodel import Session, SQLModel

from app.accounts.session import Actor
from app.audit.entry import Action, Entry, Outcome, note
from app.kit.crypto import Cipher


def note_act(
    session: Session,
    actor: Actor,
    action: Action,
    kind: str,
    person_id: UUID | None,
    object_id: UUID | None = None,
    group_id: UUID | None = None,
    cipher: Cipher | None = None,
) -> None:
    """Remembers an act of a signed-in account; it is in the log before the answer leaves."""
    entry = Entry(
        action,
        kind,
        actor_id=actor.account_id,
        person_id=person_id,
        object_id=object_id,
        group_id=group_id,
        cipher=cipher,
    )
    note(session, entry)


def note_row(session: Session, actor: Actor, action: Action, row: Any, group_id: UUID | None) -> None:
    """What was done with a row of somebody else's."""
    note_act(session, actor, action, _kind(type(row)), row.person_id, row.id, group_id)


def note_refusal(session: Session, actor: Actor, model: type[SQLModel], asked: UUID | None) -> None:
    """A look that was refused. Whose the row is, or whether there is one, is not asked, so it is not said."""
    entry = Entry(
        Action.REFUSE,
        _kind(model),
        actor_id=actor.account_id,
        person_id=None,
        object_id=asked,
        outcome=Outcome.DENY,
    )
    note(session, entry)


def _kind(model: type[SQLModel]) -> str:
    return str(model.__tablename__)
