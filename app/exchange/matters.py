"""What of a person's still runs: reviews and suits, for which her records may be needed."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session

from app import law
from app.exchange.models import Cause, Erasure, Hold
from app.filings import docket
from app.filings.queries import CASE, FiledRow
from app.kit.errors import Conflict
from app.people import access
from app.people.models import Person

CONTESTED: Final = (law.FilingState.IN_REVIEW, law.FilingState.IN_COURT)
# A request for review or a suit of its own, and where it is neither a draft nor over.
FAMILIES: Final = ("review", "suit")
UNDER_WAY: Final = (law.FilingState.SENT, law.FilingState.AMENDMENT, *CONTESTED)
HOLD: Any = Hold.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation


@dataclass(frozen=True, slots=True)
class Matter:
    """A filing about which a review or a suit runs, or which is one."""

    filing: FiledRow
    state: law.FilingState


def running(session: Session, person_id: UUID, today: date) -> list[Matter]:
    """A person's reviews and suits under way, from what was recorded; a closed case may hold one, too."""
    cases = session.execute(select(CASE.c.id).where(CASE.c.person_id == person_id)).scalars().all()
    found = []
    for case_id in cases:
        of_case = docket.of_case(session, case_id)
        states = [
            (filing, law.deadlines(of_case.put(filing, today).question).state) for filing in of_case.filings
        ]
        found += [Matter(filing, state) for filing, state in states if _is_running(filing, state)]
    return found


def _is_running(filing: FiledRow, state: law.FilingState) -> bool:
    is_one = law.procedure(filing.procedure).family in FAMILIES
    return state in (UNDER_WAY if is_one else CONTESTED)


def hold_without_account(session: Session, person_id: UUID) -> None:
    """Holds a person without an account, of whom alone a group decides when her records go or stay.

    Raises Conflict once they are her own, also when she took them over a moment ago.
    """
    access.hold(session, person_id)
    if session.get_one(Person, person_id, populate_existing=True).account_id is not None:
        raise Conflict("erasure.errors.has_account")


def hold_of(session: Session, person_id: UUID) -> Hold | None:
    """A coordinator's hold on a person's records, if there is one."""
    return session.get(Hold, person_id)


def waits(session: Session, plan: Erasure, today: date) -> bool:
    """Whether an erasure waits for what still runs.

    What she asked for herself waits for nobody; what she asked for on paper for a hold alone, because she was
    told what runs; what only time brings about waits for reviews and suits, too.
    """
    if plan.cause == Cause.OWN:
        return False
    if hold_of(session, plan.person_id) is not None:
        return True
    return plan.cause == Cause.KEPT_LONG_ENOUGH and bool(running(session, plan.person_id, today))
