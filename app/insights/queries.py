"""Prepared selects of the statistics: what happened in the cases that a group may see, in three questions."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, exists, or_, select
from sqlmodel import Session

from app import law
from app.filings.queries import DEADLINE, EVENT, FILING
from app.people.access import SCOPE
from app.people.grants import GRANT
from app.people.reach import CASE, CLIENT, GROUP, Reach, covers
from app.people.wording import tell_of_statistics

UNTIL: Any = bindparam("until", type_=EVENT.c.happened_on.type)
# What the figures are made of; nothing else of a filing is read.
TOLD: Final = (
    "received",
    "amendment_asked",
    "amendment_received",
    "extension_notified",
    "exception_notified",
    "transferred",
    "decision_notified",
    "answered",
    "refused",
    "carried_out",
    "disclosed",
    "withdrawn",
)


class Happened(NamedTuple):
    """Something that happened in a filing and was not taken back; in the order of days when sorted."""

    on: date
    position: int
    kind: str
    decided_on: date | None
    outcome: str | None
    grounds: str | None


class Filed(NamedTuple):
    """One filing, and what happened in it until a day, in the order of days."""

    id: UUID
    person_id: UUID
    agency_id: UUID
    procedure: str
    events: list[Happened]


_ITS_CLIENT = and_(
    CLIENT.c.person_id == CASE.c.person_id, CLIENT.c.group_id == GROUP, CLIENT.c.ended_at.is_(None)
)
_AGREED = exists().where(
    covers(CASE.c.person_id, CASE.c.id),
    GRANT.c.id == SCOPE.c.grant_id,
    GRANT.c.wording.in_(tell_of_statistics()),
)
# Closed cases count too; what the person ended, or who is helped no more, counts at no moment after.
_FILED: Select[Any] = (
    select(FILING.c.id, FILING.c.person_id, FILING.c.agency_id, FILING.c.procedure)
    .join_from(CASE, CLIENT, _ITS_CLIENT)
    .join(FILING, FILING.c.case_id == CASE.c.id)
    .where(CASE.c.group_id == GROUP, _AGREED)
)
_TAKEN_BACK = EVENT.alias("taken_back")
_HAPPENED: Select[Any] = (
    select(
        EVENT.c.filing_id,
        EVENT.c.happened_on,
        EVENT.c.position,
        EVENT.c.kind,
        EVENT.c.decided_on,
        EVENT.c.outcome,
        EVENT.c.grounds,
    )
    .join_from(CASE, FILING, FILING.c.case_id == CASE.c.id)
    .join(EVENT, EVENT.c.filing_id == FILING.c.id)
    .where(
        CASE.c.group_id == GROUP,
        EVENT.c.kind.in_(TOLD),
        EVENT.c.happened_on <= UNTIL,
        ~exists().where(_TAKEN_BACK.c.retracts_id == EVENT.c.id),
    )
)
_LATE: Select[Any] = (
    select(DEADLINE.c.filing_id)
    .join_from(CASE, DEADLINE, DEADLINE.c.case_id == CASE.c.id)
    .where(
        CASE.c.group_id == GROUP,
        DEADLINE.c.bound == law.Bound.AGENCY.value,
        DEADLINE.c.kind == law.Kind.LATEST.value,
        DEADLINE.c.is_void.is_(False),
        DEADLINE.c.paused_from.is_(None),
        DEADLINE.c.due < UNTIL,
        or_(DEADLINE.c.ended_on.is_(None), DEADLINE.c.ended_on > DEADLINE.c.due),
    )
)


def filed(session: Session, reach: Reach, until: date) -> Iterator[Filed]:
    """The filings of all cases whose state the group may see today, and whose persons were told of this."""
    events: dict[UUID, list[Happened]] = {}
    for filing_id, *facts in session.execute(_HAPPENED, reach.asked | {"until": until}):
        events.setdefault(filing_id, []).append(Happened(*facts))
    for filing_id, person_id, agency_id, procedure in session.execute(_FILED, reach.asked):
        if filing_id in events:
            yield Filed(filing_id, person_id, agency_id, procedure, sorted(events[filing_id]))


def late(session: Session, reach: Reach, until: date) -> set[UUID]:
    """The group's filings that were answered after their day, or not yet though it has passed."""
    return set(session.execute(_LATE, reach.asked | {"until": until}).scalars())
