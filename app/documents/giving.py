"""Gives a kept file out: as an attachment, piece by piece, in a box in which nothing runs."""

from collections.abc import AsyncIterator, Callable
from typing import Final
from uuid import UUID

from sqlmodel import Session
from starlette.responses import Response, StreamingResponse

from app.accounts.session import Actor
from app.audit.entry import Action
from app.documents import names, service
from app.documents.kinds import FORMATS, Kind
from app.documents.models import Document
from app.kit.crypto import Unreadable
from app.kit.errors import Conflict, NotFound
from app.kit.house import House
from app.people import access
from app.people.noting import note_act
from app.web.guards import SANDBOX

BOXED: Final = {"Content-Security-Policy": SANDBOX, "Cache-Control": "no-store"}
# Comes through a door to the document, at each piece again; raises NotFound.
Finder = Callable[[Session], Document]


def give_file(
    house: House, session: Session, actor: Actor, find: Finder, group_id: UUID | None = None
) -> Response:
    """The whole file; one from which something is missing is not begun.

    A door that knows in whose name it opened says so; otherwise it is the group that works on her case.
    """
    document = find(session)
    cipher = house.vault.person(document.person_id)
    try:
        service.check_whole(session, cipher, document)
    except Unreadable:
        raise Conflict("documents.errors.damaged") from None
    named = group_id or access.group_of(session, actor, document)
    note_act(session, actor, Action.DOWNLOAD, "document", document.person_id, document.id, named)
    name = service.name_of(cipher, document)
    headers = BOXED | {"Content-Disposition": names.as_attachment(name), "Content-Length": str(document.size)}
    # Without a character set: the text is given as it came.
    headers["Content-Type"] = FORMATS[Kind(document.kind)].media_type
    return StreamingResponse(_pieces(house, actor, find), headers=headers)


async def _pieces(house: House, actor: Actor, find: Finder) -> AsyncIterator[bytes]:
    # Each piece in a look of its own: a slow reader holds nothing open, and what is deleted ends.
    # The log has one entry for all of them, made before the first left: what they note is dropped.
    number, count = 0, 1
    while number < count:
        with house.db.reading(actor.behalf, []) as session:
            document = find(session)
            cipher = house.vault.person(document.person_id)
            plain = service.open_number(session, cipher, document, number)
            count = document.pieces
        yield plain
        number += 1


def give_preview(house: House, document: Document) -> Response:
    """The small picture of a photo, or of a PDF's first page; raises NotFound when there is none."""
    drawn = service.preview_of(house.vault.person(document.person_id), document)
    if drawn is None:
        raise NotFound
    return Response(drawn, media_type="image/jpeg", headers=BOXED)
