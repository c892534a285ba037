"""Folds names, addresses and telephones so that what people write in several ways is found as one."""

import csv
import re
import unicodedata
from functools import cache
from importlib.resources import files

# Katakana small a to small ke; hiragana stands 0x60 before it.
_FROM_KATAKANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_LENGTH = "\u30fc"  # the mark of a long vowel, which people leave out or write as a dash
COUNTRY = "81"
LONGEST_AT_HOME = 10  # figures of a number that begins with 81 and is no foreign writing of ours


def folded(text: str) -> str:
    """Names and addresses without what people write now one way, now another."""
    plain = unicodedata.normalize("NFKC", text).translate(_variants()).translate(_FROM_KATAKANA)
    return "".join(sign for sign in plain if sign.isalnum() and sign not in _LENGTH).casefold()


@cache
def _variants() -> dict[int, str]:
    # Old and new forms of the same sign; not a full list, but the ones that papers mix most.
    text = files("app.people").joinpath("data", "name_variants.csv").read_text("utf-8")
    return {ord(row["old"]): row["new"] for row in csv.DictReader(text.splitlines())}


def digits(text: str) -> str:
    """A telephone number's figures; the country's 81 in front becomes 0."""
    plain = re.sub(r"\D", "", unicodedata.normalize("NFKC", text))
    is_from_abroad = plain.startswith(COUNTRY) and len(plain) > LONGEST_AT_HOME
    return f"0{plain.removeprefix(COUNTRY)}" if is_from_abroad else plain
