"""What the pages of a group's clients show: numbers and states, and names only to who may read them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import Session

from app.accounts.session import Actor
from app.audit.entry import Action
from app.groups.access import MEMBER
from app.groups.models import Membership
from app.groups.service import name_of
from app.kit.house import House
from app.people import clients
from app.people.access import ASSIGNED, SCOPE, opened
from app.people.clients import CASE, CLIENT
from app.people.conflict_models import Decision
from app.people.conflicts import CHECK, PASSED
from app.people.grant_models import VERBS, AccessGrant, GrantScope, Verb
from app.people.grants import GRANT
from app.people.models import Client
from app.people.noting import note_act
from app.people.profiles import About, abouts
from app.people.renewals import Renewal, days_left, renewal_of
from app.people.sharing import title_of
from app.people.team_models import Part

PAGE: Final = 50


class State(StrEnum):
    """Where a client stands with the group."""

    UNDECIDED = "undecided"  # a coordinator decides about a possible conflict
    UNSIGNED = "unsigned"
    ACTIVE = "active"
    LAPSED = "lapsed"  # the consent's last day is over
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class ShownClient:
    """A client as a member sees her; `about` is empty for who may not read it."""

    id: UUID
    code: str
    state: State
    until: date | None  # the last day of her consent
    leads: tuple[str, ...]
    about: About
    readable: frozenset[UUID]  # the cases whose titles this member may read
    may_edit: bool  # she may change how the client is reached
    renewal: Renewal | None  # she is to be asked whether it goes on

    @property
    def name(self) -> str:
        """What she is called; empty for who may not read it."""
        return self.about.name

    @property
    def is_checked(self) -> bool:
        """Whether anything but the open question may be shown."""
        return self.state != State.UNDECIDED


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page of a group's clients, the newest first; `older` leads on where more are left."""

    rows: Sequence[ShownClient]
    older: int | None


@dataclass(frozen=True, slots=True)
class ShownCase:
    """A case of hers on which the group works; without a title for who may not read it."""

    id: UUID
    opened_on: Any
    is_closed: bool
    title: str | None


@dataclass(frozen=True, slots=True)
class ShownGrant:
    """One consent of hers to the group."""

    grant: AccessGrant
    verbs: tuple[Verb, ...]
    open: Mapping[Verb, GrantScope]  # what can be ended alone
    today: date

    @property
    def is_active(self) -> bool:
        """Whether anybody may still look because of it."""
        return self.grant.ended_at is None and self.grant.starts_on <= self.today <= self.grant.expires_on

    @property
    def days_left(self) -> int:
        """Civil days after today on which it still holds."""
        return days_left(self.grant.expires_on, self.today)

    @property
    def renewal(self) -> Renewal | None:
        """Whether it ends so soon that she is asked."""
        return renewal_of(self.grant.expires_on, self.today) if self.is_active else None


def page_of_clients(
    session: Session, house: House, actor: Actor, member: Membership, before: int | None
) -> ShownPage:
    """Some of the group's clients, those numbered below `before`; as many queries for 50 as for one."""
    found = select(Client).where(CLIENT.c.group_id == member.group_id)
    if before is not None:
        found = found.where(CLIENT.c.number < before)
    rows = session.execute(found.order_by(CLIENT.c.number.desc()).limit(PAGE + 1)).scalars().all()
    shown = rows[:PAGE]
    older = shown[-1].number if len(rows) > PAGE else None
    return ShownPage(_shown(session, house, actor, member.group_id, shown, "list"), older)


def shown_client(session: Session, house: House, actor: Actor, client: Client) -> ShownClient:
    """One of them."""
    return _shown(session, house, actor, client.group_id, [client], "person")[0]


def code_of(client: Client) -> str:
    """The number that stands for her name."""
    return str(client.number)


def _shown(
    session: Session, house: House, actor: Actor, group_id: UUID, rows: Sequence[Client], kind: str
) -> list[ShownClient]:
    persons = [row.person_id for row in rows]
    decisions = _decisions(session, [row.id for row in rows])
    ends = _ends(session, group_id, persons)
    leads = _leads(session, house, group_id, persons)
    reached = _reach(session, actor, group_id, persons)
    readable = reached["view_content"]
    told = _told(session, house, actor, group_id, readable, kind)
    today = house.clock.today()
    states = {row.id: _state(row, decisions, ends.get(row.person_id), today) for row in rows}
    return [
        ShownClient(
            id=row.id,
            code=code_of(row),
            state=states[row.id],
            until=ends.get(row.person_id),
            leads=tuple(leads.get(row.person_id, ())),
            about=told.get(row.person_id, About()),
            readable=frozenset(readable.get(row.person_id, ())),
            may_edit=row.person_id in reached["edit"],
            renewal=renewal_of(ends.get(row.person_id), today) if states[row.id] == State.ACTIVE else None,
        )
        for row in rows
    ]


