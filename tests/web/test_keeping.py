"""Pieces of pages that are kept: drawn once for the same values, and never too many."""

from markupsafe import Markup

from app.web.keeping import Keeper


class Drawing:
    """A macro that counts how often it is drawn."""

    name = "month"

    def __init__(self):
        self.drawn = []

    def __call__(self, *values):
        self.drawn.append(values)
        return Markup(f"<table>{values[0]}</table>")


def test_a_piece_is_drawn_once_for_the_same_values():
    keeper, drawing = Keeper(), Drawing()
    first, second = keeper(drawing, 7, True), keeper(drawing, 7, True)
    assert first == second == Markup("<table>7</table>")
    assert drawing.drawn == [(7, True)]


def test_a_piece_is_drawn_anew_for_other_values():
    keeper, drawing = Keeper(), Drawing()
    keeper(drawing, 7, True)
    assert keeper(drawing, 8, True) == "<table>8</table>"
    keeper(drawing, 7, False)
    assert drawing.drawn == [(7, True), (8, True), (7, False)]


def test_the_oldest_piece_goes_when_there_are_too_many():
    keeper, drawing = Keeper(most=2), Drawing()
    for value in (1, 2, 3, 3, 2, 1):
        keeper(drawing, value)
    assert drawing.drawn == [(1,), (2,), (3,), (1,)]
