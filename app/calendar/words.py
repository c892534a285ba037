"""What an entry of a calendar says: that there is a day, or which one and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app import law
from app.calendar.queries import KeptDay
from app.web.texts import Texts


@dataclass(frozen=True, slots=True)
class Said:
    """The words of one entry."""

    summary: str
    description: str


def discreet(texts: Texts, kept: KeptDay, *, is_last: bool) -> Said:
    """Whoever looks over her shoulder, and whoever runs the calendar's service, learns no more."""
    return Said(
        texts.t(f"calendar.discreet.{_manner(kept, is_last=is_last)}"),
        texts.t("calendar.discreet.description"),
    )


def full(
    texts: Texts, kept: KeptDay, clock: law.ClockInfo, agency: str, deadline: law.Deadline | None
) -> Said:
    """The clock, the agency, and the whole explanation."""
    manner = _manner(kept, is_last=clock.kind is law.Kind.LATEST)
    summary = texts.t(f"calendar.full.{manner}", clock=texts.pick(clock.label), agency=agency)
    return Said(summary, "\n".join(_lines(texts, kept, clock, agency, deadline)))


def _manner(kept: KeptDay, *, is_last: bool) -> str:
    if kept.is_void:
        return "void"
    if kept.is_ended:
        return "done"
    return "latest" if is_last else "earliest"


def _lines(
    texts: Texts, kept: KeptDay, clock: law.ClockInfo, agency: str, deadline: law.Deadline | None
) -> Iterator[str]:
    if kept.is_void:
        yield texts.t("calendar.meaning.void")
        return
    yield texts.pick(clock.act).replace("{agency}", agency)
    yield texts.t(
        "calendar.meaning.done" if kept.is_ended else f"calendar.meaning.{clock.bound}_{clock.kind}"
    )
    yield from _other_day(texts, clock, kept.nominal, kept.due)
    if deadline is not None:
        yield from _count(texts, deadline)
    yield texts.t("calendar.meaning.prevails")


def _other_day(texts: Texts, clock: law.ClockInfo, nominal: date | None, due: date | None) -> Iterator[str]:
    """The day that is not shown, where closed days part the two."""
    if nominal != due and nominal is not None and due is not None:
        yield texts.t(
            f"calendar.other_day.{clock.bound}", nominal=texts.full_day(nominal), due=texts.full_day(due)
        )


def _count(texts: Texts, deadline: law.Deadline) -> Iterator[str]:
    yield texts.t("calendar.full.counted")
    yield from (f"- {texts.pick(step.text)}" for step in deadline.steps)
    if deadline.certainty is not law.Certainty.STATUTE:
        yield texts.t(f"calendar.certainty.{deadline.certainty}")
    yield from (texts.pick(assumption.text) for assumption in deadline.assumptions)
