"""Renders the sentences of the rule book in every language, only when somebody reads them."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

from app.law.files import read_yaml

Text = dict[str, str]

# Every text has these; easy Japanese is there where it is written, and a reader of it falls back to ja.
LANGUAGES = ("ja", "en")
EASY = "ja_easy"
PHRASE_FILES = ("phrases.yaml", "phrases_abroad.yaml")
EASY_FILES = ("phrases_easy.yaml", "phrases_abroad_easy.yaml")
_MONTHS_A_YEAR = 12
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


class Phrase(NamedTuple):
    """A sentence of the catalog and the values that fill it; a phrase may fill a phrase."""

    key: str
    values: tuple[tuple[str, "Value"], ...] = ()

    @property
    def text(self) -> Text:
        """Every part of the phrase as one line, in every language."""
        return join(" — ", self.part("label"), self.part("note"))

    def part(self, name: str) -> Text:
        """One part of the phrase (`label` or `note`), in every language; empty when it has none."""
        template = phrase_template(self.key).get(name)
        if template is None:
            return dict.fromkeys(LANGUAGES, "")
        return {lang: words.format(**_in_words(self.values, lang)) for lang, words in template.items()}


Value = date | int | str | Phrase


@cache
def plain(key: str) -> Phrase:
    """A sentence that nothing has to fill; there is one of each."""
    return Phrase(key)


def phrase_template(key: str) -> Mapping[str, Text]:
    """The parts of one phrase of the catalog."""
    return _catalog()[key]


@cache
def _catalog() -> Mapping[str, Mapping[str, Text]]:
    phrases = {
        f"{group}.{key}": parts if "label" in parts else {"label": parts}
        for name in PHRASE_FILES
        for group, phrases in read_yaml(name).items()
        for key, parts in phrases.items()
    }
    for key, easy in easy_phrases().items():
        for part, words in easy.items():
            phrases[key][part][EASY] = words
    return phrases


def easy_phrases() -> Mapping[str, Mapping[str, str]]:
    """The parts of each phrase that is written in easy Japanese too."""
    return {
        f"{group}.{key}": {"label": parts} if isinstance(parts, str) else parts
        for name in EASY_FILES
        for group, phrases in read_yaml(name).items()
        for key, parts in phrases.items()
    }


def _in_words(values: tuple[tuple[str, Value], ...], lang: str) -> dict[str, str]:
    words: dict[str, str] = {}
    year = 0
    for name, value in values:
        if isinstance(value, date):
            words[name] = day_in_words(value, lang, year)
            year = value.year
        elif isinstance(value, Phrase):
            words[name] = in_language(value.text, lang)
        else:
            words[name] = str(value)
    return words


def day_in_words(day: date, lang: str, year: int = 0) -> str:
    """A day as a sentence says it; the year is left out when the sentence has just named it."""
    if lang != "en":
        return f"{day.month}月{day.day}日" if day.year == year else f"{day.year}年{day.month}月{day.day}日"
    words = f"{day.day} {_MONTHS[day.month - 1]}"
    return words if day.year == year else f"{words} {day.year}"


def join(sign: str, *texts: Text) -> Text:
    """Several texts as one, in every language; empty ones leave no trace."""
    languages = (*LANGUAGES, EASY) if any(EASY in text for text in texts) else LANGUAGES
    return {lang: sign.join(filter(None, (in_language(text, lang) for text in texts))) for lang in languages}


def in_language(text: Text, lang: str) -> str:
    """The words of one language; plain Japanese stands in where the easy words are not written."""
    return text.get(lang, text["ja"])


def in_brackets(words: str, lang: str) -> str:
    """Words behind others, in the brackets of the language."""
    return f" ({words})" if lang == "en" else f"（{words}）"


def on_a_day(day: date) -> Text:
    """A day at the end of a label."""
    return {"ja": "：" + day_in_words(day, "ja"), "en": ": " + day_in_words(day, "en")}


def amount_in_words(days: int, months: int = 0) -> Text:
    """A number of days, months or years at the end of a label; counting back has a minus."""
    sign, number = ("−", -days) if days < 0 else ("＋", months or days)
    ja, en = ("か月", "month") if months else ("日", "day")
    if months and months % _MONTHS_A_YEAR == 0:
        number, ja, en = months // _MONTHS_A_YEAR, "年", "year"
    plural = "" if number == 1 else "s"
    return {"ja": f" {sign}{number}{ja}", "en": f" {sign.replace('＋', '+')}{number} {en}{plural}"}
