"""Who stands around a case: what its reader may do there, the group beside it, and who leads it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session

from app.accounts.session import Actor
from app.groups import service as groups
from app.groups.access import MEMBER
from app.groups.models import Membership, SupportGroup
from app.kit.house import House
from app.people.access import ASSIGNED, PERSON, SCOPE, opened
from app.people.grant_models import VERBS, Verb
from app.people.models import Case
from app.people.profiles import About, about
from app.people.team_models import Part
from app.people.telling import untold

EVERYTHING: Final = frozenset(VERBS)
PREPARING: Final = frozenset[Verb]({"edit", "record_filings", "draft_letters"})


@dataclass(frozen=True, slots=True)
class Around:
    """What the page of a case says about people; `can` is what its reader may do."""

    can: frozenset[Verb]
    is_own: bool = True
    group: str = ""
    lead: str = ""
    until: date | None = None  # for a member of the group: the day on which the consent ends
    new_lead: UUID | None = None  # for herself: a change of the lead that she was not told of yet
    about: About | None = None  # for a member of the group: how the client is reached in safety
    playbooks: str = ""  # for a member who may do all that they do: where they are started for this case


ALONE: Final = Around(EVERYTHING)


def around(session: Session, house: House, actor: Actor, case: Case) -> Around:
    """Costs nothing for a case that its person pursues alone."""
    if case.group_id is None:
        return ALONE
    group = session.get_one(SupportGroup, case.group_id)
    named = Around(EVERYTHING, group=groups.words_of(house, group).name, lead=_lead(session, house, case))
    own = select(PERSON.c.id).where(PERSON.c.id == case.person_id, PERSON.c.account_id == actor.account_id)
    if session.execute(own).first() is not None:
        change = untold(session, case.id)
        return replace(named, new_lead=change.id) if change else named
    can, until = _allowed(session, actor, case.id)
    told = about(session, house, case.person_id)
    start = f"/groups/{group.id}/cases/{case.id}/playbooks" if can >= PREPARING else ""
    return replace(named, can=can, is_own=False, until=until, about=told, playbooks=start)


def _lead(session: Session, house: House, case: Case) -> str:
    found = session.execute(
        select(Membership)
        .join(ASSIGNED, ASSIGNED.c.account_id == MEMBER.c.account_id)
        .where(ASSIGNED.c.group_id == MEMBER.c.group_id, MEMBER.c.ended_at.is_(None))
        .where(ASSIGNED.c.case_id == case.id, ASSIGNED.c.ended_at.is_(None), ASSIGNED.c.part == Part.LEAD)
    ).scalar_one_or_none()
    return "" if found is None else groups.name_of(house, found)


def _allowed(session: Session, actor: Actor, case_id: UUID) -> tuple[frozenset[Verb], date | None]:
    """What the account may do on the case, and the day on which the first part of it ends."""
    asked = opened(actor.account_id, actor.on, SCOPE.c.verb, SCOPE.c.expires_on)
    scopes = session.execute(asked.where(ASSIGNED.c.case_id == case_id)).all()
    return frozenset(verb for verb, _ in scopes), min((day for _, day in scopes), default=None)
