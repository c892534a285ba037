"""What a person does with the periods she found her agency to apply: adds, corrects and removes them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlmodel import Session, col

from app import law
from app.agencies.models import AgencyOverride
from app.agencies.overrides import Override
from app.kit.crypto import Place
from app.kit.house import House
from app.people.access import hold

COUNT_MODES = tuple(law.CountMode)


@dataclass(frozen=True, slots=True)
class NewPeriod:
    """What a person read of the days that an agency takes, and where."""

    procedure: str
    decision_days: int
    count_mode: str | None = None  # None: she does not know how it counts
    extension_days: int | None = None
    exception_days: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    source: str | None = None  # None: on paper, or told at the desk
    page_date: date | None = None


class Overlap(Exception):
    """Another period of hers governs some of the same days."""


def add_period(
    session: Session, house: House, person_id: UUID, agency_id: UUID, new: NewPeriod
) -> AgencyOverride:
    """Keeps a period; raises Overlap when one for the same procedure and days is there."""
    period = AgencyOverride(id=uuid4(), person_id=person_id, agency_id=agency_id, procedure=new.procedure)
    change_period(session, house, period, new)
    session.add(period)
    return period


def change_period(session: Session, house: House, period: AgencyOverride, new: NewPeriod) -> None:
    """The same for one that is kept already."""
    hold(session, period.person_id)
    if _overlaps(session, period, new):
        raise Overlap
    place = Place("agency_override", "source_sealed", period.id, period.person_id)
    period.procedure = new.procedure
    period.decision_days = new.decision_days
    period.count_mode = new.count_mode
    period.extension_days = new.extension_days
    period.exception_days = new.exception_days
    period.starts_on = new.starts_on
    period.ends_on = new.ends_on
    period.source_sealed = house.vault.seal(place, new.source)
    period.page_date = new.page_date


def remove_period(session: Session, period: AgencyOverride) -> None:
    """Forgets a period: what is shipped, or else the Act, applies again."""
    session.delete(period)


def _overlaps(session: Session, period: AgencyOverride, new: NewPeriod) -> bool:
    statement = select(AgencyOverride.starts_on, AgencyOverride.ends_on).where(  # type: ignore[call-overload] # SQLModel columns look like their values to mypy
        col(AgencyOverride.person_id) == period.person_id,
        col(AgencyOverride.agency_id) == period.agency_id,
        col(AgencyOverride.procedure) == new.procedure,
        col(AgencyOverride.id) != period.id,
    )
    first, last = new.starts_on or date.min, new.ends_on or date.max
    return any(
        (starts or date.min) <= last and first <= (ends or date.max)
        for starts, ends in session.execute(statement)
    )


@dataclass(frozen=True, slots=True)
class Excess:
    """A number that goes beyond the Act's, which is counted instead (APPI, Article 108)."""

    part: str  # decision, extension or exception
    given: int
    cap: int


def excesses(one: Override | NewPeriod, on: date) -> tuple[Excess, ...]:
    """The numbers of a period that the Act does not allow, as of a day."""
    return tuple(_excesses(one, on))


def _excesses(one: Override | NewPeriod, on: date) -> Iterator[Excess]:
    if one.count_mode is None:
        return  # a hint, with which nothing is counted
    decision = one.procedure.removeprefix("jp.") + ".decision"
    for part, given, clock, rule in (
        ("decision", one.decision_days, decision, "period"),
        ("extension", one.extension_days, decision, "extension"),
        ("exception", one.exception_days, f"{decision}.part", "period"),
    ):
        info = law.CLOCKS.get(clock)
        cap = info.rule(rule, on) if info else None
        if given is not None and cap is not None and given > cap.days:
            yield Excess(part, given, cap.days)
