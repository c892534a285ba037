"""A small world of people around a group: clients, helpers of every kind, and what belongs to whom."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlmodel import Session
from starlette.testclient import TestClient

from app.groups import service as groups
from app.groups.models import Membership, Role
from app.kit.house import House
from app.letters import wordings
from app.people import access, clients, grants, sharing, teams
from app.people.grant_models import AccessGrant, Ended, Method, Verb
from app.people.models import Case, Client
from app.people.profiles import About
from app.people.team_models import Part
from app.playbooks import of_group as playbooks
from tests.support import things

Ids = dict[str, UUID | str]


@dataclass(frozen=True, slots=True)
class World:
    """Alice opened one case to Bob's group and kept the others; Dan is the client of another group."""

    house: House
    visitor: Callable[[str], TestClient]
    group_id: UUID
    shared: Ids  # things of alice's in the case that she opened
    kept: Ids  # things of alice's that she kept to herself
    foreign: Ids  # things of dan's, whom the other group helps
    group: Ids  # things of the group itself: a member, an invitation, its client alice
    paper: Ids  # the same, about its client Yuki, who has no account and signed on paper
    person_id: UUID
    case_ids: tuple[UUID, ...]  # the case of the shared things, and that of their playbook

    def regrant(self, *verbs: Verb) -> None:
        """Alice's consent for the shared case covers these verbs, and what they need, and no others.

        So does Yuki's, for all her cases.
        """
        with self.house.db.writing() as session:
            alice = things.actor_named(session, self.house, "alice")
            grace = things.actor_named(session, self.house, "grace")
            of_yuki = session.get_one(Client, self.paper["client_id"]).person_id
            for ids, by, person_id, cases, method in (
                (self.group, alice, self.person_id, self.case_ids, Method.ONLINE),
                (self.paper, grace, of_yuki, (), Method.PAPER),
            ):
                self._end_grants(session, person_id)
                if verbs:
                    more = {"verbs": frozenset(verbs), "method": method}
                    agreed = things.consent(self.house, person_id, self.group_id, *cases, **more)
                    grant = grants.make_grant(session, self.house, by, agreed)
                    ids["client_scope_id"] = _scope_of(session, grant)

    def _end_grants(self, session: Session, person_id: UUID) -> None:
        for grant in grants.grants_of(session, person_id):
            if grant.group_id == self.group_id:
                grants.end_grant(session, grant, self.house.clock.now(), Ended.REVOKED)
        session.flush()


def make(house: House, client_for: Callable[[str], TestClient]) -> World:
    """Everybody signs up; the groups are founded; the grants and teams are as the class says."""
    for name in ("alice", "dan", "bob", "erin", "grace", "sam", "tess", "frank", "ruth", "heidi", "carol"):
        client_for(name)
    kept, shared = things.one_of_each(house, "alice"), things.one_of_each(house, "alice", again=True)
    foreign = things.one_of_each(house, "dan")
    with house.db.writing() as session:
        grace, frank = (
            things.found_group(session, house, things.actor_named(session, house, name))
            for name in ("grace", "frank")
        )
        group_id = grace.group_id
        team = {
            name: _join(session, house, grace, name, role)
            for name, role in (
                ("bob", Role.HELPER),
                ("erin", Role.HELPER),
                ("ruth", Role.HELPER),
                ("heidi", Role.HELPER),
                ("sam", Role.SUPERVISOR),
                ("tess", Role.TECHNICAL_ADMIN),
            )
        }
        cases = _take_on(session, house, "alice", group_id, shared, team["erin"])
        paper = _sign_on_paper(session, house, grace, team["erin"])
        for case in (*cases, session.get_one(Case, paper["case_id"])):
            teams.assign(session, house, case, team["bob"], Part.LEAD)  # erin led it before
            teams.assign(session, house, case, team["heidi"], Part.HELPER)
            teams.assign(session, house, case, team["ruth"], Part.READER)
        _take_on(session, house, "dan", frank.group_id, foreign, frank)
        person_id = cases[0].person_id
        client = clients.client_of(session, group_id, person_id)
        assert client is not None
        groups.invite(session, house, grace, Role.HELPER)
        session.flush()
        invitation = groups.open_invitations(session, group_id, house.clock.now())[-1]
        given = grants.grants_of(session, person_id)[0]
        of_group: Ids = {
            "group_id": group_id,
            "membership_id": team["ruth"].id,
            "invitation_id": invitation.id,
            "wording_id": wordings.add(session, house, grace, "letter.disclosure_request", things.WORDING).id,
            "group_playbook_id": playbooks.add(session, house, grace, things.OWN).id,
        }
        group = of_group | {
            "client_id": client.id,
            "case_id": cases[0].id,
            "client_case_id": cases[0].id,
            "client_grant_id": given.id,
            "client_scope_id": _scope_of(session, given),
            "client_document_id": uuid4(),
            "client_letter_id": shared["letter_id"],
            "assignment_id": _reader_of(session, cases[0].id),
        }
        paper = of_group | paper | {"assignment_id": _reader_of(session, paper["case_id"])}
        case_ids = tuple(case.id for case in cases)
        return World(house, client_for, group_id, shared, kept, foreign, group, paper, person_id, case_ids)


def _join(session: Session, house: House, by: Membership, name: str, role: Role) -> Membership:
    return things.join(session, house, by, things.actor_named(session, house, name), role)


def _take_on(
    session: Session, house: House, name: str, group_id: UUID, ids: Ids, lead: Membership
) -> list[Case]:
    """The cases of these things are opened to the group for everything, and led by a member."""
    actor = things.actor_named(session, house, name)
    person = access.own_person(session, actor)
    cases = [session.get_one(Case, ids[which]) for which in ("case_id", "run_case_id")]
    agreed = things.consent(house, person.id, group_id, *(case.id for case in cases))
    sharing.share(session, house, actor, agreed, About(name.title()), [])
    for case in cases:
        session.refresh(case)
        teams.assign(session, house, case, lead, Part.LEAD)
    return cases


def _sign_on_paper(session: Session, house: House, by: Membership, lead: Membership) -> Ids:
    """Yuki, who signed a sheet for everything; a photo of it is kept."""
    actor = things.actor_named(session, house, "grace")
    ids: Ids = dict(things.client_things(session, house, actor, by, lead))
    ids["case_id"] = ids["client_case_id"]
    teams.assign(session, house, session.get_one(Case, ids["case_id"]), lead, Part.LEAD)
    return ids


def _scope_of(session: Session, grant: AccessGrant) -> UUID:
    return grants.scopes_of(session, [grant.id])[grant.id][0].id


def _reader_of(session: Session, case_id: UUID | str) -> UUID:
    return next(row.id for row in teams.team_of(session, UUID(str(case_id))) if row.part == Part.READER)
