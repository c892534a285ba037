"""Saves what a person found of an agency's rules, and counts her filings to it anew, at once."""

from uuid import UUID

from sqlmodel import Session

from app.agencies import closed_days, periods
from app.agencies.closed_day_form import NewClosedDays
from app.agencies.models import AgencyClosedDay, AgencyOverride
from app.agencies.periods import NewPeriod
from app.filings import projection, queries
from app.filings.changes import Reason
from app.kit.house import House


def save_period(
    session: Session,
    house: House,
    person_id: UUID,
    agency_id: UUID,
    new: NewPeriod,
    period: AgencyOverride | None = None,
) -> int:
    """Adds a period, or corrects one; how many days moved. Raises periods.Overlap."""
    if period is None:
        periods.add_period(session, house, person_id, agency_id, new)
    else:
        periods.change_period(session, house, period, new)
    return _recount(session, house, person_id, agency_id)


def remove_period(session: Session, house: House, period: AgencyOverride) -> int:
    """Removes a period; how many days moved."""
    periods.remove_period(session, period)
    return _recount(session, house, period.person_id, period.agency_id)


def add_closed_days(
    session: Session, house: House, person_id: UUID, agency_id: UUID, new: NewClosedDays
) -> int | None:
    """Adds days on which an agency is closed; how many deadlines moved, or None if each day was there."""
    if not closed_days.add_closed_days(session, house, person_id, agency_id, new.days, new.note):
        return None
    return _recount(session, house, person_id, agency_id)


def remove_closed_day(session: Session, house: House, day: AgencyClosedDay) -> int:
    """Removes such a day; how many deadlines moved."""
    closed_days.remove_closed_day(session, day)
    return _recount(session, house, day.person_id, day.agency_id)


def _recount(session: Session, house: House, person_id: UUID, agency_id: UUID) -> int:
    session.flush()  # the projection reads what was just written
    filings = queries.filings_to(session, person_id, agency_id)
    return projection.refresh_all(session, filings, house.clock.now(), Reason.AGENCY)
