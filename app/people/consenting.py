"""A consent that a client without an account signed on paper, written down in one act."""

from uuid import UUID

from sqlmodel import Session

from app.accounts.session import Actor
from app.audit.entry import Action
from app.groups.models import Membership
from app.kit.errors import Conflict
from app.kit.house import House
from app.people import clients, conflicts, further, grants
from app.people.client_forms import Signed
from app.people.grant_models import AccessGrant, Method
from app.people.grants import Consent
from app.people.models import Client, Person
from app.people.noting import note_act
from app.people.wording import wording_now


def refuse_consent(session: Session, client: Client) -> None:
    """Raises Conflict while nothing may be signed: help that ended, an open check, an account of her own.

    Who has an account says there herself what she agrees to; nobody writes it down for her.
    """
    if client.ended_at is not None:
        raise Conflict("clients.errors.ended")
    conflicts.refuse_unchecked(session, client.person_id, client.group_id)
    refuse_account(session, client)


def refuse_account(session: Session, client: Client) -> None:
    """Raises Conflict for who has an account: she ends there herself what she allowed."""
    if session.get_one(Person, client.person_id).account_id is not None:
        raise Conflict("clients.errors.has_account")


def record_consent(
    session: Session, house: House, actor: Actor, member: Membership, client: Client, signed: Signed
) -> AccessGrant:
    """The grant with its scopes, her first case if she has none, and its lead: all of it or nothing."""
    refuse_consent(session, client)
    said = grants.last_word(session, client.person_id, client.group_id)
    if said is not None and signed.signed_on < said.on:  # written down while the form was open
        raise Conflict(f"clients.consent.{said.how}", day=said.on)
    grant = grants.make_grant(session, house, actor, _consent(client, signed))
    note_act(session, actor, Action.GRANT, "access_grant", client.person_id, grant.id, client.group_id)
    if not clients.cases_of(session, client):
        further.begin(session, house, client, member, signed.title)
    return grant


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
        language=signed.language,
    )
