"""Prepared selects: what is listed of documents, how much there is, and one piece at a time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlmodel import Session

from app.documents.models import Document, DocumentChunk
from app.kit.crypto import Sealed

DOCUMENT: Any = Document.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation
CHUNK: Any = DocumentChunk.__table__  # type: ignore[attr-defined] # see above

# Without the preview, which may be a hundred times as long as the rest.
LISTED = (
    DOCUMENT.c.id,
    DOCUMENT.c.person_id,
    DOCUMENT.c.name_sealed,
    DOCUMENT.c.kind,
    DOCUMENT.c.size,
    DOCUMENT.c.pages,
    DOCUMENT.c.added_at,
)


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A document as lists need it, its name still sealed."""

    id: UUID
    person_id: UUID
    name_sealed: Sealed
    kind: str
    size: int
    pages: int | None
    added_at: datetime


_USED = select(func.coalesce(func.sum(DOCUMENT.c.size), 0)).where(DOCUMENT.c.person_id == bindparam("person"))
_SAME = select(DOCUMENT.c.id).where(
    DOCUMENT.c.person_id == bindparam("person"), DOCUMENT.c.fingerprint == bindparam("fingerprint")
)
_PIECE = select(CHUNK.c.sealed).where(
    CHUNK.c.document_id == bindparam("document"), CHUNK.c.number == bindparam("number")
)
_COUNT = select(func.count()).select_from(CHUNK).where(CHUNK.c.document_id == bindparam("document"))


def used_bytes(session: Session, person_id: UUID) -> int:
    """How much a person keeps."""
    return int(session.execute(_USED, {"person": person_id}).scalar_one())


def same_content(session: Session, person_id: UUID, fingerprint: str) -> UUID | None:
    """The document with this fingerprint."""
    return session.execute(_SAME, {"person": person_id, "fingerprint": fingerprint}).scalar_one_or_none()


def piece(session: Session, document_id: UUID, number: int) -> bytes | None:
    """One sealed piece."""
    return session.execute(_PIECE, {"document": document_id, "number": number}).scalar_one_or_none()


def count_pieces(session: Session, document_id: UUID) -> int:
    """How many pieces are there."""
    return int(session.execute(_COUNT, {"document": document_id}).scalar_one())
