"""What an entry of a calendar says: that there is a day, or which one and why."""

from collections.abc import Iterator
from typing import NamedTuple

from app import law
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


def full(texts: Texts, day: Day, agency: str, deadline: law.Deadline | None) -> Said:
    """The clock, the agency, and the whole explanation."""
    summary = texts.t(f"calendar.full.{manner(day)}", clock=texts.pick(day.clock.label), agency=agency)
    return Said(summary, "\n".join(_lines(texts, day, agency, deadline)))


def _lines(texts: Texts, day: Day, agency: str, deadline: law.Deadline | None) -> Iterator[str]:
    if day.kept.is_void:
        yield texts.t("calendar.meaning.void")
        return
    meaning = "done" if day.kept.is_ended else f"{day.clock.bound}_{day.clock.kind}"
    yield texts.pick(day.clock.act).replace("{agency}", agency)
    yield texts.t(f"calendar.meaning.{meaning}")
    yield from _other_day(texts, day)
    if deadline is not None:
        yield from _count(texts, deadline)
    yield texts.t("calendar.meaning.prevails")


def _other_day(texts: Texts, day: Day) -> Iterator[str]:
    """The day that is not shown, where closed days part the two."""
    nominal, due = day.kept.nominal, day.kept.due
    if nominal is not None and due is not None and nominal != due:
        two = {"nominal": texts.full_day(nominal), "due": texts.full_day(due)}
        yield texts.t(f"calendar.other_day.{day.clock.bound}", **two)


def _count(texts: Texts, deadline: law.Deadline) -> Iterator[str]:
    yield texts.t("calendar.full.counted")
    yield from (f"- {texts.pick(step.text)}" for step in deadline.steps)
    if deadline.certainty is not law.Certainty.STATUTE:
        yield texts.t(f"calendar.certainty.{deadline.certainty}")
    yield from (texts.pick(assumption.text) for assumption in deadline.assumptions)
