"""The API answers the contract's question, and says in place what it cannot read."""

import json

import pytest
from sqlmodel import Session, text

API = "/api/v1/deadlines"
QUESTION = {
    "procedure": "jp.appi.disclosure",
    "as_of": "2026-12-21",
    "events": [
        {"kind": "received", "on": "2026-11-24"},
        {"kind": "extension_notified", "on": "2026-12-20", "until": "2027-01-23"},
    ],
    "options": {},
}


def test_the_contracts_question_gets_its_answer(client):
    answer = client.post(API, json=QUESTION)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    told = answer.json()
    assert told["state"] == "pending_extended"
    first = told["deadlines"][0]
    assert (first["clock"], first["nominal"], first["due"]) == (
        "appi.disclosure.decision",
        "2027-01-23",
        "2027-01-25",
    )
    assert first["basis"] == "extension"
    assert first["steps"][0]["text"]["ja"]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"procedure": "jp.nothing"}, "procedure"),
        ({"as_of": "2026-02-30"}, "as_of"),
        ({"as_of": None}, "as_of"),
        ({"events": [{"kind": "received", "on": "R8.11.24"}]}, "events[0].on"),
        ({"events": [{"kind": "received", "on": "1730505600"}]}, "events[0].on"),
        ({"events": [{"kind": "received", "on": "2026-11-24", "until": "2026-11-23"}]}, "events[0].until"),
        ({"events": [{"kind": "received", "on": "2026-11-24"}] * 2}, "events[1]"),
        ({"events": "received"}, "events"),
        ({"options": {"decision_days": 0}}, "options.decision_days"),
        ({"options": {"who": "me"}}, "options.who"),
    ],
)
def test_a_bad_question_is_told_with_its_place(client, change, where):
    answer = client.post(API, json=QUESTION | change)
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert error["where"] == where
    assert error["code"]
    assert error["message"]


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"as_of": NaN}', b"[" * 100_000, b'"text"', b"1e999",
     b'{"procedure": "\\ud800"}', b'{"procedure": {"a": 1}, "as_of": "2026-01-01"}'],
)  # fmt: skip
def test_what_is_no_question_never_breaks_anything(client, body):
    answer = client.post(API, content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert set(answer.json()["error"]) >= {"code", "message", "where"}


def test_a_body_that_is_too_large_is_refused(client):
    body = json.dumps(QUESTION | {"pad": "x" * 300_000})
    assert client.post(API, content=body).status_code == 413


def test_no_cookie_is_needed_or_set_and_nothing_is_written(client, house):
    def everything() -> list[object]:
        with Session(house.db.engine) as session:
            tables = ("person", "holding", "filing", "filing_event", "filing_deadline", "agency_override")
            return [session.exec(text(f'SELECT count(*) FROM "{table}"')).one() for table in tables]

    before = everything()
    answer = client.post(API, json=QUESTION)
    assert "set-cookie" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"
    assert everything() == before


def test_only_questions_are_taken(client):
    assert client.get(API).status_code == 405
