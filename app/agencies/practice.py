"""What an agency's own page says of the way to ask: post, online, fee, papers."""

import csv
import re
from dataclasses import dataclass
from datetime import date
from importlib.resources import files


def _load_words() -> dict[str, list[tuple[re.Pattern[str], str]]]:
    text = files("app.agencies").joinpath("data/practice_words.csv").read_text("utf-8")
    words: dict[str, list[tuple[re.Pattern[str], str]]] = {}
    for row in csv.DictReader(text.splitlines()):
        words.setdefault(row["column"], []).append((re.compile(row["pattern"]), row["value"]))
    return words


_WORDS = _load_words()


@dataclass(frozen=True, slots=True)
class Practice:
    """Each part is a key of the catalog, agencies.practice.<part>.<value>; None where nothing was seen."""

    post: str | None
    online: str | None
    fee: str | None
    papers: str | None
    desk: str | None
    source_url: str
    page_date: date | None
    confidence: str

    @property
    def says_something(self) -> bool:
        return any((self.post, self.online, self.fee, self.papers, self.desk))


def read_practice(row: dict[str, str]) -> Practice:
    """One row of the reference, its remarks brought to a fixed set of sentences."""
    return Practice(
        post=_read(row, "accepts_post"),
        online=_read(row, "online"),
        fee=_read(row, "fee"),
        papers=_read(row, "id_rule"),
        desk=row["desk"] or None,
        source_url=row["source_url"],
        page_date=read_day(row["page_date"]),
        confidence=row["confidence"].split(maxsplit=1)[0],
    )


def read_day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def _read(row: dict[str, str], column: str) -> str | None:
    return next((value for pattern, value in _WORDS[column] if pattern.search(row[column])), None) or None
