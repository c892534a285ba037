"""Writes an answer for a reader of a terminal."""

from collections.abc import Iterator
from operator import itemgetter

from app import law
from app.calculator.explain import explain, explanation_lines


def lines_of(question: law.Question, lang: str) -> Iterator[str]:
    """State, deadlines with their explanations, what is odd, what to do."""
    answer = law.deadlines(question)
    yield f"{law.procedure(answer.procedure).label[lang]} ({answer.procedure})"
    yield f"{answer.as_of.isoformat()}: {law.state(answer.state, answer.procedure).label[lang]}"
    for deadline in answer.deadlines:
        yield from ("", *_deadline(deadline, question.options, lang))
    for warning in answer.warnings:
        yield from ("", f"! {warning.text[lang]}")
    for step in answer.next_steps:
        by = f"{step.by.isoformat()} " if step.by else ""
        yield from ("", f"> {by}{step.text[lang]}", f"  {step.why[lang]}")
    yield from ("", f"[{answer.rule_book}]")


def _deadline(deadline: law.Deadline, options: law.Options, lang: str) -> Iterator[str]:
    one = explain(deadline, options)
    act, *lines = explanation_lines(one, itemgetter(lang))
    bound = law.Phrase(f"explain.bound_{deadline.bound}").text[lang]
    day = one.day.isoformat() if one.day else "----------"
    yield f"{day}  {bound}: {act} [{law.clock_state_label(deadline.state)[lang]}]"
    yield f"    {deadline.clock}"
    yield from (f"    {line}" for line in lines)
