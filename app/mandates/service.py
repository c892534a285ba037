"""What is done with a power of attorney: it is noted, ended, and what its end asks for is ticked off."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlmodel import Session

from app.kit.crypto import Place
from app.kit.errors import Conflict
from app.kit.house import House
from app.mandates.models import Kind, Paper, PowerOfAttorney, Reason
from app.people.access import hold


class AgentWords(NamedTuple):
    """The agent, a natural person."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class NewMandate:
    """What is noted of the paper; without a case it is for all of hers, without procedures for all."""

    agent: AgentWords
    kind: Kind
    made_on: date
    procedures: tuple[str, ...] = ()
    papers: tuple[Paper, ...] = ()


def add(
    session: Session, house: House, person_id: UUID, case_id: UUID | None, new: NewMandate
) -> PowerOfAttorney:
    """Notes a power of attorney."""
    mandate_id = uuid4()
    sealed = house.vault.person(person_id).seal(_place(mandate_id, person_id), "\n".join(new.agent))
    mandate = PowerOfAttorney(
        id=mandate_id,
        person_id=person_id,
        case_id=case_id,
        agent_sealed=sealed,
        kind=new.kind,
        procedures=",".join(new.procedures),
        papers=",".join(new.papers),
        made_on=new.made_on,
        created_at=house.clock.now(),
    )
    session.add(mandate)
    session.flush()
    return mandate


def end(session: Session, mandate: PowerOfAttorney, on: date, reason: Reason, *, has_steps: bool) -> None:
    """The agent may act no more; raises Conflict when that was noted before."""
    hold(session, mandate.person_id)
    session.refresh(mandate)
    if mandate.ended_on is not None:
        raise Conflict("mandates.errors.ended")
    mandate.ended_on, mandate.ended_reason, mandate.has_steps = on, reason, has_steps


def notify(mandate: PowerOfAttorney, on: date) -> None:
    """The agency was told in writing; told again changes nothing."""
    mandate.agency_notified_on = mandate.agency_notified_on or on


def decide(mandate: PowerOfAttorney, on: date) -> None:
    """She decided whether to file again; decided again changes nothing."""
    mandate.refiling_decided_on = mandate.refiling_decided_on or on


def agent_of(house: House, mandate: PowerOfAttorney) -> AgentWords:
    """Who the agent is, opened."""
    place = _place(mandate.id, mandate.person_id)
    name, _, address = house.vault.person(mandate.person_id).open(place, mandate.agent_sealed).partition("\n")
    return AgentWords(name, address)


def _place(mandate_id: UUID, person_id: UUID) -> Place:
    return Place("power_of_attorney", "agent_sealed", mandate_id, person_id)
