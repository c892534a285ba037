"""Lays a letter out as content-certified mail asks, and names every sign that may not stand in it.

The rules are Japan Post's for the copies on paper: so many signs a line and lines a page, a sign counts
one, a pair of brackets counts one and belongs to the line of the first; kana, kanji, digits, brackets,
punctuation and common signs; Latin letters in proper names only.
"""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

MOST_SIGNS = 26 * 20 * 20  # twenty pages; longer letters are no matter of a checker


@dataclass(frozen=True, slots=True)
class Grid:
    """How many signs a line and how many lines a page may have."""

    id: str
    columns: int
    lines: int
    is_vertical: bool = False


GRIDS = {
    grid.id: grid
    for grid in (
        Grid("h20x26", 20, 26),
        Grid("h13x40", 13, 40),
        Grid("h26x20", 26, 20),
        Grid("v20x26", 20, 26, is_vertical=True),
    )
}


class Fault(StrEnum):
    """Why a sign is named."""

    NOT_ALLOWED = "not_allowed"
    LETTER = "letter"  # allowed in proper names only
    ENCLOSED = "enclosed"  # counts one as a mark of order, more otherwise
    BRACKET = "bracket"  # the other half of the pair is missing


@dataclass(frozen=True, slots=True)
class Finding:
    """One sign, and where it stands in the text as it was typed; both count from 1."""

    line: int
    column: int
    sign: str
    fault: Fault

    @property
    def must_go(self) -> bool:
        """Whether the letter is not accepted with it."""
        return self.fault is Fault.NOT_ALLOWED

    @property
    def shown(self) -> str:
        """The sign where it can be seen, and its number, by which it can be looked up."""
        number = f"U+{ord(self.sign):04X}"
        return f"{self.sign} {number}" if self.sign.isprintable() else number


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the grid, the line of her text that it comes from, and how many signs it counts."""

    text: str
    count: int
    source: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole letter on the grid."""

    grid: Grid
    pages: tuple[tuple[Line, ...], ...]
    findings: tuple[Finding, ...]
    wrapped: tuple[int, ...]

    @property
    def fits(self) -> bool:
        """Whether it can be handed in as it stands on the grid."""
        return not any(found.must_go for found in self.findings)


_PAIRS = dict(zip("(（「『【〔［[｛{〈《“", ")）」』】〕］]｝}〉》”", strict=True))
_OPENING, _CLOSING = frozenset(_PAIRS), frozenset(_PAIRS.values())
_PUNCTUATION = frozenset("、。，．・：；？！,.:;?! 　")
# Signs in common use; whether another one is, the post office decides.
_SIGNS = frozenset(
    "ー―－-‐~〜～…‥＋+＝=×÷±％%￥¥＆&＃#＊*／/＠@〒※々〆〇ヶヵ〃ゝゞヽヾ°′″→←↑↓○●◎□■△▲▽▼◇◆☆★§’‘'\""
)
_DIGITS = frozenset("0123456789０１２３４５６７８９")
# What Unicode calls the rest; the first that fits decides.
_BY_NAME: tuple[tuple[tuple[str, ...], Fault | None], ...] = (
    (("HIRAGANA", "KATAKANA", "HALFWIDTH KATAKANA", "CJK UNIFIED", "CJK COMPATIBILITY IDEOGRAPH"), None),
    (("CIRCLED", "PARENTHESIZED"), Fault.ENCLOSED),
    (("LATIN CAPITAL", "LATIN SMALL", "FULLWIDTH LATIN", "ROMAN", "SMALL ROMAN"), Fault.LETTER),
)
# Squared units count as the letters they are made of.
_SQUARED = range(0x3300, 0x3400)


def lay_out(text: str, grid: Grid) -> Sheet:
    """The text on the grid, each line of hers begun anew; lines that are too long go on below."""
    source = text.splitlines()
    lines: list[Line] = []
    wrapped = []
    for number, line in enumerate(source, 1):
        parts = list(_wrap(line, grid.columns))
        lines += [Line(part, count, number) for part, count in parts]
        wrapped += [number] if len(parts) > 1 else []
    pages = [tuple(lines[start : start + grid.lines]) for start in range(0, len(lines), grid.lines)]
    return Sheet(grid, tuple(pages), tuple(_findings(source)), tuple(wrapped))


def count(text: str) -> int:
    """How many signs a piece of text counts."""
    return sum(map(_weight, text))


def _weight(sign: str) -> int:
    if sign in _CLOSING:
        return 0  # counted with the first of the pair, on its line
    if ord(sign) in _SQUARED:
        return len(unicodedata.normalize("NFKC", sign))
    return 1


def _wrap(line: str, columns: int) -> list[tuple[str, int]]:
    parts: list[tuple[str, int]] = []
    text, used = "", 0
    for sign in line:
        weight = _weight(sign)
        if used + weight > columns:
            parts.append((text, used))
            text, used = "", 0
        text, used = text + sign, used + weight
    return [*parts, (text, used)]


def _findings(lines: list[str]) -> list[Finding]:
    found = [
        Finding(number, column, sign, fault)
        for number, line in enumerate(lines, 1)
        for column, sign in enumerate(line, 1)
        if (fault := _fault_of(sign)) is not None
    ]
    return sorted([*found, *_unpaired(lines)], key=lambda one: (one.line, one.column))


def _fault_of(sign: str) -> Fault | None:
    if sign in _OPENING or sign in _CLOSING or sign in _PUNCTUATION or sign in _SIGNS:
        return None
    if sign in _DIGITS or ord(sign) in _SQUARED:
        return None
    name = unicodedata.name(sign, "")
    return next((fault for starts, fault in _BY_NAME if name.startswith(starts)), Fault.NOT_ALLOWED)


def _unpaired(lines: list[str]) -> list[Finding]:
    """Brackets without their other half: each would count for itself, and the count would be wrong."""
    opened: list[tuple[str, int, int]] = []
    alone: list[Finding] = []
    for number, line in enumerate(lines, 1):
        for column, sign in enumerate(line, 1):
            if sign in _PAIRS:
                opened.append((sign, number, column))
            elif sign in _CLOSING:
                if opened and _PAIRS[opened[-1][0]] == sign:
                    opened.pop()
                else:
                    alone.append(Finding(number, column, sign, Fault.BRACKET))
    return [*alone, *(Finding(number, column, sign, Fault.BRACKET) for sign, number, column in opened)]
