"""Finds what may be a My Number in a text, and numbers that deserve a warning; pure, keeps nothing."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import mul

LENGTH = 12
MASK = "●"
# Weights from the left of the eleven digits before the check digit (order 85 of 2014, Article 5: Q_n is
# n + 1 up to the sixth digit from the right, n - 5 after it).
_WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_MODULUS = 11

_HYPHENS = frozenset("-‐‑‒–—―−－ー─━ｰ﹣﹘⁃~〜～")
_LINE, _SPACE, _HYPHEN, _OTHER = "\n", " ", "-", "x"
_NO_DIGITS = str.maketrans("", "", _LINE + _SPACE + _HYPHEN + _OTHER)
_DASHED = re.compile(r"[0-9]+(?:-[0-9]+)*")
_SPACED = re.compile(r"[0-9]+(?: {1,3}[0-9]+)*")
_JOINED = re.compile(r"[0-9]+(?:[ -]{1,3}[0-9]+)*")
_SINGLE = re.compile(r"(?<![0-9])[0-9](?:[ \n-]{1,3}[0-9](?![0-9]))+")
_FOURS = re.compile(
    r"(?<![0-9])(?P<all>[0-9]{4}[ \n-]{1,3}[0-9]{4}[ \n-]{1,3}[0-9]{4})(?![0-9])"
    r"(?=(?P<after>[ -][0-9]{4}(?![0-9]))?)"
)
_FOUR_BEFORE = re.compile(r"(?<![0-9])([0-9]{4})[ -]$")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
# The groups of an id of ours can be digits by chance.
_UUID_SIGNS = 36
_UUID = re.compile(r"(?i)(?<![0-9a-f-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f-])")


@dataclass(frozen=True, slots=True)
class Hit:
    """Twelve digits with a fitting check digit: where they stand, and what they are."""

    start: int
    end: int
    digits: str


def check_digit(eleven: str) -> int:
    """The digit that belongs after eleven (order 85 of 2014 on My Number, Article 5): 11 less the remainder.

    A remainder of 0 or 1 gives 0.
    """
    remainder = sum(map(mul, map(int, eleven), _WEIGHTS)) % _MODULUS
    return 0 if remainder <= 1 else _MODULUS - remainder


def is_valid(twelve: str) -> bool:
    """Whether the last of twelve digits fits; one in about ten other numbers passes, too."""
    return int(twelve) != 0 and int(twelve[-1]) == check_digit(twelve[:-1])


def find(text: str) -> list[Hit]:
    """Every possible My Number of a text, in any width, with spaces or hyphens, in the order of the text.

    Twelve digits that are part of a longer row of digits are none.
    """
    plain = _plain(text)
    if sum(map(str.isdigit, plain)) < LENGTH:
        return []
    found = []
    for start, end in sorted(set(_candidates(plain))):
        digits = _digits(plain[start:end])
        if len(digits) == LENGTH and is_valid(digits):
            found.append(Hit(start, end, digits))
    return found


def mask(text: str, hits: Iterable[Hit]) -> str:
    """The same text with the digits of the hits covered; what stands between them stays."""
    signs = list(text)
    for hit in hits:
        for place in range(hit.start, hit.end):
            if _kind(signs[place]).isdigit():
                signs[place] = MASK
    return "".join(signs)


def grouped(digits: str) -> str:
    """A number as the card prints it: 1234 5678 9012."""
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def only_digits(text: str) -> str:
    """The digits of a number, however it was written."""
    return _digits(_plain(text))


def _digits(plain: str) -> str:
    return plain.translate(_NO_DIGITS)


def _candidates(plain: str) -> Iterator[tuple[int, int]]:
    for pattern in (_DASHED, _SPACED, _JOINED, _SINGLE):
        for found in pattern.finditer(plain):
            yield found.span()
    yield from _in_fours(plain)


def _in_fours(plain: str) -> Iterator[tuple[int, int]]:
    """Three groups of four, as the card prints it, also beside other numbers; four groups are a bank card."""
    place = 0
    while (found := _FOURS.search(plain, place)) is not None:
        place = found.start() + 1
        before = _FOUR_BEFORE.search(plain, max(0, found.start() - 5), found.start())
        neighbours = [before[1] if before else "", _digits(found["after"] or "")]
        if all(not each or _YEAR.fullmatch(each) for each in neighbours):
            yield found.span("all")


def _plain(text: str) -> str:
    """The text sign by sign as digits, spaces, hyphens, line ends and the rest."""
    plain = text.translate(_SIGNS)
    if len(text) >= _UUID_SIGNS:
        for one in _UUID.finditer(text):
            plain = plain[: one.start()] + _OTHER * len(one[0]) + plain[one.end() :]
    return plain


class _Signs(dict[int, str]):
    """What each sign counts as; learnt when it is first seen."""

    def __missing__(self, point: int) -> str:
        self[point] = kind = _kind(chr(point))
        return kind


_SIGNS = _Signs()


def _kind(sign: str) -> str:
    category = unicodedata.category(sign)
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    if sign in "\r\n\v\f\u2028\u2029":
        return _LINE
    if category in {"Zs", "Cf"} or sign == "\t":
        return _SPACE
    return _HYPHEN if sign in _HYPHENS or category == "Pd" else _OTHER


# A warning only: their check digits are not published in what we read, so words and shape decide.
_RESIDENT = re.compile(
    r"(?:住民票コード|住基コード|[Rr]esident(?: record)? code)\D{0,12}(?P<number>[\d\- ]{11,23})"
)
_PENSION = re.compile(r"(?<![\d-])(?P<number>\d{4}-\d{6})(?![\d-])")
_PENSION_TOLD = re.compile(r"(?:年金番号|[Pp]ension number)\D{0,12}(?P<number>\d{4}[- ]?\d{6})(?!\d)")
_INSURED = re.compile(
    r"(?:保険者番号|記号[・･/ ]?番号|保険証の番号|[Ii]nsur(?:ed|er|ance)(?: person)? number)\D{0,12}\d"
    r"|記号\D{0,6}\d[\d\- ]*\D{0,6}番号\D{0,6}\d"
)
# Only there: the same sign makes a vowel long.
_BETWEEN_DIGITS = re.compile(rf"(?<=\d) ?[{re.escape(''.join(sorted(_HYPHENS)))}] ?(?=\d)")
_FREE_CALLS = ("0120", "0800", "0570", "0990")
_RESIDENT_DIGITS = 11


def warnings(text: str) -> list[str]:
    """Which other numbers a text seems to hold: "resident", "pension", "insured"."""
    told = unicodedata.normalize("NFKC", text)
    told = _BETWEEN_DIGITS.sub("-", told)
    tests: dict[str, Callable[[str], bool]] = {
        "resident": _has_resident_code,
        "pension": _has_pension_number,
        "insured": lambda words: _INSURED.search(words) is not None,
    }
    return [kind for kind, has in tests.items() if has(told)]


def _has_resident_code(told: str) -> bool:
    return any(len(_digits(each["number"])) == _RESIDENT_DIGITS for each in _RESIDENT.finditer(told))


def _has_pension_number(told: str) -> bool:
    by_shape = (each["number"] for each in _PENSION.finditer(told))
    return _PENSION_TOLD.search(told) is not None or any(
        not number.startswith(_FREE_CALLS) for number in by_shape
    )
