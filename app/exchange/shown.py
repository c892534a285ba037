"""What the pages of erasure show: to her all that is hers, to her group numbers and days alone."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session

from app import law
from app.accounts.session import Actor
from app.exchange import holding, keeping, matters, receipts
from app.exchange.binning import ERASURE, erased_on, is_due
from app.exchange.keeping import Stay
from app.exchange.models import Erasure
from app.filings import queries
from app.filings.case_page import own_agency_name
from app.filings.reading import Reader
from app.groups.models import Membership, Role
from app.kit.house import House
from app.people.access import PERSON
from app.people.clients import CLIENT
from app.people.models import Client, Person

MOST_DAYS: Final = 5  # of hers that are still to come


@dataclass(frozen=True, slots=True)
class Running:
    """What still runs, as she knows it."""

    matters: Sequence[tuple[str, Any]]  # the agency, and where the filing stands
    days: Sequence[tuple[str, str, date]]  # the agency, the clock, and her last day


@dataclass(frozen=True, slots=True)
class Line:
    """A client's records on their way out, by her number."""

    client_id: UUID
    number: int
    day: date  # into the bin, or out of it for good
    days_left: int
    waits: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """What a group's coordinator sees of all of them."""

    announced: Sequence[Line]
    binned: Sequence[Line]

    @property
    def rung(self) -> int | None:
        """The most urgent announcement that stands."""
        return min((keeping.rung(line.days_left) for line in self.announced if not line.waits), default=None)

    @property
    def soonest(self) -> int:
        """How many of the announced records have come to that announcement."""
        return sum(
            1 for line in self.announced if not line.waits and keeping.rung(line.days_left) == self.rung
        )


@dataclass(frozen=True, slots=True)
class ShownClient:
    """Where one client's records stand."""

    has_account: bool
    stay: Stay | None
    bins_on: date | None  # while they are kept
    erases_on: date | None  # while they are in the bin
    can_be_taken_back: bool
    running: int
    reason: str | None  # of a coordinator's hold

    @property
    def is_binned(self) -> bool:
        return self.erases_on is not None


def running_of(session: Session, house: House, person: Person) -> Running:
    """Her reviews and suits, and her next days."""
    reader, today = Reader(house.vault.person(person.id), person.id), house.clock.today()
    found = [
        (
            each.filing.agency_name
            or own_agency_name(reader, each.filing.agency_id, each.filing.agency_name_sealed),
            law.state(each.state),
        )
        for each in matters.running(session, person.id, today)
    ]
    rows = [
        row
        for row in queries.open_deadlines(session, person.id, MOST_DAYS * 10)
        if row.bound == law.Bound.REQUESTER and row.due is not None and row.due >= today
    ]
    days = [
        (
            row.agency_name or own_agency_name(reader, row.agency_id, row.agency_name_sealed),
            row.clock,
            row.due,
        )
        for row in rows[:MOST_DAYS]
        if row.due is not None
    ]
    return Running(found, days)


def bin_of(session: Session, actor: Actor) -> Erasure | None:
    """What this account asked for, while it is in the bin."""
    asked = (
        select(Erasure)
        .join(PERSON, PERSON.c.id == ERASURE.c.person_id)
        .where(PERSON.c.account_id == actor.account_id, PERSON.c.in_bin)
    )
    return session.execute(asked).scalar_one_or_none()


def overview(session: Session, group_id: UUID, today: date) -> Overview:
    """The announced and the binned of a group, the nearest day first."""
    plans = session.execute(select(Erasure).where(ERASURE.c.group_id == group_id)).scalars().all()
    announced = [plan for plan in plans if plan.binned_on is None]
    binned = [plan for plan in plans if plan.binned_on is not None]
    return Overview(_announced(session, announced, today), _binned(session, group_id, binned, today))


def beside_group(session: Session, house: House, member: Membership) -> Overview | None:
    """What a coordinator is told wherever she looks at her group; nothing when nothing is on its way."""
    if member.role != Role.COORDINATOR:
        return None
    found = overview(session, member.group_id, house.clock.today())
    return found if found.announced or found.binned else None


def shown_client(session: Session, house: House, client: Client) -> ShownClient:
    """One of them, for her group's coordinator."""
    today, person = house.clock.today(), session.get_one(Person, client.person_id)
    plan = session.get(Erasure, person.id)
    is_binned = plan is not None and plan.binned_on is not None
    held = matters.hold_of(session, person.id)
    stay = keeping.stays(session, PERSON.c.id == person.id).get(person.id)
    return ShownClient(
        has_account=person.account_id is not None,
        stay=stay,
        bins_on=_bins_on(stay, plan, today),
        erases_on=erased_on(plan.binned_on) if plan is not None and plan.binned_on is not None else None,
        can_be_taken_back=is_binned and plan is not None and not is_due(session, plan, today),
        running=len(matters.running(session, person.id, today)),
        reason=None if held is None else holding.reason_of(house, held),
    )


def _bins_on(stay: Stay | None, plan: Erasure | None, today: date) -> date | None:
    """As things stand; what is not announced yet is announced today at the earliest."""
    if stay is None:
        return None
    return stay.announced(today) if plan is None else stay.bins_on(plan)


def receipt_shown(session: Session, house: House, plan: Erasure) -> dict[str, Any]:
    """The receipt of records in the bin, for the printer."""
    receipt = receipts.receipt_for(session, plan)
    return {
        "number": receipts.number_of(house, plan),
        "receipt": receipt,
        "erases_on": erased_on(receipt.binned_on),
        "address": f"{house.settings.url}/receipts",
    }


def _announced(session: Session, plans: Sequence[Erasure], today: date) -> list[Line]:
    if not plans:
        return []
    found = keeping.stays(session, PERSON.c.id.in_([plan.person_id for plan in plans]))
    lines = [
        _line(session, plan, (stay.client_id, stay.number), stay.bins_on(plan), today)
        for plan in plans
        if (stay := found.get(plan.person_id)) is not None
    ]
    return sorted(lines, key=lambda line: line.day)


def _binned(session: Session, group_id: UUID, plans: Sequence[Erasure], today: date) -> list[Line]:
    known = _numbers(session, group_id, [plan.person_id for plan in plans]) if plans else {}
    lines = [
        _line(session, plan, known[plan.person_id], erased_on(plan.binned_on), today)
        for plan in plans
        if plan.binned_on is not None and plan.person_id in known
    ]
    return sorted(lines, key=lambda line: line.day)


def _line(session: Session, plan: Erasure, who: tuple[UUID, int], day: date, today: date) -> Line:
    return Line(*who, day, (day - today).days, matters.waits(session, plan, today))


def _numbers(session: Session, group_id: UUID, person_ids: Collection[UUID]) -> dict[UUID, tuple[UUID, int]]:
    asked = select(CLIENT.c.person_id, CLIENT.c.id, CLIENT.c.number).where(
        CLIENT.c.group_id == group_id, CLIENT.c.person_id.in_(person_ids)
    )
    # Of somebody who came back, the last number comes last, and stays.
    return {row.person_id: (row.id, row.number) for row in session.execute(asked.order_by(CLIENT.c.number))}
