"""What a person does to send a filing: answers, ticks, days, the way to post, money, and that it is sent."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlmodel import Session, col

from app.accounts.session import Actor
from app.filings import queries as filing_queries
from app.filings import service as filings
from app.filings import timeline
from app.filings.models import Filing
from app.filings.service import Facts
from app.kit.crypto import Place
from app.kit.house import House
from app.people.access import hold
from app.sending.models import (
    Address,
    Agent,
    Certificate,
    CertificateKind,
    Cost,
    CostKind,
    Desk,
    Identity,
    Sending,
    Way,
)

SENT = "sent"


@dataclass(frozen=True, slots=True)
class Answers:
    """What the list depends on."""

    way: Way
    agent: Agent
    identity: Identity
    wants_copies: bool


@dataclass(frozen=True, slots=True)
class Days:
    """When she means to send it, when it will arrive, and when its certificates were made."""

    planned_on: date | None
    arrives_on: date | None
    made: Mapping[CertificateKind, date | None]


@dataclass(frozen=True, slots=True)
class Spent:
    """Money spent on a filing."""

    kind: CostKind
    yen: int
    on: date
    note: str | None = None


def answer(session: Session, house: House, filing: Filing, answers: Answers) -> None:
    """Keeps what the list depends on."""
    said = _said(session, house, filing)
    said.way, said.agent, said.identity = answers.way, answers.agent, answers.identity
    said.wants_copies = answers.wants_copies


def tick(
    session: Session, house: House, filing: Filing, ticked: Collection[str], shown: Collection[str]
) -> None:
    """Keeps which of the shown lines are done; ticks of lines that do not fit now stay as they were."""
    said = _said(session, house, filing)
    kept = {each for each in said.ticks.split(",") if each} - set(shown)
    said.ticks = ",".join(sorted(kept | set(ticked)))


def plan(session: Session, house: House, filing: Filing, days: Days) -> None:
    """Keeps the days; a certificate without a day is forgotten."""
    said = _said(session, house, filing)
    said.planned_on, said.arrives_on = days.planned_on, days.arrives_on
    known = {row.kind: row for row in _certificates(session, filing.id)}
    for kind, made_on in days.made.items():
        row = known.get(kind)
        if made_on is None:
            if row is not None:
                session.delete(row)
            continue
        row = row or Certificate(filing_id=filing.id, person_id=filing.person_id, kind=kind, made_on=made_on)
        row.made_on = made_on
        session.add(row)


def post_by(session: Session, house: House, filing: Filing, method: str, tracking: str | None) -> None:
    """Keeps how it is posted, and the number on the receipt."""
    said = _said(session, house, filing)
    place = Place("sending", "tracking_sealed", filing.id, filing.person_id)
    said.method, said.tracking_sealed = method or None, house.vault.seal(place, tracking)


def send(session: Session, house: House, actor: Actor, filing: Filing, on: date) -> bool:
    """Records that it was sent that day, once; False when that stands already, on whatever day."""
    hold(session, filing.person_id)
    events = filing_queries.events_of_filings(session, [filing.id]).get(filing.id, [])
    if any(event.kind == SENT for event in timeline.standing(events)):
        return False
    filings.record_event(session, house, actor, filing, Facts(SENT, on))
    return True


def spend(session: Session, house: House, filing: Filing, spent: Spent) -> Cost:
    """A line of the ledger."""
    cost_id = uuid4()
    cost = Cost(
        id=cost_id,
        filing_id=filing.id,
        person_id=filing.person_id,
        kind=spent.kind,
        yen=spent.yen,
        spent_on=spent.on,
        note_sealed=house.vault.seal(Place("cost", "note_sealed", cost_id, filing.person_id), spent.note),
        created_at=house.clock.now(),
    )
    session.add(cost)
    return cost


def remove_cost(session: Session, cost: Cost) -> None:
    """Takes a line out of the ledger."""
    session.delete(cost)


def keep_desk(session: Session, house: House, person_id: UUID, agency_id: UUID, desk: Address) -> None:
    """Keeps where she writes to at an agency; an empty one is forgotten."""
    hold(session, person_id)
    kept = desk_of(session, person_id, agency_id)
    if not desk.address and not desk.section:
        if kept is not None:
            session.delete(kept)
        return
    row = kept or Desk(id=uuid4(), person_id=person_id, agency_id=agency_id)
    seal = house.vault.seal
    row.address_sealed = seal(Place("desk", "address_sealed", row.id, person_id), desk.address)
    row.section_sealed = seal(Place("desk", "section_sealed", row.id, person_id), desk.section)
    session.add(row)


def desk_of(session: Session, person_id: UUID, agency_id: UUID) -> Desk | None:
    """Where she writes to at an agency."""
    statement = select(Desk).where(col(Desk.person_id) == person_id, col(Desk.agency_id) == agency_id)
    return session.execute(statement).scalar_one_or_none()


def _certificates(session: Session, filing_id: UUID) -> list[Certificate]:
    statement = select(Certificate).where(col(Certificate.filing_id) == filing_id)
    return list(session.execute(statement).scalars())


def _said(session: Session, house: House, filing: Filing) -> Sending:
    """Her row for this filing, made when it is first needed; others who write it wait."""
    hold(session, filing.person_id)
    said = session.get(Sending, filing.id)
    if said is None:
        said = Sending(filing_id=filing.id, person_id=filing.person_id, changed_at=house.clock.now())
        session.add(said)
    said.changed_at = house.clock.now()
    return said
