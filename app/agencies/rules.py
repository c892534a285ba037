"""Gathers what some agencies do otherwise than the Act: as shipped, and as each person found."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import Session

from app.agencies.directory import directory
from app.agencies.models import AgencyClosedDay, AgencyOverride
from app.agencies.overrides import NATIONAL, Applied, Override, choose
from app.kit.crypto import Cipher, Place

PERIOD: Any = AgencyOverride.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation
CLOSED_DAY: Any = AgencyClosedDay.__table__  # type: ignore[attr-defined] # see above

# Who found it, and of which agency.
Finding = tuple[UUID, UUID]
_NO_DAYS: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Rules:
    """The periods and closed days of some agencies, as each of some persons has them."""

    own: Mapping[Finding, Sequence[Override]] = field(default_factory=dict)
    closed: Mapping[Finding, frozenset[date]] = field(default_factory=dict)

    def known(self, person_id: UUID, agency_id: UUID) -> tuple[Override, ...]:
        """Every period that is known of an agency: her own ones, and the shipped ones."""
        entry = directory().get(agency_id)
        return (*self.own.get((person_id, agency_id), ()), *(entry.overrides if entry else ()))

    def applied(self, person_id: UUID, agency_id: UUID, procedure: str, received: date | None) -> Applied:
        """What governs a request that arrived that day, with its source and what was only heard."""
        entry = directory().get(agency_id)
        calendar = entry.calendar if entry is not None else NATIONAL
        return choose(calendar, self.known(person_id, agency_id), procedure, received)

    def closed_days(self, person_id: UUID, agency_id: UUID) -> frozenset[date]:
        """The days on which this person found it closed, besides those of the calendar."""
        return self.closed.get((person_id, agency_id), _NO_DAYS)


def rules_for(session: Session, findings: Iterable[Finding]) -> Rules:
    """The rules of some agencies, each as its person has them; two queries."""
    pairs = set(findings)
    wanted = {"persons": list({pair[0] for pair in pairs}), "agencies": list({pair[1] for pair in pairs})}
    own: dict[Finding, list[Override]] = {}
    for row in session.execute(_PERIODS, wanted):
        own.setdefault((row.person_id, row.agency_id), []).append(as_override(row))
    closed: dict[Finding, set[date]] = {}
    for person_id, agency_id, on in session.execute(_CLOSED_DAYS, wanted):
        closed.setdefault((person_id, agency_id), set()).add(on)
    return Rules(own, {pair: frozenset(days) for pair, days in closed.items()})


def closed_days_of(
    session: Session, person_id: UUID, agency_ids: Iterable[UUID]
) -> Mapping[UUID, frozenset[date]]:
    """The closed days that one person found, by agency."""
    found: dict[UUID, set[date]] = {}
    for _, agency_id, on in session.execute(
        _CLOSED_DAYS, {"persons": [person_id], "agencies": list(agency_ids)}
    ):
        found.setdefault(agency_id, set()).add(on)
    return {agency_id: frozenset(days) for agency_id, days in found.items()}


def with_source(one: Override, cipher: Cipher, person_id: UUID) -> Override:
    """A period of her own with the address where she read it, opened with her key."""
    if one.id is None or one.source_sealed is None:
        return one
    place = Place("agency_override", "source_sealed", one.id, person_id)
    return replace(one, source_url=cipher.open(place, one.source_sealed))


_PERIODS = select(PERIOD).where(
    PERIOD.c.person_id.in_(bindparam("persons", expanding=True)),
    PERIOD.c.agency_id.in_(bindparam("agencies", expanding=True)),
)
_CLOSED_DAYS = select(CLOSED_DAY.c.person_id, CLOSED_DAY.c.agency_id, CLOSED_DAY.c.closed_on).where(
    CLOSED_DAY.c.person_id.in_(bindparam("persons", expanding=True)),
    CLOSED_DAY.c.agency_id.in_(bindparam("agencies", expanding=True)),
)


def as_override(row: Any) -> Override:
    """A kept row as the chooser takes it, its source still sealed."""
    return Override(
        procedure=row.procedure,
        decision_days=row.decision_days,
        count_mode=row.count_mode,
        extension_days=row.extension_days,
        exception_days=row.exception_days,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        page_date=row.page_date,
        confidence="own",
        own=True,
        id=row.id,
        source_sealed=row.source_sealed,
    )
