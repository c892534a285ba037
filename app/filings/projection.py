"""Keeps `filing_deadline`, a cache of the law's answers, in step with the events. Nothing else writes it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlmodel import Session

from app import law
from app.agencies import shipped
from app.filings import changes, docket, queries, timeline
from app.filings.changes import Identity, Move, Reason
from app.filings.docket import Docket
from app.filings.models import FilingDeadline
from app.filings.queries import DEADLINE, FILING, FiledRow
from app.filings.timeline import Put
from app.kit.house import House

BATCH = 500  # filings recomputed in one transaction by a rebuild

# What a row says beside its own id; two rows that agree here say the same.
Fact = tuple[object, ...]
_FACTS = tuple(column for column in DEADLINE.c if column.name != "id")
# What a row says beside which deadline it is.
_SAID = ("cause_id", "bound", "kind", "nominal", "due", "paused_from", "ended_on", "is_void", "rule_book")


def edition() -> str:
    """Of which rules the rows are: the rule book's and its data's, and the agencies' own periods."""
    return f"{law.edition()}.{shipped.edition()}"


def refresh(session: Session, filing_id: UUID, now: datetime, reason: Reason = Reason.EVENT) -> None:
    """Recomputes a filing and its relatives after one of its events, in the same transaction."""
    family = queries.family_of(session, filing_id)
    # Their own followers must be heard too: a suit may follow the review that follows the disclosure.
    heard = family if family == {filing_id} else family.union(queries.families_of(session, family))
    _replace(session, docket.of_filings(session, heard), family, reason, now)


def refresh_all(session: Session, filing_ids: Iterable[UUID], now: datetime, reason: Reason) -> None:
    """Recomputes some filings after what their agency applies has changed."""
    wanted = list(filing_ids)
    _replace(session, docket.of_filings(session, _heard(session, wanted)), wanted, reason, now)


def _replace(
    session: Session, found: Docket, filing_ids: Iterable[UUID], reason: Reason, now: datetime
) -> None:
    wanted = set(filing_ids)
    kept = _kept(session, wanted)
    fresh = {
        (row.filing_id, row.clock, row.nth): row
        for filing in found.filings
        if filing.id in wanted
        for row in rows_of(found, filing)
    }
    moves = [Move(kept.get(identity), fresh.get(identity)) for identity in kept | fresh]
    changes.note(session, [move for move in moves if _differs(move)], reason, now)
    for move in moves:
        _write(session, move)


def _kept(session: Session, filing_ids: set[UUID]) -> dict[Identity, FilingDeadline]:
    rows = session.execute(select(FilingDeadline).where(DEADLINE.c.filing_id.in_(filing_ids))).scalars()
    return {(row.filing_id, row.clock, row.nth): row for row in rows}


def _differs(move: Move) -> bool:
    return move.before is None or move.after is None or _said(move.before) != _said(move.after)


def _write(session: Session, move: Move) -> None:
    if move.before is None:
        session.add(move.after)
    elif move.after is None:
        session.delete(move.before)
    else:
        # Only what differs is written.
        for name in _SAID:
            if getattr(move.before, name) != getattr(move.after, name):
                setattr(move.before, name, getattr(move.after, name))


def _said(row: FilingDeadline) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in _SAID)


def rows_of(found: Docket, filing: FiledRow) -> list[FilingDeadline]:
    """The rows of one filing, computed afresh."""
    as_of = timeline.latest_day(timeline.standing(found.events.get(filing.id, ())))
    if as_of is None:
        return []
    put = found.put(filing, as_of)
    counted: Counter[str] = Counter()
    rows = []
    for deadline in _ask(put):
        if put.is_own(deadline):
            rows.append(_row(filing, put, deadline, counted[deadline.clock]))
            counted[deadline.clock] += 1
    return rows


def _ask(put: Put) -> tuple[law.Deadline, ...]:
    deadlines = law.deadlines(put.question, explain=False).deadlines
    # An open amendment moves a day with every day that passes: it is kept as of the asking.
    asked = max((deadline.paused_from for deadline in deadlines if deadline.paused_from), default=None)
    if asked is None:
        return deadlines
    return law.deadlines(replace(put.question, as_of=asked), explain=False).deadlines


def _row(filing: FiledRow, put: Put, deadline: law.Deadline, nth: int) -> FilingDeadline:
    return FilingDeadline(
        filing_id=filing.id,
        case_id=filing.case_id,
        person_id=filing.person_id,
        clock=deadline.clock,
        nth=nth,
        cause_id=put.cause_of(deadline),
        bound=deadline.bound,
        kind=deadline.kind,
        nominal=deadline.nominal,
        due=deadline.due,
        paused_from=deadline.paused_from,
        ended_on=deadline.ended_on,
        is_void=deadline.state is law.ClockState.VOID,
        rule_book=edition(),
    )


def rebuild(house: House, *, only_outdated: bool = False) -> int:
    """Recomputes every row, or those an older rule book made; returns how many filings were done."""
    done = 0
    for batch in _batches(house, _outdated() if only_outdated else _ALL):
        with house.db.writing() as session:
            refresh_all(session, batch, house.clock.now(), Reason.LAW)
        done += len(batch)
    return done


def check(house: House) -> list[str]:
    """The ids of filings whose rows differ from a fresh computation; empty when the cache is right."""
    wrong: list[str] = []
    for batch in _batches(house, _ALL):
        with house.db.reading() as session:
            wrong += _wrong_ones(session, batch)
    return wrong


def _wrong_ones(session: Session, batch: list[UUID]) -> list[str]:
    found = docket.of_filings(session, _heard(session, batch))
    kept: dict[UUID, set[Fact]] = {}
    for row in session.execute(select(*_FACTS).where(DEADLINE.c.filing_id.in_(batch))):
        kept.setdefault(row.filing_id, set()).add(tuple(row))
    fresh = {filing.id: {_fact(row) for row in rows_of(found, filing)} for filing in found.filings}
    return [str(filing_id) for filing_id in batch if kept.get(filing_id, set()) != fresh[filing_id]]


def _fact(row: FilingDeadline) -> Fact:
    return tuple(getattr(row, column.name) for column in _FACTS)


def _heard(session: Session, batch: list[UUID]) -> set[UUID]:
    followers = select(FILING.c.id).where(FILING.c.follows_id.in_(batch))
    return {*batch, *session.execute(followers).scalars()}


_ALL: Select[tuple[UUID]] = select(FILING.c.id)


def _outdated() -> Select[tuple[UUID]]:
    return _ALL.where(FILING.c.id.in_(select(DEADLINE.c.filing_id).where(DEADLINE.c.rule_book != edition())))


def _batches(house: House, filings: Select[tuple[UUID]]) -> Iterable[list[UUID]]:
    statement = filings.order_by(FILING.c.id).limit(BATCH)
    last: UUID | None = None
    while True:
        after = statement if last is None else statement.where(FILING.c.id > last)
        with house.db.reading() as session:
            batch = list(session.execute(after).scalars())
        if not batch:
            return
        yield batch
        last = batch[-1]
