"""The note that goes with a lead: it is content of the case, so whoever reads it comes through the door."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session

from app.accounts.session import Actor
from app.audit.entry import Action
from app.kit.crypto import Place
from app.kit.house import House
from app.people.access import ASSIGNED, shared
from app.people.noting import note_act, note_refusal
from app.people.team_models import Handover, Part

HANDOVER: Any = Handover.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation


def place_of(handover_id: UUID, person_id: UUID) -> Place:
    """Where a note is sealed."""
    return Place("handover", "note_sealed", handover_id, person_id)


def offered(session: Session, house: House, actor: Actor, offer: Handover) -> str | None:
    """What goes with an open offer, noted as a look; None while it is closed to both sides.

    Open it is while the person lets the group read the case, and who made the offer still leads it.
    """
    if offer.note_sealed is None:
        return ""
    if not _may_still_give(session, actor, offer):
        note_refusal(session, actor, Handover, offer.id)
        return None
    return _read(session, house, actor, offer)


def passed_on(session: Session, house: House, actor: Actor, case_id: UUID) -> tuple[Handover, str] | None:
    """The last note that was handed on with a case, noted as a look; for who leads it and may read it."""
    if not _leads_and_reads(session, actor.account_id, actor, case_id):
        return None
    found = select(Handover).where(
        HANDOVER.c.case_id == case_id, HANDOVER.c.settled == "accepted", HANDOVER.c.note_sealed.is_not(None)
    )
    last = session.execute(found.order_by(HANDOVER.c.settled_at.desc()).limit(1)).scalar_one_or_none()
    words = _read(session, house, actor, last) if last else ""
    return (last, words) if last and words else None


def _may_still_give(session: Session, actor: Actor, offer: Handover) -> bool:
    return _leads_and_reads(session, offer.from_account, actor, offer.case_id)


def _leads_and_reads(session: Session, account_id: UUID, actor: Actor, case_id: UUID) -> bool:
    leads = ASSIGNED.c.case_id == case_id, ASSIGNED.c.part == Part.LEAD
    reads = shared(account_id, "view_content", actor.on, ASSIGNED.c.id).where(*leads)
    return session.execute(reads.limit(1)).first() is not None


def _read(session: Session, house: House, actor: Actor, handover: Handover) -> str:
    person_id = handover.person_id
    cipher = house.vault.person(person_id)
    words = cipher.open(place_of(handover.id, person_id), handover.note_sealed or b"")
    if words:
        note_act(session, actor, Action.LOOK, "handover", person_id, handover.id, handover.group_id, cipher)
    return words
