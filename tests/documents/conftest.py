"""What the tests of documents share: alice, her filing, and a way to upload to it."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from app.documents.models import Document, DocumentChunk
from app.filings.models import EventDocument
from app.kit.house import House
from tests.support import things


@dataclass
class Shelf:
    """Somebody's filing, and what can be brought to it."""

    house: House
    client: TestClient
    case_id: UUID
    filing_id: UUID
    event_id: UUID

    def upload(self, content: bytes, name: str = "notice.pdf", field: str = "file", **fields: str):
        """Sends the form of the page, with one file."""
        chosen = {field: (name, content, "application/octet-stream")}
        return self.client.post(f"/filings/{self.filing_id}/documents", files=chosen, data=fields)

    def keeps(self, content: bytes, name: str, **fields: str) -> UUID:
        """Uploads what is taken; the new document's id."""
        answer = self.upload(content, name, **fields)
        assert answer.status_code == 303, answer.text
        return UUID(answer.headers["location"].split("/")[2])

    def rows(self) -> tuple[int, ...]:
        """How many documents, pieces and links there are."""
        with self.house.db.reading() as session:
            return tuple(
                session.execute(select(func.count()).select_from(table)).scalar_one()
                for table in (Document, DocumentChunk, EventDocument)
            )

    def file(self, document_id: UUID) -> bytes:
        answer = self.client.get(f"/documents/{document_id}/file")
        assert answer.status_code == 200
        return answer.content


@pytest.fixture
def shelf_of(house: House, client_for: Callable[[str], TestClient]) -> Callable[[str], Shelf]:
    """The shelf of a person by name, with a filing in which something happened, and no document."""

    def made(name: str) -> Shelf:
        client = client_for(name)
        with house.db.writing() as session:
            actor = things.actor_named(session, house, name)
            case = things.open_case(session, house, actor)
            filing = things.begin_filing(session, house, case)
            facts = things.Facts("sent", things.SENT)
            event = things.filings.record_event(session, house, actor, filing, facts)
            return Shelf(house, client, case.id, filing.id, event.id)

    return made


@pytest.fixture
def shelf(shelf_of: Callable[[str], Shelf]) -> Shelf:
    return shelf_of("alice")
