"""Tells a person that somebody else leads her case now, whichever way the lead changed.

She reads it on the page of her case until she says that she did. Whoever has no account cannot: rooms above
say here what is done instead.
"""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import Session

from app.kit.house import House
from app.people.models import Case, Person
from app.people.team_models import CaseAssignment, Handover

HANDOVER: Any = Handover.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation
Tell = Callable[[Session, House, Case, UUID], None]
_IN_PERSON: Final[list[Tell]] = []


def told_in_person(tell: Tell) -> Tell:
    """What is done for somebody without an account; it is given the account of the new lead."""
    _IN_PERSON.append(tell)
    return tell


def lead_changed(session: Session, house: House, case: Case, before: CaseAssignment, to: UUID) -> None:
    """The lead went to another without an offer; she is told of it as of one that was accepted."""
    now = house.clock.now()
    session.add(
        Handover(
            case_id=case.id,
            person_id=case.person_id,
            group_id=before.group_id,
            from_account=before.account_id,
            to_account=to,
            offered_at=now,
            settled_at=now,
            settled="accepted",
        )
    )
    session.flush()
    tell_in_person(session, house, case, to)


def tell_in_person(session: Session, house: House, case: Case, lead: UUID) -> None:
    """Sees to it that she is told who cannot look by herself."""
    if session.get_one(Person, case.person_id).account_id is None:
        for tell in _IN_PERSON:
            tell(session, house, case, lead)


def untold(session: Session, case_id: UUID) -> Handover | None:
    """The latest change of the lead that the person has not said she read."""
    found = select(Handover).where(*_not_told(case_id))
    return session.execute(found.order_by(HANDOVER.c.settled_at.desc()).limit(1)).scalar_one_or_none()


def told(session: Session, house: House, case_id: UUID) -> None:
    """The person has read who leads her case now."""
    session.execute(update(Handover).where(*_not_told(case_id)).values(told_at=house.clock.now()))


def _not_told(case_id: UUID) -> tuple[Any, ...]:
    return HANDOVER.c.case_id == case_id, HANDOVER.c.settled == "accepted", HANDOVER.c.told_at.is_(None)
