"""A session ends when it should: idle, too old, signed out, ended elsewhere, password changed (T-07)."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from argon2 import PasswordHasher
from sqlmodel import select
from starlette.testclient import TestClient

from app.accounts.devices import device_of
from app.accounts.models import Account, AccountSession
from app.kit.house import House

PASSWORD = "correct horse of Yokohama"
NEXT_PASSWORD = "a quite different sentence"
START = datetime(2026, 11, 13, 1, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> time_machine.Traveller:
    """An instant that stands still until a test moves it."""
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def is_in(client: TestClient) -> bool:
    return client.get("/account").status_code == 200


def another_browser(client: TestClient, **more: str) -> TestClient:
    other = TestClient(client.app, base_url=str(client.base_url), follow_redirects=False)
    other.portal = client.portal
    answer = other.post("/sign-in", data={"login": "alice", "password": PASSWORD, **more})
    assert answer.status_code == 303
    return other


@pytest.mark.parametrize(("minutes", "alive"), [(29, True), (30, False), (31, False)])
def test_a_session_lives_thirty_minutes_without_a_request(
    clock: time_machine.Traveller, client_for: Callable, minutes: int, alive: bool
) -> None:
    alice = client_for("alice")
    clock.shift(timedelta(minutes=minutes))
    assert is_in(alice) is alive


def test_a_session_in_use_lives_twelve_hours_and_no_longer(
    clock: time_machine.Traveller, client_for: Callable
) -> None:
    alice = client_for("alice")
    for _ in range(12 * 3 - 1):
        clock.shift(timedelta(minutes=20))
        assert is_in(alice)
    clock.shift(timedelta(minutes=19, seconds=59))
    assert is_in(alice)
    clock.shift(timedelta(seconds=1))
    assert not is_in(alice)


@pytest.mark.parametrize(("minutes", "alive"), [(9, True), (10, False)])
def test_a_shared_computer_has_ten_minutes(
    clock: time_machine.Traveller, client_for: Callable, minutes: int, alive: bool
) -> None:
    shared = another_browser(client_for("alice"), shared="yes")
    clock.shift(timedelta(minutes=minutes))
    assert is_in(shared) is alive


def test_being_seen_is_written_every_five_minutes_at_most(
    house: House, clock: time_machine.Traveller, client_for: Callable
) -> None:
    alice = client_for("alice")

    def seen() -> datetime:
        with house.db.reading() as session:
            return session.exec(select(AccountSession.last_seen_at)).one()

    clock.shift(timedelta(minutes=4, seconds=59))
    is_in(alice)
    assert seen() == START
    clock.shift(timedelta(seconds=1))
    is_in(alice)
    assert seen() == START + timedelta(minutes=5)


def test_changing_the_password_ends_every_session_and_renews_this_one(client_for: Callable) -> None:
    alice = client_for("alice")
    elsewhere = another_browser(alice)
    before = alice.cookies["misete"]
    form = {"password_now": PASSWORD, "password_next": NEXT_PASSWORD}
    assert alice.post("/account/password", data=form).status_code == 303
    assert is_in(alice)
    assert not is_in(elsewhere)
    assert alice.cookies["misete"] != before
    alice.cookies.clear()
    alice.cookies.set("misete", before)
    assert not is_in(alice)


def test_the_new_password_opens_and_the_old_one_does_not(client_for: Callable, client: TestClient) -> None:
    alice = client_for("alice")
    alice.post("/account/password", data={"password_now": PASSWORD, "password_next": NEXT_PASSWORD})
    old = client.post("/sign-in", data={"login": "alice", "password": PASSWORD})
    new = client.post("/sign-in", data={"login": "alice", "password": NEXT_PASSWORD})
    assert (old.status_code, new.status_code) == (422, 303)


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"password_now": "wrong one", "password_next": NEXT_PASSWORD}, "いまのパスワードがちがいます"),
        ({"password_now": PASSWORD, "password_next": "short"}, "8文字以上にしてください"),
        ({"password_now": PASSWORD, "password_next": "alice1alice1"}, None),
        ({"password_now": "", "password_next": NEXT_PASSWORD}, "ここを書いてください"),
    ],
)
def test_a_password_is_changed_only_when_all_is_right(
    client_for: Callable, form: dict[str, str], sentence: str | None
) -> None:
    alice = client_for("alice")
    page = alice.post("/account/password", data=form)
    if sentence is None:
        assert page.status_code == 303
        return
    assert page.status_code == 422
    assert sentence in page.text
    assert is_in(alice)


def test_guessing_the_present_password_is_slowed(client_for: Callable) -> None:
    alice = client_for("alice")
    form = {"password_now": "wrong one", "password_next": NEXT_PASSWORD}
    assert [alice.post("/account/password", data=form).status_code for _ in range(6)] == [422] * 5 + [429]


def test_sessions_are_listed_by_the_family_of_their_browser(client_for: Callable) -> None:
    alice = client_for("alice")
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    alice.post("/sign-in", data={"login": "alice", "password": PASSWORD}, headers={"user-agent": agent})
    page = alice.get("/account").text
    assert "<h3>Firefox / Linux</h3>" in page
    assert "140" not in re.sub(r"<head>.*?</head>", "", page, flags=re.DOTALL)


def test_a_session_elsewhere_can_be_ended(client_for: Callable) -> None:
    alice = client_for("alice")
    elsewhere = another_browser(alice)
    found = re.search(r'action="(/account/sessions/[0-9a-f-]+/end)"', alice.get("/account").text)
    assert found is not None
    assert alice.post(found[1]).status_code == 303
    assert is_in(alice)
    assert not is_in(elsewhere)


def test_a_session_that_time_ended_is_not_listed(clock: time_machine.Traveller, client_for: Callable) -> None:
    alice = client_for("alice")
    clock.shift(timedelta(minutes=31))
    fresh = another_browser(alice)
    assert fresh.get("/account").text.partition("h-sessions")[2].count("<h3>") == 1


def test_sessions_are_forgotten_after_a_week(
    house: House, clock: time_machine.Traveller, client_for: Callable
) -> None:
    alice = client_for("alice")
    clock.shift(timedelta(days=8))
    another_browser(alice)
    with house.db.reading() as session:
        assert len(session.exec(select(AccountSession)).all()) == 1


def test_an_account_whose_session_is_kept_by_a_stranger_is_not_opened(
    house: House, client: TestClient
) -> None:
    client.cookies.set("misete", "no such token")
    answer = client.get("/account")
    assert answer.status_code == 303
    assert 'misete=""' in answer.headers["set-cookie"]


def test_a_hash_made_with_weaker_settings_is_renewed_at_sign_in(
    house: House, client: TestClient, client_for: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    client_for("alice")
    with house.db.reading() as session:
        before = session.exec(select(Account.password_hash)).one()
    stronger = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr("app.accounts.passwords.HASHER", stronger)
    client.post("/sign-in", data={"login": "alice", "password": PASSWORD})
    with house.db.reading() as session:
        after = session.exec(select(Account.password_hash)).one()
    assert after != before
    assert "m=16,t=2" in after


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0",
            "Edge / Windows",
        ),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/126.0 Mobile Safari/537.36", "Chrome / Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari / iPhone",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) Version/18.0 Safari/605.1", "Safari / Mac"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_a_browser_is_known_by_its_family(agent: str, device: str) -> None:
    assert device_of(agent) == device
