"""Prepared selects of the board: one page of cases in their order, found by walking along an index."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.sql import FromClause
from sqlmodel import Session

from app.boards import states
from app.boards.asking import PARTS, After, Asked, Part, Show
from app.filings.queries import DEADLINE
from app.people.reach import CASE, CLIENT, GROUP, Reach, clients_cases, is_open, own_cases

PAGE: Final = 50
_SIDES: Final[dict[Part, Callable[[FromClause], ColumnElement[bool]]]] = {
    Part.HERS: states.is_hers,
    Part.THEIRS: states.is_theirs,
}
_WHO = (CASE.c.id, CASE.c.person_id, CLIENT.c.id, CLIENT.c.number)
NO_DAY: Final = cast(null(), DEADLINE.c.due.type).label("due")  # the rest goes by its numbers
_LIMIT: Any = bindparam("limit")
_AFTER_CASE = bindparam("after_case", type_=CASE.c.id.type)


class Listed(NamedTuple):
    """A case of the list, and where it stands in it."""

    case_id: UUID
    person_id: UUID
    client_id: UUID
    number: int
    part: Part
    key: Any  # a day, or the client's number

    @property
    def place(self) -> After:
        return After(self.part, self.key, self.case_id)


def page(session: Session, reach: Reach, asked: Asked, most: int = PAGE) -> tuple[list[Listed], After | None]:
    """The cases of one page, and after which one the next page begins."""
    # A day is shown only where the state is open.
    parts = (Part.REST,) if asked.show == Show.NO_ACCESS else PARTS[asked.sort]
    asked_after = asked.after if asked.after and asked.after.part in parts else None
    first = parts.index(asked_after.part) if asked_after else 0
    statement = _from_part(asked.show, parts, first, reach.is_own, asked_after is not None)
    given = reach.asked | states.days(reach.on) | {"limit": most + 1}
    if asked_after is not None:
        given |= {"after_key": asked_after.key, "after_case": asked_after.case_id}
    found = [_listed(row, parts) for row in session.execute(statement, given)]
    return found[:most], found[most - 1].place if len(found) > most else None


def _listed(row: Any, parts: Sequence[Part]) -> Listed:
    part = parts[row.part]
    return Listed(row[1], row[2], row[3], row[4], part, row[4] if part == Part.REST else row[5])


def all_cases(session: Session, reach: Reach, show: Show) -> int:
    """How many cases a filter shows."""
    statement = clients_cases(func.count(), is_own=reach.is_own).where(*states.conditions(show))
    count: int = session.execute(statement, reach.asked | states.days(reach.on)).scalar_one()
    return count


@cache
def _from_part(
    show: Show, parts: tuple[Part, ...], first: int, is_own: bool, has_after: bool
) -> CompoundSelect[Any]:
    """Part after part in one question; neither database begins a part while the one before fills the page."""
    found = [
        _of_part(show, parts[: number + 1], is_own, has_after and number == first).subquery(f"part_{number}")
        for number in range(first, len(parts))
    ]
    rows = [select(literal(number).label("part"), *one.c) for number, one in enumerate(found, first)]
    return union_all(*rows).limit(_LIMIT)


def _of_part(show: Show, parts: tuple[Part, ...], is_own: bool, has_after: bool) -> Select[Any]:
    *earlier, part = parts
    if part == Part.REST:
        return _by_number(show, earlier, is_own, has_after)
    return _by_day(show, earlier, part, is_own, has_after)


def _by_day(show: Show, earlier: Sequence[Part], part: Part, is_own: bool, has_after: bool) -> Select[Any]:
    """Each case at its first day on this side; what an earlier part showed is left out."""
    row, sooner, side = DEADLINE.alias("row"), DEADLINE.alias("sooner"), _SIDES[part]
    order = tuple_(row.c.due, row.c.case_id)
    is_first = ~exists().where(
        sooner.c.case_id == row.c.case_id,
        side(sooner),
        or_(sooner.c.due < row.c.due, and_(sooner.c.due == row.c.due, sooner.c.id < row.c.id)),
    )
    its_client = and_(
        CLIENT.c.person_id == CASE.c.person_id, CLIENT.c.group_id == GROUP, CLIENT.c.ended_at.is_(None)
    )
    found = (
        select(*_WHO, row.c.due)
        .select_from(row)
        .join(CASE, CASE.c.id == row.c.case_id)
        .join(CLIENT, its_client)
        .where(side(row), CASE.c.closed_on.is_(None), *states.conditions(show), is_first, is_open())
        .where(*(~_has_day(each) for each in earlier))
        .order_by(row.c.due, row.c.case_id)
        .limit(_LIMIT)
    )
    if has_after:
        found = found.where(order > tuple_(bindparam("after_key", type_=row.c.due.type), _AFTER_CASE))
    if is_own:
        # From her few cases to their days; the days of the whole group are far more.
        return found.where(CASE.c.group_id == GROUP, row.c.case_id.in_(own_cases()))
    return found.where(row.c.group_id == GROUP)


def _by_number(show: Show, earlier: Sequence[Part], is_own: bool, has_after: bool) -> Select[Any]:
    found = (
        clients_cases(*_WHO, NO_DAY, is_own=is_own)
        .where(*states.conditions(show))
        .order_by(CLIENT.c.number, CASE.c.id)
        .limit(_LIMIT)
    )
    if earlier:
        found = found.where(or_(~is_open(), ~or_(*map(_has_day, earlier))))
    if has_after:
        after = tuple_(bindparam("after_key", type_=CLIENT.c.number.type), _AFTER_CASE)
        found = found.where(tuple_(CLIENT.c.number, CASE.c.id) > after)
    return found


def _has_day(part: Part) -> ColumnElement[bool]:
    other = DEADLINE.alias(f"other_{part}")
    return exists().where(other.c.case_id == CASE.c.id, _SIDES[part](other))
