"""How long a group keeps the records of a client whose help has ended; the end is announced, then the bin.

No law says how many months: it is the group's own choice. A year is usual here because within a year of a
decision a review or a suit against it can as a rule still be begun (Administrative Complaint Review Act
18(2), Administrative Case Litigation Act 14(2)).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlmodel import Session

from app.exchange import binning, matters
from app.exchange.binning import ERASURE, plan_of
from app.exchange.models import Cause, Erasure, Keeping
from app.kit.behalf import EVERYBODY
from app.kit.clock import civil_day
from app.kit.dates import months_after
from app.kit.errors import Conflict
from app.kit.house import House
from app.people.access import PERSON, SCOPE
from app.people.clients import CLIENT

CHOICES: Final = (6, 12, 24, 36, 60)  # months
USUAL: Final = 12
ANNOUNCED: Final = (30, 7, 1)  # days before
FIRST: Final = timedelta(days=ANNOUNCED[0])
KEEPING: Any = Keeping.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation


@dataclass(frozen=True, slots=True)
class Stay:
    """Until when a group keeps a client's records: `ends_on` is the first day on which it need not."""

    person_id: UUID
    group_id: UUID
    number: int
    client_id: UUID
    idle_since: date
    months: int
    ends_on: date

    def bins_on(self, plan: Erasure) -> date:
        """The day on which they go into the bin: never before they were announced for thirty days."""
        return self.announced(plan.announced_on or self.ends_on)

    def announced(self, on: date) -> date:
        """The same for an announcement on this day."""
        return max(self.ends_on, on + FIRST)


class Step(StrEnum):
    """What a day brings for the records of somebody whose help ended."""

    ANNOUNCE = "announce"
    WITHDRAW = "withdraw"
    BIN = "bin"


def step(stay: Stay | None, plan: Erasure | None, today: date) -> Step | None:
    """What is to be done today; from the events, the group's choice and the announcement alone."""
    if plan is not None and plan.binned_on is not None:
        return None
    if stay is None or today < stay.ends_on - FIRST:
        return Step.WITHDRAW if plan else None
    if plan is None:
        return Step.ANNOUNCE
    return Step.BIN if today >= stay.bins_on(plan) else None


def rung(days_left: int) -> int:
    """Which announcement stands: 30, 7 or 1 days before."""
    return min(each for each in ANNOUNCED if each >= min(max(days_left, 1), ANNOUNCED[0]))


def months_of(session: Session, group_id: UUID) -> int:
    """How many months the group keeps."""
    kept = session.get(Keeping, group_id)
    return USUAL if kept is None else kept.months


def choose(session: Session, group_id: UUID, months: int) -> None:
    """The group keeps for so many months from now on."""
    kept = session.get(Keeping, group_id)
    if kept is None:
        session.add(Keeping(group_id=group_id, months=months))
    else:
        kept.months = months


def stays(session: Session, *which: ColumnElement[bool]) -> dict[UUID, Stay]:
    """For clients without an account and not in the bin: until when their group keeps their records."""
    kept = (PERSON.c.account_id.is_(None), ~PERSON.c.in_bin, *which)
    asked = select(CLIENT).join(PERSON, PERSON.c.id == CLIENT.c.person_id).where(*kept)
    rows = session.execute(asked.order_by(CLIENT.c.number)).all()
    latest = {row.person_id: row for row in rows}  # of somebody who came back, the last time counts
    lasted = _consents(session, kept)
    months = {row.group_id: row.months for row in session.execute(select(KEEPING))}
    return {
        row.person_id: _stay(row, lasted.get(row.person_id, ()), months.get(row.group_id, USUAL))
        for row in latest.values()
    }


def _stay(row: Any, consents: Iterable[date], months: int) -> Stay:
    # The help ended, or the last consent did; who never signed anything is here since she was entered.
    since = civil_day(row.ended_at) if row.ended_at else max((civil_day(row.entered_at), *consents))
    return Stay(row.person_id, row.group_id, row.number, row.id, since, months, months_after(since, months))


def _consents(session: Session, kept: Iterable[ColumnElement[bool]]) -> dict[UUID, list[date]]:
    """The last day of each part of what these persons agreed to."""
    asked = select(SCOPE.c.person_id, SCOPE.c.expires_on, SCOPE.c.ended_at)
    found: dict[UUID, list[date]] = {}
    for row in session.execute(asked.join(PERSON, PERSON.c.id == SCOPE.c.person_id).where(*kept)):
        last = min(row.expires_on, civil_day(row.ended_at)) if row.ended_at else row.expires_on
        found.setdefault(row.person_id, []).append(last)
    return found


def look(house: House) -> int:
    """The day's work: announces, withdraws, and puts into the bin; how many records it touched."""
    today = house.clock.today()
    with house.db.reading(EVERYBODY) as session:
        kept = stays(session)
        plans = {plan.person_id: plan for plan in session.execute(_ANNOUNCED).scalars()}
        touched = [each for each in kept | plans if step(kept.get(each), plans.get(each), today)]
    return sum(_settle_or_leave(house, person_id) for person_id in touched)


_ANNOUNCED = select(Erasure).where(ERASURE.c.binned_on.is_(None))


def _settle_or_leave(house: House, person_id: UUID) -> bool:
    try:
        return _settle(house, person_id)
    except Conflict:  # she took them over, or they were held, a moment ago: the next day looks again
        return False


def _settle(house: House, person_id: UUID) -> bool:
    today = house.clock.today()
    with house.db.writing(EVERYBODY) as session:
        plan = plan_of(session, person_id)  # as it is now: another may have been quicker
        stay = stays(session, PERSON.c.id == person_id).get(person_id)
        match step(stay, plan, today):
            case Step.ANNOUNCE if stay is not None:
                session.add(_announced(stay, today))
            case Step.WITHDRAW:
                session.delete(plan)
            case Step.BIN if stay is not None and plan is not None:
                if matters.waits(session, plan, today):
                    return False
                binning.put(session, house, person_id, Cause.KEPT_LONG_ENOUGH, None, stay.group_id)
            case _:
                return False
    return True


def _announced(stay: Stay, today: date) -> Erasure:
    cause = Cause.KEPT_LONG_ENOUGH
    return Erasure(person_id=stay.person_id, group_id=stay.group_id, cause=cause, announced_on=today)
