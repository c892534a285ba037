"""Keeps `filing_deadline`, a cache of the law's answers, in step with the events. Nothing else writes it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Select, bindparam, delete, insert, select, update
from sqlmodel import Session

from app import law
from app.agencies import shipped
from app.filings import changes, docket, queries, timeline
from app.filings.changes import Identity, Kept, Move, Reason
from app.filings.docket import Docket
from app.filings.queries import DEADLINE, FILING, FiledRow
from app.filings.timeline import Put
from app.kit.house import House

BATCH = 500  # filings recomputed in one transaction by a rebuild

# The columns of a kept row, in the order of `Kept`.
_COLUMNS = tuple(DEADLINE.c[name] for name in Kept._fields)
_IS_IT = (
    (DEADLINE.c.filing_id == bindparam("this_filing"))
    & (DEADLINE.c.clock == bindparam("this_clock"))
    & (DEADLINE.c.nth == bindparam("this_nth"))
)
_INSERT = insert(DEADLINE)
_UPDATE = update(DEADLINE).where(_IS_IT)
_DELETE = delete(DEADLINE).where(_IS_IT)
_KEPT = select(*_COLUMNS).where(DEADLINE.c.filing_id.in_(bindparam("filings", expanding=True)))


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
        row.identity: row for filing in found.filings if filing.id in wanted for row in rows_of(found, filing)
    }
    pairs = (Move(kept.get(identity), fresh.get(identity)) for identity in kept | fresh)
    moves = [move for move in pairs if move.before != move.after]
    changes.note(session, moves, reason, now)
    _write(session, moves)


def _kept(session: Session, filing_ids: Iterable[UUID]) -> dict[Identity, Kept]:
    rows = (Kept(*row) for row in session.execute(_KEPT, {"filings": list(filing_ids)}))
    return {row.identity: row for row in rows}


def _write(session: Session, moves: list[Move]) -> None:
    """Only what differs is written."""
    new = [{"id": uuid4(), **move.after._asdict()} for move in moves if move.after and not move.before]
    other = [_this(move) | move.after._asdict() for move in moves if move.after and move.before]
    gone = [_this(move) for move in moves if not move.after]
    for statement, rows in ((_INSERT, new), (_UPDATE, other), (_DELETE, gone)):
        if rows:
            session.connection().execute(statement, rows)


def _this(move: Move) -> dict[str, object]:
    filing_id, clock, nth = move.identity
    return {"this_filing": filing_id, "this_clock": clock, "this_nth": nth}


def rows_of(found: Docket, filing: FiledRow) -> list[Kept]:
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


def _row(filing: FiledRow, put: Put, deadline: law.Deadline, nth: int) -> Kept:
    return Kept(
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
    kept: dict[UUID, set[Kept]] = {}
    for row in _kept(session, batch).values():
        kept.setdefault(row.filing_id, set()).add(row)
    fresh = {filing.id: set(rows_of(found, filing)) for filing in found.filings}
    return [str(filing_id) for filing_id in batch if kept.get(filing_id, set()) != fresh[filing_id]]


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
