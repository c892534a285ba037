"""Puts a group's facts together by agency, kind of request and years, as far as they may be told."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session

from app import law
from app.agencies.directory import directory
from app.agencies.shipped import Entry
from app.insights import hiding
from app.insights.facts import Ending, Fact, facts
from app.insights.hiding import Period
from app.people.reach import Reach


class Given(NamedTuple):
    """A ground that answers gave, and to how many people at least."""

    id: str
    people: int


@dataclass(frozen=True, slots=True)
class Row:
    """One agency's answers to one kind of request; each number of people is in fives, None where hidden."""

    agency: Entry
    procedure: str
    period: Period
    people: int
    middle: int | None
    spread: tuple[int, int] | None
    endings: dict[Ending, int | None]
    late: int | None
    extended: int | None
    excepted: int | None
    grounds: Sequence[Given]

    @property
    def has_days(self) -> bool:
        """Whether the law gives the other side a number of days, so that it can be late."""
        return any(_is_theirs(law.clock(each)) for each in law.procedure(self.procedure).clocks)


@dataclass(frozen=True, slots=True)
class Statistics:
    """What may be told as of the end of a month; `years` are those that can be asked for apart."""

    until: date
    rows: Sequence[Row]
    years: Sequence[int]
    year: int | None

    @property
    def has_grounds(self) -> bool:
        """Whether some ground was given to five people or more."""
        return any(row.grounds for row in self.rows)


def of_group(session: Session, reach: Reach, year: str = "") -> Statistics:
    """A group's figures up to the end of last month; of the stretches of years that hold a year, if given."""
    until = reach.on.replace(day=1) - timedelta(days=1)
    return tell(facts(session, reach, until), until, year)


def tell(found: Iterable[Fact], until: date, year: str = "") -> Statistics:
    """The same of facts that were read."""
    together: dict[tuple[UUID, str], list[Fact]] = {}
    for fact in found:
        together.setdefault((fact.agency_id, fact.procedure), []).append(fact)
    rows = [row for (agency, procedure), its in together.items() for row in _rows(agency, procedure, its)]
    years = _years(rows, until)
    chosen = next((each for each in years if str(each) == year), None)
    shown = [row for row in rows if chosen is None or row.period.holds(chosen)]
    return Statistics(until, sorted(shown, key=_order), years, chosen)


def _order(row: Row) -> tuple[int, str, str, int]:
    return -row.people, row.agency.kana, row.procedure, row.period.first or 0


def _years(rows: Iterable[Row], until: date) -> list[int]:
    # Only borders of stretches that are told: in which years somebody asked is not.
    borders = [row.period.last for row in rows if row.period.last is not None]
    return list(range(min(borders), until.year + 1)) if borders else []


def _rows(agency_id: UUID, procedure: str, found: Sequence[Fact]) -> Iterator[Row]:
    agency = directory().get(agency_id)
    # An agency that somebody entered herself is her own word, and nobody else's.
    if agency is not None:
        for period in hiding.periods(Counter(fact.arrived.year for fact in found)):
            yield _row(agency, procedure, period, [fact for fact in found if period.holds(fact.arrived.year)])


def _row(agency: Entry, procedure: str, period: Period, found: Sequence[Fact]) -> Row:
    people = hiding.in_fives(len(found))
    assert people is not None
    days = [fact.days for fact in found if fact.days is not None]
    endings = Counter(fact.ending for fact in found)
    return Row(
        agency,
        procedure,
        period,
        people,
        hiding.middle(days),
        hiding.spread(days),
        hiding.parts({ending: endings[ending] for ending in Ending}),
        _having(found, lambda fact: fact.is_late),
        _having(found, lambda fact: fact.is_extended),
        _having(found, lambda fact: fact.is_excepted),
        _given(found),
    )


def _having(found: Sequence[Fact], what: Callable[[Fact], bool]) -> int | None:
    return hiding.in_fives(sum(map(what, found)))


def _given(found: Sequence[Fact]) -> list[Given]:
    counts = Counter(ground for fact in found for ground in set(fact.grounds))
    told = ((ground, hiding.in_fives(count)) for ground, count in sorted(counts.items()))
    return sorted((Given(ground, people) for ground, people in told if people), key=lambda each: -each.people)


def _is_theirs(clock: law.ClockInfo) -> bool:
    return clock.bound is law.Bound.AGENCY and clock.kind is law.Kind.LATEST
