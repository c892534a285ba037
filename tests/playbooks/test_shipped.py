"""Every shipped playbook is whole: known names, every language, words for all that a page shows."""

import copy
import re
from typing import Any

import pytest

from app.letters.book import forms
from app.playbooks.bad import BadPlaybook, line_of
from app.playbooks.next_letter import OPTIONAL
from app.playbooks.papers import BODY
from app.playbooks.part import Part
from app.playbooks.reading import MOST_QUESTIONS, playbooks, read_playbook
from app.playbooks.shared import content_of, shared
from app.playbooks.wording import blanks
from app.web.catalog import catalog

FACE = "mynumber_card_face"
BOOKS = list(playbooks().values())
CODES = ("ja", "en", "ja_easy")


def outcomes() -> list[Any]:
    return [
        outcome
        for book in BOOKS
        for holder in book.holders
        for request in holder.requests
        for outcome in request.outcomes
    ]


def test_nine_playbooks_are_shipped_and_the_deepest_comes_first() -> None:
    assert len(BOOKS) == 9
    assert BOOKS[0].id == FACE
    assert all(book.id == name for name, book in playbooks().items())


def test_the_first_prepares_five_letters_to_five_bodies() -> None:
    book = playbooks()[FACE]
    holders = {book.requests[each][0].id for each in book.prepare}
    assert len(book.prepare) == len(holders) == 5


@pytest.mark.parametrize("code", CODES)
def test_every_name_that_a_page_shows_has_its_words(code: str) -> None:
    words = catalog(code)
    wanted = {f"playbooks.outcome.{outcome.id}" for outcome in outcomes()}
    wanted |= {f"playbooks.action.{step.action}" for outcome in outcomes() for step in outcome.next}
    for book in BOOKS:
        for asked in book.inputs.values():
            if asked.key in book.ask:
                wanted |= {f"playbooks.option.{asked.key}.{option}" for option in asked.options}
        for insert in book.inserts.values():
            wanted |= {f"playbooks.blank.{blank}" for blank in blanks(insert.body)}
    assert sorted(wanted - words.keys()) == []


def test_the_three_languages_say_the_same_things() -> None:
    keys = [{key for key in catalog(code) if key.startswith("playbooks.")} for code in CODES]
    plural = re.compile(r"\.(one|other)$")
    plain = [{plural.sub("", key) for key in each} for each in keys]
    assert plain[0] == plain[1] == plain[2]


def test_every_letter_is_one_that_can_be_written() -> None:
    kinds = {request.letter for book in BOOKS for _, request in book.letters()}
    kinds |= {step.letter for outcome in outcomes() for step in outcome.next if step.letter}
    kinds |= {insert.letter for book in BOOKS for insert in book.inserts.values()}
    assert kinds - forms().keys() == set()
    assert {kind: BODY.get(kind) in forms()[kind].fields for kind in kinds} == dict.fromkeys(kinds, True)


def test_at_most_five_things_are_asked_and_whatever_a_letter_must_know_is_among_them() -> None:
    for book in BOOKS:
        assert len(book.ask) <= MOST_QUESTIONS
        needed = {key for key, asked in book.inputs.items() if asked.required}
        used = {blank for _, request in book.letters() for blank in blanks(request.wording)}
        assert (needed & used) - {*book.ask, "birth_date"} == set(), book.id


def test_every_way_on_leads_somewhere() -> None:
    lost = [
        (outcome.id, step.action)
        for outcome in outcomes()
        for step in outcome.next
        if not (step.letter or step.insert or step.request or step.procedure or step.clock)
        and step.action != "log_answer"
    ]
    assert lost == []


def test_every_fact_has_its_source_and_what_is_open_stays_open() -> None:
    assert all(fact.sources for book in BOOKS for fact in book.facts)
    assert all(book.open_points for book in BOOKS)
    j_lis = next(holder for holder in playbooks()[FACE].holders if holder.id == "jlis")
    assert j_lis.regime == "appi_chapter4_by_inference"
    assert j_lis.regime_certainty == "inference"
    assert "第76条" in playbooks()[FACE].requests["jlis_disclosure"][1].wording


