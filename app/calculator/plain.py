"""Writes an answer for a reader of a terminal."""

from collections.abc import Iterator
from importlib.resources import files

import yaml

from app import law

_WORDS: dict[str, dict[str, str]] = yaml.safe_load(
    files("app.calculator").joinpath("data/plain.yaml").read_text("utf-8")
)


def lines_of(answer: law.Answer, lang: str) -> Iterator[str]:
    """State, deadlines with their lines of counting, what is odd, what to do."""
    yield f"{law.procedure(answer.procedure).label[lang]} ({answer.procedure})"
    yield f"{answer.as_of.isoformat()}: {law.state(answer.state, answer.procedure).label[lang]}"
    for deadline in answer.deadlines:
        yield from ("", *_deadline(deadline, lang))
    for warning in answer.warnings:
        yield from ("", f"! {warning.text[lang]}")
    for step in answer.next_steps:
        by = f"{step.by.isoformat()} " if step.by else ""
        yield from ("", f"> {by}{step.text[lang]}", f"  {step.why[lang]}")
    yield from ("", f"[{answer.rule_book}]")


def _deadline(deadline: law.Deadline, lang: str) -> Iterator[str]:
    bound, them = _WORDS[deadline.bound][lang], _WORDS["them"][lang]
    act = law.clock(deadline.clock).act[lang].format(agency=them)
    yield f"{_day(deadline)}  {bound}: {act} [{law.clock_state_label(deadline.state)[lang]}]"
    yield f"    {deadline.clock}"
    for step in deadline.steps:
        yield f"    {step.text[lang]}"
    for assumption in deadline.assumptions:
        yield f"    ? {assumption.text[lang]}"


def _day(deadline: law.Deadline) -> str:
    """Hers is the day to act by; theirs the one after which they are late."""
    day = deadline.due if deadline.bound is law.Bound.AGENCY else deadline.nominal
    return day.isoformat() if day else "----------"
