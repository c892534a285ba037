"""Whom a group helps: entered after she signed on paper, or come with an account of her own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import Session

from app.accounts.session import Actor
from app.groups.models import Membership, Role
from app.groups.service import hold_group
from app.kit.behalf import for_everybody, lifted
from app.kit.errors import NotFound
from app.kit.house import House
from app.people import conflicts, grants, teams
from app.people.access import shared
from app.people.following import give_cases
from app.people.forgetting import forget_who_she_is
from app.people.grant_models import Ended, Verb
from app.people.models import Case, Client, Person
from app.people.profiles import About, keep_about
from app.people.team_models import CaseAssignment, Part

AT_ONCE: Final = 1000  # ids in one statement

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


def led_for(session: Session, member: Membership, client_id: UUID) -> Client:
    """A client still helped, for a coordinator and for whoever leads one of her cases; raises NotFound."""
    client = client_for(session, member, client_id)
    if not rights_of(session, member, client).may_lead:
        raise NotFound
    return client


def owed_for(session: Session, member: Membership, client_id: UUID) -> Client:
    """The same, and for a coordinator until all that is hers is with her again; raises NotFound."""
    client = client_for(session, member, client_id)
    is_owed = client.ended_at is not None and client.handed_back_on is None
    answers = is_owed and member.role == Role.COORDINATOR
    if not answers and not rights_of(session, member, client).may_lead:
        raise NotFound
    return client


@dataclass(frozen=True, slots=True)
class Rights:
    """What a member decides about a client, whatever the client lets her see."""

    may_lead: bool  # she coordinates, or leads one of her cases
    may_record: bool  # she may write down what the client signed


def rights_of(session: Session, member: Membership, client: Client) -> Rights:
    """Her rights by her role, by the cases she works on, and by whether it was she who entered the client."""
    coordinates = member.role == Role.COORDINATOR
    parts = set() if coordinates else _parts_of(session, member, client)
    works = member.role == Role.HELPER and bool(parts - {Part.READER})
    entered = member.role == Role.HELPER and client.entered_by == member.account_id
    leads = client.ended_at is None and (coordinates or Part.LEAD in parts)
    return Rights(may_lead=leads, may_record=coordinates or works or entered)


def _parts_of(session: Session, member: Membership, client: Client) -> set[str]:
    found = select(ASSIGNED.c.part).where(
        *(ASSIGNED.c.account_id == member.account_id, ASSIGNED.c.group_id == client.group_id),
        *(ASSIGNED.c.person_id == client.person_id, ASSIGNED.c.ended_at.is_(None)),
        ASSIGNED.c.suspended_at.is_(None),
    )
    return set(session.execute(found).scalars())


@lifted  # one group does not see that another helps her, too
def keep_known(session: Session, house: House, person_id: UUID, account_id: UUID, told: About) -> set[UUID]:
    """Keeps who she is and how she is reached; each group that helps her looks for a conflict again.

    Gives the groups that had to look.
    """
    hold_groups_of(session, person_id)
    keep_about(session, house, person_id, told)
    found = select(Client).where(CLIENT.c.person_id == person_id, CLIENT.c.ended_at.is_(None))
    helped = session.execute(found.order_by(CLIENT.c.group_id)).scalars().all()
    return {each.group_id for each in helped if conflicts.run_again(session, house, each, account_id, told)}


@lifted
def hold_groups_of(session: Session, person_id: UUID, *more: UUID) -> None:
    """Makes others wait who act in a group that helps her, always in the same order."""
    found = select(CLIENT.c.group_id).where(CLIENT.c.person_id == person_id, CLIENT.c.ended_at.is_(None))
    for group_id in sorted({*session.execute(found).scalars(), *more}):
        hold_group(session, group_id)


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
    _release(session, house, [case.id for case in cases_of(session, client)])
    client.ended_at, client.ended_reason = now, reason


def stop(session: Session, house: House, client: Client, *, is_handed_back: bool) -> None:
    """Ends the help because of a conflict, and deletes what was typed about her and about the other side.

    What a person with an account wrote about herself stays hers.
    """
    end(session, house, client, Ended.GIVEN_BACK)
    conflicts.forget(session, client)
    if session.get_one(Person, client.person_id).account_id is None:
        forget_who_she_is(session, client.person_id)
    if is_handed_back:
        client.handed_back_on = house.clock.today()


def end_all(session: Session, house: House, group_id: UUID, reason: Ended) -> Sequence[Client]:
    """The same for every client whom the group helps, in as many statements for a thousand as for one."""
    now = house.clock.now()
    found = select(Client).where(CLIENT.c.group_id == group_id, CLIENT.c.ended_at.is_(None))
    helped = session.execute(found).scalars().all()
    grants.end_all_to(session, group_id, now, reason)
    teams.close_teams(session, house, group_id)
    cases = session.execute(select(CASE.c.id).where(CASE.c.group_id == group_id)).scalars().all()
    for first in range(0, len(cases), AT_ONCE):
        give_cases(session, cases[first : first + AT_ONCE], None)
    for client in helped:
        client.ended_at, client.ended_reason = now, reason
    return helped


def close_without_access(session: Session, house: House, person_id: UUID, group_id: UUID) -> None:
    """After a revocation: cases that are open to the group no more are hers alone again.

    When nothing is open any more, the help has ended.
    """
    client = client_of(session, group_id, person_id)
    if client is None:
        return
    if not grants.has_access(session, person_id, group_id, house.clock.today()):
        end(session, house, client, Ended.REVOKED)
        return
    covered = grants.covered_by(session, person_id, group_id)
    _release(session, house, [each.id for each in cases_of(session, client) if not covered(each.id)])


def _release(session: Session, house: House, case_ids: Sequence[UUID]) -> None:
    """Ends the teams of cases, and lets no group work on them."""
    for case_id in case_ids:
        teams.close_team(session, house, case_id)
    give_cases(session, case_ids, None)
