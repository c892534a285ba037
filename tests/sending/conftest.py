"""What the tests of sending share: alice's draft to an agency, and her page of sending it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from app.accounts.session import Actor
from app.filings import service as filings
from app.filings.models import Filing
from app.filings.service import Facts, Wish
from app.kit.house import House
from app.people import access
from app.people.models import Case
from tests.support import things


@dataclass
class Draft:
    """A filing that has not left yet."""

    house: House
    client: TestClient
    actor: Actor
    case_id: UUID
    filing_id: UUID

    @property
    def path(self) -> str:
        return f"/filings/{self.filing_id}/sending"

    def page(self) -> str:
        answer = self.client.get(self.path)
        assert answer.status_code == 200, answer.text
        return answer.text

    def post(self, what: str, **fields: object):
        """Sends one of the page's forms; what the next page would say is left out."""
        answer = self.client.post(f"{self.path}/{what}", data=fields)
        self.client.cookies.delete("misete_said")
        return answer

    def beside(self, agency: str, procedure: str, follows: UUID | None = None) -> "Draft":
        """Another draft of the same case."""
        with self.house.db.writing() as session:
            case = access.find(session, self.actor, Case, self.case_id, "edit")
            wish = Wish(things.agency_named(agency), procedure, "Everything", follows=follows)
            filing = filings.begin_filing(session, self.house, case, wish)
        return Draft(self.house, self.client, self.actor, self.case_id, filing.id)

    def happens(self, kind: str, on: str, **more: object) -> UUID:
        with self.house.db.writing() as session:
            filing = access.find(session, self.actor, Filing, self.filing_id, "edit")
            facts = Facts(kind, date.fromisoformat(on), **more)
            return filings.record_event(session, self.house, self.actor, filing, facts).id


@pytest.fixture
def draft(house: House, client_for: Callable[[str], TestClient]) -> Draft:
    """A request for disclosure to Yokohama."""
    client = client_for("alice")
    with house.db.writing() as session:
        actor = things.actor_named(session, house, "alice")
        case = things.open_case(session, house, actor)
        filing = things.begin_filing(session, house, case)
    return Draft(house, client, actor, case.id, filing.id)
