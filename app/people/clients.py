"""Whom a group helps: entered after she signed on paper, or come with an account of her own."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import Session

from app.accounts.session import Actor
from app.groups.models import Membership
from app.groups.service import hold_group
from app.kit.behalf import for_everybody, lifted
from app.kit.errors import NotFound
from app.kit.house import House
from app.people import conflicts, grants, teams
from app.people.access import shared
from app.people.following import give_cases
from app.people.grant_models import Ended, Verb
from app.people.models import Case, Client, Person
from app.people.profiles import About, keep_about
from app.people.team_models import CaseAssignment

CLIENT: Any = Client.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation
CASE: Any = Case.__table__  # type: ignore[attr-defined] # see above
ASSIGNED: Any = CaseAssignment.__table__  # type: ignore[attr-defined] # see above


def enter(session: Session, house: House, group_id: UUID, account_id: UUID) -> Client:
    """A client without an account: a person with a key of her own, and nothing else yet."""
    person = Person(account_id=None, is_self=True, created_at=house.clock.now())
    house.vault.new_person(person.id)
    with for_everybody(session):  # she is nobody's client yet
        session.add(person)
    return admit(session, house, group_id, person.id, account_id)


@lifted  # her number follows those of others, whom she does not see
def admit(session: Session, house: House, group_id: UUID, person_id: UUID, account_id: UUID) -> Client:
    """The person as a client of the group; the same row when she is one already."""
    hold_group(session, group_id)
    known = client_of(session, group_id, person_id)
    if known is not None:
        return known
    highest = session.execute(select(func.max(CLIENT.c.number)).where(CLIENT.c.group_id == group_id)).scalar()
    client = Client(
        group_id=group_id,
        person_id=person_id,
        number=(highest or 0) + 1,
        entered_by=account_id,
        entered_at=house.clock.now(),
    )
    session.add(client)
    session.flush()
    return client


def client_of(session: Session, group_id: UUID, person_id: UUID) -> Client | None:
    """The person's open place among a group's clients."""
    found = select(Client).where(
        CLIENT.c.group_id == group_id, CLIENT.c.person_id == person_id, CLIENT.c.ended_at.is_(None)
    )
    return session.execute(found).scalar_one_or_none()


def client_for(session: Session, member: Membership, client_id: UUID) -> Client:
    """A client of the member's group: her number and state, no word of hers; raises NotFound."""
    found = session.get(Client, client_id)
    if found is None or found.group_id != member.group_id:
        raise NotFound
    return found


def keep_known(session: Session, house: House, person_id: UUID, account_id: UUID, told: About) -> None:
    """Keeps who she is and how she is reached; each group that helps her looks for a conflict again."""
    keep_about(session, house, person_id, told)
    found = select(Client).where(CLIENT.c.person_id == person_id, CLIENT.c.ended_at.is_(None))
    # One group does not see that another helps her, too.
    with for_everybody(session):
        for client in session.execute(found.order_by(CLIENT.c.id)).scalars().all():
            conflicts.run_again(session, house, client, account_id, told)


def may_read(session: Session, actor: Actor, person_id: UUID, verb: Verb = "view_content") -> bool:
    """Whether this account may read who a client is: she opened a case to it, and it works on that case."""
    found = shared(actor.account_id, verb, actor.on, ASSIGNED.c.id).where(ASSIGNED.c.person_id == person_id)
    return session.execute(found.limit(1)).first() is not None


def cases_of(session: Session, client: Client) -> Sequence[Case]:
    """The cases on which the group works for this client, the latest first."""
    found = select(Case).where(CASE.c.person_id == client.person_id, CASE.c.group_id == client.group_id)
    return session.execute(found.order_by(CASE.c.created_at.desc())).scalars().all()


def end(session: Session, house: House, client: Client, reason: Ended) -> None:
    """Ends the help: every grant, every assignment, and the group's hold on her cases, in one act."""
    now = house.clock.now()
    for grant in grants.grants_of(session, client.person_id):
        if grant.group_id == client.group_id and grant.ended_at is None:
            grants.end_grant(session, grant, now, reason)
    cases = [case.id for case in cases_of(session, client)]
    for case_id in cases:
        teams.close_team(session, house, case_id)
    give_cases(session, cases, None)
    client.ended_at, client.ended_reason = now, reason


def close_without_access(session: Session, house: House, person_id: UUID, group_id: UUID) -> None:
    """After a revocation: when nothing is open to the group any more, the help has ended."""
    client = client_of(session, group_id, person_id)
    if client is not None and not grants.has_access(session, person_id, group_id, house.clock.today()):
        end(session, house, client, Ended.REVOKED)
