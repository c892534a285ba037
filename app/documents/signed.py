"""Photos of the sheets that clients signed: who may add one, who may look at it, and where it belongs."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session

from app.accounts.session import Actor
from app.documents import service
from app.documents.desk import Arrived
from app.documents.grant_models import GrantDocument
from app.documents.kinds import Kind
from app.documents.models import Document
from app.documents.queries import DOCUMENT
from app.documents.service import Kept
from app.groups.access import CASE_ROLES, member_for
from app.groups.models import Membership
from app.kit.behalf import lifted
from app.kit.errors import AppError, Conflict, NotFound
from app.kit.house import House
from app.people import clients
from app.people.access import ASSIGNED, shared
from app.people.consenting import refuse_consent
from app.people.grant_models import AccessGrant, Method
from app.people.models import Client

LINK: Any = GrantDocument.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation
ACCEPTED: Final = ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"


class NoPicture(AppError):
    """A text is no picture of a sheet."""

    status = 422


@dataclass(frozen=True, slots=True)
class Place:
    """A consent on paper, as this member meets it."""

    member: Membership
    client: Client
    grant: AccessGrant
    may_see: bool  # she works with the client, who lets her read
    may_record: bool  # she may write down what the client signed


@dataclass(frozen=True, slots=True)
class Photo:
    """One photo as lists show it."""

    id: UUID
    kind: str
    size: int
    pages: int | None
    added_at: datetime


def place_for(session: Session, actor: Actor, group_id: UUID, client_id: UUID, grant_id: UUID) -> Place:
    """A client's consent on paper, for who may see or add photos of it; raises NotFound."""
    member = member_for(session, actor, group_id, *CASE_ROLES)
    client = clients.client_for(session, member, client_id)
    grant = session.get(AccessGrant, grant_id)
    if grant is None or (grant.person_id, grant.group_id) != (client.person_id, group_id):
        raise NotFound
    may_see = _may_see(session, actor, client)
    may_record = clients.rights_of(session, member, client).may_record
    if grant.method != Method.PAPER or not (may_see or may_record):
        raise NotFound
    return Place(member, client, grant, may_see, may_record)


def _may_see(session: Session, actor: Actor, client: Client) -> bool:
    # The sheet shows her name and her hand, so it is hers to open as her cases are.
    asked = shared(actor.account_id, "view_content", actor.on, ASSIGNED.c.id)
    here = ASSIGNED.c.person_id == client.person_id, ASSIGNED.c.group_id == client.group_id
    return session.execute(asked.where(*here).limit(1)).first() is not None


def may_add(session: Session, place: Place) -> bool:
    """Whether a photo may be added now: as long as a consent on paper could be recorded."""
    try:
        refuse_consent(session, place.client)
    except Conflict:
        return False
    return place.may_record


@lifted  # whoever records a consent need not see her documents
def add(session: Session, house: House, place: Place, arrived: Arrived, otherwise: str) -> Kept:
    """Keeps a photo beside its consent; raises NotFound, Conflict, or NoPicture for a text."""
    refuse_consent(session, place.client)
    if not place.may_record:
        raise NotFound
    if arrived.checked.kind == Kind.TEXT:
        raise NoPicture("documents.errors.no_picture")
    kept = service.keep(session, house, arrived, place.grant.id, otherwise)
    if kept.is_new:
        grant = place.grant
        link = GrantDocument(
            document_id=kept.document_id,
            person_id=grant.person_id,
            group_id=grant.group_id,
            grant_id=grant.id,
        )
        session.add(link)
    return kept


def photo_for(session: Session, place: Place, document_id: UUID) -> Document:
    """A photo of this consent, for who may look at it; raises NotFound."""
    link = session.get(GrantDocument, document_id) if place.may_see else None
    if link is None or link.grant_id != place.grant.id:
        raise NotFound
    return session.get_one(Document, document_id)


def photos_of(session: Session, grant_ids: Collection[UUID]) -> dict[UUID, list[Photo]]:
    """The photos of each of these consents, in the order in which they came."""
    found: dict[UUID, list[Photo]] = {}
    columns = DOCUMENT.c.id, DOCUMENT.c.kind, DOCUMENT.c.size, DOCUMENT.c.pages, DOCUMENT.c.added_at
    asked = select(LINK.c.grant_id, *columns).join(LINK, LINK.c.document_id == DOCUMENT.c.id)
    rows = session.execute(asked.where(LINK.c.grant_id.in_(grant_ids)).order_by(DOCUMENT.c.added_at))
    for grant_id, *photo in rows:
        found.setdefault(grant_id, []).append(Photo(*photo))
    return found
