"""Fills the blanks of a wording; what is not known goes together with the words that belong to it."""

import re
from collections.abc import Mapping

BLANK = re.compile(r"\{\{([a-z0-9_]+)\}\}")
# "{{x}}（不明のときは y）": either she knows x, or it says y.
_OR_ELSE = re.compile(r"\{\{([a-z0-9_]+)\}\}（不明のときは([^（）]+)）")
_BRACKETS = re.compile(r"（([^（）]*)）")
# What stands behind a blank and says nothing without it.
_PARTICLES = "において|に係る|付け|から|まで|頃|に|の|が|を|は|と|で"
_COMMA = "、"


def blanks(text: str) -> frozenset[str]:
    """The names of a wording's blanks."""
    return frozenset(BLANK.findall(text))


def fill(text: str, values: Mapping[str, str]) -> str:
    """The wording with every known blank filled, and without the phrases of those that are not known.

    What a person typed goes in last and is never read as wording: a blank in it stays as it was typed.
    """
    known = {name for name, value in values.items() if value.strip()}
    text = _OR_ELSE.sub(lambda found: f"{{{{{found[1]}}}}}" if found[1] in known else found[2], text)
    text = _BRACKETS.sub(lambda found: _bracket(found[1], known), text)
    lines = (_line(line, known) for line in text.strip().split("\n"))
    return BLANK.sub(lambda found: values[found[1]].strip(), "\n".join(each for each in lines if each))


def _bracket(inside: str, known: set[str]) -> str:
    """A bracket's phrases, each of which stands or falls by its blanks."""
    if blanks(inside) <= known:
        return f"（{inside}）"
    kept = [phrase for phrase in inside.split(_COMMA) if blanks(phrase) <= known]
    return f"（{_COMMA.join(kept)}）" if kept else ""


def _line(line: str, known: set[str]) -> str:
    unknown = blanks(line) - known
    if not unknown:
        return line
    for name in unknown:
        blank = re.escape(f"{{{{{name}}}}}")
        # A label and its blank go together: a phrase of a list, or the whole line.
        line = re.sub(rf"(?:^|、)[^。、（）「」]*[\s　]{blank}(?=[。、]|$)", "", line)
        line = re.sub(rf"「?{blank}」?(?:{_PARTICLES})?", "", line)
    return line.removeprefix(_COMMA).rstrip()
