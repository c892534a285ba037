"""Draws an answer in a few lines, so that a change of any day, article or reason shows as a changed line."""

from collections.abc import Iterator
from datetime import date, timedelta

from app import law

FIRST, LAST = date(2026, 1, 1), date(2028, 3, 31)


def sketch(answer: law.Answer) -> list[str]:
    """The lines of one answer: its state, each deadline with its steps, what is odd, what is next."""
    lines = [f"{answer.procedure} {answer.state}"]
    for deadline in answer.deadlines:
        lines += _deadline(deadline)
    for warning in answer.warnings:
        said = _filled(warning.phrase) + _cited(warning.citation)
        lines.append(f"  ! {warning.code} @{warning.event} {warning.phrase.key}{said}")
    for step in answer.next_steps:
        lines.append(f"  > {step.id} by {step.by} for {step.clock}@{step.cause} {step.phrase.key}")
    return lines


def _deadline(deadline: law.Deadline) -> Iterator[str]:
    yield (
        f"  {deadline.clock}@{deadline.cause} {deadline.nominal} {deadline.due} {deadline.basis} "
        f"{deadline.state} ended {deadline.ended_on} paused {deadline.paused_from}"
    )
    for step in deadline.steps:
        months = f" {step.months} months" if step.months else ""
        key = step.phrase.key.removeprefix("step.")
        why = _filled(step.phrase) + _cited(step.citation)
        yield f"    {step.kind} {key} {step.from_} {step.days:+d}{months} {step.to}{why}"
    yield "    cites" + "".join(_cited(each) for each in deadline.citations)
    for each in deadline.assumptions:
        yield f"    ~ {each.code} {each.on}{_filled(each.phrase)}"


def _filled(phrase) -> str:
    return "".join(f" {name}={getattr(value, 'key', value)}" for name, value in phrase.values)


def _cited(citation: law.Citation | None) -> str:
    return f" [{law.citation_label(citation)['ja']}]" if citation else ""


def grid() -> Iterator[str]:
    """For every day of arrival the last day of a decision, of a window, of a review and of a suit."""
    day = FIRST
    while day <= LAST:
        yield " ".join([day.isoformat(), *map(str, _due_days(day))])
        day += timedelta(days=1)


def _due_days(day: date) -> Iterator[date | None]:
    events = (
        law.Event("received", day),
        law.Event("decision_notified", day, decided_on=day, outcome="partial"),
        law.Event("disclosed", day),
    )
    answer = law.deadlines(law.Question("jp.appi.disclosure", events, day), explain=False)
    wanted = ("appi.disclosure.decision", "appi.correction.window", "review.request", "suit.revocation")
    for clock in wanted:
        yield next(each.due for each in answer.deadlines if each.clock == clock)
