"""Keeps `filing_deadline`, a cache of the law's answers, in step with the events. Nothing else writes it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select, update
from sqlmodel import Session

from app import law
from app.agencies import shipped
from app.filings import changes, docket, kept, queries, timeline
from app.filings.changes import Move, Reason
from app.filings.docket import Docket
from app.filings.kept import Identity, Row
from app.filings.queries import DEADLINE, EVENT, FILING, FiledRow
from app.filings.timeline import Put
from app.kit.behalf import EVERYBODY
from app.kit.house import House
from app.people.following import follows_group

BATCH = 500  # filings recomputed in one transaction by a rebuild


class Rebuilt(NamedTuple):
    """How many filings were computed afresh, and how many of their days moved by it."""

    filings: int
    moved: int


def edition() -> str:
    """Of which rules the rows are: the rule book's and its data's, and the agencies' own periods."""
    return f"{law.edition()}.{shipped.edition()}"


def refresh(session: Session, filing_id: UUID, now: datetime, reason: Reason = Reason.EVENT) -> None:
    """Recomputes a filing and its relatives after one of its events, in the same transaction."""
    family = queries.family_of(session, filing_id)
    queries.hold_filings(session, family)
    # Their own followers must be heard too: a suit may follow the review that follows the disclosure.
    heard = family if family == {filing_id} else family.union(queries.families_of(session, family))
    _replace(session, docket.of_filings(session, heard), family, reason, now)


def refresh_all(session: Session, filing_ids: Iterable[UUID], now: datetime, reason: Reason) -> int:
    """Recomputes some filings after a rule has changed, the law's or their agency's; how many days moved."""
    wanted = list(filing_ids)
    queries.hold_filings(session, wanted)
    return _replace(session, docket.of_filings(session, _heard(session, wanted)), wanted, reason, now)


_MOVE = (
    update(DEADLINE)
    .where(DEADLINE.c.case_id.in_(bindparam("cases", expanding=True)))
    .values(group_id=bindparam("group"))
)


@follows_group
def move(session: Session, case_ids: Sequence[UUID], group_id: UUID | None) -> None:
    """The rows of cases on which another group works now, or none."""
    session.execute(_MOVE, {"cases": list(case_ids), "group": group_id})


def _replace(
    session: Session, found: Docket, filing_ids: Iterable[UUID], reason: Reason, now: datetime
) -> int:
    wanted = set(filing_ids)
    before = kept.rows_of(session, wanted)
    fresh = {
        row.identity: row for filing in found.filings if filing.id in wanted for row in rows_of(found, filing)
    }
    moves = [Move(_row_of(before, identity), fresh.get(identity)) for identity in before | fresh]
    noted = changes.note(session, [move for move in moves if move.before != move.after], reason, now)
    kept.write(session, before, fresh, edition())
    return noted


def _row_of(before: Mapping[Identity, tuple[UUID, Row]], identity: Identity) -> Row | None:
    found = before.get(identity)
    return found[1] if found else None


def rows_of(found: Docket, filing: FiledRow) -> list[Row]:
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


def _row(filing: FiledRow, put: Put, deadline: law.Deadline, nth: int) -> Row:
    return Row(
        filing_id=filing.id,
        case_id=filing.case_id,
        person_id=filing.person_id,
        group_id=filing.group_id,
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


def rebuild(house: House, *, only_outdated: bool = False) -> Rebuilt:
    """Recomputes every row, or those an older rule book made."""
    done = moved = 0
    for batch in _outdated(house) if only_outdated else _every(house):
        with house.db.writing(EVERYBODY) as session:
            moved += refresh_all(session, batch, house.clock.now(), Reason.LAW)
        done += len(batch)
    return Rebuilt(done, moved)


def check(house: House) -> list[str]:
    """The ids of filings whose rows differ from a fresh computation; empty when the cache is right."""
    wrong: list[str] = []
    for batch in _every(house):
        with house.db.reading(EVERYBODY) as session:
            wrong += _wrong_ones(session, batch)
    return wrong


def _wrong_ones(session: Session, batch: list[UUID]) -> list[str]:
    found = docket.of_filings(session, _heard(session, batch))
    before = {row for _, row in kept.rows_of(session, batch).values()}
    fresh = {row for filing in found.filings if filing.id in set(batch) for row in rows_of(found, filing)}
    wrong = {row.filing_id for row in before ^ fresh}
    return [str(filing_id) for filing_id in batch if filing_id in wrong]


def _heard(session: Session, batch: list[UUID]) -> set[UUID]:
    followers = select(FILING.c.id).where(FILING.c.follows_id.in_(batch))
    return {*batch, *session.execute(followers).scalars()}


# Rows of another edition, and filings in which something happened that has no row: a new rule may bring one.
_OLD = select(DEADLINE.c.filing_id).where(DEADLINE.c.rule_book != bindparam("edition"))
_ROWLESS = select(FILING.c.id).where(
    select(EVENT.c.id).where(EVENT.c.filing_id == FILING.c.id).exists(),
    ~select(DEADLINE.c.id).where(DEADLINE.c.filing_id == FILING.c.id).exists(),
)


def _outdated(house: House) -> Iterator[list[UUID]]:
    with house.db.reading(EVERYBODY) as session:
        outdated = _find_outdated(session)
    for first in range(0, len(outdated), BATCH):
        yield outdated[first : first + BATCH]


def _find_outdated(session: Session) -> list[UUID]:
    old = set(session.execute(_OLD, {"edition": edition()}).scalars())
    # Where every row is of this edition, those without rows were asked about, too.
    if not old and session.execute(select(DEADLINE.c.id).limit(1)).first():
        return []
    # They come first: if the work is cut off, there are still older rows to tell that it was not finished.
    return [*session.execute(_ROWLESS).scalars(), *sorted(old)]


def _every(house: House) -> Iterator[list[UUID]]:
    statement = select(FILING.c.id).order_by(FILING.c.id).limit(BATCH)
    last: UUID | None = None
    while True:
        after = statement if last is None else statement.where(FILING.c.id > last)
        with house.db.reading(EVERYBODY) as session:
            batch = list(session.execute(after).scalars())
        if not batch:
            return
        yield batch
        last = batch[-1]
