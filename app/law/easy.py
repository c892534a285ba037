"""Puts the easy Japanese of a pack beside its Japanese, from a file of its own.

The bytes of the packs make the edition of the rule book. Their easy words stand apart, so that a better word
never has the stored deadlines counted anew.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from app.law.files import read_yaml
from app.law.phrases import EASY, LANGUAGES

EASY_PACKS = (
    "appi_public.yaml",
    "remedies.yaml",
    "appi_private.yaml",
    "foi.yaml",
    "registers.yaml",
    "counting.yaml",
    "procedures.yaml",
    "book.yaml",
    "abroad.yaml",
)


def read_pack(name: str) -> Any:
    """The content of one pack, with easy Japanese in each text that has easy words."""
    return _told(read_yaml(name), easy_words(name))


@cache
def easy_words(name: str) -> Mapping[str, str]:
    """The easy words of one pack, by its Japanese texts."""
    words: Mapping[str, str] = read_yaml(name.replace(".yaml", "_easy.yaml"))
    return words


def is_text(content: object) -> bool:
    """Whether this is a text of the rule book: the same said in every language."""
    return isinstance(content, dict) and content.keys() >= set(LANGUAGES)


def _told(content: Any, words: Mapping[str, str]) -> Any:
    if isinstance(content, list):
        return [_told(each, words) for each in content]
    if not isinstance(content, dict):
        return content
    if is_text(content):
        easy = words.get(content["ja"])
        return {**content, EASY: easy} if easy and EASY not in content else content
    return {key: _told(each, words) for key, each in content.items()}
