"""What every page keeps to: looking changes nothing (T-24, T-35), every answer is guarded (T-30, T-34)."""

from collections.abc import Callable, Iterator

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.kit.house import House
from app.web.guards import SANDBOX, SECURITY_HEADERS
from tests.house.access import ANYBODY, BEARER, TABLE
from tests.support import things
from tests.support.clients import visitor
from tests.support.dump import dump
from tests.support.walk import ask, fill, routes

ClientFor = Callable[[str], TestClient]
PAGES = sorted(path for method, path in TABLE if method == "GET")
NOT_PAGES = {"/healthz"}


@pytest.fixture
def answers(house: House, client: TestClient, client_for: ClientFor) -> Iterator:
    """Asks every address, as nobody and as the owner of everything, with nothing filled in."""
    alice = client_for("alice")
    ids = things.one_of_each(house, "alice")

    def all_answers() -> Iterator:
        for method, path in sorted(routes()):
            for who in (client, alice):
                yield f"{method} {path}", ask(who, method, fill(path, ids))
        for path in ("/nowhere", "/static/nowhere.css", "/static/app.css"):
            yield path, client.get(path)
        yield "wrong method", client.delete("/sign-in")
        yield "cross site", client.post("/sign-in", headers={"origin": "http://evil.example"})
        yield "wrong host", client.get("/", headers={"host": "evil.example"})

    return all_answers()


def test_every_answer_keeps_to_what_holds_for_all(answers: Iterator) -> None:
    """It carries the same guards, is kept by no browser, is a whole page, and is no fault of ours."""
    rules = (carries_the_guards, may_not_be_kept, is_whole, is_no_fault_of_ours)
    assert [
        (name, keeps.__name__) for name, answer in answers for keeps in rules if not keeps(name, answer)
    ] == []


def carries_the_guards(name: str, answer) -> bool:
    carried = {header: answer.headers.get(header) for header in SECURITY_HEADERS}
    own = {"Content-Security-Policy": SANDBOX} if is_uploaded(name, answer) else {}
    return carried == SECURITY_HEADERS | own


def is_uploaded(name: str, answer) -> bool:
    """Whether the answer is what she uploaded, or made from it."""
    return name.endswith(("/file", "/preview")) and answer.status_code == 200


def may_not_be_kept(name: str, answer) -> bool:
    """Whether a browser may keep only our own assets."""
    return name.startswith("/static/app") or answer.headers["cache-control"] == "no-store"


def is_whole(_: str, answer) -> bool:
    """Whether a page has one main part and one status."""
    if not answer.headers.get("content-type", "").startswith("text/html"):
        return True
    return answer.text.count('id="main"') == answer.text.count('id="status"') == 1


def is_no_fault_of_ours(_: str, answer) -> bool:
    return answer.status_code < 500


def test_looking_changes_nothing(house: House, client: TestClient, client_for: ClientFor) -> None:
    alice, carol = client_for("alice"), client_for("carol")
    ids = things.one_of_each(house, "alice")
    before = dump(house.db)
    for path in PAGES:
        for who in (client, alice, carol):
            who.get(fill(path, ids))
            who.head(fill(path, ids))
    assert dump(house.db) == before


FOREIGN = (
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"origin": "http://evil.example"},
    {"origin": "null"},
    {"origin": "http://localhost:8000.evil.example"},
)


def test_a_write_from_another_site_changes_nothing(house: House, client_for: ClientFor) -> None:
    alice = client_for("alice")
    ids = things.one_of_each(house, "alice")
    before = dump(house.db)
    for method, path in routes():
        for foreign in FOREIGN if method != "GET" else ():
            answer = alice.request(method, fill(path, ids), headers=foreign, data={"title": "x"})
            assert answer.status_code == 403, (path, foreign)
    assert dump(house.db) == before


def test_nothing_personal_is_shown_to_who_is_not_signed_in(
    app: FastAPI, house: House, client: TestClient, client_for: ClientFor
) -> None:
    client_for("alice")
    ids = things.one_of_each(house, "alice")
    stale = visitor(app, client)
    stale.cookies.set("misete", "a" * 43)
    for (method, path), who in TABLE.items():
        if who not in {ANYBODY, BEARER}:
            answer = ask(stale, method, fill(path, ids))
            assert answer.status_code == 303, path
            assert answer.headers["location"].startswith("/sign-in"), path
