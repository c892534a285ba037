"""Finds in a text what names a person: her names, addresses, numbers and days, however they are written."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlmodel import Session

from app.filings.models import Filing
from app.filings.reading import Reader
from app.kit.dates import era_year
from app.kit.house import House
from app.letters import book, service
from app.letters.models import Letter
from app.people.folding import digits, folded
from app.people.profiles import about

# The fields of letters that say who somebody is.
WHO: Final = (
    *book.SENDER_FIELDS,
    "principal_name",
    "principal_address",
    "principal_phone",
    "minor_birth",
    "agent_name",
    "agent_address",
    "former_name_address",
    "account_hint",
    "ref_no",
)
SHORTEST: Final = 2  # signs of a part of a name: one kanji alone stands in half of all sentences
SHORTEST_NUMBER: Final = 5  # figures


@dataclass(frozen=True, slots=True)
class Names:
    """What must not stand in a text that goes to others."""

    words: frozenset[str]
    numbers: frozenset[str]

    def are_in(self, text: str) -> bool:
        """Whether any of it does, in old or new signs, kana of either kind, wide or narrow figures."""
        plain, figures = folded(text), digits(text)
        return any(each in plain for each in self.words) or any(each in figures for each in self.numbers)


def names_of(session: Session, house: House, letter: Letter) -> Names:
    """Whatever is known of the person of a letter: the letter itself, her sender, her profile, its number."""
    told = service.fields_of(house, letter)
    sender = service.sender_of(session, house, letter.person_id)
    known = about(session, house, letter.person_id)
    values = {
        *(told.get(name, "") for name in WHO),
        *(sender.get(name, "") for name in WHO),
        *(known.name, known.kana, known.phone, known.address),
        _number_of(session, house, letter),
    }
    return Names(frozenset(_words(values)), frozenset(_numbers(values)))


def _number_of(session: Session, house: House, letter: Letter) -> str:
    filing = session.get(Filing, letter.filing_id) if letter.filing_id else None
    if filing is None or filing.reference_sealed is None:
        return ""
    reader = Reader(house.vault.person(letter.person_id), letter.person_id)
    return reader.open("filing", "reference_sealed", filing.id, filing.reference_sealed) or ""


def _words(values: Collection[str]) -> Iterator[str]:
    for value in values:
        for part in (value, *re.split(r"\s+", value), *_days(value)):
            plain = folded(part)
            if len(plain) >= SHORTEST and not plain.isdigit():
                yield plain


def _numbers(values: Collection[str]) -> Iterator[str]:
    for value in values:
        figures = digits(value)
        if len(figures) >= SHORTEST_NUMBER:
            yield figures


def _days(value: str) -> Iterator[str]:
    """A day that is kept as 1990-04-01, as people write it."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return
    day = date.fromisoformat(value)
    yield f"{day.year}年{day.month}月{day.day}日"
    if found := era_year(day):
        era, year = found
        yield f"{era.name}{year if year > 1 else '元'}年{day.month}月{day.day}日"


def problems(texts: Mapping[str, str], names: Names) -> list[str]:
    """The fields whose text names her."""
    return [name for name, text in texts.items() if names.are_in(text)]
