"""A form sent after the session had ended is kept for its account, and found again."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
import time_machine
from fastapi import FastAPI, Request
from sqlmodel import select
from starlette.responses import JSONResponse, Response
from starlette.testclient import TestClient

from app.accounts.drafts import MOST_PER_ACCOUNT, kept
from app.accounts.models import FormDraft
from app.accounts.session import SignedIn
from app.kit.db import Writing
from app.kit.house import House
from app.web.forms import Posted

PASSWORD = "correct horse of Yokohama"
START = datetime(2026, 11, 13, 1, 0, tzinfo=UTC)
WORDS = {"what": "顔写真 𠮷", "note": "one\r\ntwo", "kind": "a"}


@pytest.fixture
def clock() -> time_machine.Traveller:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def diary(app: FastAPI) -> None:
    """A page with a form, as every room has: read with GET, written with POST."""

    async def show(request: Request, actor: SignedIn) -> Response:
        return JSONResponse(kept(request, actor).pairs)

    def write(session: Writing, actor: SignedIn, posted: Posted) -> Response:
        return JSONResponse({"saved": posted.pairs})

    app.add_api_route("/diary", show)
    app.add_api_route("/diary/{day}", show)
    app.add_api_route("/diary", write, methods=["POST"])
    app.add_api_route("/diary/{day}/lines", write, methods=["POST"])


@pytest.fixture
def late(clock: time_machine.Traveller, client_for: Callable[[str], TestClient]) -> TestClient:
    """Alice, whose session ended while she was writing."""
    alice = client_for("alice")
    clock.shift(timedelta(minutes=31))
    return alice


def next_of(answer: Response) -> str:
    place = urlsplit(answer.headers["location"])
    assert (answer.status_code, place.path) == (303, "/sign-in")
    return parse_qs(place.query)["next"][0]


def sign_in(client: TestClient, name: str, next_path: str) -> Response:
    return client.post("/sign-in", data={"login": name, "password": PASSWORD, "next": next_path})


def found(client: TestClient, path: str) -> dict[str, str]:
    return dict(client.get(path).json())


def test_a_lost_form_is_found_again_after_signing_in(late: TestClient) -> None:
    path = next_of(late.post("/diary", data=WORDS))
    assert urlsplit(path).path == "/diary"
    answer = sign_in(late, "alice", path)
    assert answer.headers["location"] == path
    assert found(late, path) == WORDS


def test_the_sign_in_page_says_that_the_words_are_kept(late: TestClient) -> None:
    answer = late.post("/diary", data=WORDS, headers={"hx-request": "true"}, follow_redirects=True)
    assert "書いていた内容は預かっています" in answer.text
    assert '<main id="main"' in answer.text
    assert 'id="status"' in answer.text


def test_the_form_is_led_back_to_the_nearest_page_above(late: TestClient) -> None:
    path = next_of(late.post("/diary/2026-11-13/lines", data=WORDS))
    assert urlsplit(path).path == "/diary/2026-11-13"


def test_the_form_may_name_its_page(late: TestClient) -> None:
    path = next_of(late.post("/diary/x/lines", data=WORDS | {"form_page": "/diary?view=week"}))
    assert path.startswith("/diary?view=week&draft=")
    sign_in(late, "alice", path)
    assert found(late, path)["what"] == WORDS["what"]


def test_the_form_cannot_name_another_site(late: TestClient) -> None:
    path = next_of(late.post("/diary", data=WORDS | {"form_page": "//evil.example"}))
    assert urlsplit(path).path == "/diary"


def test_passwords_are_never_kept(late: TestClient) -> None:
    path = next_of(late.post("/diary", data=WORDS | {"password": "x", "password_next": "y"}))
    sign_in(late, "alice", path)
    assert found(late, path) == WORDS


def test_nobody_else_finds_the_words(late: TestClient, client_for: Callable[[str], TestClient]) -> None:
    path = next_of(late.post("/diary", data=WORDS))
    assert found(client_for("carol"), path) == {}


def test_the_words_belong_to_their_page_alone(late: TestClient) -> None:
    path = next_of(late.post("/diary", data=WORDS))
    sign_in(late, "alice", path)
    assert found(late, path.replace("/diary", "/diary/other")) == {}


def test_another_visit_of_the_page_is_empty(late: TestClient) -> None:
    path = next_of(late.post("/diary", data=WORDS))
    sign_in(late, "alice", path)
    assert found(late, "/diary") == {}
    assert found(late, f"/diary?draft={uuid4()}") == {}
    assert found(late, "/diary?draft=nonsense") == {}


@pytest.mark.parametrize(("hours", "there"), [(23, True), (24, False), (25, False)])
def test_the_words_are_kept_for_a_day(
    clock: time_machine.Traveller, late: TestClient, hours: int, there: bool
) -> None:
    path = next_of(late.post("/diary", data=WORDS))
    clock.shift(timedelta(hours=hours))
    sign_in(late, "alice", path)
    assert bool(found(late, path)) is there


def test_the_words_are_sealed(house: House, late: TestClient) -> None:
    late.post("/diary", data={"what": "plain words"})
    with house.db.reading() as session:
        sealed = session.exec(select(FormDraft.sealed)).one()
    assert b"plain words" not in sealed


def test_a_second_draft_of_a_page_replaces_the_first(house: House, late: TestClient) -> None:
    token = late.cookies["misete"]
    for word in ("first", "second"):
        late.cookies.set("misete", token)
        path = next_of(late.post("/diary", data={"what": word}))
    sign_in(late, "alice", path)
    assert found(late, path) == {"what": "second"}
    with house.db.reading() as session:
        assert len(session.exec(select(FormDraft)).all()) == 1


def test_an_account_keeps_only_so_many(house: House, late: TestClient) -> None:
    token = late.cookies["misete"]
    for number in range(MOST_PER_ACCOUNT + 3):
        late.cookies.set("misete", token)
        late.post("/diary", data={"form_page": f"/diary/{number}"})
    with house.db.reading() as session:
        assert len(session.exec(select(FormDraft)).all()) <= MOST_PER_ACCOUNT + 1


def test_a_session_that_was_ended_on_purpose_keeps_nothing(
    house: House, client_for: Callable[[str], TestClient]
) -> None:
    alice = client_for("alice")
    token = alice.cookies["misete"]
    alice.post("/sign-out")
    alice.cookies.set("misete", token)
    assert next_of(alice.post("/diary", data=WORDS)) == "/diary"
    with house.db.reading() as session:
        assert session.exec(select(FormDraft)).all() == []


def test_a_stranger_without_a_session_keeps_nothing(house: House, client: TestClient) -> None:
    assert next_of(client.post("/diary", data=WORDS)) == "/diary"
    with house.db.reading() as session:
        assert session.exec(select(FormDraft)).all() == []


def test_nothing_was_half_saved(late: TestClient) -> None:
    assert "saved" not in late.post("/diary", data=WORDS).text


def test_a_lost_session_takes_its_cookie_along(late: TestClient) -> None:
    late.get("/diary")
    assert not late.cookies.get("misete")
    assert re.search(r'href="/sign-in"', late.get("/promises").text)
