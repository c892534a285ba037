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
from app.people.grant_models import Ended, Verb
from app.people.models import Case
from app.people.profiles import About
from app.people.team_models import Part
from app.playbooks import of_group
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
    person_id: UUID
    case_ids: tuple[UUID, ...]  # the case of the shared things, and that of their playbook

    def regrant(self, *verbs: Verb) -> None:
        """Alice's consent for the shared case covers these verbs, and what they need, and no others."""
        with self.house.db.writing() as session:
            for grant in grants.grants_of(session, self.person_id):
                if grant.group_id == self.group_id:
                    grants.end_grant(session, grant, self.house.clock.now(), Ended.REVOKED)
            session.flush()
            if verbs:
                agreed = things.consent(
                    self.house, self.person_id, self.group_id, *self.case_ids, verbs=frozenset(verbs)
                )
                alice = things.actor_named(session, self.house, "alice")
                grants.make_grant(session, self.house, alice, agreed)


def make(house: House, client_for: Callable[[str], TestClient]) -> World:
    """Everybody signs up; the groups are founded; the grants and teams are as the class says."""
    for name in ("alice", "dan", "bob", "erin", "grace", "sam", "tess", "frank", "ruth", "carol"):
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
                ("sam", Role.SUPERVISOR),
                ("tess", Role.TECHNICAL_ADMIN),
            )
        }
        cases = _take_on(session, house, "alice", group_id, shared, team["erin"])
        for case in cases:
            teams.assign(session, house, case, team["bob"], Part.LEAD)  # erin led it before
            teams.assign(session, house, case, team["ruth"], Part.READER)
        _take_on(session, house, "dan", frank.group_id, foreign, frank)
        person_id = cases[0].person_id
        client = clients.client_of(session, group_id, person_id)
        assert client is not None
        groups.invite(session, house, grace, Role.HELPER)
        session.flush()
        invitation = groups.open_invitations(session, group_id, house.clock.now())[-1]
        group = {
            "group_id": group_id,
            "membership_id": team["ruth"].id,
            "invitation_id": invitation.id,
            "client_id": client.id,
            "case_id": cases[0].id,
            "client_case_id": cases[0].id,
            "client_grant_id": grants.grants_of(session, person_id)[0].id,
            "client_scope_id": uuid4(),
            "client_document_id": uuid4(),
            "client_letter_id": shared["letter_id"],
            "wording_id": wordings.add(session, house, grace, "letter.disclosure_request", things.WORDING).id,
            "group_playbook_id": of_group.add(session, house, grace, things.OWN).id,
            "assignment_id": teams.team_of(session, cases[0].id)[0].id,
        }
        case_ids = tuple(case.id for case in cases)
        return World(house, client_for, group_id, shared, kept, foreign, group, person_id, case_ids)


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
