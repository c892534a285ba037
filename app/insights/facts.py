"""Reads one fact out of each filing: how it ended, after how many days, and what came between."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlmodel import Session

from app import law
from app.filings.notices import ids_of
from app.insights import queries
from app.insights.queries import Filed, Happened
from app.law.history import History, amendment_rounds
from app.law.pauses import paused_days
from app.people.reach import Reach


class Ending(StrEnum):
    """What became of a request."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"
    SILENT = "silent"  # no answer, though the day for it has passed
    UNKNOWN = "unknown"  # answered, and nobody noted how


@dataclass(frozen=True, slots=True)
class Fact:
    """One request of one person."""

    filing_id: UUID
    person_id: UUID
    agency_id: UUID
    procedure: str
    arrived: date
    ending: Ending
    days: int | None  # from the arrival to the answer, without those of amendments
    is_late: bool
    is_extended: bool
    is_excepted: bool
    grounds: tuple[str, ...]


_ANSWERS: Final = ("decision_notified", "answered", "refused", "carried_out", "disclosed")
_BY_KIND: Final = {
    "refused": Ending.REFUSED,
    "carried_out": Ending.GRANTED,
    "disclosed": Ending.GRANTED,
}
_BY_OUTCOME: Final = {"full": Ending.GRANTED, "accepted": Ending.GRANTED, "partial": Ending.PARTLY}


def facts(session: Session, reach: Reach, until: date) -> list[Fact]:
    """One fact for each person, agency and procedure: her latest request that was or should be answered."""
    late = queries.late(session, reach, until)
    found = (fact_of(filed, filed.id in late) for filed in queries.filed(session, reach, until))
    latest: dict[tuple[UUID, UUID, str], Fact] = {}
    for fact in found:
        if fact is not None:
            whose = fact.person_id, fact.agency_id, fact.procedure
            latest[whose] = max(
                fact, latest.get(whose, fact), key=lambda each: (each.arrived, each.filing_id)
            )
    return list(latest.values())


def fact_of(filed: Filed, is_late: bool) -> Fact | None:
    """What a filing tells; None where it tells nothing of this agency's answers."""
    events, kinds = filed.events, {event.kind for event in filed.events}
    arrived = next((event.on for event in events if event.kind == "received"), None)
    # What was passed on to another agency says nothing of this one; reviews and suits are another matter.
    if arrived is None or "transferred" in kinds or not law.procedure(filed.procedure).counts_from_arrival:
        return None
    answer = next((event for event in events if event.kind in _ANSWERS), None)
    if answer is None and ("withdrawn" in kinds or not is_late):
        return None
    before = [event for event in events if answer is None or event.on <= answer.on]
    kinds = {event.kind for event in before}
    return Fact(
        filed.id,
        filed.person_id,
        filed.agency_id,
        filed.procedure,
        arrived,
        _ending(answer),
        _days(arrived, before, answer),
        is_late,
        "extension_notified" in kinds,
        "exception_notified" in kinds,
        _grounds(answer),
    )


def _ending(answer: Happened | None) -> Ending:
    if answer is None:
        return Ending.SILENT
    if answer.kind in _BY_KIND:
        return _BY_KIND[answer.kind]
    if answer.outcome is None:
        return Ending.UNKNOWN
    return _BY_OUTCOME.get(answer.outcome, Ending.REFUSED)


def _grounds(answer: Happened | None) -> tuple[str, ...]:
    return () if answer is None else ids_of(answer.grounds)


def _days(arrived: date, events: Sequence[Happened], answer: Happened | None) -> int | None:
    if answer is None:
        return None
    # The day of the decision, where the notice names it: how long the post took is not the agency's.
    decided = answer.decided_on or answer.on
    return max(0, (decided - arrived).days - _paused(events, decided))


def _paused(events: Iterable[Happened], decided: date) -> int:
    # Articles 83 (1), 94 (1) and 102 (1), provisos: the days an amendment took are not counted.
    until = [law.Event(event.kind, event.on) for event in events if event.on <= decided]
    return paused_days(amendment_rounds(History(until), decided))
