"""A client whom bob, a helper of alice's group, entered, and what she signs on paper."""

from dataclasses import dataclass
from uuid import UUID

from starlette.testclient import TestClient

from app.people import clients, grants
from app.people.grant_models import AccessGrant, GrantScope
from app.people.models import Client
from tests.groups.conftest import Circle
from tests.support import things

SIGNED = {
    "signed_on": "2026-11-10",
    "until": "2027-05-10",
    "verbs": ["view_content", "draft_letters"],
    "title": "Canary photo",
    "language": "ja",
}


@dataclass
class Paper:
    """The client, and who writes down what she signed."""

    circle: Circle
    client_id: UUID

    @property
    def path(self) -> str:
        """Her page."""
        return f"{self.circle.page}/clients/{self.client_id}"

    def by(self, name: str) -> TestClient:
        return self.circle.client_for(name)

    def record(self, name: str = "bob", **changed: object):
        """Sends the form of a signature."""
        return self.by(name).post(f"{self.path}/consent", data=SIGNED | changed)

    def grants(self) -> list[AccessGrant]:
        """Her consents, the latest first."""
        with self.circle.house.db.reading() as session:
            found = list(grants.grants_of(session, session.get_one(Client, self.client_id).person_id))
            session.expunge_all()
            return found

    def open(self) -> dict[str, GrantScope]:
        """What is open to the group, by its verb."""
        with self.circle.house.db.reading() as session:
            found = grants.scopes_of(session, [each.id for each in self.grants()])
            session.expunge_all()
            return {each.verb: each for scopes in found.values() for each in scopes if not each.ended_at}

    def case_id(self) -> UUID:
        with self.circle.house.db.reading() as session:
            (case,) = clients.cases_of(session, session.get_one(Client, self.client_id))
            return case.id


def entered_by_bob(circle: Circle) -> Paper:
    """Bob joins and enters her; dan, another helper, joins and has nothing to do with her."""
    circle.join("bob")
    circle.join("dan")
    with circle.house.db.writing() as session:
        member = circle.member(session, "bob")
        return Paper(circle, things.enter_client(session, circle.house, member, "Canary Yuki").id)
