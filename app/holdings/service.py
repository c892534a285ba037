"""Notes, changes and removes what a person says an agency holds about her."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlmodel import Session

from app.agencies.service import require_agency
from app.holdings.models import Category, Certainty, Holding
from app.kit.crypto import Cipher, Place, Sealed
from app.kit.dates import RoughDate
from app.kit.house import House


@dataclass(frozen=True, slots=True)
class Words:
    """What a person says of one or several kinds of data at one agency."""

    categories: tuple[Category, ...]
    certainty: Certainty
    since: RoughDate | None
    words: str | None
    why: str | None


def add_holdings(
    session: Session, house: House, person_id: UUID, agency_id: UUID, case_id: UUID | None, words: Words
) -> list[Holding]:
    """One holding for each kind of data she ticked."""
    require_agency(session, agency_id, person_id)
    cipher = house.vault.person(person_id)
    return [
        _add(session, house, cipher, Holding(
            id=uuid4(),
            person_id=person_id,
            agency_id=agency_id,
            case_id=case_id,
            category=category,
            certainty=words.certainty,
            created_at=house.clock.now(),
            updated_at=house.clock.now(),
        ), words)
        for category in words.categories
    ]  # fmt: skip


def _add(session: Session, house: House, cipher: Cipher, holding: Holding, words: Words) -> Holding:
    _write(house, cipher, holding, words)
    session.add(holding)
    return holding


def change_holding(house: House, holding: Holding, words: Words) -> None:
    """What she says now; a holding has one kind of data."""
    holding.category = Category(words.categories[0])
    holding.certainty = words.certainty
    _write(house, house.vault.person(holding.person_id), holding, words)


def remove_holding(session: Session, holding: Holding) -> None:
    """Forgets the note; what the agency holds does not change by it."""
    session.delete(holding)


def _write(house: House, cipher: Cipher, holding: Holding, words: Words) -> None:
    holding.since_on = words.since.on if words.since else None
    holding.since_precision = words.since.precision if words.since else None
    holding.words_sealed = _seal(cipher, "words_sealed", holding, words.words)
    holding.why_sealed = _seal(cipher, "why_sealed", holding, words.why)
    holding.updated_at = house.clock.now()


def _seal(cipher: Cipher, column: str, holding: Holding, text: str | None) -> Sealed | None:
    if text is None:
        return None
    return cipher.seal(Place("holding", column, holding.id, holding.person_id), text)
