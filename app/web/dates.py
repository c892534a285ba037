"""Writes civil days as people read them, in each language and in both calendars."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

from markupsafe import Markup

from app.kit.dates import era_year

PREFIX = "web.dates."
CACHED_DAYS = 4096  # More than ten years of days; a page shows the same few again and again.


class DateWords:
    """How one locale writes a day; the words and their order come from its catalog.

    `voice` is given each day once it is written: 12月1日 is read by its number.
    """

    def __init__(self, catalog: Mapping[str, str], voice: Callable[[str], str] = str) -> None:
        self._voice = voice
        self._words = {
            key.removeprefix(PREFIX): text for key, text in catalog.items() if key.startswith(PREFIX)
        }
        self._weekdays = self._words["weekdays"].split()
        self._months = self._words["months"].split()
        self._eras = dict(pair.split("=") for pair in self._words["eras"].split())
        self.element = lru_cache(CACHED_DAYS)(self._element)
        self.text = lru_cache(CACHED_DAYS)(self._text)

    def in_era(self, day: date) -> str:
        """A day in the Japanese calendar, as official letters write it."""
        found = era_year(day)
        if found is None:
            return self.text(day, with_year=True)
        era, year = found
        counted = self._words["first_year"] if year == 1 else str(year)
        name = self._eras[era.letter]
        written = self._words["in_era"].format(era=name, year=counted, month=self._month(day), day=day.day)
        return self._voice(written)

    def _element(self, day: date, *, with_year: bool) -> Markup:
        inner = self._inner(day, with_year=with_year)
        return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), inner)

    def _text(self, day: date, *, with_year: bool) -> str:
        return self._inner(day, with_year=with_year).striptags()

    def _inner(self, day: date, *, with_year: bool) -> Markup:
        pattern = self._words["with_year_html" if with_year else "this_year_html"]
        written = pattern.format(
            year=day.year, month=self._month(day), day=day.day, weekday=self._weekdays[day.weekday()]
        )
        return Markup(self._voice(written))  # noqa: S704 - all words are our own catalog's

    def _month(self, day: date) -> str:
        return self._months[day.month - 1]
