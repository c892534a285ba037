"""Printed letters look as they did when somebody looked; tests/tools/letter_pictures.py takes them anew."""

import pytest
from PIL import ImageChops

from tests.letters.pictures import KINDS, approved, difference, picture

# How a line is smoothed may differ between machines; a word that moves makes a square differ by 40.
TOLERANCE = 20


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_looks_as_approved(kind: str) -> None:
    assert difference(picture(kind), approved(kind)) <= TOLERANCE


def test_the_comparison_sees_a_moved_line_and_another_letter() -> None:
    one = approved("poa")
    assert difference(one, ImageChops.offset(one, 0, 6)) > TOLERANCE
    assert difference(one, approved("correction_request")) > TOLERANCE
