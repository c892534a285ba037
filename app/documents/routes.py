"""Gives out what a person uploaded: as an attachment, in a box in which nothing runs."""

from collections.abc import AsyncIterator
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response, StreamingResponse

from app.accounts.session import Actor, SignedIn
from app.audit.entry import Action
from app.documents import names, service
from app.documents.kinds import FORMATS, Kind
from app.documents.models import Document
from app.kit.crypto import Unreadable
from app.kit.db import Reading
from app.kit.errors import Conflict, NotFound
from app.kit.house import House, HouseDep
from app.people import access
from app.people.noting import note_act
from app.web.guards import SANDBOX

router = APIRouter()
BOXED = {"Content-Security-Policy": SANDBOX, "Cache-Control": "no-store"}


@router.get("/documents/{document_id}/file")
async def download(document_id: UUID, actor: SignedIn, house: HouseDep, session: Reading) -> Response:
    """The whole file, piece by piece; one from which something is missing is not begun."""
    document = access.find(session, actor, Document, document_id, "receive_documents")
    cipher = house.vault.person(document.person_id)
    try:
        service.check_whole(session, cipher, document)
    except Unreadable:
        raise Conflict("documents.errors.damaged") from None
    note_act(session, actor, Action.DOWNLOAD, "document", document.person_id, document_id)
    name = service.name_of(cipher, document)
    headers = BOXED | {"Content-Disposition": names.as_attachment(name), "Content-Length": str(document.size)}
    media_type = FORMATS[Kind(document.kind)].media_type
    # Without a character set: the text is given as it came.
    headers["Content-Type"] = media_type
    return StreamingResponse(_pieces(house, actor, document_id), headers=headers)


async def _pieces(house: House, actor: Actor, document_id: UUID) -> AsyncIterator[bytes]:
    # Each piece in a look of its own: a slow reader holds nothing open, and what is deleted ends.
    # The log has one entry for all of them, made before the first left: what they note is dropped.
    number, count = 0, 1
    while number < count:
        with house.db.reading(actor.behalf, []) as session:
            document = access.find(session, actor, Document, document_id, "receive_documents")
            cipher = house.vault.person(document.person_id)
            plain = service.open_number(session, cipher, document, number)
            count = document.pieces
        yield plain
        number += 1


@router.get("/documents/{document_id}/preview")
async def preview(document_id: UUID, actor: SignedIn, house: HouseDep, session: Reading) -> Response:
    """The small picture of a photo, or of a PDF's first page."""
    document = access.find(session, actor, Document, document_id, "receive_documents")
    drawn = service.preview_of(house.vault.person(document.person_id), document)
    if drawn is None:
        raise NotFound
    return Response(drawn, media_type="image/jpeg", headers=BOXED)
