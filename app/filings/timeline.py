"""Turns what was recorded into the law's question: events that stand, and those that later filings bring."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app import law
from app.filings.queries import FiledRow, RecordedEvent

RETRACTED = "retracted"

# What a following filing means for the one it follows, and from which of its events on.
# A correction must arrive within its window (APPI Art. 90(3), 98(3)); a request for review is in time
# on the day it is posted (Administrative Complaint Review Act Art. 18(3)); a suit when the court has it.
_FILED_BY = {
    "jp.appi.correction": ("correction_filed", ("received",)),
    "jp.appi.suspension": ("suspension_filed", ("received",)),
    "jp.review": ("review_filed", ("sent", "received")),
    "jp.suit": ("suit_filed", ("received",)),
}
_DETERMINATION = "determination_notified"


@dataclass(frozen=True, slots=True)
class Put:
    """A question, and for each of its events the recorded event it stands for."""

    question: law.Question
    causes: tuple[UUID, ...]
    own: frozenset[UUID]

    def is_own(self, deadline: law.Deadline) -> bool:
        """Whether one of the filing's own events started it; else it is a follower's."""
        cause = self.cause_of(deadline)
        return cause is None or cause in self.own

    def cause_of(self, deadline: law.Deadline) -> UUID | None:
        """The recorded event that started a deadline."""
        return None if deadline.cause is None else self.causes[deadline.cause]


def standing(events: Iterable[RecordedEvent]) -> list[RecordedEvent]:
    """The events that were not taken back."""
    events = list(events)
    taken_back = {event.retracts_id for event in events if event.retracts_id is not None}
    return [event for event in events if event.kind != RETRACTED and event.id not in taken_back]


def received_on(events: Iterable[RecordedEvent]) -> date | None:
    """The day the request arrived, which chooses the rules that apply; None before it did."""
    return next((event.on for event in events if event.kind == "received"), None)


def put_question(
    filing: FiledRow,
    events: Sequence[RecordedEvent],
    followers: Sequence[tuple[FiledRow, Sequence[RecordedEvent]]],
    options: law.Options,
    as_of: date,
) -> Put:
    """The law's question about one filing, its followers' events among its own."""
    own = standing(events)
    told = [(_as_told(event), event.id) for event in own]
    for follower, its_events in followers:
        told += _brought_by(follower, standing(its_events))
    told.sort(key=lambda pair: pair[0].on)
    question = law.Question(filing.procedure, tuple(event for event, _ in told), as_of, options)
    return Put(question, tuple(cause for _, cause in told), frozenset(event.id for event in own))


def _as_told(event: RecordedEvent) -> law.Event:
    return law.Event(event.kind, event.on, event.until, event.decided_on, event.outcome, event.clock)


def _brought_by(follower: FiledRow, events: Sequence[RecordedEvent]) -> list[tuple[law.Event, UUID]]:
    rule = _FILED_BY.get(follower.procedure)
    # One that was withdrawn brings nothing: the period that it met runs on from where it was.
    if rule is None or any(event.kind == "withdrawn" for event in events):
        return []
    kind, starting = rule
    brought = [(law.Event(kind, event.on), event.id) for event in events if event.kind in starting][:1]
    if kind == "review_filed":
        brought += [(_as_told(event), event.id) for event in events if event.kind == _DETERMINATION]
    return brought


def latest_day(events: Iterable[RecordedEvent]) -> date | None:
    """The last day on which anything happened: the day as of which the projection asks."""
    return max((event.on for event in events), default=None)
