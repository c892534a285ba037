"""Who tries passwords is slowed down; the owner elsewhere is not (T-06)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from app.accounts.attempts import ONE_ADDRESS, ONE_NAME, Doors, Patience, begin_attempt, doors_of, forgive
from app.kit.errors import TooMany
from app.kit.house import House

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
PASSWORD = "correct horse of Yokohama"


def attempt(house: House, doors: Doors, now: datetime) -> int:
    """Tries once; the seconds to wait, or 0 when the try was let through."""
    try:
        with house.db.writing() as session:
            begin_attempt(session, doors, now)
    except TooMany as wait:
        return wait.seconds
    return 0


@pytest.mark.parametrize(
    ("count", "seconds"), [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (14, 512), (15, 900), (1000, 900)]
)
def test_the_wait_doubles_up_to_a_quarter_of_an_hour(count: int, seconds: int) -> None:
    assert ONE_NAME.wait_after(count) == timedelta(seconds=seconds)


def test_an_address_waits_five_minutes_at_most() -> None:
    assert ONE_ADDRESS.wait_after(29) == timedelta()
    assert ONE_ADDRESS.wait_after(1000) == timedelta(minutes=5)


def test_a_wait_never_overflows() -> None:
    assert Patience(0, timedelta(days=1)).wait_after(10**9) == timedelta(days=1)


def test_a_thousand_wrong_passwords_take_days_and_never_lock_the_owner_out(house: House) -> None:
    stranger, owner = (
        doors_of(house.vault, "alice", "203.0.113.9"),
        doors_of(house.vault, "alice", "192.0.2.1"),
    )
    now, let_through = NOW, 0
    while let_through < 1000:
        wait = attempt(house, stranger, now)
        let_through += wait == 0
        now += timedelta(seconds=wait)
    assert now - NOW > timedelta(days=9)
    assert attempt(house, stranger, now) > 0
    assert attempt(house, owner, now) == 0


def test_many_names_from_one_address_are_slowed_too(house: House) -> None:
    waits = [attempt(house, doors_of(house.vault, f"name {n}", "203.0.113.9"), NOW) for n in range(31)]
    assert waits[:30] == [0] * 30
    assert waits[30] > 0


def test_tries_are_forgotten_after_an_hour(house: House) -> None:
    doors = doors_of(house.vault, "alice", "203.0.113.9")
    for _ in range(5):
        assert attempt(house, doors, NOW) == 0
    assert attempt(house, doors, NOW) > 0
    assert attempt(house, doors, NOW + timedelta(hours=1)) == 0


def test_a_clock_that_was_set_back_locks_nobody_out(house: House) -> None:
    doors = doors_of(house.vault, "alice", "203.0.113.9")
    assert attempt(house, doors, NOW) == 0
    assert attempt(house, doors, NOW - timedelta(days=12)) == 0


def test_a_try_that_was_refused_does_not_count(house: House) -> None:
    doors = doors_of(house.vault, "alice", "203.0.113.9")
    for _ in range(5):
        attempt(house, doors, NOW)
    waits = {attempt(house, doors, NOW) for _ in range(10)}
    assert waits == {2}


def test_the_right_password_clears_the_name_but_not_the_address(house: House) -> None:
    doors = doors_of(house.vault, "alice", "203.0.113.9")
    for n in range(29):
        attempt(house, doors_of(house.vault, f"name {n}", "203.0.113.9"), NOW)
    attempt(house, doors, NOW)
    with house.db.writing() as session:
        forgive(session, doors)
    assert attempt(house, doors_of(house.vault, "next", "203.0.113.9"), NOW) == 0
    assert attempt(house, doors_of(house.vault, "and next", "203.0.113.9"), NOW) > 0


def test_no_address_and_no_name_is_kept(house: House) -> None:
    doors = doors_of(house.vault, "alice", "203.0.113.9")
    assert len(doors.pair) == len(doors.address) == 64
    assert "203" not in doors.address[:3] or doors.address != "203.0.113.9"


def test_the_page_says_how_long_to_wait_and_keeps_the_name(
    client: TestClient, client_for: Callable[[str], TestClient]
) -> None:
    client_for("alice")
    for _ in range(5):
        client.post("/sign-in", data={"login": "alice", "password": "wrong password"})
    page = client.post("/sign-in", data={"login": "alice", "password": PASSWORD})
    assert page.status_code == 429
    assert int(page.headers["retry-after"]) in {1, 2}
    assert "秒待ってください" in page.text
    assert 'value="alice"' in page.text
    assert '<main id="main"' in page.text


def test_trying_many_sign_up_names_is_slowed(client: TestClient, client_for: Callable) -> None:
    client_for("alice")
    taken = {"login": "alice", "password": "another fine password"}
    assert [client.post("/sign-up", data=taken).status_code for _ in range(6)] == [422] * 5 + [429]
