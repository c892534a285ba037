"""Under which spellings a body is found, and how a typed text is brought to them."""

import csv
import re
import unicodedata
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from app.agencies.shipped import Entry, core
from app.agencies.sound import romanise, sound

_KATAKANA = range(0x30A1, 0x30F7)
_TO_HIRAGANA = {code: code - 0x60 for code in _KATAKANA}
_SIGNS = re.compile(r"[\s\u3000()\[\]\u30fb,.'\u2019\u2010-\u2015\u2212_-]")
_ENGLISH_SORTS = {"city", "ward", "town", "village", "prefecture", "pref"}
_ENGLISH_ENDING = re.compile(r"-(?:shi|si|ku|cho|chou|machi|mura|son|ken|fu|to)$")


def _load(name: str) -> list[dict[str, str]]:
    return list(
        csv.DictReader(files("app.agencies").joinpath(f"data/{name}").read_text("utf-8").splitlines())
    )


_ENDINGS = tuple((row["ending"], row["kana"]) for row in _load("endings.csv"))
_BRANCHES = tuple(row["ending"] for row in _load("branches.csv"))
SHORTEST_NAME = 2


def fold(text: str) -> str:
    """Full width, half width, katakana, capitals and punctuation make no difference."""
    wide = unicodedata.normalize("NFKC", text).casefold()
    return _SIGNS.sub("", wide.translate(_TO_HIRAGANA))


def words_of(query: str) -> list[str]:
    """The folded words of a typed text, without "city" and its like when another word is there."""
    typed = unicodedata.normalize("NFKC", query).casefold().split()
    telling = [word for word in typed if word not in _ENGLISH_SORTS] or typed
    return [folded for word in telling if (folded := _without_branch(fold(_ENGLISH_ENDING.sub("", word))))]


def _without_branch(word: str) -> str:
    """A city hall, a school board or a police force leads to its government."""
    for ending in _BRANCHES:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_NAME:
            return word.removesuffix(ending)
    return word


def bare(entry: Entry) -> tuple[str, str]:
    """Name and kana without city, town, ... behind, or the legal form in front."""
    if entry.prefecture is None:
        return core(entry.name), entry.kana
    for ending, kana in _ENDINGS:
        if entry.name.endswith(ending) and entry.kana.endswith(kana):
            return entry.name.removesuffix(ending), entry.kana.removesuffix(kana)
    return entry.name, entry.kana


def spellings(entry: Entry) -> set[str]:
    """As written: full names, bare names, aliases."""
    return {fold(text) for text in (entry.name, bare(entry)[0], *(alias for alias, _ in entry.aliases))}


def sounds(entry: Entry) -> set[str]:
    """As heard: kana of the same, and aliases in Latin letters."""
    heard = {entry.kana, bare(entry)[1], *_heard_aliases(entry)}
    return {sound(fold(text)) for text in heard}


def _heard_aliases(entry: Entry) -> Iterator[str]:
    for alias, kana in entry.aliases:
        if kana:
            yield kana
        if alias.isascii():
            yield alias


def in_latin(entry: Entry) -> str:
    """The name in English or in Latin letters, for readers of English; empty where we know none."""
    english = next((alias for alias, kana in entry.aliases if " " in alias and not kana), "")
    if english or entry.prefecture is None:
        return english
    name = bare(entry)[1]
    ending = romanise(entry.kana.removeprefix(name)).lower()
    return f"{romanise(name)}-{ending}" if ending else romanise(name)


# What main.py gives to every template.
TEMPLATE_FUNCTIONS: dict[str, Any] = {"latin": in_latin}
