"""What the tests of powers of attorney share: alice's case with one request."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from app.casework.models import Task
from app.filings import service as filings
from app.filings.models import Filing
from app.filings.service import Facts, Wish
from app.kit.house import House
from app.mandates.models import PowerOfAttorney
from app.people import access
from app.people.models import Case
from tests.support import things

ClientFor = Callable[[str], TestClient]


@dataclass
class Desk:
    """A case of alice's, and her browser."""

    house: House
    client: TestClient
    case_id: UUID

    @property
    def page(self) -> str:
        return f"/cases/{self.case_id}/mandates"

    def note(self, made_on: str, **more: str):
        """Notes a power of attorney for a friend; the answer."""
        usual = {"agent": "Hanako", "kind": "mandate", "where": "case", "made_on": made_on}
        return self.client.post(f"{self.page}/new", data=usual | more)

    def noted(self) -> PowerOfAttorney:
        """The only one that is kept."""
        with self.house.db.reading() as session:
            [row] = session.exec(select(PowerOfAttorney)).all()
            session.expunge_all()
            return row

    def tasks(self) -> list[Task]:
        """What the ends of powers of attorney ask for in the case."""
        with self.house.db.reading() as session:
            rows = session.exec(select(Task).where(Task.case_id == self.case_id)).all()
            session.expunge_all()
            return list(rows)

    def waiting_tasks(self) -> list[str]:
        """What is to be done in the case."""
        with self.house.db.reading() as session:
            mine = select(Task.kind).where(Task.case_id == self.case_id, Task.done_at.is_(None))
            return list(session.exec(mine))

    def file(
        self,
        procedure: str = "jp.appi.disclosure",
        *kinds: str,
        agent: str = "mandate",
        agency: str = things.CITY,
    ) -> UUID:
        """A request that the agent files; `kinds` happened to it."""
        with self.house.db.writing() as session:
            actor = things.actor_named(session, self.house, "alice")
            case = access.find(session, actor, Case, self.case_id, "edit")
            wish = Wish(things.agency_named(agency), procedure, "Everything")
            filing = filings.begin_filing(session, self.house, case, wish)
            filing_id = filing.id
            for kind in kinds:
                happened = access.find(session, actor, Filing, filing_id, "edit")
                filings.record_event(session, self.house, actor, happened, Facts(kind, date(2026, 11, 10)))
        answers = {"way": "counter", "agent": agent, "identity": "photo"}
        assert self.client.post(f"/filings/{filing_id}/sending/answers", data=answers).status_code == 303
        return filing_id


@pytest.fixture
def desk(house: House, client_for: ClientFor) -> Desk:
    client = client_for("alice")
    with house.db.writing() as session:
        actor = things.actor_named(session, house, "alice")
        case_id = things.open_case(session, house, actor).id
    return Desk(house, client, case_id)
