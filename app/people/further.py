"""Opens cases for a group's client: her first one with her signature, and further ones later."""

from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session

from app.groups.models import Membership
from app.kit.behalf import for_everybody
from app.kit.errors import Conflict
from app.kit.house import House
from app.people import conflicts, teams
from app.people.following import give_cases
from app.people.grant_models import Verb
from app.people.grants import SCOPE
from app.people.models import Case, Client
from app.people.service import open_case
from app.people.team_models import Part

# With neither of them the group could do nothing in a case but read it.
WRITING: Final[tuple[Verb, ...]] = ("edit", "record_filings")


def refuse(session: Session, client: Client, today: date) -> None:
    """Raises Conflict while no further case can be opened.

    That is: the help has ended, a check waits, or she did not let the group write in all her cases.
    """
    if client.ended_at is not None:
        raise Conflict("clients.errors.ended")
    conflicts.refuse_unchecked(session, client.person_id, client.group_id)
    if not _covers_everything(session, client.person_id, client.group_id, today):
        raise Conflict("clients.errors.not_everything")


def open_for(session: Session, house: House, client: Client, lead: Membership, title: str) -> Case:
    """A further case, its group and its lead: all of it or nothing; raises Conflict as `refuse` does."""
    refuse(session, client, house.clock.today())
    return begin(session, house, client, lead, title)


def begin(session: Session, house: House, client: Client, lead: Membership, title: str) -> Case:
    """A case on which the group works from now on, and who leads it."""
    with for_everybody(session):  # nobody works on it before its lead is named
        case = open_case(session, house, client.person_id, title)
        give_cases(session, [case.id], client.group_id)
        session.refresh(case)
    teams.assign(session, house, case, lead, Part.LEAD)
    return case


def _covers_everything(session: Session, person_id: UUID, group_id: UUID, today: date) -> bool:
    found = select(SCOPE.c.id).where(
        *(SCOPE.c.person_id == person_id, SCOPE.c.group_id == group_id, SCOPE.c.verb.in_(WRITING)),
        *(SCOPE.c.case_id.is_(None), SCOPE.c.ended_at.is_(None)),
        *(SCOPE.c.starts_on <= today, SCOPE.c.expires_on >= today),
    )
    return session.execute(found.limit(1)).first() is not None
