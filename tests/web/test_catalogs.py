"""Every sentence exists in every language, with the same blanks, and every one of them is used."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.web.catalog import Catalog, catalog
from app.web.locales import LOCALES, SOURCE

APP = Path(__file__).parents[2] / "app"
KEY = re.compile(r"[a-z_]+(\.[a-z0-9_]+){1,}")
IN_TEMPLATE = re.compile(r"""["']([a-z_]+\.[a-z0-9_.]*)["']""")
# Read as a whole by app/web/dates.py.
READ_BY_PREFIX = ("web.dates.",)


PLURALS = {
    key.removesuffix(".one")
    for code in LOCALES
    for key in catalog(code)
    if key.endswith(".one") and key.removesuffix("one") + "other" in catalog(code)
}


def stem(key: str) -> str:
    """A plural's key without its form."""
    start, _, form = key.rpartition(".")
    return start if start in PLURALS and form in {"one", "other"} else key


def plain(sentences: Catalog) -> set[str]:
    """The keys, each plural counted once."""
    return {stem(key) for key in sentences}


def blanks(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def slices() -> set[str]:
    return {key.partition(".")[0] for key in catalog(SOURCE.code)}


def literals() -> Iterator[str]:
    """Every piece of text in the program's code and templates that may be a key or the beginning of one."""
    for path in sorted(APP.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
    for path in sorted((APP / "templates").rglob("*.html")):
        yield from IN_TEMPLATE.findall(path.read_text("utf-8"))


@pytest.mark.parametrize("code", [code for code in LOCALES if code != SOURCE.code])
def test_every_language_has_the_same_keys(code: str) -> None:
    assert plain(catalog(code)) ^ plain(catalog(SOURCE.code)) == set()


@pytest.mark.parametrize("code", LOCALES)
def test_a_sentence_has_the_same_blanks_in_every_language(code: str) -> None:
    source = {stem(key): blanks(text) for key, text in catalog(SOURCE.code).items()}
    for key, text in catalog(code).items():
        if key.startswith(READ_BY_PREFIX):
            continue
        wanted = source[stem(key)]
        # "One thing to mend" needs no number.
        assert blanks(text) in ([wanted, wanted - {"count"}] if stem(key) != key else [wanted]), key


def test_every_key_that_is_used_exists() -> None:
    known = plain(catalog(SOURCE.code))
    named = {text for text in literals() if KEY.fullmatch(text) and text.partition(".")[0] in slices()}
    whole = {key for key in named if not key.endswith((".html", "_"))}
    beginnings = {key.rpartition(".")[0] for key in known}
    assert {key for key in whole if key not in known and key not in beginnings} == set()


def test_every_sentence_is_used() -> None:
    said = set(literals())
    beginnings = tuple(text for text in said if text.partition(".")[0] in slices() and text.count(".") >= 1)
    unused = [
        key
        for key in plain(catalog(SOURCE.code))
        if key not in said
        and not key.startswith(READ_BY_PREFIX)
        and not any(key.startswith(start) for start in beginnings if start.endswith((".", "_")))
        and not (key.endswith("_text") and key.removesuffix("_text") in said)
    ]
    assert unused == []


@pytest.mark.parametrize("code", LOCALES)
def test_only_keys_that_say_so_hold_markup(code: str) -> None:
    assert [key for key, text in catalog(code).items() if "<" in text and not key.endswith("_html")] == []


@pytest.mark.parametrize("code", LOCALES)
def test_the_tone_is_calm(code: str) -> None:
    assert [key for key, text in catalog(code).items() if re.search(r"[!！]|さん[はがのにをへ]", text)] == []


def test_no_sentence_was_left_in_japanese() -> None:
    kana = re.compile(r"[\u3040-\u30ff]")
    source = catalog(SOURCE.code)
    assert [key for key, text in catalog("en").items() if kana.search(text) and text == source.get(key)] == []


# Words that once stood for the same thing as another: a coordinator, the conflict check, a case.
NO_MORE = ("コーディネーター", "利益相反", "利害がぶつ", "この件", "この 件", "件のページ", "件の ページ")


@pytest.mark.parametrize("code", ["ja", "ja_easy"])
def test_one_thing_has_one_word(code: str) -> None:
    again = {key: word for key, sentence in catalog(code).items() for word in NO_MORE if word in sentence}
    assert again == {}


@pytest.mark.parametrize(("code", "lead"), [("ja", "主な担当"), ("ja_easy", "おもな 担当")])
def test_who_leads_a_case_is_called_the_same_on_every_page(code: str, lead: str) -> None:
    sentences = catalog(code)
    keys = ("boards.lead", "boards.no_lead", "clients.list.lead", "clients.show.led", "people.part.lead")
    said = [sentences[key] for key in (*keys, "teams.told", "teams.handover.from_now") if key in sentences]
    assert len(said) >= 6
    assert [sentence for sentence in said if lead not in sentence] == []
