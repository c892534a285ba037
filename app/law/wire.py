"""Writes an answer as plain values, ready for JSON, in the shape the contract fixes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.law.catalog import clock
from app.law.engine import deadlines
from app.law.model import Answer, Assumption, Certainty, Deadline, NextStep, Step, Warning  # noqa: A004 - the contract's word
from app.law.phrases import LANGUAGES, Text
from app.law.questions import BadQuestion, parse_question
from app.law.statutes import Citation


def answer_wire(mapping: Any) -> dict[str, Any]:
    """The answer to a question in plain values, as plain values; raises BadQuestion."""
    return to_wire(deadlines(parse_question(mapping)))


def error_wire(error: BadQuestion) -> dict[str, Any]:
    """What is wrong with a question, as plain values."""
    said = _said(error.text)
    return {"error": {"code": error.code, "message": error.message, "where": error.where, "text": said}}


def to_wire(answer: Answer) -> dict[str, Any]:
    """An answer as plain values, ready for JSON."""
    return {
        "procedure": answer.procedure,
        "state": answer.state.value,
        "as_of": answer.as_of.isoformat(),
        "rule_book": answer.rule_book,
        "deadlines": [_deadline(each) for each in answer.deadlines],
        "warnings": [_warning(each) for each in answer.warnings],
        "next_steps": [_next_step(each) for each in answer.next_steps],
    }


def _deadline(deadline: Deadline) -> dict[str, Any]:
    return {
        "clock": deadline.clock,
        "cause": deadline.cause,
        "bound": deadline.bound.value,
        "kind": deadline.kind.value,
        "nominal": _day(deadline.nominal),
        "due": _day(deadline.due),
        "basis": deadline.basis.value,
        "state": deadline.state.value,
        "steps": [_step(each) for each in deadline.steps],
        "citations": [_citation(each) for each in deadline.citations],
        "assumptions": [_assumption(each) for each in deadline.assumptions],
        "certainty": deadline.certainty.value,
        **_reason(deadline),
    }


def _reason(deadline: Deadline) -> dict[str, Any]:
    """Why the clock itself is a reading of ours; what else is inferred stands in the assumptions."""
    reason = clock(deadline.clock).reason
    return {"reason": _said(reason)} if reason and deadline.certainty is Certainty.INFERENCE else {}


def _step(step: Step) -> dict[str, Any]:
    wire: dict[str, Any] = {
        "text": _said(step.text),
        "from": step.from_.isoformat(),
        "days": step.days,
        "to": step.to.isoformat(),
    }
    if step.citation:
        wire["citation"] = _citation(step.citation)
    return wire


def _citation(citation: Citation) -> dict[str, Any]:
    parts: Mapping[str, Any] = {
        "law": citation.law,
        "article": citation.article,
        "paragraph": citation.paragraph,
        "item": citation.item,
    }
    return {name: value for name, value in parts.items() if value is not None}


def _assumption(assumption: Assumption) -> dict[str, Any]:
    wire: dict[str, Any] = {"code": assumption.code, "text": _said(assumption.text)}
    return wire if assumption.on is None else wire | {"on": assumption.on.isoformat()}


def _warning(warning: Warning) -> dict[str, Any]:
    wire: dict[str, Any] = {"code": warning.code, "text": _said(warning.text)}
    if warning.event is not None:
        wire["event"] = warning.event
    return wire if warning.citation is None else wire | {"citation": _citation(warning.citation)}


def _next_step(step: NextStep) -> dict[str, Any]:
    return {"id": step.id, "by": _day(step.by), "text": _said(step.text), "why": _said(step.why)}


def _said(text: Text) -> Text:
    """The two languages that the contract of the answers names."""
    return {lang: text[lang] for lang in LANGUAGES}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
