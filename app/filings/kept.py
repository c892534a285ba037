"""Reads and writes the rows of `filing_deadline`, many at once; for projection.py alone."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import bindparam, delete, insert, select, update
from sqlmodel import Session

from app.filings.queries import DEADLINE

# Which deadline of a filing: the filing, the clock, and the clock's how-manieth.
Identity = tuple[UUID, str, int]


class Row(NamedTuple):
    """What is kept of one deadline; the columns of the table but its id, in their order."""

    filing_id: UUID
    case_id: UUID
    person_id: UUID
    group_id: UUID | None
    clock: str
    nth: int
    cause_id: UUID | None
    bound: str
    kind: str
    nominal: date | None
    due: date | None
    paused_from: date | None
    ended_on: date | None
    is_void: bool
    rule_book: str

    @property
    def identity(self) -> Identity:
        """Which deadline it is, whatever it says."""
        return self.filing_id, self.clock, self.nth


_COLUMNS = tuple(DEADLINE.c[name] for name in Row._fields)
_OF_FILINGS = select(DEADLINE.c.id, *_COLUMNS).where(
    DEADLINE.c.filing_id.in_(bindparam("filings", expanding=True))
)
_DELETE = delete(DEADLINE).where(DEADLINE.c.id.in_(bindparam("rows", expanding=True)))
_CONFIRM = (
    update(DEADLINE)
    .where(DEADLINE.c.id.in_(bindparam("rows", expanding=True)))
    .values(rule_book=bindparam("edition"))
)
_CHANGE = (
    update(DEADLINE)
    .where(DEADLINE.c.id == bindparam("row"))
    .values({column: bindparam(f"new_{column.name}") for column in _COLUMNS})
)


def rows_of(session: Session, filing_ids: Iterable[UUID]) -> dict[Identity, tuple[UUID, Row]]:
    """The kept rows of some filings, each with its id."""
    found = {}
    for row_id, *facts in session.execute(_OF_FILINGS, {"filings": list(filing_ids)}):
        row = Row(*facts)
        found[row.identity] = row_id, row
    return found


def write(
    session: Session, kept: Mapping[Identity, tuple[UUID, Row]], fresh: Mapping[Identity, Row], edition: str
) -> None:
    """Brings the kept rows to the fresh ones; only what differs is written."""
    new = [{"id": uuid4(), **row._asdict()} for key, row in fresh.items() if key not in kept]
    gone = [row_id for key, (row_id, _) in kept.items() if key not in fresh]
    both = [(*kept[key], fresh[key]) for key in kept.keys() & fresh.keys()]
    # Most rows of a new edition say what they said before.
    confirmed = [row_id for row_id, old, row in both if old != row and old[:-1] == row[:-1]]
    changed = [_changed(row_id, row) for row_id, old, row in both if old[:-1] != row[:-1]]
    for statement, given in (
        (insert(DEADLINE), new),
        (_CHANGE, changed),
        (_CONFIRM, {"rows": confirmed, "edition": edition} if confirmed else None),
        (_DELETE, {"rows": gone} if gone else None),
    ):
        if given:
            session.execute(statement, given)


def _changed(row_id: UUID, row: Row) -> dict[str, Any]:
    return {"row": row_id, **{f"new_{name}": value for name, value in row._asdict().items()}}
