"""Notes for the log what an account does with a person's records."""

from uuid import UUID

from sqlmodel import Session

from app.accounts.session import Actor
from app.audit.entry import Action, Entry, note


def note_act(
    session: Session, actor: Actor, action: Action, kind: str, person_id: UUID, object_id: UUID | None = None
) -> None:
    """Remembers an act of a signed-in account; it is in the log before the answer leaves."""
    note(
        session,
        Entry(action, kind, actor_id=actor.account_id, person_id=person_id, object_id=object_id),
    )
