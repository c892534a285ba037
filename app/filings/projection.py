"""Keeps `filing_deadline`, a cache of the law's answers, in step with the events. Nothing else writes it."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from sqlalchemy import Select, delete, select
from sqlmodel import Session

from app import law
from app.filings import docket, queries, timeline
from app.filings.docket import Docket
from app.filings.models import FilingDeadline
from app.filings.queries import DEADLINE, FILING, FiledRow
from app.filings.timeline import Put
from app.kit.house import House

BATCH = 500  # filings recomputed in one transaction by a rebuild

# What a row says beside its own id; two rows that agree here say the same.
Fact = tuple[object, ...]
_FACTS = tuple(column for column in DEADLINE.c if column.name != "id")


def refresh(session: Session, filing_id: UUID) -> None:
    """Recomputes a filing and its relatives after one of its events, in the same transaction."""
    family = queries.family_of(session, filing_id)
    # Their own followers must be heard too: a suit may follow the review that follows the disclosure.
    heard = family.union(*(queries.family_of(session, relative) for relative in family))
    _replace(session, docket.of_filings(session, heard), family)


def _replace(session: Session, found: Docket, filing_ids: Iterable[UUID]) -> None:
    wanted = set(filing_ids)
    session.execute(delete(FilingDeadline).where(DEADLINE.c.filing_id.in_(wanted)))
    for filing in found.filings:
        if filing.id in wanted:
            session.add_all(rows_of(found, filing))


def rows_of(found: Docket, filing: FiledRow) -> list[FilingDeadline]:
    """The rows of one filing, computed afresh."""
    as_of = timeline.latest_day(timeline.standing(found.events.get(filing.id, ())))
    if as_of is None:
        return []
    put = found.put(filing, as_of)
    return [_row(filing, put, deadline) for deadline in _ask(put) if put.is_own(deadline)]


def _ask(put: Put) -> tuple[law.Deadline, ...]:
    deadlines = law.deadlines(put.question, explain=False).deadlines
    # An open amendment moves a day with every day that passes: it is kept as of the asking.
    asked = max((deadline.paused_from for deadline in deadlines if deadline.paused_from), default=None)
    if asked is None:
        return deadlines
    return law.deadlines(replace(put.question, as_of=asked), explain=False).deadlines


def _row(filing: FiledRow, put: Put, deadline: law.Deadline) -> FilingDeadline:
    return FilingDeadline(
        filing_id=filing.id,
        case_id=filing.case_id,
        person_id=filing.person_id,
        clock=deadline.clock,
        cause_id=put.cause_of(deadline),
        bound=deadline.bound,
        kind=deadline.kind,
        nominal=deadline.nominal,
        due=deadline.due,
        paused_from=deadline.paused_from,
        ended_on=deadline.ended_on,
        rule_book=law.version(),
    )


def rebuild(house: House, *, only_outdated: bool = False) -> int:
    """Recomputes every row, or those an older rule book made; returns how many filings were done."""
    done = 0
    for batch in _batches(house, _OUTDATED if only_outdated else _ALL):
        with house.db.writing() as session:
            _replace(session, docket.of_filings(session, _heard(session, batch)), batch)
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
_OUTDATED = _ALL.where(
    FILING.c.id.in_(select(DEADLINE.c.filing_id).where(DEADLINE.c.rule_book != law.version()))
)


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