def test_nothing_shipped_looks_like_an_individual_number() -> None:
    for book in BOOKS:
        for _, request in book.requests.values():
            assert not re.search(r"\d{12}", request.wording)


def test_what_may_be_left_open_is_a_blank_of_some_letter() -> None:
    known = {blank for book in BOOKS for insert in book.inserts.values() for blank in blanks(insert.body)}
    assert set(OPTIONAL) <= known


def spoil(place: tuple[str | int, ...], value: object) -> Part:
    """The first playbook with one thing written otherwise."""
    content: Any = copy.deepcopy(content_of(f"{FACE}.yaml"))
    inner = content
    for step in place[:-1]:
        inner = inner[step]
    if value is None:
        del inner[place[-1]]
    else:
        inner[place[-1]] = value
    return Part(content)


REQUEST = ("holders", 0, "requests", 0)
MISTAKES = {
    "a field nobody knows": ((*REQUEST, "colour"), "red"),
    "an unknown procedure": ((*REQUEST, "procedure"), "jp.nothing"),
    "an unknown clock": ((*REQUEST, "clocks"), ["appi.nothing"]),
    "an unknown letter": ((*REQUEST, "letter"), "letter.nothing"),
    "an unknown paper": ((*REQUEST, "attachments"), ["passport"]),
    "a missing language": ((*REQUEST, "title", "ja_easy"), None),
    "an empty language": ((*REQUEST, "title", "en"), " "),
    "a request that is not there": ((*REQUEST, "outcomes", 2, "next", 1, "request_ref"), "nothing"),
    "wording that is not there": ((*REQUEST, "outcomes", 2, "next", 0, "letter_insert"), "nothing"),
    "no word on what she does herself": (("holders", 3, "requests", 0, "how"), None),
    "an unknown reason": ((*REQUEST, "outcomes", 4, "next", 0, "reason_ref"), "nothing"),
    "an unknown source": (("facts", 0, "sources"), ["nothing"]),
    "no source": (("facts", 0, "sources"), []),
    "an unknown certainty": (("facts", 0, "certainty"), "sure"),
    "an unknown kind of data": (("holders", 0, "categories", 0, "kind"), "nothing"),
    "an agency that is not there": (("holders", 1, "resolve"), {"agency": "架空省"}),
    "a holder that nobody finds": (("holders", 1, "resolve"), {}),
    "a blank that nobody fills": ((*REQUEST, "wording"), "{{nothing}}"),
    "six questions": (("ask",), ["municipality", "office", "applied_on", "way", "extra", "name_then"]),
    "an unknown question": (("ask",), ["nothing"]),
    "a stage of nothing": (("order", 0, "do"), "nothing"),
    "a date that is none": (("as_of",), "soon"),
    "another schema": (("schema_version",), 2),
    "text instead of fields": (("title",), "title"),
    "fields instead of a list": (("holders",), {}),
}


@pytest.mark.parametrize(("place", "value"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_refused_with_its_file_and_its_place(
    place: tuple[str | int, ...], value: object
) -> None:
    with pytest.raises(BadPlaybook) as refused:
        read_playbook(spoil(place, value), f"{FACE}.yaml")
    assert str(refused.value).startswith(f"{FACE}.yaml.{place[0]}")
    assert all(catalog(code).get(refused.value.key) for code in CODES)


def test_the_line_of_a_place_is_found_again() -> None:
    text = "title: a\nholders:\n  - name: b\n    requests:\n      - id: c\n        clocks: [d, e]\n"
    assert line_of(text, ("holders", 0, "requests", 0, "clocks", 1)) == 6
    assert line_of(text, ("holders", 0, "missing")) == 3
    assert line_of("", ("anything",)) == 1


def test_what_is_shared_names_everything_that_playbooks_use() -> None:
    assert {"letter.disclosure_request", "letter.private_request"} <= shared().letter_kinds
    assert all(text["ja_easy"] for text in shared().certainty.values())
