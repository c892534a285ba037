"""The forms are data: what is wrong in them is refused when they are loaded, and every word has its name."""

import re
from pathlib import Path
from typing import Any

import pytest

from app.law.book import BadPack
from app.law.files import parse_yaml
from app.letters import book, offers
from app.web.catalog import catalog
from app.web.locales import LOCALES
from tests.letters import samples

PLAIN: dict[str, Any] = {"title": "x", "required": {}, "sender": ["name"], "body": [{"text": "{q1}"}]}
REGISTERS = [*LOCALES, "ja_easy"]


def test_a_plain_form_is_accepted() -> None:
    assert list(book.parse_form("letter.x", PLAIN).fields) == [
        "date",
        "to_postal_code",
        "to_address",
        "addressee",
        "name",
        "q1",
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"body": [{"text": "{my_number}"}]},
        {"body": [{"text": "[oral=perhaps]"}]},
        {"body": [{"text": "x", "center": "y"}]},
        {"body": [{"words": "x"}]},
        {"required": {"q1": "appi 9999/1"}},
        {"required": {"q2": "appi 77/1"}},
        {"required": {"q1": "nolaw 77/1"}},
        {"defaults": {"*": {"basis": "x"}}},
        {"unknown": 1},
        {"sender": ["nobody"]},
    ],
    ids=str,
)
def test_a_form_with_a_mistake_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises((BadPack, KeyError)):
        assert not book.parse_form("letter.x", PLAIN | wrong).fields


def test_the_forms_of_the_guide_are_all_there() -> None:
    assert len(book.forms()) == 23
    assert all(re.fullmatch(r"letter\.[a-z_0-9]+", key) for key in book.forms())


@pytest.mark.parametrize("locale", REGISTERS)
def test_every_form_field_and_option_has_its_words(locale: str) -> None:
    words = catalog(locale)
    wanted = {f"letters.{part}.{form.key}" for form in samples.ALL for part in ("kind", "about")}
    for name, kind in book.field_kinds().items():
        wanted |= {f"letters.field.{name}", *(f"letters.option.{name}.{option}" for option in kind.options)}
    assert wanted - words.keys() == set()


@pytest.mark.parametrize("locale", REGISTERS)
def test_the_words_say_the_same_things_in_every_language(locale: str) -> None:
    def keys(code: str) -> set[str]:
        return {key for key in catalog(code) if key.startswith("letters.")}

    assert keys(locale) == keys("ja")


def test_easy_japanese_has_short_sentences() -> None:
    long = [
        sentence
        for key, text in catalog("ja_easy").items()
        if key.startswith(("letters.about", "letters.help", "letters.show", "letters.edit", "letters.signs"))
        for sentence in re.split(r"(?<=。)", text)
        if len(sentence.replace(" ", "")) > 40
    ]
    assert long == []


def test_no_form_asks_for_a_number_that_may_not_be_written() -> None:
    told = " ".join(catalog("ja")[f"letters.field.{name}"] for name in book.field_kinds())
    assert not re.search("個人番号|マイナンバー|住民票コード|基礎年金番号|記号", told)


def test_only_letters_and_procedures_that_exist_are_offered() -> None:
    content = parse_yaml((Path(offers.__file__).parent / "data" / "offers.yaml").read_text("utf-8"))
    named = re.findall(r"letter\.\w+", str(content))
    assert set(named) - set(book.forms()) == set()
    # Every letter can be reached from some filing.
    assert set(book.forms()) - set(named) == set()
    assert set(content["own"]) | set(content["beside"]) <= set(book.procedure_words())
