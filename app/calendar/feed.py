"""Turns the days of a person into the entries of her calendar."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from hashlib import sha256
from uuid import UUID

from app import law
from app.calculator.explain import Explained, explain
from app.calendar import words
from app.calendar.days import Day
from app.calendar.entries import Entry
from app.filings.case_page import own_agency_name
from app.filings.docket import Docket
from app.filings.kept import Identity
from app.filings.queries import FiledRow
from app.filings.reading import Reader
from app.kit.house import House
from app.web.texts import Texts

PURPOSE = "calendar entry"
Reasons = Mapping[Identity, Explained]


def discreet_entries(house: House, texts: Texts, days: Iterable[Day]) -> Iterator[Entry]:
    """Entries that say no more than that there is a day."""
    naming = Naming(house)
    said = cache(lambda manner: words.discreet(texts, manner))
    for day in days:
        yield _entry(naming, day, said(words.manner(day)))


def full_entries(
    house: House, texts: Texts, days: Iterable[Day], filings: Mapping[UUID, FiledRow], reasons: Reasons
) -> Iterator[Entry]:
    """Entries that name the agency and explain how each day was counted."""
    naming = Naming(house)
    name = cache(lambda filing_id: _agency_name(house, filings[filing_id]))
    for day in days:
        said = words.full(texts, day, name(day.kept.filing_id), reasons.get(day.kept.identity))
        yield _entry(naming, day, said)


class Naming:
    """What an entry is called by programs, and where it leads: the same for ever."""

    def __init__(self, house: House) -> None:
        base = house.settings.url
        self.url = cache(lambda case_id: f"{base}/cases/{case_id}")
        # Without this installation's key nobody can tell what a name stands for.
        self._mark = cache(lambda filing_id: house.vault.blind_index(PURPOSE, str(filing_id)))

    def uid(self, identity: Identity) -> str:
        filing_id, clock, nth = identity
        marked = sha256(f"{self._mark(filing_id)}|{clock}|{nth}".encode())
        return f"{marked.hexdigest()}@misete"


def _entry(naming: Naming, day: Day, said: words.Said) -> Entry:
    kept = day.kept
    return Entry(
        uid=naming.uid(kept.identity),
        on=day.on,
        summary=said.summary,
        description=said.description,
        url=naming.url(kept.case_id),
        sequence=kept.moves,
        changed_at=kept.changed_at,
        rings=day.rings,
        is_cancelled=kept.is_void,
    )


def reasons_of(found: Docket, today: date) -> Reasons:
    """The explanation of each deadline that stands: the one that its page shows."""
    return {identity: one for filing in found.filings for _, identity, one in numbered(found, filing, today)}


def numbered(found: Docket, filing: FiledRow, today: date) -> Iterator[tuple[int, Identity, Explained]]:
    """A filing's own deadlines: the place in the answer, which one it is of its clock, and why."""
    put = found.put(filing, today)
    counted: Counter[str] = Counter()
    for place, deadline in enumerate(law.deadlines(put.question).deadlines):
        if put.is_own(deadline):
            one = explain(deadline, put.question.options, today)
            yield place, (filing.id, deadline.clock, counted[deadline.clock]), one
            counted[deadline.clock] += 1


def _agency_name(house: House, filing: FiledRow) -> str:
    if filing.agency_name is not None:
        return filing.agency_name
    reader = Reader(house.vault.person(filing.person_id), filing.person_id)
    return own_agency_name(reader, filing.agency_id, filing.agency_name_sealed)
