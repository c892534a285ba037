"""Shows a client's name to a coordinator who needs it; the log says that she did."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session

from app.accounts.session import Actor
from app.audit.entry import Action
from app.kit.errors import NotFound
from app.kit.house import House
from app.people import clients, conflicts, profiles
from app.people.noting import note_act, note_refusal
from app.people.reach import CASE, GROUP, Reach, is_open


@dataclass(frozen=True, slots=True)
class Revealed:
    """A client's number and what she is called; how to reach her in safety stands beside."""

    number: int
    about: profiles.About


def reveal(session: Session, house: House, actor: Actor, reach: Reach, client_id: UUID) -> Revealed:
    """The name of a client of the group; raises NotFound unless she lets the group see her state today.

    Raises Conflict before the conflict check was passed: until then nobody learns who she is.
    """
    client = clients.client_for(session, reach.member, client_id)
    if client.ended_at is not None or not _is_open(session, reach, client.person_id):
        note_refusal(session, actor, type(client), client_id)
        raise NotFound
    conflicts.refuse_unchecked(session, client.person_id, reach.group_id)
    note_act(session, actor, Action.REVEAL, "person", client.person_id, client.id, reach.group_id)
    return Revealed(client.number, profiles.about(session, house, client.person_id))


def _is_open(session: Session, reach: Reach, person_id: UUID) -> bool:
    found = select(CASE.c.id).where(
        CASE.c.person_id == person_id, CASE.c.group_id == GROUP, CASE.c.closed_on.is_(None), is_open()
    )
    return session.execute(found.limit(1), reach.asked).first() is not None
