"""Who helps others signs in with two factors or a passkey (T-01); nobody sets them up for somebody else."""

import inspect
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from fastapi import FastAPI
from sqlmodel import select
from starlette.testclient import TestClient

from app.accounts.models import Account, AccountSession, CodeApp, Passkey, RecoveryCode
from app.kit.clock import Clock
from app.kit.house import House
from app.main import ROUTERS
from tests.house.access import SIGNED_IN, TABLE
from tests.support.clients import PASSWORD

START = datetime(2026, 11, 13, 1, 0, tzinfo=UTC)
SET_UP = "/account/two-factors"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def helpers(app: FastAPI) -> set:
    """The accounts that look after others; rooms above say who does."""
    known: set = set()
    app.state.needs_two_factors.append(lambda session, account_id: account_id in known)
    return known


@pytest.fixture
def bob(house: House, alice, helpers: set):
    """A helper who signed in with a password alone."""
    alice.name = "alice"
    with house.db.reading() as session:
        helpers.add(session.exec(select(Account.id)).one())
    return alice


def is_open(client: TestClient) -> bool:
    answer = client.get("/cases")
    assert answer.status_code == 200 or answer.headers["location"] == SET_UP
    return answer.status_code == 200


def test_a_person_alone_may_stay_with_a_password(alice) -> None:
    assert is_open(alice.client)


def test_every_page_leads_a_helper_to_the_set_up_first(bob) -> None:
    pages = [path for (method, path), who in TABLE.items() if who is SIGNED_IN and method == "GET"]
    led = {path: bob.client.get(path).headers.get("location") for path in pages}
    own = {path for path in pages if path.startswith("/account")} - {"/account/erase"}  # no setting up
    assert {path for path in pages if led[path] != SET_UP} == own
    assert "パスワードだけでは先に進めません" in bob.client.get(SET_UP).text
    assert bob.post("/cases", title="x").headers["location"] == SET_UP


def test_a_code_app_and_paper_open_the_rest(bob) -> None:
    bob.add_app(START.timestamp())
    assert not is_open(bob.client)
    bob.print_paper()
    assert not is_open(bob.client)
    bob.post("/account/recovery/check", recovery_password=bob.paper[0])
    assert is_open(bob.client)


def test_a_passkey_and_paper_open_the_rest(bob, browser: TestClient) -> None:
    bob.add_passkey()
    assert not is_open(bob.client)
    bob.answer("/sign-in/passkey/begin", "/sign-in/passkey", browser)
    assert not is_open(browser)
    bob.prove_paper()
    assert is_open(bob.client)


def test_every_way_in_is_walked_with_each_factor_missing(bob, browser: TestClient, clock) -> None:
    bob.add_app(START.timestamp())
    bob.add_passkey()
    bob.prove_paper()
    clock.shift(timedelta(minutes=1))
    bob.give_password(browser)
    for path, given in (
        ("/sign-in/code", {}),
        ("/sign-in/code", {"one_time_password": "000000"}),
        ("/sign-in/recovery", {}),
        ("/sign-in/recovery", {"recovery_password": "2222-3333-4444"}),
        ("/sign-in/passkey", {}),
        ("/sign-in/passkey", {"challenge": "x", "passkey_answer": "{}"}),
    ):
        assert browser.post(path, data=given).status_code == 422, path
        assert browser.get("/cases").headers["location"].startswith("/sign-in"), path
    browser.cookies.clear()
    for path, given in (
        ("/sign-in/code", {"one_time_password": bob.code(Clock().now().timestamp())}),
        ("/sign-in/recovery", {"recovery_password": bob.paper[1]}),
    ):
        assert browser.post(path, data=given).headers["location"] == "/sign-in", path
        assert browser.get("/cases").headers["location"].startswith("/sign-in"), path


def test_a_session_of_a_password_alone_is_strong_after_a_code(house: House, bob, clock) -> None:
    bob.add_app(START.timestamp())
    bob.prove_paper()
    with house.db.writing() as session:
        session.exec(select(AccountSession)).one().strength = "password"
    assert not is_open(bob.client)
    assert "もう一度確かめてください" in bob.client.get(SET_UP).text
    bob.post("/account/confirm", password=PASSWORD)
    assert not is_open(bob.client)
    clock.shift(timedelta(minutes=1))
    bob.post("/account/confirm/code", one_time_password=bob.code(Clock().now().timestamp()))
    assert is_open(bob.client)


def test_the_last_second_step_of_a_helper_cannot_be_removed(house: House, bob) -> None:
    bob.add_app(START.timestamp())
    bob.prove_paper()
    page = bob.post("/account/codes/remove")
    assert page.status_code == 409
    assert "何も変わっていません" in page.text
    with house.db.reading() as session:
        assert len(session.exec(select(CodeApp)).all()) == 1
        assert len(session.exec(select(RecoveryCode)).all()) == 10
    bob.add_passkey()
    assert bob.post("/account/codes/remove").status_code == 303
    with house.db.reading() as session:
        passkey_id = session.exec(select(Passkey.id)).one()
    assert bob.post(f"/account/passkeys/{passkey_id}/remove").status_code == 409
    assert is_open(bob.client)


def test_leaving_the_group_opens_the_pages_again(bob, helpers: set) -> None:
    assert not is_open(bob.client)
    helpers.clear()
    assert is_open(bob.client)


def test_no_route_takes_the_id_of_another_account() -> None:
    taken = {
        (route.path, name)
        for router in ROUTERS
        for route in router.routes
        for name in inspect.signature(route.endpoint).parameters
        if "account" in name or "{account" in route.path
    }
    assert taken == set()


def test_a_helper_cannot_change_how_somebody_else_signs_in(house: House, alice, client_for) -> None:
    carol = type(alice)(client_for("carol"), "carol")
    alice.add_app(START.timestamp())
    alice.add_passkey()
    alice.prove_paper()
    with house.db.reading() as session:
        hers = {str(row.account_id) for row in session.exec(select(Passkey))}
        passkey_id = session.exec(select(Passkey.id)).one()
    (account_id,) = hers
    more = {"account": account_id, "account_id": account_id, "login": "alice", "person_id": account_id}
    for path in (
        "/account/codes",
        "/account/codes/remove",
        "/account/recovery",
        "/account/recovery/check",
        "/account/passkeys/new/begin",
        "/account/passkeys/new",
        "/account/password",
        f"/account/passkeys/{passkey_id}/remove",
    ):
        carol.post(path, **more)
    with house.db.reading() as session:
        mine = select(RecoveryCode).where(RecoveryCode.account_id == passkey_owner(session))
        assert len(session.exec(mine).all()) == 10
        assert session.exec(select(Passkey.id)).one() == passkey_id
        apps = session.exec(select(CodeApp).where(CodeApp.proved_at.is_not(None))).all()
        assert [str(app.account_id) for app in apps] == [account_id]


def passkey_owner(session):
    return session.exec(select(Passkey.account_id)).one()
