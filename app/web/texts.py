"""Speaks one language: sentences from its catalog, dates as its readers write them."""

from collections.abc import Mapping
from datetime import date
from typing import cast

from markupsafe import Markup
from starlette.requests import Request

from app.kit.clock import Clock
from app.web.catalog import catalog
from app.web.dates import DateWords
from app.web.locales import LOCALES, SOURCE, Locale, locale_of


class MissingText(KeyError):
    """A key that no catalog holds: a mistake of ours, found by the tests."""


class Texts:
    """The sentences of one locale; a wrong key or a missing value is an error, never an empty page."""

    def __init__(self, locale: Locale, clock: Clock) -> None:
        self.locale = locale
        self._clock = clock
        self._sentences = catalog(locale.code)
        self._dates = DateWords(self._sentences)

    def t(self, key: str, **values: object) -> str:
        """The sentence of a key; Markup, its values escaped, when the key ends in `_html`."""
        sentence = self._sentences.get(key) or self._plural(key, values)
        if key.endswith("_html"):
            marked = {name: self._marked(value) for name, value in values.items()}
            return Markup(sentence).format(**marked)  # noqa: S704 - the sentence is our own catalog's
        if "{" not in sentence:
            return sentence
        return sentence.format(**{name: self._written(value) for name, value in values.items()})

    def has(self, key: str) -> bool:
        """Whether the catalog knows this key."""
        return key in self._sentences

    def pick(self, text: Mapping[str, str] | str | None) -> str:
        """The reader's language of a text that the law or the directory keeps in several."""
        if text is None or isinstance(text, str):
            return text or ""
        codes = (self.locale.code, self.locale.lang, SOURCE.code)
        return next((text[code] for code in codes if text.get(code)), "")

    def jd(self, day: date) -> Markup:
        """A day as an element, with the year when it is not this one."""
        return self._dates.element(day, with_year=self._is_other_year(day))

    def day(self, day: date) -> str:
        """The same words, for a sentence."""
        return self._dates.text(day, with_year=self._is_other_year(day))

    def full_day(self, day: date) -> str:
        """The same words, always with the year."""
        return self._dates.text(day, with_year=True)

    def wareki(self, day: date) -> str:
        """A day in the Japanese calendar."""
        return self._dates.in_era(day)

    def _is_other_year(self, day: date) -> bool:
        return day.year != self._clock.today().year

    def _plural(self, key: str, values: Mapping[str, object]) -> str:
        form = "one" if values.get("count") == 1 else "other"
        sentence = self._sentences.get(f"{key}.{form}")
        if sentence is None:
            raise MissingText(f"{self.locale.code}: {key}")
        return sentence

    def _written(self, value: object) -> object:
        return self.day(value) if isinstance(value, date) else value

    def _marked(self, value: object) -> object:
        return self.jd(value) if isinstance(value, date) else value


def all_texts(clock: Clock) -> dict[str, Texts]:
    """One speaker per locale, made once at start."""
    return {code: Texts(locale, clock) for code, locale in LOCALES.items()}


def texts_of(request: Request) -> Texts:
    """The texts in the reader's language."""
    return cast("Texts", request.app.state.pages.texts[locale_of(request).code])
