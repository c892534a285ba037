"""Easy Japanese is easy: short sentences, all of them, and every word can be read."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import yaml

from app.web.catalog import own_catalog
from app.web.locales import EASY, SOURCE
from app.web.readings import glossary, unread, without_readings

APP = Path(__file__).parents[2] / "app"
CATALOGS = APP / "web" / "catalogs"
FILES = sorted(path.name for path in (CATALOGS / EASY.code).glob("*.yaml"))
LONGEST = 40
# Sentences that may be longer, and why.
LONGER: dict[str, str] = {}
ENDS = re.compile(r"[。？\n]")
NOT_COUNTED = re.compile(r"<[^>]*>|\{[^}]*\}|[ \u3000]")


def slice_of(code: str, file: str) -> set[str]:
    name = file.removesuffix(".yaml")
    return {stem(key) for key in own_catalog(code) if key.partition(".")[0] == name}


def stem(key: str) -> str:
    return re.sub(r"\.(one|other)$", "", key)


def easy_texts(value: object, *, is_easy: bool = False) -> Iterator[str]:
    """What stands under `ja_easy` in data, however deep."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from easy_texts(inner, is_easy=is_easy or key == EASY.code)
    elif isinstance(value, list):
        for inner in value:
            yield from easy_texts(inner, is_easy=is_easy)
    elif is_easy and isinstance(value, str):
        yield value


def all_easy_texts() -> Iterator[tuple[str, str]]:
    """Where each easy text stands, and the text: catalogs, and the data of every room."""
    yield from own_catalog(EASY.code).items()
    for path in sorted(APP.rglob("data/**/*.yaml")):
        content = yaml.safe_load(path.read_text("utf-8"))
        for text in easy_texts(content, is_easy=path.stem.endswith("_easy")):
            yield f"{path.relative_to(APP)}: {text[:40]}", text


@pytest.mark.parametrize("file", FILES)
def test_an_easy_file_says_all_that_the_ordinary_one_says(file: str) -> None:
    missing, unknown = (
        slice_of(SOURCE.code, file) - slice_of(EASY.code, file),
        slice_of(EASY.code, file) - slice_of(SOURCE.code, file),
    )
    assert (sorted(missing), sorted(unknown)) == ([], [])


def test_every_ordinary_file_has_an_easy_one() -> None:
    ordinary = {path.name for path in (CATALOGS / SOURCE.code).glob("*.yaml")}
    assert sorted(ordinary - set(FILES)) == []


def test_no_sentence_is_too_long() -> None:
    long = {}
    for place, text in all_easy_texts():
        for sentence in ENDS.split(without_readings(text)):
            length = len(NOT_COUNTED.sub("", sentence))
            if length > LONGEST and place not in LONGER:
                long[place] = f"{length}: {sentence}"
    assert long == {}


def test_every_exception_is_still_needed() -> None:
    places = {place for place, _ in all_easy_texts()}
    assert set(LONGER) <= places


def test_every_kanji_of_the_easy_texts_can_be_read() -> None:
    missing = sorted({run for _, text in all_easy_texts() for run in unread(text)})
    assert not missing, "Add to app/web/data/readings/:\n" + "\n".join(f"{run}: " for run in missing)


def test_readings_are_hiragana_katakana_or_the_same_signs() -> None:
    odd = {word: said for word, said in glossary().items() if re.search("[\u4e00-\u9fffA-Za-z]", str(said))}
    assert odd == {}
