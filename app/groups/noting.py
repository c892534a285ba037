"""Notes for the group's own log what was done with the group: never a word, never a client."""

from uuid import UUID

from sqlmodel import Session

from app.accounts.session import Actor
from app.audit.entry import Action, Entry, note


def note_in_group(
    session: Session, actor: Actor, action: Action, kind: str, group_id: UUID, object_id: UUID | None = None
) -> None:
    """Remembers an act of a member; the coordinators of the group can read it."""
    entry = Entry(
        action,
        kind,
        actor_id=actor.account_id,
        person_id=None,
        object_id=object_id or group_id,
        group_id=group_id,
    )
    note(session, entry)
