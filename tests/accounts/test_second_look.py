"""What changes the way in needs a second look of the last five minutes (T-09), which renews the session."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, quote, urlsplit

import pytest
import time_machine
from fastapi import FastAPI, Request
from sqlmodel import select
from starlette.responses import JSONResponse, Response
from starlette.testclient import TestClient

from app.accounts.drafts import kept
from app.accounts.models import AccountSession, FormDraft, Passkey
from app.accounts.session import Fresh, SignedIn
from app.kit.clock import Clock
from app.kit.db import Writing
from app.kit.house import House
from app.web.forms import Posted
from tests.support.clients import PASSWORD

START = datetime(2026, 11, 13, 1, 0, tzinfo=UTC)
WAY = "/account/confirm"
GUARDED = (
    ("GET", "/account/password"),
    ("POST", "/account/password"),
    ("GET", "/account/passkeys/new"),
    ("POST", "/account/passkeys/new/begin"),
    ("POST", "/account/passkeys/new"),
    ("POST", "/account/codes"),
    ("GET", "/account/codes/new"),
    ("POST", "/account/codes/new"),
    ("POST", "/account/codes/remove"),
    ("POST", "/account/recovery"),
    ("POST", "/account/recovery/check"),
)


@pytest.fixture(autouse=True)
def clock() -> time_machine.Traveller:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def tired(clock: time_machine.Traveller, alice):
    """Alice, five minutes and a second after she signed in."""
    clock.shift(timedelta(minutes=5, seconds=1))
    return alice


@pytest.fixture(autouse=True)
def vault_door(app: FastAPI) -> None:
    """A room with something that must not be done by whoever finds a screen open."""

    async def show(request: Request, actor: SignedIn) -> Response:
        return JSONResponse(kept(request, actor).pairs)

    def give(session: Writing, actor: Fresh, posted: Posted) -> Response:
        return JSONResponse({"given": posted.pairs, "by": str(actor.account_id)})

    app.add_api_route("/gold", show)
    app.add_api_route("/gold", give, methods=["POST"])


def next_of(answer) -> str:
    place = urlsplit(answer.headers["location"])
    assert (answer.status_code, place.path) == (303, WAY)
    return parse_qs(place.query)["next"][0]


@pytest.mark.parametrize(("seconds", "is_open"), [(299, True), (300, True), (301, False)])
def test_a_look_is_fresh_for_five_minutes(
    alice, clock: time_machine.Traveller, seconds: int, *, is_open: bool
) -> None:
    clock.shift(timedelta(seconds=seconds))
    assert (alice.post("/gold", to="bob").status_code == 200) is is_open
    assert (alice.client.get("/account/password").status_code == 200) is is_open


@pytest.mark.parametrize(("method", "path"), GUARDED)
def test_every_change_of_the_way_in_asks_first(tired, method: str, path: str) -> None:
    answer = tired.client.request(method, path)
    assert next_of(answer).startswith("/account/")


def test_removing_a_passkey_asks_first(house: House, clock: time_machine.Traveller, alice) -> None:
    alice.add_passkey()
    with house.db.reading() as session:
        passkey_id = session.exec(select(Passkey.id)).one()
    clock.shift(timedelta(minutes=5, seconds=1))
    assert next_of(alice.post(f"/account/passkeys/{passkey_id}/remove"))
    with house.db.reading() as session:
        assert session.exec(select(Passkey.id)).all() == [passkey_id]


def test_the_password_opens_the_way_and_the_form_is_as_she_left_it(tired) -> None:
    path = next_of(tired.post("/gold", to="bob", why="a\r\nb", password="x"))
    page = tired.client.get(f"{WAY}?next={path.replace('=', '%3D').replace('?', '%3F')}")
    assert "書いていた内容は預かっています" in page.text
    answer = tired.post(WAY, password=PASSWORD, next=path)
    assert answer.headers["location"] == path
    assert dict(tired.client.get(path).json()) == {"to": "bob", "why": "a\r\nb"}
    assert tired.post("/gold", to="bob").status_code == 200


def test_a_press_without_words_keeps_no_form(house: House, tired) -> None:
    assert next_of(tired.post("/account/codes")) == "/account/codes"
    with house.db.reading() as session:
        assert session.exec(select(FormDraft)).all() == []


def test_codes_and_passwords_are_not_kept(house: House, tired) -> None:
    path = next_of(tired.post("/gold", to="bob", one_time_password="123456", recovery_password="x"))
    tired.post(WAY, password=PASSWORD, next=path)
    assert dict(tired.client.get(path).json()) == {"to": "bob"}


@pytest.mark.parametrize("place", ["https://evil.example", "//evil.example", "/\\evil", ""])
def test_a_second_look_leads_nowhere_else(tired, place: str) -> None:
    assert tired.post(WAY, password=PASSWORD, next=place).headers["location"] == "/"


def test_a_second_look_gives_a_new_token_and_the_old_one_is_dead(house: House, tired) -> None:
    before = tired.client.cookies["misete"]
    tired.post(WAY, password=PASSWORD, next="/account")
    after = tired.client.cookies["misete"]
    assert before != after
    assert tired.client.get("/account").status_code == 200
    tired.client.cookies.clear()
    tired.client.cookies.set("misete", before)
    assert tired.client.get("/account").headers["location"].startswith("/sign-in")
    with house.db.reading() as session:
        assert len(session.exec(select(AccountSession)).all()) == 1


def test_a_button_pressed_twice_signs_nobody_out(tired, browser: TestClient) -> None:
    before = tired.client.cookies["misete"]
    path = next_of(tired.post("/gold", to="bob"))
    form = {"password": PASSWORD, "next": path, "form_page": f"{WAY}?next={quote(path, safe='')}"}
    assert tired.post(WAY, **form).headers["location"] == path
    browser.cookies.set("misete", before)
    second = browser.post(WAY, data=form)  # sent before the answer to the first had come
    assert "set-cookie" not in second.headers
    led = tired.client.get(second.headers["location"])
    led = tired.client.get(led.headers["location"])
    assert led.headers["location"] == path


def test_who_is_in_is_led_on_from_the_sign_in(alice) -> None:
    assert alice.client.get("/sign-in?next=/calendar").headers["location"] == "/calendar"
    assert alice.client.get("/sign-in?next=//evil.example").headers["location"] == "/"


def test_a_second_look_does_not_make_a_session_live_longer(alice, clock: time_machine.Traveller) -> None:
    for _ in range(36):
        clock.shift(timedelta(minutes=20))
        alice.post(WAY, password=PASSWORD)
    assert alice.client.get("/account").headers["location"].startswith("/sign-in")


def test_a_wrong_password_does_not_open_and_is_slowed(tired) -> None:
    tries = [tired.post(WAY, password="wrong one", next="/account") for _ in range(6)]
    assert [page.status_code for page in tries] == [422] * 5 + [429]
    assert next_of(tired.post("/gold", to="bob"))


def test_a_code_opens_the_way_once(alice, clock: time_machine.Traveller) -> None:
    alice.add_app(START.timestamp())
    clock.shift(timedelta(minutes=6))
    code = alice.code(Clock().now().timestamp())
    assert alice.post(f"{WAY}/code", one_time_password=code, next="/gold").headers["location"] == "/gold"
    assert alice.post("/gold", to="bob").status_code == 200
    clock.shift(timedelta(seconds=10))
    assert alice.post(f"{WAY}/code", one_time_password=code).status_code == 422


def test_a_passkey_opens_the_way(alice, clock: time_machine.Traveller) -> None:
    alice.add_passkey()
    clock.shift(timedelta(minutes=6))
    answer = alice.answer(f"{WAY}/passkey/begin", f"{WAY}/passkey", next="/gold")
    assert answer.headers["location"] == "/gold"
    assert alice.post("/gold", to="bob").status_code == 200


def test_the_page_offers_what_she_has(alice, clock: time_machine.Traveller) -> None:
    assert alice.client.get(WAY).headers["location"] == "/"
    alice.add_passkey()
    alice.read_secret()
    clock.shift(timedelta(minutes=6))
    both = alice.client.get(WAY).text
    assert 'data-passkey="get"' in both
    assert "one_time_password" not in both  # not proved yet


def test_sessions_elsewhere_end_when_the_way_in_changes(alice, browser: TestClient) -> None:
    for change in (
        alice.add_passkey,
        lambda: alice.add_app(Clock().now().timestamp()),
        alice.prove_paper,
    ):
        browser.cookies.clear()
        assert alice.give_password(browser).headers["location"] == "/"
        change()
        assert browser.get("/account").headers["location"].startswith("/sign-in")
        assert alice.client.get("/account").status_code == 200


def test_a_session_elsewhere_is_ended_without_a_second_look(tired, browser: TestClient) -> None:
    tired.give_password(browser)
    page = tired.client.get("/account").text
    path = next(part for part in page.split('"') if part.endswith("/end"))
    assert tired.post(path).headers["location"] == "/account"
    assert browser.get("/account").headers["location"].startswith("/sign-in")
