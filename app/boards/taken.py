"""Notes what left the screen of a group's pages, for each person on it and for the group itself."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlmodel import Session

from app.accounts.session import Actor
from app.audit.entry import Action
from app.groups.noting import note_in_group
from app.kit.crypto import Cipher
from app.people.noting import note_act
from app.people.reach import Reach


def note_taken(session: Session, actor: Actor, reach: Reach, kind: str, persons: Iterable[UUID]) -> None:
    """One entry for each person on a file or a sheet, and one for the group, each time it is made.

    Not one for each line: what she has to know is that her number and days left, when, and with whom.
    """
    for person_id in sorted(persons):
        note_act(session, actor, Action.EXPORT, kind, person_id, reach.group_id, reach.group_id)
    note_in_group(session, actor, Action.EXPORT, kind, reach.group_id)


def note_names(session: Session, actor: Actor, reach: Reach, opened: Mapping[UUID, Cipher]) -> None:
    """Each person whose name stood on the board for this member: a look, as on any other page."""
    for person_id in sorted(opened):
        group_id, cipher = reach.group_id, opened[person_id]
        note_act(session, actor, Action.LOOK, "board", person_id, group_id, group_id, cipher)
