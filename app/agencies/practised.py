"""What one agency does otherwise than the Act, as its page shows it to one person."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlmodel import Session

from app.agencies.closed_days import ClosedDay, closed_days
from app.agencies.overrides import PROCEDURES_WITH_PERIODS, Applied, Override
from app.agencies.periods import Excess, excesses
from app.agencies.rules import rules_for, with_source
from app.agencies.shipped import Entry
from app.kit.house import House


@dataclass(frozen=True, slots=True)
class Known:
    """One period that is known, and what in it goes beyond the Act."""

    period: Override
    excesses: tuple[Excess, ...]


@dataclass(frozen=True, slots=True)
class Practised:
    """The periods that apply today, all that are known, and the closed days she found."""

    applied: Sequence[tuple[str, Applied]]
    known: Sequence[Known]
    closed: Sequence[ClosedDay]


def practised_by(session: Session, house: House, person_id: UUID, agency: Entry, today: date) -> Practised:
    """The rules of an agency's own, hers before the shipped ones."""
    rules = rules_for(session, [(person_id, agency.id)])
    cipher = house.vault.person(person_id)
    known = [with_source(one, cipher, person_id) for one in rules.known(person_id, agency.id)]
    opened = {one.id: one for one in known if one.id is not None}
    applied = [(name, rules.applied(person_id, agency.id, name, today)) for name in PROCEDURES_WITH_PERIODS]
    return Practised(
        applied=[(name, _opened(each, opened)) for name, each in applied],
        known=[Known(one, excesses(one, today)) for one in known if one.own or one.is_clock],
        closed=closed_days(session, house, person_id, agency.id),
    )


def _opened(applied: Applied, opened: dict[UUID, Override]) -> Applied:
    source = applied.source
    # Her own hints stand in the list of what she wrote; here are those that came with the program.
    hints = tuple(hint for hint in applied.hints if not hint.own)
    if source is None or source.id is None:
        return replace(applied, hints=hints)
    return replace(applied, source=opened[source.id], hints=hints)
