"""What the tests of filings share: a case of alice's with one filing to Yokohama."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from app.accounts.session import Actor
from app.filings import service
from app.filings.models import Filing
from app.filings.service import Facts
from app.kit.house import House
from app.people import access
from tests.support import things


@dataclass
class Story:
    """Alice's filing, and a way to let things happen in it."""

    house: House
    client: TestClient
    actor: Actor
    case_id: UUID
    filing_id: UUID

    def happens(self, kind: str, on: str, filing_id: UUID | None = None, **more: object) -> UUID:
        """Records an event by the service; dates as ISO text."""
        facts = Facts(kind, date.fromisoformat(on), **more)
        with self.house.db.writing() as session:
            filing = access.find(session, self.actor, Filing, filing_id or self.filing_id, "edit")
            return service.record_event(session, self.house, self.actor, filing, facts).id

    def page(self) -> str:
        """The case page."""
        answer = self.client.get(f"/cases/{self.case_id}")
        assert answer.status_code == 200, answer.text
        return answer.text

    def days(self) -> list[str]:
        """The days of the summaries of the page's deadlines, as ISO text."""
        return re.findall(r'<span class="big"><time datetime="([\d-]+)">', self.page())

    def follow(self, procedure: str) -> UUID:
        """A filing that follows the first one, in the same case."""
        with self.house.db.writing() as session:
            first = access.find(session, self.actor, Filing, self.filing_id, "edit")
            case = access.find(session, self.actor, things.Case, self.case_id, "edit")
            wish = service.Wish(first.agency_id, procedure, follows=first.id)
            return service.begin_filing(session, self.house, case, wish).id


@pytest.fixture
def story(house: House, client_for: Callable[[str], TestClient]) -> Story:
    client = client_for("alice")
    with house.db.writing() as session:
        actor = things.actor_named(session, house, "alice")
        case = things.open_case(session, house, actor)
        filing = things.begin_filing(session, house, case)
        return Story(house, client, actor, case.id, filing.id)
