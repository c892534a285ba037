"""Reads holdings for their pages: a person's drawers, agency by agency."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from app.accounts.session import Actor
from app.agencies.queries import agencies_for
from app.agencies.shipped import Entry
from app.holdings.models import Category, Certainty, Holding
from app.kit.crypto import Cipher, Place, Sealed
from app.kit.dates import Precision, RoughDate
from app.kit.house import House


@dataclass(frozen=True, slots=True)
class Drawer:
    """One holding with its words opened."""

    id: UUID
    agency_id: UUID
    case_id: UUID | None
    category: Category
    certainty: Certainty
    since: RoughDate | None
    words: str | None
    why: str | None


@dataclass(frozen=True, slots=True)
class Cabinet:
    """One agency and what it holds, or is thought to hold."""

    agency: Entry
    drawers: tuple[Drawer, ...]

    def of(self, category: Category) -> list[Drawer]:
        """The drawers of one column of the table."""
        return [drawer for drawer in self.drawers if drawer.category is category]


_OF_PERSON = (
    select(Holding).where(col(Holding.person_id) == bindparam("person")).order_by(col(Holding.created_at))
)


def cabinets(session: Session, house: House, actor: Actor, person_id: UUID) -> list[Cabinet]:
    """All drawers of a person, by agency, in the order in which the agencies were first named."""
    rows = list(session.execute(_OF_PERSON, {"person": person_id}).scalars())
    if not rows:
        return []
    agencies = agencies_for(session, house, actor, {row.agency_id for row in rows})
    cipher = house.vault.person(person_id)
    grouped: dict[UUID, list[Drawer]] = {}
    for row in rows:
        grouped.setdefault(row.agency_id, []).append(open_drawer(cipher, row))
    return [Cabinet(agencies[agency_id], _in_order(drawers)) for agency_id, drawers in grouped.items()]


def columns(shown: Iterable[Cabinet]) -> list[Category]:
    """The kinds of data that occur, in the fixed order."""
    used = {drawer.category for cabinet in shown for drawer in cabinet.drawers}
    return [category for category in Category if category in used]


def open_drawer(cipher: Cipher, row: Holding) -> Drawer:
    """A holding with its words opened by its person's key."""

    def words(column: str, sealed: Sealed | None) -> str | None:
        return (
            None if sealed is None else cipher.open(Place("holding", column, row.id, row.person_id), sealed)
        )

    return Drawer(
        id=row.id,
        agency_id=row.agency_id,
        case_id=row.case_id,
        category=Category(row.category),
        certainty=Certainty(row.certainty),
        since=_since(row),
        words=words("words_sealed", row.words_sealed),
        why=words("why_sealed", row.why_sealed),
    )


def _since(row: Holding) -> RoughDate | None:
    if row.since_on is None:
        return None
    return RoughDate(row.since_on, cast("Precision", row.since_precision or "day"))


def _in_order(drawers: list[Drawer]) -> tuple[Drawer, ...]:
    places: Mapping[Any, int] = {category: place for place, category in enumerate(Category)}
    return tuple(sorted(drawers, key=lambda drawer: places[drawer.category]))
