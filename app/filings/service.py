"""What a person does with filings: begins one, records what happened, takes a mistake back."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlmodel import Session

from app.accounts.session import Actor
from app.agencies.service import require_agency
from app.filings import documents, projection, queries, timeline
from app.filings.models import Filing, FilingEvent
from app.filings.queries import EVENT, RecordedEvent
from app.kit.crypto import Place
from app.kit.errors import Conflict
from app.kit.house import House
from app.people.models import Case


class SameEvent(Exception):
    """The same thing on the same day is already recorded."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the person says happened; a note is in her words, the rest are dates and choices."""

    kind: str
    on: date
    until: date | None = None
    decided_on: date | None = None
    outcome: str | None = None
    clock: str | None = None
    note: str | None = None
    grounds: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """What a filing is about: the agency, the procedure, and what the person wants to see or have done."""

    agency_id: UUID
    procedure: str
    wanted: str | None = None
    reference: str | None = None
    provision_record: bool = False
    follows: UUID | None = None


def begin_filing(session: Session, house: House, case: Case, wish: Wish) -> Filing:
    """A new filing of a case; a draft until an event says that it was sent or received."""
    require_agency(session, wish.agency_id, case.person_id)
    filing = Filing(
        person_id=case.person_id,
        case_id=case.id,
        agency_id=wish.agency_id,
        procedure=wish.procedure,
        follows_id=wish.follows,
        provision_record=wish.provision_record,
        created_at=house.clock.now(),
    )
    describe_filing(house, filing, wish.wanted, wish.reference)
    session.add(filing)
    session.flush()  # events point to it in the same transaction
    return filing


def describe_filing(house: House, filing: Filing, wanted: str | None, reference: str | None) -> None:
    """Writes the words of a filing: what is asked for, and the agency's own number."""
    seal, person = house.vault.seal, filing.person_id
    filing.wanted_sealed = seal(Place("filing", "wanted_sealed", filing.id, person), wanted)
    filing.reference_sealed = seal(Place("filing", "reference_sealed", filing.id, person), reference)


def discard_draft(session: Session, filing: Filing) -> None:
    """Removes a filing in which nothing has happened yet; raises Conflict once something has."""
    if _next_position(session, filing.id) > 1 or len(queries.family_of(session, filing.id) - {filing.id}) > (
        filing.follows_id is not None
    ):
        raise Conflict("filings.errors.not_a_draft")
    if documents.are_in_filing(session, filing.id):
        raise Conflict("documents.errors.draft_has_documents")
    session.delete(filing)


def record_event(session: Session, house: House, actor: Actor, filing: Filing, facts: Facts) -> FilingEvent:
    """Saves a fact and refreshes the dates that follow from it; raises SameEvent for one already there."""
    if _is_recorded(queries.events_of_filings(session, [filing.id]).get(filing.id, []), facts):
        raise SameEvent
    event_id = uuid4()
    event = FilingEvent(
        id=event_id,
        filing_id=filing.id,
        person_id=filing.person_id,
        position=_next_position(session, filing.id),
        kind=facts.kind,
        happened_on=facts.on,
        until_on=facts.until,
        decided_on=facts.decided_on,
        outcome=facts.outcome,
        clock=facts.clock,
        grounds=",".join(facts.grounds) or None,
        lacks=",".join(facts.lacks) or None,
        note_sealed=house.vault.seal(
            Place("filing_event", "note_sealed", event_id, filing.person_id), facts.note
        ),
        recorded_at=house.clock.now(),
        recorded_by=actor.account_id,
    )
    session.add(event)
    session.flush()  # the projection reads what was just written
    projection.refresh(session, filing.id, house.clock.now())
    return event


def retract_event(session: Session, house: House, actor: Actor, event: FilingEvent) -> None:
    """Takes an event back by a new one; both stay in the timeline. Raises Conflict when it already was."""
    if event.kind == timeline.RETRACTED or _is_retracted(session, event.id):
        raise Conflict("filings.errors.already_retracted")
    session.add(
        FilingEvent(
            filing_id=event.filing_id,
            person_id=event.person_id,
            position=_next_position(session, event.filing_id),
            kind=timeline.RETRACTED,
            happened_on=house.clock.today(),
            retracts_id=event.id,
            recorded_at=house.clock.now(),
            recorded_by=actor.account_id,
        )
    )
    session.flush()  # the projection reads what was just written
    projection.refresh(session, event.filing_id, house.clock.now())


def _is_recorded(events: list[RecordedEvent], facts: Facts) -> bool:
    told = (facts.kind, facts.on, facts.until, facts.decided_on, facts.outcome, facts.clock)
    return any(
        (event.kind, event.on, event.until, event.decided_on, event.outcome, event.clock) == told
        for event in timeline.standing(events)
    )


def _is_retracted(session: Session, event_id: UUID) -> bool:
    statement = select(EVENT.c.id).where(EVENT.c.retracts_id == event_id)
    return session.execute(statement).first() is not None


def _next_position(session: Session, filing_id: UUID) -> int:
    highest = session.execute(select(func.max(EVENT.c.position)).where(EVENT.c.filing_id == filing_id))
    return (highest.scalar() or 0) + 1
