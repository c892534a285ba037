"""Turns kana and Latin letters into one spelling of sounds, so that all ways of typing a name meet."""

import csv
import re
from importlib.resources import files


def _load_signs() -> dict[str, dict[str, str]]:
    text = files("app.agencies").joinpath("data/kana.csv").read_text("utf-8")
    signs: dict[str, dict[str, str]] = {"plain": {}, "glide": {}, "small": {}, "double": {}}
    for row in csv.DictReader(text.splitlines()):
        signs[row["role"]][row["sign"]] = row["letters"]
    return signs


_SIGNS = _load_signs()
_PLAIN, _GLIDE, _SMALL, _DOUBLE = (_SIGNS[role] for role in ("plain", "glide", "small", "double"))
_ALL = _PLAIN | _GLIDE | _SMALL | _DOUBLE

# Hepburn and its neighbours in regular spelling: shi is si, tsu is tu, ja is zya, namba is nanba.
_REGULAR = tuple(
    (re.compile(pattern), regular)
    for pattern, regular in (
        (r"sh(?=[auoe])", "sy"),
        (r"t?ch(?=[auoe])", "ty"),
        (r"j(?=[auoe])", "zy"),
        (r"zzi|ji|di", "zi"),
        (r"shi", "si"),
        (r"t?chi", "ti"),
        (r"tsu", "tu"),
        (r"du", "zu"),
        (r"fu", "hu"),
        (r"wo", "o"),
        (r"m(?=[bpm])", "n"),
        (r"oh(?![aiueoy])", "o"),
        (r"sh$", "s"),  # a syllable that is not typed to its end yet
        (r"(?:ch|ts|c)$", "t"),
        (r"j$", "z"),
        (r"o[ou]+", "o"),
        (r"uu+", "u"),
        (r"([bdghkmnprstwyz])\1+", r"\1"),
    )
)
_MACRONS = str.maketrans("āīūēōâîûêô", "aiueoaiueo", "'-")

_HEPBURN = tuple(
    (re.compile(pattern), hepburn)
    for pattern, hepburn in (
        (r"sy", "sh"),
        (r"ty", "ch"),
        (r"zy", "j"),
        (r"si", "shi"),
        (r"ti", "chi"),
        (r"tu", "tsu"),
        (r"zi", "ji"),
        (r"(?<![sc])hu", "fu"),
        (r"o[ou]", "o"),
        (r"uu", "u"),
    )
)


def sound(text: str) -> str:
    """One key for all spellings of a sound: long vowels and doubled consonants are short."""
    key = _spell(text).translate(_MACRONS)
    for pattern, regular in _REGULAR:
        key = pattern.sub(regular, key)
    return key


def is_sound(text: str) -> bool:
    """Whether a text is written in kana or Latin letters only."""
    return all(sign in _ALL or sign in "āīūēōâîûêô" or sign.isascii() for sign in text)


def romanise(kana: str) -> str:
    """A name as it is read, in Hepburn letters without marks of length, for readers of English."""
    doubled = re.sub("([" + "".join(_DOUBLE) + "])(.)", _double, kana)
    text = _spell(doubled)
    for pattern, hepburn in _HEPBURN:
        text = pattern.sub(hepburn, text)
    return text.capitalize()


def _double(found: re.Match[str]) -> str:
    return _PLAIN.get(found[2], "")[:1] + found[2]


def _spell(kana: str) -> str:
    syllables: list[str] = []
    for sign in kana:
        if sign in _GLIDE and syllables:
            syllables[-1] = syllables[-1].removesuffix("i") + _GLIDE[sign]
        elif sign in _SMALL and syllables:
            syllables[-1] = _with_small_vowel(syllables[-1], _SMALL[sign])
        else:
            syllables.append(_ALL.get(sign, sign))
    return "".join(syllables)


def _with_small_vowel(syllable: str, vowel: str) -> str:
    if syllable == "hu":
        return f"f{vowel}"
    if syllable.endswith("i") and vowel == "e":
        return syllable[:-1] + "ye"
    return syllable[:-1] + vowel
