"""The figures as rows of a table, one figure a row, for a spreadsheet."""

from collections.abc import Iterator, Sequence

from app import law
from app.insights.statistics import Row, Statistics
from app.insights.wording import agency_of, ground_of, years_of
from app.web.sheets import Cell
from app.web.texts import Texts

COLUMNS = ("agency", "request", "years", "figure", "value")


def rows(told: Statistics, texts: Texts) -> Iterator[Sequence[Cell]]:
    """A row of names, then each figure; what is hidden says so."""
    yield [texts.t(f"insights.file.{column}") for column in COLUMNS]
    for row in told.rows:
        request = texts.pick(law.procedure(row.procedure).label)
        years = years_of(row.period, texts) or texts.t("insights.years.all")
        for figure, value in _figures(row, texts):
            shown = texts.t("insights.hidden") if value is None else value
            yield [agency_of(row.agency, texts), request, years, figure, shown]
    yield [texts.t("insights.as_of", day=texts.full_day(told.until))]
    yield [texts.t("insights.rule")]


def _figures(row: Row, texts: Texts) -> Iterator[tuple[str, int | None]]:
    low, high = row.spread or (None, None)
    for name, value in (("people", row.people), ("middle", row.middle), ("low", low), ("high", high)):
        yield texts.t(f"insights.file.{name}"), value
    for name in ("late", "extended", "excepted"):
        if name != "late" or row.has_days:
            yield texts.t(f"insights.file.{name}"), getattr(row, name)
    for ending, people in row.endings.items():
        yield texts.t("insights.file.ending", ending=texts.t(f"insights.ending.{ending}")), people
    for given in row.grounds:
        yield texts.t("insights.file.ground", ground=ground_of(given.id, texts)), given.people
