"""What an entry of a calendar says: that there is a day, or which one and why."""

from collections.abc import Iterator
from typing import NamedTuple

from app.calculator.explain import Explained, explanation_lines
from app.calendar.days import Day
from app.web.texts import Texts


class Said(NamedTuple):
    """The words of one entry."""

    summary: str
    description: str


def manner(day: Day) -> str:
    """How an entry speaks of its day."""
    if day.kept.is_void:
        return "void"
    if day.kept.is_ended:
        return "done"
    return "latest" if day.is_last else "earliest"


def discreet(texts: Texts, how: str) -> Said:
    """Whoever looks over her shoulder, and whoever runs the calendar's service, learns no more."""
    return Said(texts.t(f"calendar.discreet.{how}"), texts.t("calendar.discreet.description"))


def full(texts: Texts, day: Day, agency: str, one: Explained | None) -> Said:
    """The clock, the agency, and the whole explanation."""
    summary = texts.t(f"calendar.full.{manner(day)}", clock=texts.pick(day.clock.label), agency=agency)
    return Said(summary, "\n".join(_lines(texts, day, agency, one)))


def _lines(texts: Texts, day: Day, agency: str, one: Explained | None) -> Iterator[str]:
    if day.kept.is_void:
        yield texts.t("calendar.meaning.void")
        return
    if day.kept.is_ended:
        yield texts.t("calendar.meaning.done")
    if one is not None:
        yield from explanation_lines(one, texts.pick, agency)
    yield texts.t("calendar.meaning.prevails")
