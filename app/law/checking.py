"""Checks the rule book as a whole: what cannot be loaded, what is cited without text, what grows old."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from app.law import book, calendars, catalog, statutes
from app.law.files import read_rows
from app.law.notices import notices
from app.law.phrases import Phrase, Text

_YEAR_END = 12
# The Cabinet Office announces the holidays of the next year in February; some of ours reach a year ahead.
_FEW_MONTHS = 3


class Finding(NamedTuple):
    """One thing that the check found; a serious one means that the rule book must not be used."""

    serious: bool
    phrase: Phrase

    @property
    def text(self) -> Text:
        """The sentence, in every language."""
        return self.phrase.text


def check_book(today: date) -> tuple[Finding, ...]:
    """Everything that is wrong with the rule book, then what to look after, as of a day."""
    faults = tuple(_faults())
    return faults or tuple(_looked_after(today))


def _faults() -> Iterator[Finding]:
    for load in _LOADERS:
        try:
            load()
        except (book.BadPack, KeyError, TypeError, ValueError) as problem:
            yield Finding(serious=True, phrase=Phrase("check.bad_pack", (("problem", str(problem)),)))


def _closed_days() -> None:
    """The table of holidays: every year once, and what is announced before what is forecast."""
    rows = [(date.fromisoformat(row["on"]), row["forecast"] == "1") for row in read_rows("closed_days.csv")]
    for (earlier, guessed), (later, guess) in pairwise(rows):
        if later <= earlier or later.year - earlier.year > 1 or (guessed and not guess):
            raise ValueError(f"closed_days.csv: {later} does not follow {earlier}")


_LOADERS: tuple[Callable[[], object], ...] = (
    book.clocks,
    book.counting,
    catalog.procedures,
    catalog.states,
    notices,
    _closed_days,
)


def _looked_after(today: date) -> Iterator[Finding]:
    last = calendars.last_announced_year()
    if last <= today.year or (last == today.year + 1 and today.month > _YEAR_END - _FEW_MONTHS):
        yield _note("holidays_end", year=last)
    yield _note("no_text", laws=", ".join(sorted(_without_text())))
    for notice in notices():
        if not notice.fixed or notice.day >= today:
            key = "notice_on" if notice.fixed else "notice_by"
            yield _note(key, day=notice.day, id=notice.id)


def _without_text() -> set[str]:
    rules = [values for info in book.clocks().values() for values in info.rules.values()]
    cited = {value.citation for values in rules for value in values}
    # Of laws abroad no text is carried at all; each of their answers says so.
    opened = filter(statutes.can_be_opened, cited)
    return {each.law for each in opened if not statutes.carries_text(each)}


def _note(key: str, **fill: date | int | str) -> Finding:
    return Finding(serious=False, phrase=Phrase(f"check.{key}", tuple(fill.items())))
