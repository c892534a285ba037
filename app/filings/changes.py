"""Remembers how kept deadlines moved: what was the day, what is it now, and why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import Session

from app.filings.kept import Identity, Row
from app.filings.models import DeadlineChange

CHANGE: Any = DeadlineChange.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation


class Reason(StrEnum):
    """Why a day moved."""

    EVENT = "event"  # something happened in the filing, or was taken back
    LAW = "law"  # a rule or a holiday changed
    AGENCY = "agency"  # the agency's own period or closed days changed


@dataclass(frozen=True, slots=True)
class Move:
    """A deadline before and after; None where there was, or is, none."""

    before: Row | None
    after: Row | None

    @property
    def identity(self) -> Identity:
        row = self.after or self.before
        assert row is not None
        return row.identity

    @property
    def is_noted(self) -> bool:
        """Whether anybody who wrote the old day down must write it anew."""
        return self.before is not None and (self.after is None or _told(self.before) != _told(self.after))


def note(session: Session, moves: Iterable[Move], reason: Reason, now: datetime) -> int:
    """Writes the moves down, each after the deadline's earlier ones; how many there were."""
    noted = list(_changes(session, list(moves), reason, now))
    session.add_all(noted)
    return len(noted)


def _changes(session: Session, moves: list[Move], reason: Reason, now: datetime) -> Iterator[DeadlineChange]:
    filings = {move.identity[0] for move in moves}
    counted = count_of_filings(session, filings) if filings else {}
    for move in moves:
        position = counted.get(move.identity, 0) + 1
        # A new deadline is no change, unless it comes back after it was gone.
        if move.is_noted or (move.before is None and position > 1):
            yield _change(move, position, reason, now)


def _change(move: Move, position: int, reason: Reason, now: datetime) -> DeadlineChange:
    row, (filing_id, clock, nth) = move.after or move.before, move.identity
    assert row is not None
    return DeadlineChange(
        filing_id=filing_id,
        case_id=row.case_id,
        person_id=row.person_id,
        clock=clock,
        nth=nth,
        position=position,
        reason=reason,
        old_nominal=move.before.nominal if move.before else None,
        old_due=move.before.due if move.before else None,
        new_nominal=move.after.nominal if move.after else None,
        new_due=move.after.due if move.after else None,
        is_gone=move.after is None,
        changed_at=now,
        # What she typed herself she knows; the others are told (「期限が変わりました」).
        seen_at=now if reason is Reason.EVENT else None,
    )


def count_of_filings(session: Session, filing_ids: Iterable[UUID]) -> dict[Identity, int]:
    """How often each deadline of some filings has moved: the sequence number of its calendar entry."""
    statement = (
        select(CHANGE.c.filing_id, CHANGE.c.clock, CHANGE.c.nth, func.max(CHANGE.c.position))
        .where(CHANGE.c.filing_id.in_(list(filing_ids)))
        .group_by(CHANGE.c.filing_id, CHANGE.c.clock, CHANGE.c.nth)
    )
    return {(row[0], row[1], row[2]): row[3] for row in session.execute(statement)}


def _told(row: Row) -> tuple[object, ...]:
    return row.nominal, row.due, row.paused_from, row.ended_on, row.is_void
