"""Draws the figures as SVG that stands alone: told by shape, hatch and number, not by colour."""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from markupsafe import Markup

from app import law
from app.insights.facts import Ending
from app.insights.statistics import Row, Statistics
from app.insights.wording import agency_of, years_of
from app.web.texts import Texts

MOST: Final = 20  # rows of a picture; the table beside it holds all
WIDTH, LEFT, BARS, BAR = 480, 14, 335, 22  # to the right of a bar stand its words
LINE, GAP, LONGEST = 20, 16, 62  # the height of a line, what parts two rows, and letters in a line
INK, GROUND, TINT = "#1a1a1a", "#ffffff", "#dfe7f2"

# What is hatched for each ending; one that has no lines has a ground instead.
HATCHES: Final = {
    Ending.GRANTED: "",
    Ending.PARTLY: "M-2 2l4-4M0 8l8-8M6 10l4-4",
    Ending.REFUSED: "M0 4h8M4 0v8",
    Ending.SILENT: "M0 4h8",
    Ending.UNKNOWN: "M4 3v2",
}
Draw = Callable[[Row, int], Iterator[Markup]]


class Sheet:
    """Pieces from the top down; `y` is where the next one begins."""

    def __init__(self) -> None:
        self.pieces: list[Markup] = []
        self.y = GAP

    def write(self, words: str, *, x: int = LEFT, size: int = 14, weight: int = 400) -> None:
        """Words in as many lines as they need."""
        for line in _lines(words, LONGEST - x // 7):
            self.pieces.append(_text(x, self.y + 14, line, size, weight))
            self.y += LINE

    def draw(self, pieces: Iterator[Markup], height: int) -> None:
        """What is drawn at the height where the sheet is."""
        self.pieces += pieces
        self.y += height


def draw_days(told: Statistics, texts: Texts) -> Markup:
    """How long answers took: a mark at the middle, a bar from where most begin to where most end."""
    rows = [row for row in told.rows if row.middle is not None][:MOST]
    longest = max((max(row.middle or 0, *(row.spread or (0,))) for row in rows), default=0)
    across = BARS / max(longest, 1)

    def drawn(row: Row, y: int) -> Iterator[Markup]:
        middle = row.middle or 0
        low, high = row.spread or (middle, middle)
        yield _line(LEFT + across * middle, y + BAR // 2)
        if row.spread is not None:
            yield _bar(LEFT + across * low, y, max(across * (high - low), 2), TINT)
        yield _mark(LEFT + across * middle, y)
        ends = LEFT + across * max(high, middle) + 14
        yield _text(ends, y + 16, texts.t("insights.count_days", count=middle))

    sheet = _headed(told, texts, "days")
    sheet.draw(iter([_mark(LEFT + 7, sheet.y)]), 0)
    sheet.write(texts.t("insights.days.key"), x=LEFT + 22)
    return _closed(told, texts, "days", _with_rows(sheet, rows, texts, drawn))


def draw_answers(told: Statistics, texts: Texts) -> Markup:
    """How requests ended: a bar of all people, cut where five or more had the same answer."""
    rows = told.rows[:MOST]
    across = BARS / max((row.people for row in rows), default=1)

    def drawn(row: Row, y: int) -> Iterator[Markup]:
        yield _bar(LEFT, y, across * row.people, GROUND)
        x = float(LEFT)
        for ending, people in row.endings.items():
            if people is not None:
                yield _bar(x, y, across * people, f"url(#{ending})")
                yield _number(x + across * people / 2, y + 16, str(people))
                x += across * people

    sheet = _headed(told, texts, "answers")
    sheet.draw(map(_pattern, Ending), 0)
    for ending in Ending:
        sheet.draw(iter([_bar(LEFT, sheet.y + 2, 18, f"url(#{ending})", height=14)]), 0)
        sheet.write(texts.t(f"insights.ending.{ending}"), x=LEFT + 26)
    return _closed(told, texts, "answers", _with_rows(sheet, rows, texts, drawn))


def _headed(told: Statistics, texts: Texts, name: str) -> Sheet:
    sheet = Sheet()
    sheet.write(texts.t(f"insights.{name}.title"), size=18, weight=700)
    sheet.write(_as_of(told, texts))
    return sheet


def _with_rows(sheet: Sheet, rows: Sequence[Row], texts: Texts, drawn: Draw) -> Sheet:
    if not rows:
        sheet.write(texts.t("insights.nothing"))
    for row in rows:
        sheet.y += GAP
        sheet.write(agency_of(row.agency, texts), weight=700)
        request, years = texts.pick(law.procedure(row.procedure).label), years_of(row.period, texts)
        people = texts.t("insights.people", count=row.people)
        sheet.write(texts.t("insights.between").join(filter(None, (request, years, people))))
        sheet.draw(drawn(row, sheet.y), BAR + GAP // 2)
    return sheet


def _closed(told: Statistics, texts: Texts, name: str, sheet: Sheet) -> Markup:
    head = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img"'
        ' lang="{2}" font-family="sans-serif" fill="{3}"><title>{4}</title><desc>{5}</desc>'
        '<rect width="{0}" height="{1}" fill="{6}"/>'
    )
    title = texts.t(f"insights.{name}.title")
    size = WIDTH, sheet.y + GAP
    opened = head.format(*size, texts.locale.lang, INK, title, _as_of(told, texts), GROUND)
    return opened + Markup().join(sheet.pieces) + Markup("</svg>")


def _as_of(told: Statistics, texts: Texts) -> str:
    return texts.t("insights.as_of", day=texts.full_day(told.until))


def _lines(words: str, longest: int) -> Iterator[str]:
    """The words in lines of so many letters; a Japanese one is as wide as two."""
    line, taken = "", 0
    for piece in words.split(" ") if words.isascii() else words:
        room = sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in piece)
        between = " " if words.isascii() and line else ""
        if line and taken + room + len(between) > longest:
            yield line
            line, taken, between = "", 0, ""
        line, taken = f"{line}{between}{piece}", taken + room + len(between)
    yield line


def _pattern(ending: Ending) -> Markup:
    lines = HATCHES[ending]
    return Markup(
        '<pattern id="{}" width="8" height="8" patternUnits="userSpaceOnUse">'
        '<rect width="8" height="8" fill="{}"/><path d="{}" fill="none" stroke="{}"/></pattern>'
    ).format(ending, GROUND if lines else TINT, lines, INK)


def _bar(x: float, y: float, width: float, fill: str, height: int = BAR) -> Markup:
    return Markup('<rect x="{:.1f}" y="{}" width="{:.1f}" height="{}" fill="{}" stroke="{}"/>').format(
        x, y, width, height, fill, INK
    )


def _line(to: float, y: float) -> Markup:
    """From no day at all to a day."""
    return Markup('<path d="M{0} {1}v-6 12-6H{2:.1f}" fill="none" stroke="{3}"/>').format(LEFT, y, to, INK)


def _mark(x: float, y: float) -> Markup:
    return Markup('<path d="M{:.1f} {}l7 11-7 11-7-11z" fill="{}"/>').format(x, y, INK)


def _text(x: float, y: float, words: str, size: int = 14, weight: int = 400) -> Markup:
    return Markup('<text x="{:.1f}" y="{}" font-size="{}" font-weight="{}">{}</text>').format(
        x, y, size, weight, words
    )


def _number(x: float, y: float, words: str) -> Markup:
    # On white, so that it is read over any hatch.
    ground = Markup('<rect x="{:.1f}" y="{}" width="28" height="18" fill="{}"/>').format(
        x - 14, y - 14, GROUND
    )
    return ground + Markup('<text x="{:.1f}" y="{}" font-size="14" text-anchor="middle">{}</text>').format(
        x, y, words
    )
