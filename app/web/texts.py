"""Speaks one language: sentences from its catalog, dates as its readers write them."""

from collections.abc import Mapping
from datetime import date
from typing import cast

from markupsafe import Markup
from starlette.requests import Request

from app.kit.clock import Clock
from app.web.catalog import catalog
from app.web.dates import DateWords
from app.web.locales import EASY, LOCALES, SOURCE, Locale, has_furigana, locale_of
from app.web.readings import with_readings, without_readings


class MissingText(KeyError):
    """A key that no catalog holds: a mistake of ours, found by the tests."""


class Texts:
    """The sentences of one locale; a wrong key or a missing value is an error, never an empty page."""

    def __init__(self, locale: Locale, clock: Clock) -> None:
        self.locale = locale
        self._clock = clock
        self._sentences = catalog(locale.code)
        self._dates = DateWords(self._sentences)

    @property
    def has_furigana(self) -> bool:
        """Whether the words carry their readings."""
        return False

    def t(self, key: str, **values: object) -> str:
        """The sentence of a key; Markup, its values escaped, when the key ends in `_html`."""
        sentence = self._sentence(key, values)
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

    def _sentence(self, key: str, values: Mapping[str, object]) -> str:
        return self._found(key, values)

    def _found(self, key: str, values: Mapping[str, object]) -> str:
        return self._sentences.get(key) or self._plural(key, values)

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


class EasyTexts(Texts):
    """Easy Japanese, its readings left out."""

    def pick(self, text: Mapping[str, str] | str | None) -> str:
        """The easy words of a text, else the ordinary ones; a text that somebody wrote stays as it is."""
        picked = super().pick(text)
        return picked if text is None or isinstance(text, str) else self._voice(picked)

    def _sentence(self, key: str, values: Mapping[str, object]) -> str:
        return self._voice(self._found(key, values))

    @staticmethod
    def _voice(text: str) -> str:
        return without_readings(text)


class FuriganaTexts(EasyTexts):
    """Easy Japanese whose words carry their readings: for pages only, which turn them into ruby."""

    def __init__(self, locale: Locale, clock: Clock) -> None:
        super().__init__(locale, clock)
        self._dates = DateWords(self._sentences, self._voice)

    @property
    def has_furigana(self) -> bool:
        """Whether the words carry their readings."""
        return True

    def _sentence(self, key: str, values: Mapping[str, object]) -> str:
        # A number goes in first: how 日 and 人 are read hangs on it. What a person wrote is not read.
        sentence = self._found(key, values)
        for name, value in values.items():
            if str(value).isdecimal():
                sentence = sentence.replace(f"{{{name}}}", str(value))
        return self._voice(sentence)

    @staticmethod
    def _voice(text: str) -> str:
        return with_readings(text)


def all_texts(clock: Clock) -> dict[str, Texts]:
    """One speaker per locale, made once at start."""
    speakers = {code: Texts(locale, clock) for code, locale in LOCALES.items()}
    return speakers | {EASY.code: EasyTexts(EASY, clock)}


def texts_of(request: Request) -> Texts:
    """The texts in the reader's language, for whatever goes out: without readings."""
    return cast("Texts", request.app.state.pages.texts[locale_of(request).code])


def page_texts_of(request: Request) -> Texts:
    """The same texts for words that `render` puts into a page: with readings if she wants them."""
    pages = request.app.state.pages
    return cast("Texts", pages.with_furigana if has_furigana(request) else texts_of(request))
