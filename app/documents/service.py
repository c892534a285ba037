"""What is done with documents: kept all at once or not at all, opened piece by piece, deleted."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import insert
from sqlmodel import Session

from app.documents import names, queries
from app.documents.desk import Arrived
from app.documents.models import Document
from app.documents.pieces import open_piece, place_of
from app.kit.crypto import Cipher, Place, Sealed, Unreadable
from app.kit.errors import AppError
from app.kit.house import House
from app.people import access

_MEGABYTE = 1_000_000
_ADD_PIECE = insert(queries.CHUNK)


class NoRoom(AppError):
    """The person's documents would be larger together than they may be."""

    status = 413


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a file went; `is_new` is false when the same content was there already."""

    document_id: UUID
    is_new: bool


def keep(session: Session, house: House, arrived: Arrived, within: UUID, otherwise: str) -> Kept:
    """Writes a file that was received and checked; raises NoRoom when the quota is used up.

    The same content within the same thing (a filing) is the same document. `otherwise` names a file without
    a name.
    """
    person_id, checked = arrived.person_id, arrived.checked
    # Two uploads of one person wait for each other, so that together they keep to the quota.
    access.hold(session, person_id)
    fingerprint = house.vault.blind_index(f"document|{within.hex}", arrived.digest)
    same = queries.same_content(session, person_id, fingerprint)
    if same is not None:
        return Kept(same, is_new=False)
    check_room(session, house, person_id, checked.size)
    cipher = house.vault.person(person_id)
    name = names.with_ending(arrived.name, checked.kind, otherwise)
    document = Document(
        id=arrived.id,
        person_id=person_id,
        name_sealed=cipher.seal(_place(arrived.id, person_id, "name_sealed"), name),
        preview_sealed=_sealed_preview(cipher, arrived),
        kind=checked.kind,
        size=checked.size,
        pieces=len(checked.pieces),
        pages=checked.pages,
        fingerprint=fingerprint,
        added_at=house.clock.now(),
    )
    session.add(document)
    session.flush()  # the pieces refer to it
    _write_pieces(session, arrived)
    return Kept(arrived.id, is_new=True)


def check_room(session: Session, house: House, person_id: UUID, more: int) -> None:
    """Raises NoRoom unless so many bytes more may be kept."""
    used, most = queries.used_bytes(session, person_id), house.settings.document_quota
    if used + more > most:
        raise NoRoom("documents.errors.no_room", used=readable(used), most=readable(most))


def readable(size: int) -> str:
    """A size as it is read: in kilobytes, or in megabytes of a million bytes."""
    if size < _MEGABYTE:
        return f"{-(-size // 1000)} kB"
    places = 1 if size < 10 * _MEGABYTE and size % _MEGABYTE else 0
    return f"{size / _MEGABYTE:.{places}f} MB"


def delete(session: Session, document: Document) -> None:
    """Removes a document with its pieces and its links; the space is given back at once."""
    session.delete(document)


def name_of(cipher: Cipher, row: Document | queries.ListedRow) -> str:
    """A document's name."""
    return cipher.open(_place(row.id, row.person_id, "name_sealed"), row.name_sealed)


def preview_of(cipher: Cipher, document: Document) -> bytes | None:
    """The small picture of a document, a JPEG of our own making."""
    if document.preview_sealed is None:
        return None
    place = _place(document.id, document.person_id, "preview_sealed")
    return cipher.open_bytes(place.associated, document.preview_sealed)


def check_whole(session: Session, cipher: Cipher, document: Document) -> None:
    """Raises Unreadable when a piece is missing, or the last is not the one that was sealed as the last."""
    if queries.count_pieces(session, document.id) != document.pieces:
        raise Unreadable
    open_number(session, cipher, document, document.pieces - 1)


def open_number(session: Session, cipher: Cipher, document: Document, number: int) -> bytes:
    """One plain piece; raises Unreadable when it is missing, another one, or changed."""
    sealed = queries.piece(session, document.id, number)
    if sealed is None:
        raise Unreadable
    place = place_of(document.id, document.person_id)
    return open_piece(cipher, place, number, document.pieces, sealed)


def _write_pieces(session: Session, arrived: Arrived) -> None:
    # Each is let go when it is written: a driver may copy what it is given.
    pieces = arrived.checked.pieces
    for number in range(len(pieces)):
        given = {"document_id": arrived.id, "person_id": arrived.person_id, "number": number}
        session.execute(_ADD_PIECE, given | {"sealed": pieces[number]})
        pieces[number] = Sealed()


def _sealed_preview(cipher: Cipher, arrived: Arrived) -> Sealed | None:
    place = _place(arrived.id, arrived.person_id, "preview_sealed")
    return cipher.seal_bytes(place.associated, arrived.checked.preview) if arrived.checked.preview else None


def _place(document_id: UUID, person_id: UUID, column: str) -> Place:
    return Place("document", column, document_id, person_id)
