"""Knows which signs a font can draw, so that no letter ever leaves one out or shows another in its place."""

import re
import struct
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# Selectors that ask for one shape of a character: those for all scripts, and those for kanji (IVS).
SELECTORS = ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
# Signs that need no shape of their own.
_WITHOUT_SHAPE = frozenset("\n\t ")
# A Mac writes a kana and its dots as two signs; together they are the same letter.
_KANA_IN_TWO = re.compile("[\u3046-\u30fd][\u3099\u309a]")


class UnreadableFont(Exception):
    """The file is no TrueType font whose characters can be listed."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """The characters of a font, and the variants of them that it draws."""

    family: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    variants: frozenset[tuple[int, int]]

    def draws(self, sign: str) -> bool:
        """Whether it has a shape for this character alone."""
        found = bisect_right(self.starts, ord(sign)) - 1
        return found >= 0 and ord(sign) <= self.ends[found]

    def draws_whole(self, sign: str) -> bool:
        """Whether it has the shape that is meant: the character's own, or the variant its selector names."""
        return self.draws(sign[0]) and (len(sign) == 1 or (ord(sign[0]), ord(sign[1])) in self.variants)


@dataclass(frozen=True, slots=True)
class Missing:
    """A sign that cannot be drawn: the character with its selector, if it has one."""

    sign: str

    @property
    def codes(self) -> str:
        """Its code points, as U+20BB7."""
        return " ".join(f"U+{ord(each):04X}" for each in self.sign)


def composed(text: str) -> str:
    """The text with kana and their dots joined; nothing else is touched, for NFC changes some kanji."""
    return _KANA_IN_TWO.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)


def runs(text: str, fonts: Sequence[Coverage]) -> Iterator[tuple[str, int]]:
    """The text in pieces, each with the place of the first font that draws it; -1 where none does."""
    piece, drawn_by = "", 0
    for sign in _signs(text):
        font = drawn_by if sign in _WITHOUT_SHAPE else _font_of(sign, fonts)
        if piece and font != drawn_by:
            yield piece, drawn_by
            piece = ""
        piece, drawn_by = piece + sign, font
    if piece:
        yield piece, drawn_by


def missing(texts: Iterable[str], fonts: Sequence[Coverage]) -> list[Missing]:
    """What none of these fonts can draw; each sign once."""
    signs = (sign for text in texts for sign in _signs(text) if sign not in _WITHOUT_SHAPE)
    return list(dict.fromkeys(Missing(sign) for sign in signs if _font_of(sign, fonts) < 0))


def _signs(text: str) -> Iterator[str]:
    """Each character, together with the selector behind it."""
    waiting = ""
    for sign in text:
        if is_selector(sign) and waiting:
            yield waiting + sign
            waiting = ""
            continue
        if waiting:
            yield waiting
        waiting = sign
    if waiting:
        yield waiting


def is_selector(sign: str) -> bool:
    """Whether it asks for a variant of the character before it."""
    return any(first <= ord(sign) <= last for first, last in SELECTORS)


def _font_of(sign: str, fonts: Sequence[Coverage]) -> int:
    return next((place for place, font in enumerate(fonts) if font.draws_whole(sign)), -1)


@cache
def coverage(path: Path) -> Coverage:
    """What the font file draws; raises UnreadableFont."""
    try:
        return _read(path.read_bytes())
    except (OSError, struct.error, ValueError, LookupError) as mistake:
        raise UnreadableFont(str(path)) from mistake


def _read(font: bytes) -> Coverage:
    tables = dict(_tables(font))
    cmap = tables["cmap"]
    places = {
        (platform, encoding): cmap + offset
        for platform, encoding, offset in struct.iter_unpack(
            ">HHI", font[cmap + 4 : cmap + 4 + 8 * _short(font, cmap + 2)]
        )
    }
    whole = next((places[key] for key in ((3, 10), (0, 6), (0, 4)) if key in places), cmap)
    ranges = sorted(_ranges(font, whole))
    return Coverage(
        family=_family(font, tables["name"]),
        starts=tuple(first for first, _ in ranges),
        ends=tuple(last for _, last in ranges),
        variants=frozenset(_variants(font, places[0, 5])) if (0, 5) in places else frozenset(),
    )


def _tables(font: bytes) -> Iterator[tuple[str, int]]:
    for at in range(12, 12 + 16 * _short(font, 4), 16):
        yield font[at : at + 4].decode("latin-1"), _long(font, at + 8)


def _ranges(font: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Format 12 (OpenType, cmap): groups of code points; glyph 0 is the sign for "none"."""
    if _short(font, at) != 12:  # noqa: PLR2004 - the number of the format
        raise ValueError("The characters are not listed in format 12.")
    for group in range(_long(font, at + 12)):
        first, last, glyph = struct.unpack_from(">III", font, at + 16 + 12 * group)
        if glyph or last > first:
            yield (first if glyph else first + 1), last


def _variants(font: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Format 14: for each selector the characters whose usual shape it is, and those with another."""
    for record in range(_long(font, at + 6)):
        place = at + 10 + 11 * record
        selector = int.from_bytes(font[place : place + 3])
        usual, other = _long(font, place + 3), _long(font, place + 7)
        for each in range(_long(font, at + usual) if usual else 0):
            start = at + usual + 4 + 4 * each
            first = int.from_bytes(font[start : start + 3])
            yield from ((code, selector) for code in range(first, first + font[start + 3] + 1))
        for each in range(_long(font, at + other) if other else 0):
            start = at + other + 4 + 5 * each
            yield int.from_bytes(font[start : start + 3]), selector


def _family(font: bytes, at: int) -> str:
    """The name of the family, by which typst is told to use it."""
    _, count, texts = struct.unpack_from(">HHH", font, at)
    for record in range(count):
        platform, _, language, name, length, offset = struct.unpack_from(">6H", font, at + 6 + 12 * record)
        if (platform, language, name) == (3, 0x409, 1):
            start = at + texts + offset
            return font[start : start + length].decode("utf-16-be")
    raise ValueError("The font has no name.")


def _short(font: bytes, at: int) -> int:
    return int(struct.unpack_from(">H", font, at)[0])


def _long(font: bytes, at: int) -> int:
    return int(struct.unpack_from(">I", font, at)[0])
