"""The fonts are the ones that were taken, draw all that letters say, and a wrong one is refused."""

import hashlib
import re
from pathlib import Path

import pytest

from app.letters import book, glyphs, sheet
from app.letters.glyphs import UnreadableFont, coverage
from app.letters.press import FONTS, TEXT_FONT, TITLE_FONT, Press
from tests.letters import samples

KA_DOTTED, KA_AND_DOTS = "\u304c", "\u304b\u3099"
SELECTOR, UNKNOWN_SELECTOR = "\U000e0100", "\U000e01ef"


def test_the_fonts_are_the_ones_that_were_taken() -> None:
    told = dict(
        re.findall(r"`(\S+\.ttf)` \| \S+ \| `([0-9a-f]{64})`", (FONTS / "PROVENANCE.md").read_text("utf-8"))
    )
    kept = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FONTS.glob("*.ttf")}
    assert kept == told
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text("utf-8")


def test_every_word_of_ours_can_be_drawn() -> None:
    text, title = coverage(TEXT_FONT), coverage(TITLE_FONT)
    for form in samples.ALL:
        blank, full = (sheet.lay_out(form, filled) for filled in ({}, samples.sample(form)))
        assert glyphs.missing([*blank.texts, *full.texts], [text]) == [], form.id
        assert glyphs.missing([form.title, form.annex.title if form.annex else ""], [title]) == [], form.id
    assert glyphs.missing(book.sheet_words().values(), [text]) == []


@pytest.mark.parametrize(
    "sign", ["\u9ad9", "\ufa11", "\u8fbb" + SELECTOR, "\u845b" + SELECTOR, "\u2460", "\u3231"]
)
def test_these_names_are_drawn_as_they_are_written(sign: str) -> None:
    assert glyphs.missing([sign], [coverage(TEXT_FONT)]) == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("\U00020bb7", ["U+20BB7"]),
        ("\u8fbb" + UNKNOWN_SELECTOR, ["U+8FBB U+E01EF"]),
        ("\ud55c", ["U+D55C"]),
        ("\U0001f600", ["U+1F600"]),
        ("\u200b", ["U+200B"]),
        ("\u845b" + SELECTOR + SELECTOR, ["U+E0100"]),
        ("a\U00020bb7b\U00020bb7", ["U+20BB7"]),
    ],
)
def test_what_cannot_be_drawn_is_named_once(text: str, codes: list[str]) -> None:
    assert [each.codes for each in glyphs.missing([text], [coverage(TEXT_FONT)])] == codes


def test_a_kana_in_two_signs_becomes_one_and_no_kanji_is_changed() -> None:
    assert glyphs.composed("あ" + KA_AND_DOTS) == "あ" + KA_DOTTED
    assert glyphs.composed("\ufa19\u795e\ufa11") == "\ufa19\u795e\ufa11"


def test_each_piece_of_a_name_is_drawn_by_the_first_font_that_has_it(tmp_path: Path) -> None:
    fonts = [coverage(TEXT_FONT), coverage(samples.font_that_draws(samples.RARE, tmp_path))]
    assert list(glyphs.runs(f"吉{samples.RARE}田\n\U0001f600", fonts)) == [
        ("吉", 0),
        (samples.RARE, 1),
        ("田\n", 0),
        ("\U0001f600", -1),
    ]


@pytest.mark.parametrize("content", [b"", b"OTTO", b"not a font" * 100])
def test_a_file_that_is_no_font_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "names.ttf"
    path.write_bytes(content)
    with pytest.raises(UnreadableFont):
        Press(path)


def test_a_font_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFont):
        Press(tmp_path / "nothing.ttf")
