"""Where documents belong: to a filing, and to the event that they prove."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, update
from sqlmodel import Session

from app.documents.models import Document
from app.documents.queries import DOCUMENT, LISTED, ListedRow
from app.documents.service import name_of
from app.filings.models import EventDocument
from app.filings.queries import FILING
from app.filings.reading import Reader
from app.kit.errors import NotFound

LINK: Any = EventDocument.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation


@dataclass(frozen=True, slots=True)
class Listed:
    """A document as a page shows it: its name, what it is, and where it belongs."""

    id: UUID
    name: str
    kind: str
    size: int
    pages: int | None
    added_at: datetime
    filing_id: UUID
    event_id: UUID | None


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents of a case, or of a filing, in the order in which they came."""

    all: tuple[Listed, ...] = ()

    def of_event(self, event_id: UUID) -> list[Listed]:
        """Those that prove one event."""
        return [one for one in self.all if one.event_id == event_id]

    def of_filing(self, filing_id: UUID) -> list[Listed]:
        """Those that belong to a filing and to no event of it."""
        return [one for one in self.all if one.filing_id == filing_id and one.event_id is None]


_SELECT = select(*LISTED, LINK.c.filing_id, LINK.c.event_id).join(LINK, LINK.c.document_id == DOCUMENT.c.id)
_OF_CASE = (
    _SELECT.join(FILING, FILING.c.id == LINK.c.filing_id)
    .where(FILING.c.case_id == bindparam("case"))
    .order_by(DOCUMENT.c.added_at)
)
_OF_FILING = _SELECT.where(LINK.c.filing_id == bindparam("filing")).order_by(DOCUMENT.c.added_at)
_ONE = _SELECT.where(DOCUMENT.c.id == bindparam("document"))
_ANY = select(LINK.c.document_id).where(LINK.c.filing_id == bindparam("filing")).limit(1)
_IN_FILING = select(LINK.c.document_id).where(
    LINK.c.document_id == bindparam("document"), LINK.c.filing_id == bindparam("filing")
)
_ATTACH = update(LINK).where(LINK.c.document_id == bindparam("document")).values(event_id=bindparam("event"))


def of_case(session: Session, reader: Reader, case_id: UUID) -> Documents:
    """Every document of a case."""
    return Documents(tuple(_opened(reader, session.execute(_OF_CASE, {"case": case_id}))))


def of_filing(session: Session, reader: Reader, filing_id: UUID) -> Documents:
    """Every document of a filing."""
    return Documents(tuple(_opened(reader, session.execute(_OF_FILING, {"filing": filing_id}))))


def of_document(session: Session, reader: Reader, document: Document) -> Listed:
    """One document and where it belongs; raises NotFound for one that belongs to no filing."""
    found = next(iter(_opened(reader, session.execute(_ONE, {"document": document.id}))), None)
    if found is None:
        raise NotFound
    return found


def are_in_filing(session: Session, filing_id: UUID) -> bool:
    """Whether a filing has any document."""
    return session.execute(_ANY, {"filing": filing_id}).first() is not None


def named(session: Session, filing_id: UUID, text: str) -> UUID | None:
    """The document of a filing that a form names; None when it names none. Raises NotFound for another's."""
    if not text:
        return None
    try:
        document_id = UUID(text)
    except ValueError:
        raise NotFound from None
    if session.execute(_IN_FILING, {"document": document_id, "filing": filing_id}).first() is None:
        raise NotFound
    return document_id


def place(session: Session, document_id: UUID, person_id: UUID, filing_id: UUID) -> None:
    """Puts a new document to a filing, and to no event yet."""
    session.add(EventDocument(document_id=document_id, person_id=person_id, filing_id=filing_id))


def attach(session: Session, document_id: UUID, event_id: UUID | None) -> None:
    """Makes a document the proof of an event of its filing, or of none."""
    session.execute(_ATTACH, {"document": document_id, "event": event_id})


def _opened(reader: Reader, rows: Iterable[Any]) -> Iterable[Listed]:
    for row in rows:
        listed = ListedRow(*row[: len(LISTED)])
        name = name_of(reader.cipher, listed)
        yield Listed(
            listed.id, name, listed.kind, listed.size, listed.pages, listed.added_at, *row[len(LISTED) :]
        )
