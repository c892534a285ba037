"""Prepared selects of the statistics: what happened in the cases that a group may see, in two questions."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, null, or_, select
from sqlmodel import Session

from app import law
from app.filings.queries import DEADLINE, EVENT, FILING, RecordedEvent
from app.filings.timeline import RETRACTED
from app.people.reach import CASE, CLIENT, GROUP, Reach, is_open

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


class Filed(NamedTuple):
    """One filing, and what happened in it until a day, in the order of days."""

    id: UUID
    person_id: UUID
    agency_id: UUID
    procedure: str
    events: list[RecordedEvent]


_ITS_CLIENT = and_(
    CLIENT.c.person_id == CASE.c.person_id, CLIENT.c.group_id == GROUP, CLIENT.c.ended_at.is_(None)
)
# Closed cases count too; what the person ended, or who is helped no more, counts at no moment after.
_FILED: Select[Any] = (
    select(
        FILING.c.person_id,
        FILING.c.agency_id,
        FILING.c.procedure,
        EVENT.c.id,
        EVENT.c.filing_id,
        EVENT.c.position,
        EVENT.c.kind,
        EVENT.c.happened_on,
        EVENT.c.until_on,
        EVENT.c.decided_on,
        EVENT.c.outcome,
        EVENT.c.clock,
        null(),
        EVENT.c.retracts_id,
        EVENT.c.recorded_at,
        EVENT.c.grounds,
    )
    .join_from(CASE, CLIENT, _ITS_CLIENT)
    .join(FILING, FILING.c.case_id == CASE.c.id)
    .join(EVENT, EVENT.c.filing_id == FILING.c.id)
    .where(
        CASE.c.group_id == GROUP,
        is_open(),
        or_(EVENT.c.kind == RETRACTED, and_(EVENT.c.kind.in_(TOLD), EVENT.c.happened_on <= UNTIL)),
    )
    .order_by(EVENT.c.filing_id, EVENT.c.happened_on, EVENT.c.position)
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
    """The filings of all cases whose state the group may see today."""
    rows = session.execute(_FILED, reach.asked | {"until": until})
    for filing_id, its in groupby(rows, key=lambda row: row.filing_id):
        told = list(its)
        first = told[0]
        events = [RecordedEvent(*row[3:]) for row in told]
        yield Filed(filing_id, first.person_id, first.agency_id, first.procedure, events)


def late(session: Session, reach: Reach, until: date) -> set[UUID]:
    """The group's filings that were answered after their day, or not yet though it has passed."""
    return set(session.execute(_LATE, reach.asked | {"until": until}).scalars())
