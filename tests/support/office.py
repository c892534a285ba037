"""A support group at work: its members under their roles, its clients, and the cases they opened to it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlmodel import Session
from starlette.testclient import TestClient

from app.accounts.session import Actor
from app.filings import service as filings
from app.filings.models import Filing
from app.filings.service import Facts, Wish
from app.groups import service as groups
from app.groups.models import Membership, Role
from app.kit.house import House
from app.people import clients, conflicts, grants, teams
from app.people import service as people
from app.people.grant_models import Ended, Method, Verb
from app.people.grants import Consent
from app.people.models import Case, Client
from app.people.profiles import About
from app.people.team_models import Part
from app.people.wording import wording_now
from tests.support.things import CITY, actor_named, agency_named

ClientFor = Callable[[str], TestClient]
WORDS = groups.GroupWords("Friends of paper", "045-000-0000, weekdays")
WORKING: tuple[Verb, ...] = ("edit", "draft_letters", "record_filings", "receive_documents", "export")


@dataclass
class Office:
    """A group that somebody founded; `members` are accounts by name."""

    house: House
    client_for: ClientFor
    founder: str
    group_id: UUID
    members: dict[str, UUID] = field(default_factory=dict)

    def path(self, rest: str = "") -> str:
        """An address of the group."""
        return f"/groups/{self.group_id}{rest}"

    def join(self, name: str, role: Role) -> TestClient:
        """Lets somebody in under a role; gives her browser."""
        browser = self.client_for(name)
        with self.house.db.writing() as session:
            actor = actor_named(session, self.house, name)
            token = groups.invite(session, self.house, self.member(session, self.founder), role)
            self.members[name] = groups.accept(
                session, self.house, actor, token, f"{name} of the group"
            ).account_id
        return browser

    def member(self, session: Session, name: str) -> Membership:
        """The open membership of somebody who is in the group."""
        found = groups.open_membership(session, self.group_id, self.members[name])
        assert found is not None
        return found

    def actor(self, session: Session, name: str) -> Actor:
        return actor_named(session, self.house, name)

    def enter(self, session: Session) -> Client:
        """A client without an account whose conflict check was passed."""
        by = self.members[self.founder]
        client = clients.enter(session, self.house, self.group_id, by)
        conflicts.run(session, self.house, client, by, About(name=f"Client {client.number}"), [])
        return client

    def consent(
        self,
        session: Session,
        client: Client,
        verbs: Iterable[Verb] = WORKING,
        until: date | None = None,
        cases: tuple[UUID, ...] = (),
    ) -> None:
        """She opens everything, or some cases, to the group."""
        today = self.house.clock.today()
        consent = Consent(
            person_id=client.person_id,
            group_id=self.group_id,
            verbs=frozenset(verbs),
            case_ids=cases,
            starts_on=today,
            expires_on=until or grants.usual_end(today),
            method=Method.PAPER,
            signed_on=today,
            wording=wording_now(),
        )
        grants.make_grant(session, self.house, self.actor(session, self.founder), consent)

    def open_case(
        self,
        lead: str | None = None,
        title: str = "The photo on the card",
        verbs: Iterable[Verb] = WORKING,
        until: date | None = None,
    ) -> UUID:
        """A case of a new client, led by a member or by nobody yet; gives its id."""
        with self.house.db.writing() as session:
            client = self.enter(session)
            case = people.open_case(session, self.house, client.person_id, title)
            self.consent(session, client, verbs, until)
            session.refresh(case)
            if lead is not None:
                teams.assign(session, self.house, case, self.member(session, lead), Part.LEAD)
            return case.id

    def assign(self, case_id: UUID, name: str, part: Part) -> None:
        with self.house.db.writing() as session:
            case = session.get_one(Case, case_id)
            teams.assign(session, self.house, case, self.member(session, name), part)

    def file(
        self, case_id: UUID, *events: Facts, procedure: str = "jp.appi.disclosure", agency: str = CITY
    ) -> UUID:
        """A filing of a case in which this happened; gives its id."""
        with self.house.db.writing() as session:
            case = session.get_one(Case, case_id)
            wish = Wish(agency_named(agency), procedure, "The photo taken for the card")
            filing = filings.begin_filing(session, self.house, case, wish)
            self.happen(session, filing, *events)
            return filing.id

    def happen(self, session: Session, filing: Filing, *events: Facts) -> None:
        for facts in events:
            filings.record_event(session, self.house, self.actor(session, self.founder), filing, facts)

    def client_of(self, session: Session, case_id: UUID) -> Client:
        """The client whose case it is."""
        case = session.get_one(Case, case_id)
        found = clients.client_of(session, self.group_id, case.person_id)
        assert found is not None
        return found

    def end_access(self, case_id: UUID) -> None:
        """The client stops her consent; her case stays with the group until it is closed."""
        with self.house.db.writing() as session:
            case = session.get_one(Case, case_id)
            for grant in grants.grants_of(session, case.person_id):
                grants.end_grant(session, grant, self.house.clock.now(), Ended.REVOKED)


def open_office(house: House, client_for: ClientFor, founder: str = "alice") -> Office:
    """A group that she founded and coordinates."""
    client_for(founder)
    with house.db.writing() as session:
        actor = actor_named(session, house, founder)
        group_id = groups.found_group(session, house, actor, WORDS, f"{founder} of the group")
        return Office(house, client_for, founder, group_id, {founder: actor.account_id})
