"""Furigana: readings travel beside their words as invisible signs, and become ruby in the finished page.

A word is marked as U+FFF9 word U+FFFA reading U+FFFB (Unicode's interlinear annotation), so that sentences
can still be filled, escaped and kept like any other text; `in_ruby` alone knows where ruby may stand.
"""

import re

WORD, READING, END = "\ufff9", "\ufffa", "\ufffb"
SIGNS = WORD + READING + END

_NO_SIGNS = dict.fromkeys(map(ord, SIGNS))
_MARKED = re.compile(f"{WORD}([^{SIGNS}<>]*){READING}([^{SIGNS}<>]*){END}")
# Elements that hold text only, then tags (a ">" may stand in a quoted value), then marked words.
_PIECE = re.compile(
    r"<(title|textarea|option|script|style)\b.*?</\1\s*>"
    r"""|<(?:[^"'<>]|"[^"]*"|'[^']*')*>"""
    f"|{_MARKED.pattern}",
    re.DOTALL,
)


def mark(word: str, reading: str) -> str:
    """A word with its reading beside it."""
    return f"{WORD}{word}{READING}{reading}{END}"


def unmarked(text: str) -> str:
    """The same text with its words alone."""
    return without_signs(_MARKED.sub(r"\1", text)) if WORD in text else text


def without_signs(text: str) -> str:
    """Text in which nothing can pass for a reading: what a person typed."""
    return text.translate(_NO_SIGNS)


def in_ruby(html: str) -> str:
    """A finished page, or a part of one: marked words become ruby where text is shown, words elsewhere."""
    return without_signs(_PIECE.sub(_set, html)) if WORD in html else html


def _set(piece: re.Match[str]) -> str:
    word, reading = piece[2], piece[3]
    if word is None:
        return unmarked(piece[0])
    return f"<ruby>{word}<rp>（</rp><rt>{reading}</rt><rp>）</rp></ruby>"
