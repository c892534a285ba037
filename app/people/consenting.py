"""A consent that a client without an account signed on paper, written down in one act."""

from uuid import UUID

from sqlmodel import Session

from app.accounts.session import Actor
from app.audit.entry import Action
from app.groups.models import Membership
from app.kit.behalf import for_everybody
from app.kit.errors import Conflict
from app.kit.house import House
from app.people import clients, conflicts, grants, teams
from app.people.client_forms import Signed
from app.people.following import give_cases
from app.people.grant_models import AccessGrant, Method
from app.people.grants import Consent
from app.people.models import Client, Person
from app.people.noting import note_act
from app.people.service import open_case
from app.people.team_models import Part
from app.people.wording import wording_now


def refuse_consent(session: Session, client: Client) -> None:
    """Raises Conflict while nothing may be signed: help that ended, an open check, an account of her own.

    Who has an account says there herself what she agrees to; nobody writes it down for her.
    """
    if client.ended_at is not None:
        raise Conflict("clients.errors.ended")
    conflicts.refuse_unchecked(session, client.person_id, client.group_id)
    if session.get_one(Person, client.person_id).account_id is not None:
        raise Conflict("clients.errors.has_account")


def record_consent(
    session: Session, house: House, actor: Actor, member: Membership, client: Client, signed: Signed
) -> AccessGrant:
    """The grant with its scopes, her first case if she has none, and its lead: all of it or nothing."""
    refuse_consent(session, client)
    grant = grants.make_grant(session, house, actor, _consent(client, signed))
    note_act(session, actor, Action.GRANT, "access_grant", client.person_id, grant.id, client.group_id)
    if not clients.cases_of(session, client):
        _open_first_case(session, house, member, client, signed.title)
    return grant


def _open_first_case(session: Session, house: House, member: Membership, client: Client, title: str) -> None:
    with for_everybody(session):  # nobody works on it before its lead is named
        case = open_case(session, house, client.person_id, title)
        give_cases(session, [case.id], client.group_id)
        session.refresh(case)
    teams.assign(session, house, case, member, Part.LEAD)


def _consent(client: Client, signed: Signed) -> Consent:
    everything: tuple[UUID, ...] = ()
    return Consent(
        person_id=client.person_id,
        group_id=client.group_id,
        verbs=signed.verbs,
        case_ids=everything,
        starts_on=signed.signed_on,
        expires_on=signed.expires_on,
        method=Method.PAPER,
        signed_on=signed.signed_on,
        wording=wording_now(),
    )
