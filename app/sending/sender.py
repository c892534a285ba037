"""Who writes: what stands as the sender on envelopes, labels and sheets."""

from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session

from app.kit.house import House
from app.letters import service as letters


class Sender(NamedTuple):
    """A person as she stands on an envelope."""

    name: str
    postal_code: str
    address: str


def sender_of(session: Session, house: House, person_id: UUID) -> Sender | None:
    """Her name and address as on her letters; None, before the first, leaves lines to write on by hand."""
    kept = letters.sender_of(session, house, person_id)
    if "name" not in kept or "address" not in kept:
        return None
    return Sender(kept["name"], kept.get("postal_code", ""), kept["address"])
