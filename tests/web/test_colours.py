"""Text stands out from its ground at least 4.5:1, lines and marks at least 3:1 (T-64; WCAG 1.4.3, 1.4.11)."""

import re

import pytest

from app.web.assets import FOLDER

CSS = (FOLDER / "app.css").read_text("utf-8")
SCREEN = CSS.partition("}")[0]  # The first rule; print has tokens of its own.
TOKENS = dict(re.findall(r"(--[\w-]+): ([^;]+);", SCREEN))
PATTERNS = {"--closed"}  # A hatch of two grounds that are in the table.
WHITE, BLACK = "#fff", "#000"

TEXT_ON_GROUND = [
    ("--text", "--paper"),
    ("--text", WHITE),
    ("--text", "--sand"),
    ("--text", "--mist"),
    ("--text", "--tint"),
    ("--text", "--hatch"),
    ("--text", "#d3ebdc"),
    ("--strong", "--paper"),
    ("--strong", WHITE),
    ("--strong", "--marker"),
    ("--strong", "--done"),
    ("--strong", "#ddd"),
    ("--soft", "--paper"),
    ("--soft", WHITE),
    ("--soft", "--sand"),
    ("--soft", "--mist"),
    ("--soft", "--tint"),
    ("--soft", "--hatch"),
    ("--act", "--paper"),
    ("--act", WHITE),
    ("--act", "--tint"),
    ("--act", "--sand"),
    ("--act-hover", "--paper"),
    ("--act-hover", "--tint"),
    ("--pine", WHITE),
    ("--pine", "--tint"),
    ("--pine", "#d3ebdc"),
    (WHITE, "--pine"),
    (WHITE, "--act"),
    (WHITE, "--act-hover"),
    (WHITE, "--them"),
    (WHITE, "--color-primitive-orange-900"),
    (WHITE, "--color-primitive-light-blue-900"),
    (BLACK, "--marker"),
    ("--you", "--you-bg"),
    ("--you", WHITE),
    ("--you", "--paper"),
    ("--them", "--them-bg"),
    ("--them", WHITE),
    ("--them", "--paper"),
    ("--bad", WHITE),
    ("--bad", "--paper"),
    ("--color-primitive-yellow-1100", "--sand"),
    ("#4a3900", "--color-primitive-yellow-100"),
]
LINE_ON_GROUND = [
    ("--field", WHITE),
    ("--field", "--paper"),
    ("--edge", WHITE),
    ("--edge", "--paper"),
    ("--you-line", WHITE),
    ("--you-line", "--paper"),
    ("--them-line", WHITE),
    ("--them-line", "--paper"),
    ("--act", "--paper"),
    ("--pine", "--paper"),
    ("--bad", "--paper"),
    ("--marker", "--pine"),
    (BLACK, "--marker"),
    (BLACK, "--paper"),
]


def colour(name: str) -> tuple[float, ...]:
    value = name
    while value.startswith("--"):
        value = TOKENS[value]
        found = re.fullmatch(r"var\((--[\w-]+)\)", value)
        value = found[1] if found else value
    digits = value.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    return tuple(int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))


def luminance(name: str) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour(name)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def used_colours(prop: str) -> set[str]:
    found = re.findall(rf"(?<![\w-]){prop}: ([^;]+);", CSS)
    named = {re.sub(r"var\((--[\w-]+)\)", r"\1", value) for value in found}
    return {value for value in named if re.fullmatch(r"--[\w-]+|#[0-9a-f]+", value)} - PATTERNS


def same(name: str) -> tuple[float, ...]:
    return colour(name)


@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_text_can_be_read(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize(("line", "ground"), LINE_ON_GROUND)
def test_lines_and_marks_can_be_seen(line: str, ground: str) -> None:
    assert contrast(line, ground) >= 3


def test_every_text_colour_of_the_stylesheet_is_in_the_table() -> None:
    listed = {same(text) for text, _ in TEXT_ON_GROUND}
    assert {name for name in used_colours("color") if same(name) not in listed} == set()


def test_every_ground_of_the_stylesheet_is_in_the_table() -> None:
    listed = {same(ground) for _, ground in TEXT_ON_GROUND + LINE_ON_GROUND} | {same("--act")}
    assert {name for name in used_colours("background") if same(name) not in listed} == set()
