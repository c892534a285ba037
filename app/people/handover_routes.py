"""Pages on which a member answers the offer to lead a case, and the person learns who leads it now."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.accounts.session import Actor, Fresh, SignedIn
from app.audit.entry import Action
from app.groups import service as groups
from app.groups.models import SupportGroup
from app.kit.db import Reading, Writing
from app.kit.errors import NotFound
from app.kit.house import House, HouseDep
from app.people import access, clients, handover_notes, teams, telling
from app.people.noting import note_act
from app.people.team_models import Handover
from app.web.pages import render, see_other

router = APIRouter()
HANDOVERS = "/handovers"
ONE = HANDOVERS + "/{handover_id}"


@dataclass(frozen=True, slots=True)
class ShownOffer:
    """An offer without a word of the case: from whom, to whom, for the client of which number."""

    id: UUID
    group: str
    number: int
    by: str
    to: str
    offered_at: datetime
    is_mine: bool  # it waits for the answer of who looks


@router.get(HANDOVERS)
async def list_offers(request: Request, actor: SignedIn, house: HouseDep, session: Reading) -> Response:
    """The offers that wait for this account's answer."""
    offers = [_shown(session, house, actor, each) for each in teams.offers_to(session, actor.account_id)]
    return render(request, "people/handovers.html", offers=offers)


@router.get(ONE)
async def show_offer(
    request: Request, handover_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    """One open offer, for who made it and for whom it was made to; its note only through the door."""
    found = _open(session, actor, handover_id)
    note = handover_notes.offered(session, house, actor, found)
    return render(request, "people/handover.html", offer=_shown(session, house, actor, found), note=note)


@router.post(f"{ONE}/accept")
def accept(handover_id: UUID, actor: Fresh, house: HouseDep, session: Writing) -> Response:
    """The lead changes hands; the old one sees nothing from the next request on."""
    found = teams.offer_for(session, handover_id, actor.account_id)
    teams.accept(session, house, found, actor.account_id)
    _note(session, actor, found)
    return see_other(_team(session, found), "teams.status.accepted")


@router.post(f"{ONE}/decline")
def decline(handover_id: UUID, actor: SignedIn, house: HouseDep, session: Writing) -> Response:
    """Whom it was made to says no; the old lead goes on."""
    found = teams.offer_for(session, handover_id, actor.account_id)
    if found.to_account != actor.account_id:
        raise NotFound
    teams.settle(house, found, "declined")
    _note(session, actor, found)
    return see_other(HANDOVERS, "teams.status.declined")


@router.post(f"{ONE}/withdraw")
def withdraw(handover_id: UUID, actor: SignedIn, house: HouseDep, session: Writing) -> Response:
    """Who made it takes it back."""
    found = teams.offer_for(session, handover_id, actor.account_id)
    if found.from_account != actor.account_id:
        raise NotFound
    teams.settle(house, found, "withdrawn")
    _note(session, actor, found)
    return see_other(HANDOVERS, "teams.status.withdrawn")


@router.post(f"{ONE}/seen")
def be_told(handover_id: UUID, actor: SignedIn, house: HouseDep, session: Writing) -> Response:
    """The person has read who leads her case now."""
    person = access.own_person(session, actor)
    found = session.get(Handover, handover_id)
    if found is None or found.person_id != person.id or found.settled != "accepted":
        raise NotFound
    telling.told(session, house, found.case_id)
    return see_other(f"/cases/{found.case_id}", "teams.status.seen")


def _team(session: Session, offer: Handover) -> str:
    # Not the case: whether she may read it is the consent's word.
    client = clients.client_of(session, offer.group_id, offer.person_id)
    group = f"/groups/{offer.group_id}"
    return f"{group}/clients/{client.id}/cases/{offer.case_id}/team" if client else group


def _open(session: Session, actor: Actor, handover_id: UUID) -> Handover:
    """As `teams.offer_for` finds it, without making anybody wait."""
    found = session.get(Handover, handover_id)
    is_hers = found is not None and actor.account_id in (found.from_account, found.to_account)
    if found is None or not is_hers or found.settled_at is not None:
        raise NotFound
    return found


def _shown(session: Session, house: House, actor: Actor, offer: Handover) -> ShownOffer:
    group = session.get_one(SupportGroup, offer.group_id)
    client = clients.client_of(session, offer.group_id, offer.person_id)
    return ShownOffer(
        id=offer.id,
        group=groups.words_of(house, group).name,
        number=client.number if client else 0,
        by=_name(session, house, offer.group_id, offer.from_account),
        to=_name(session, house, offer.group_id, offer.to_account),
        offered_at=offer.offered_at,
        is_mine=offer.to_account == actor.account_id,
    )


def _name(session: Session, house: House, group_id: UUID, account_id: UUID) -> str:
    member = groups.open_membership(session, group_id, account_id)
    return groups.name_of(house, member) if member else ""


def _note(session: Session, actor: Actor, offer: Handover) -> None:
    note_act(session, actor, Action.HANDOVER, "case", offer.person_id, offer.case_id, offer.group_id)
