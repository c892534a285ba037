"""The logic of `misete deadlines`: questions from the command line or as JSON Lines, answers in order."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO, TextIO

from app import law
from app.calculator.plain import lines_of
from app.calculator.reading import read_json
from app.kit.dates import UnreadableDate, read_date

GOOD, BAD = 0, 2
_DAYS = {"on", "until", "decided_on"}
# Lines are written in blocks: a write of its own for each would cost more than the answer.
_LINES_A_WRITE = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands on the command line."""

    procedure: str
    events: Sequence[str] = ()
    options: Sequence[str] = ()
    as_of: str | None = None


def deadlines(asked: Asked, out: TextIO, today: date, *, as_json: bool = False, lang: str = "en") -> int:
    """Answers one question; without --as-of, as of today. Returns the exit status."""
    try:
        question = law.parse_question(_mapping(asked, today))
    except law.BadQuestion as mistake:
        out.write(_line(law.error_wire(mistake)) if as_json else f"{mistake.where}: {mistake.text[lang]}\n")
        return BAD
    if as_json:
        out.write(_line(law.to_wire(law.deadlines(question))))
    else:
        out.write("\n".join(lines_of(question, lang)) + "\n")
    return GOOD


def deadlines_of_lines(lines: BinaryIO | Iterable[bytes], out: TextIO) -> int:
    """Answers JSON Lines, one for one and in order; a bad line gets an error and the rest go on."""
    status = GOOD
    waiting: list[str] = []
    for line in lines:
        try:
            answer = law.answer_wire(read_json(line))
        except law.BadQuestion as mistake:
            status, answer = BAD, law.error_wire(mistake)
        waiting.append(_line(answer))
        if len(waiting) == _LINES_A_WRITE:
            out.write("".join(waiting))
            waiting.clear()
    out.write("".join(waiting))
    out.flush()
    return status


def _line(content: dict[str, Any]) -> str:
    # ASCII only, so that no terminal's encoding can break a line.
    return json.dumps(content, separators=(",", ":")) + "\n"


def _mapping(asked: Asked, today: date) -> dict[str, Any]:
    return {
        "procedure": asked.procedure,
        "as_of": _day(asked.as_of) if asked.as_of else today,
        "events": [_event(text) for text in asked.events],
        "options": dict(_pair(text) for text in asked.options),
    }


def _event(text: str) -> dict[str, Any]:
    """kind=day,detail=value,...; a day also in the Japanese calendar."""
    first, *details = text.split(",")
    kind, on = _pair(first)
    event: dict[str, Any] = {"kind": kind, "on": _day(on) if on else None}
    for name, value in map(_pair, details):
        event[name] = _day(value) if name in _DAYS else value
    return event


def _pair(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return name.strip(), value.strip()


def _day(text: str) -> date | str:
    # What is no day goes on as it is: the rule book says where, and what to write.
    try:
        return read_date(text)
    except UnreadableDate:
        return text
