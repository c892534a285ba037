"""Sets and lifts a coordinator's hold on a client's records, with its reason."""

from uuid import UUID

from sqlmodel import Session

from app.accounts.session import Actor
from app.audit.entry import Action
from app.exchange.matters import hold_of, hold_without_account
from app.exchange.models import Hold
from app.kit.crypto import Place, Unreadable
from app.kit.errors import Conflict
from app.kit.house import House
from app.people.models import Client
from app.people.noting import note_act


def set_hold(session: Session, house: House, actor: Actor, client: Client, reason: str) -> None:
    """Nothing of hers is erased until it is lifted. Raises Conflict where one is set, and for her own."""
    person_id = client.person_id
    hold_without_account(session, person_id)
    if hold_of(session, person_id) is not None:
        raise Conflict("erasure.errors.held")
    sealed = house.vault.person(person_id).seal(_place(person_id), reason)
    held_at = house.clock.now()
    session.add(Hold(person_id=person_id, group_id=client.group_id, reason_sealed=sealed, set_at=held_at))
    note_act(session, actor, Action.LEGAL_HOLD, "person", person_id, person_id, client.group_id)


def lift(session: Session, actor: Actor, client: Client) -> None:
    """What was waited for is over. Raises Conflict where there is no hold."""
    held = hold_of(session, client.person_id)
    if held is None:
        raise Conflict("erasure.errors.not_held")
    session.delete(held)
    note_act(session, actor, Action.LEGAL_HOLD, "person", held.person_id, held.person_id, client.group_id)


def reason_of(house: House, held: Hold) -> str:
    """Why, opened; empty once her key is gone."""
    try:
        return house.vault.person(held.person_id).open(_place(held.person_id), held.reason_sealed)
    except Unreadable:
        return ""


def _place(person_id: UUID) -> Place:
    return Place("erasure_hold", "reason_sealed", person_id, person_id)
