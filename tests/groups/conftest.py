"""What the tests of groups share: a group of alice's, whoever joins it, and the cases they lead."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import Session
from starlette.testclient import TestClient

from app.accounts.session import Actor, Found
from app.groups import service as groups
from app.groups.access import MEMBER, member_for
from app.groups.models import Membership, Role
from app.kit.errors import AppError
from app.kit.house import House
from app.people import clients, conflicts, grants, teams
from app.people import service as people
from app.people.grant_models import Method
from app.people.grants import Consent
from app.people.models import Case, Client, Person
from app.people.profiles import About
from app.people.team_models import CaseAssignment, Part
from app.people.wording import wording_now
from tests.support import things

ClientFor = Callable[[str], TestClient]


@dataclass
class Circle:
    """A group that alice founded, and its members by name."""

    house: House
    client_for: ClientFor
    group_id: UUID
    members: dict[str, UUID] = field(default_factory=dict)

    @property
    def page(self) -> str:
        return f"/groups/{self.group_id}"

    def page_of(self, name: str, act: str) -> str:
        return f"{self.page}/members/{self.members[name]}/{act}"

    def actor(self, session: Session, name: str) -> Actor:
        return things.actor_named(session, self.house, name)

    def join(self, name: str, role: Role = Role.HELPER) -> UUID:
        """Lets somebody in by an invitation of alice's."""
        self.client_for(name)
        with self.house.db.writing() as session:
            by = member_for(session, self.actor(session, "alice"), self.group_id)
            member = things.join(session, self.house, by, self.actor(session, name), role)
            self.members[name] = member.id
        return member.id

    def member(self, session: Session, name: str) -> Membership:
        return session.get_one(Membership, self.members[name])

    def client(self, session: Session, account_id: UUID | None = None) -> Client:
        """A client whose conflict check was passed, without an account or with this one."""
        by = self.member(session, "alice").account_id
        if account_id is None:
            client = clients.enter(session, self.house, self.group_id, by)
        else:
            person = session.execute(select(Person).where(Person.account_id == account_id)).scalar_one()
            client = clients.admit(session, self.house, self.group_id, person.id, by)
        conflicts.run(session, self.house, client, by, About(name=f"Client {client.number}"), [])
        return client

    def lead(self, name: str, client_number: int | None = None, account_id: UUID | None = None) -> UUID:
        """A case that this member leads, of a new client or of a known one; gives the case's id."""
        with self.house.db.writing() as session:
            client = self.known(session, client_number) or self.client(session, account_id)
            case = people.open_case(session, self.house, client.person_id, "The photo on the card")
            self.consent(session, client)
            case.group_id = self.group_id
            session.flush()
            teams.assign(session, self.house, case, self.member(session, name), Part.LEAD)
            return case.id

    def known(self, session: Session, number: int | None) -> Client | None:
        asked = select(Client).where(Client.group_id == self.group_id, Client.number == number)
        return session.execute(asked).scalar_one_or_none()

    def consent(self, session: Session, client: Client) -> None:
        """The client opens everything to the group."""
        today = self.house.clock.today()
        consent = Consent(
            person_id=client.person_id,
            group_id=self.group_id,
            verbs=frozenset({"view_content"}),
            case_ids=(),
            starts_on=today,
            expires_on=grants.usual_end(today),
            method=Method.PAPER,
            signed_on=today,
            wording=wording_now(),
        )
        grants.make_grant(session, self.house, self.actor(session, "alice"), consent)

    def roles(self) -> list[str]:
        """The roles of those who are in the group now."""
        with self.house.db.reading() as session:
            return sorted(each.role for each in groups.members(session, self.group_id))

    def lead_of(self, case_id: UUID) -> str | None:
        """Who leads a case, by name."""
        with self.house.db.reading() as session:
            lead = teams.lead_of(session, case_id)
            if lead is None:
                return None
            names = {
                session.get_one(Membership, each).account_id: name for name, each in self.members.items()
            }
            return names[lead.account_id]

    def orphans(self) -> list[CaseAssignment]:
        """The open assignments of accounts that are in the group no more."""
        inside = select(MEMBER.c.account_id).where(
            MEMBER.c.group_id == self.group_id,
            MEMBER.c.ended_at.is_(None),
            MEMBER.c.role != "technical_admin",
        )
        assigned = teams.ASSIGNED
        asked = select(CaseAssignment).where(
            assigned.c.group_id == self.group_id,
            assigned.c.ended_at.is_(None),
            assigned.c.account_id.not_in(inside),
        )
        with self.house.db.reading() as session:
            return list(session.execute(asked).scalars())

    def case(self, case_id: UUID) -> Case:
        with self.house.db.reading() as session:
            case = session.get_one(Case, case_id)
            session.expunge(case)
            return case


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each act gave, or the refusal it met, all begun at the same moment."""
    barrier = Barrier(len(acts))

    def begin(act: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return act()
        except AppError as refused:
            return refused

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(begin, acts))


@pytest.fixture
def circle(house: House, client_for: ClientFor) -> Circle:
    """A group with alice as its only member, who coordinates it."""
    client_for("alice")
    with house.db.writing() as session:
        founder = things.found_group(session, house, things.actor_named(session, house, "alice"))
        return Circle(house, client_for, founder.group_id, {"alice": founder.id})


@pytest.fixture(autouse=True)
def with_two_factors(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Everybody signed in as members must; tests/groups/test_two_factors.py asks what happens without."""
    if request.node.get_closest_marker("one_factor") is None:
        monkeypatch.setattr(Found, "has_two_factors", property(lambda _: True))
