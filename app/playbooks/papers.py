"""Puts a playbook's wording into the fields of a letter."""

from collections.abc import Mapping

from app.letters import book
from app.playbooks.asking import Answers
from app.playbooks.model import Request
from app.playbooks.wording import fill

# The field of each letter in which its own words stand.
BODY = {
    "letter.disclosure_request": "request_items",
    "letter.disclosure_request_number": "request_items",
    "letter.private_request": "request_items",
    "letter.basic_resident_request": "request_items",
    "letter.jpki_request": "request_items",
    "letter.foi_request": "document_items",
    "letter.inquiry": "q1",
    "letter.complaint": "facts",
    "letter.reasons_request": "q1",
    "letter.correction_request": "reason_facts",
    "letter.suspension_request": "what_was_done",
    "letter.appeal_decision": "argument",
    "letter.appeal_inaction": "history",
    "letter.correction_answer": "after",
    "letter.pre_suit_39": "request_items",
    "letter.reminder": "reminder_note",
}


def is_provision_record(request: Request) -> bool:
    """Whether it asks for records of information provision (Number Act, Article 31: no suspension)."""
    return request.letter == "letter.disclosure_request_number"


def first_fields(request: Request, answers: Answers) -> dict[str, str]:
    """What a letter says at its making."""
    kind = request.letter or ""
    body = fill(request.wording, answers.values)
    if answers.extra and request.takes_extra:
        body = f"{body}\n{answers.extra}"
    more = {
        "topic": request.title["ja"],
        "what": request.title["ja"],
        "request_kind": ",".join(request.kinds),
        "place": "post" if answers.way == "post" else "office",
        "by_post": "copy,register" if answers.way == "post" else "",
        "pick_up": answers.way,
        "municipality": answers.values.get("municipality", ""),
        "media": "electronic",
    }
    said = only_known(kind, {**more, **answers.about_her, BODY[kind]: body})
    # The wording asks for Chapter 5 in its own words, and the form need not say so again.
    return said | ({"jlis_treatment": ""} if request.says_chapter_5 else {})


def only_known(kind: str, fields: Mapping[str, str]) -> dict[str, str]:
    """The fields that a letter has."""
    known = book.form(kind).fields
    return {name: text for name, text in fields.items() if name in known and text}
