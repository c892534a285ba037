"""Reads a request of a playbook, and what each answer to it means."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.law import Text
from app.letters import book
from app.playbooks.model import Next, Outcome, Request
from app.playbooks.part import Part

SELF_SERVICE = "self_service"
_NOTES = ("limits", "agent_note", "wording_notes")


@dataclass(frozen=True, slots=True)
class Names:
    """What a request may name."""

    procedures: Collection[str]
    clocks: Collection[str]
    letters: Collection[str]
    attachments: Collection[str]
    reasons: Collection[str]
    inputs: Mapping[str, tuple[str, ...]]


def read_request(part: Part, names: Names) -> Request:
    """One request; refuses a clock, a letter or a paper that nobody knows."""
    request = Request(
        id=part.word("id"),
        procedure=part.known("procedure", names.procedures),
        is_self_service=part.maybe("variant", lambda name: part.known(name, [SELF_SERVICE])) is not None,
        takes_extra=part.flag("extra"),
        is_later=part.flag("later"),
        kinds=part.words("kinds", book.field_kinds()["request_kind"].options),
        says_chapter_5=part.flag("says_chapter_5"),
        letter=part.maybe("letter", lambda name: part.known(name, names.letters)),
        title=part.text("title"),
        form_box=part.maybe("form_box", part.word),
        wording=part.word("wording"),
        how=part.maybe("how", part.text),
        certainty=part.certainty("certainty"),
        send_to=part.text("send_to"),
        attachments=part.words("attachments", names.attachments),
        attachments_at_window=part.words("attachments_at_window", names.attachments),
        fee=part.text("fee"),
        fee_certainty=part.certainty("fee_certainty"),
        clocks=part.words("clocks", names.clocks),
        clock_note=part.maybe("clock_note", part.text),
        notes=_notes(part),
        only_if=_only_if(part, names),
        outcomes=tuple(_outcome(each, names) for each in part.parts("outcomes")),
    )
    part.done()
    if request.is_self_service and request.how is None:
        raise part.refuse("how", "missing")
    return request


def _notes(part: Part) -> tuple[Text, ...]:
    return tuple(part.text(name) for name in _NOTES if part.has(name))


def _only_if(part: Part, names: Names) -> dict[str, tuple[str, ...]]:
    """The answers with which a request fits."""
    if not part.has("only_if"):
        return {}
    inner = part.part("only_if")
    found = {}
    for key in inner.names():
        if key not in names.inputs:
            raise inner.refuse(key, "unknown_name", found=key)
        found[key] = inner.words(key, names.inputs[key])
    return found


def _outcome(part: Part, names: Names) -> Outcome:
    outcome = Outcome(
        id=part.word("outcome"),
        meaning=part.text("meaning"),
        certainty=part.certainty("certainty"),
        check=part.texts("check"),
        next=tuple(_next(each, names) for each in part.parts("next")),
    )
    part.done()
    return outcome


def _next(part: Part, names: Names) -> Next:
    step = Next(
        action=part.word("action"),
        procedure=part.maybe("procedure", lambda name: part.known(name, names.procedures)),
        clock=part.maybe("clock", lambda name: part.known(name, names.clocks)),
        letter=part.maybe("letter", lambda name: part.known(name, names.letters)),
        insert=part.maybe("letter_insert", part.word),
        request=part.maybe("request_ref", part.word),
        reason=part.maybe("reason_ref", lambda name: part.known(name, names.reasons)),
        when=part.maybe("when", part.text),
    )
    part.done()
    return step
