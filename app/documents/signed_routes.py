"""Pages on which the photo of a signed sheet is added to its consent, shown, and taken away."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from app.accounts.session import Actor, Fresh, SignedIn
from app.audit.entry import Action
from app.documents import service, signed
from app.documents.desk import Arrived
from app.documents.giving import give_file, give_preview
from app.documents.models import Document
from app.documents.service import Kept
from app.documents.signed import Place
from app.documents.taking import NotTaken, about_room, take_in
from app.groups import service as groups
from app.kit.db import Reading, Writing
from app.kit.errors import NotFound
from app.kit.house import House, HouseDep
from app.people.client_page import code_of
from app.people.consenting import refuse_consent
from app.people.noting import note_act, note_row
from app.web.forms import Form
from app.web.pages import render, see_other
from app.web.texts import texts_of
from app.web.uploads import Interrupted

router = APIRouter()
PHOTOS = "/groups/{group_id}/clients/{client_id}/consents/{grant_id}/photos"
ONE = PHOTOS + "/{document_id}"


@dataclass(frozen=True, slots=True)
class Where:
    """Which consent of which client of which group an address names."""

    group_id: UUID
    client_id: UUID
    grant_id: UUID

    def met_by(self, session: Session, actor: Actor) -> Place:
        """The consent, for who may see or add photos; raises NotFound."""
        return signed.place_for(session, actor, self.group_id, self.client_id, self.grant_id)

    @property
    def address(self) -> str:
        """The page of its photos."""
        return PHOTOS.format(group_id=self.group_id, client_id=self.client_id, grant_id=self.grant_id)


OfConsent = Annotated[Where, Depends()]


@router.get(PHOTOS)
async def list_photos(
    request: Request, where: OfConsent, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    """The photos, for who may look at them; how many there are, for who may only add one."""
    return _page(request, session, house, actor, where)


@router.post(PHOTOS)
async def add_photo(
    request: Request, where: OfConsent, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    """Takes a photo or a scan in; nothing is open in the database while it arrives and is checked."""
    place = where.met_by(session, actor)
    refuse_consent(session, place.client)
    if not place.may_record:
        raise NotFound
    person_id = place.client.person_id
    session.rollback()
    try:
        taken = await take_in(request, house, person_id, partial(_keep, request, house, actor, where))
    except Interrupted:
        return Response(status_code=400)
    if isinstance(taken, NotTaken):
        return _page(request, session, house, actor, where, taken)
    return see_other(where.address, f"clients.status.photo_{'added' if taken.is_new else 'same'}")


def _keep(request: Request, house: House, actor: Actor, where: Where, arrived: Arrived) -> Kept:
    with house.db.writing(actor.behalf) as session:
        groups.member_alone(session, actor, where.group_id)
        place = where.met_by(session, actor)
        kept = signed.add(session, house, place, arrived, texts_of(request).t("clients.photos.unnamed"))
        if kept.is_new:
            _note(session, actor, Action.CREATE, place, kept.document_id)
        return kept


@router.get(f"{ONE}/file")
async def download(
    document_id: UUID, where: OfConsent, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    """The whole file, as an attachment."""

    def find(asked: Session) -> Document:
        return signed.photo_for(asked, where.met_by(asked, actor), document_id)

    return give_file(house, session, actor, find, where.group_id)


@router.get(f"{ONE}/preview")
async def preview(
    document_id: UUID, where: OfConsent, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    """The small picture of it."""
    document = signed.photo_for(session, where.met_by(session, actor), document_id)
    note_row(session, actor, Action.LOOK, document, where.group_id)
    return give_preview(house, document)


@router.get(f"{ONE}/delete")
async def confirm_deletion(
    request: Request, document_id: UUID, where: OfConsent, actor: SignedIn, session: Reading
) -> Response:
    """Asks before a photo of the wrong sheet goes."""
    place, _ = _deletable(session, actor, where, document_id)
    return render(
        request,
        "documents/signed_delete.html",
        client=place.client,
        code=code_of(place.client),
        photos=where.address,
        document_id=document_id,
    )


@router.post(f"{ONE}/delete")
def delete_photo(document_id: UUID, where: OfConsent, actor: Fresh, session: Writing) -> Response:
    """Takes a photo away; the consent stays as it is recorded."""
    groups.member_alone(session, actor, where.group_id)
    place, document = _deletable(session, actor, where, document_id)
    service.delete(session, document)
    _note(session, actor, Action.DELETE, place, document_id)
    return see_other(where.address, "clients.status.photo_deleted")


def _deletable(session: Session, actor: Actor, where: Where, document_id: UUID) -> tuple[Place, Document]:
    """A photo and its consent, for who sees it and could add one; raises NotFound."""
    place = where.met_by(session, actor)
    document = signed.photo_for(session, place, document_id)
    if not signed.may_add(session, place):
        raise NotFound
    return place, document


def _note(session: Session, actor: Actor, action: Action, place: Place, document_id: UUID) -> None:
    client = place.client
    note_act(session, actor, action, "document", client.person_id, document_id, client.group_id)


def _page(
    request: Request,
    session: Session,
    house: House,
    actor: Actor,
    where: Where,
    not_taken: NotTaken | None = None,
) -> Response:
    place = where.met_by(session, actor)
    again = not_taken or NotTaken(Form(), 200)
    return render(
        request,
        "documents/signed.html",
        status=again.status,
        form=again.form,
        place=place,
        code=code_of(place.client),
        address=where.address,
        photos=signed.photos_of(session, [place.grant.id]).get(place.grant.id, []),
        may_add=signed.may_add(session, place),
        accepted=signed.ACCEPTED,
        **about_room(session, house, place.client.person_id, again.numbers),
    )
