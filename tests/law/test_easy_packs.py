"""The packs in easy Japanese: every text of theirs, each of them still there, and none of it counted."""

import re
import shutil
from collections.abc import Iterator
from string import Formatter
from typing import Any

import pytest

from app import law
from app.law import book, files
from app.law.easy import EASY_PACKS, easy_words, is_text, read_pack
from app.law.files import read_yaml
from app.law.phrases import EASY

LONGEST = 40
# What is looked up and not read: names of laws, and where a change of the law stands.
NAMES = {"name", "title", "source"}


def texts(content: Any, under: str = "") -> Iterator[dict[str, str]]:
    """Every text of a pack that a reader reads; YAML may say one of them in several places."""
    if is_text(content):
        yield from [content] if under not in NAMES else []
    elif isinstance(content, dict):
        for key, each in content.items():
            yield from texts(each, key)
    elif isinstance(content, list):
        for each in content:
            yield from texts(each, under)


@pytest.mark.parametrize("name", EASY_PACKS)
def test_easy_words_stand_beside_a_text_that_the_pack_still_says(name):
    assert easy_words(name).keys() - {each["ja"] for each in texts(read_yaml(name))} == set()


@pytest.mark.parametrize("name", EASY_PACKS)
def test_easy_words_are_short_and_say_every_value_of_the_japanese(name):
    for japanese, easy in easy_words(name).items():
        assert values_in(easy) == values_in(japanese), easy
        assert not re.search(r"[!！]", easy), easy
        for sentence in re.split(r"[。？]", re.sub(r"\{\w+\}|\s", "", easy)):
            assert len(sentence) <= LONGEST, sentence


def values_in(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name)


@pytest.mark.parametrize("name", EASY_PACKS)
def test_every_text_of_a_pack_has_its_easy_words(name):
    assert [each["ja"] for each in texts(read_pack(name)) if EASY not in each] == []


def test_the_easy_words_are_found_by_who_asks_the_rule_book():
    assert law.clock("appi.disclosure.decision").label[EASY] == "開示の 決定（見せるか どうか）"


def test_better_easy_words_leave_the_edition_of_the_rule_book_as_it_is(tmp_path, monkeypatch):
    copy = shutil.copytree(files.DATA, tmp_path / "data")
    for each in copy.glob("*_easy.yaml"):
        each.write_text("{}", encoding="utf-8")
    monkeypatch.setattr(files, "DATA", copy)
    assert book.edition.__wrapped__() == law.edition()

    (copy / "foi.yaml").write_text("{}", encoding="utf-8")
    assert book.edition.__wrapped__() != law.edition()