def _state(row: Client, decisions: Mapping[UUID, str], until: date | None, today: date) -> State:
    if row.ended_at is not None:
        return State.ENDED
    if decisions.get(row.id) not in PASSED:
        return State.UNDECIDED
    if until is None:
        return State.UNSIGNED
    return State.ACTIVE if until >= today else State.LAPSED


def _decisions(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    found = select(CHECK.c.client_id, CHECK.c.decision).where(CHECK.c.client_id.in_(ids))
    # The latest check of a client comes last, and stays.
    return {row.client_id: Decision(row.decision) for row in session.execute(found.order_by(CHECK.c.run_at))}


def _ends(session: Session, group_id: UUID, persons: Collection[UUID]) -> dict[UUID, date]:
    found = (
        select(SCOPE.c.person_id, func.max(SCOPE.c.expires_on).label("until"))
        .where(SCOPE.c.person_id.in_(persons), SCOPE.c.group_id == group_id, SCOPE.c.ended_at.is_(None))
        .group_by(SCOPE.c.person_id)
    )
    return {row.person_id: row.until for row in session.execute(found)}


def _leads(
    session: Session, house: House, group_id: UUID, persons: Collection[UUID]
) -> dict[UUID, list[str]]:
    found = (
        select(Membership, CASE.c.person_id)
        .join(ASSIGNED, ASSIGNED.c.account_id == MEMBER.c.account_id)
        .join(CASE, CASE.c.id == ASSIGNED.c.case_id)
        .where(CASE.c.person_id.in_(persons), CASE.c.group_id == group_id)
        .where(ASSIGNED.c.group_id == group_id, ASSIGNED.c.ended_at.is_(None), ASSIGNED.c.part == Part.LEAD)
        .where(MEMBER.c.group_id == group_id, MEMBER.c.ended_at.is_(None))
        .order_by(ASSIGNED.c.began_at)
    )
    leads: dict[UUID, list[str]] = {}
    for member, person_id in session.execute(found):
        known = leads.setdefault(person_id, [])
        name = name_of(house, member)
        if name not in known:
            known.append(name)
    return leads


def _reach(
    session: Session, actor: Actor, group_id: UUID, persons: Collection[UUID]
) -> dict[Verb, dict[UUID, set[UUID]]]:
    """For reading and for editing, the cases that this account reaches in the group, by person."""
    found: dict[Verb, dict[UUID, set[UUID]]] = {"view_content": {}, "edit": {}}
    asked = opened(actor.account_id, actor.on, SCOPE.c.verb, ASSIGNED.c.person_id, ASSIGNED.c.case_id).where(
        ASSIGNED.c.person_id.in_(persons), ASSIGNED.c.group_id == group_id, SCOPE.c.verb.in_(found)
    )
    for verb, person_id, case_id in session.execute(asked):
        found[verb].setdefault(person_id, set()).add(case_id)
    return found


def _told(
    session: Session, house: House, actor: Actor, group_id: UUID, persons: Collection[UUID], kind: str
) -> dict[UUID, About]:
    """What these persons are called and how they are reached; each is a look, and noted as one."""
    if not persons:
        return {}
    told = abouts(session, house, persons)
    for person_id in told:
        note_act(session, actor, Action.LOOK, kind, person_id, person_id, group_id)
    return told


def cases_shown(
    session: Session, house: House, client: Client, readable: Collection[UUID]
) -> list[ShownCase]:
    """Her cases with the group; titles of those alone that are readable."""
    cipher = house.vault.person(client.person_id) if readable else None
    return [
        ShownCase(
            id=case.id,
            opened_on=case.created_at,
            is_closed=case.closed_on is not None,
            title=title_of(cipher, case) if cipher and case.id in readable else None,
        )
        for case in clients.cases_of(session, client)
    ]


def grants_shown(session: Session, house: House, client: Client) -> list[ShownGrant]:
    """Her consents to this group, the latest first; what she opened to others is not theirs to know."""
    found = (
        select(AccessGrant, GrantScope)
        .join(SCOPE, SCOPE.c.grant_id == GRANT.c.id)
        .where(GRANT.c.person_id == client.person_id, GRANT.c.group_id == client.group_id)
        .order_by(GRANT.c.made_at.desc())
    )
    told: dict[UUID, tuple[AccessGrant, list[GrantScope]]] = {}
    for grant, scope in session.execute(found):
        told.setdefault(grant.id, (grant, []))[1].append(scope)
    return [_grant(grant, scopes, house.clock.today()) for grant, scopes in told.values()]


def _grant(grant: AccessGrant, scopes: Sequence[GrantScope], today: date) -> ShownGrant:
    by_verb = {scope.verb: scope for scope in scopes}
    still = {cast("Verb", scope.verb): scope for scope in scopes if scope.ended_at is None}
    return ShownGrant(grant, tuple(verb for verb in VERBS if verb in by_verb), still, today)
