"""Codes of a code app: each works once (T-03), near its half minute, and guessing leads nowhere."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pyotp
import pytest
import time_machine
from sqlmodel import select
from starlette.testclient import TestClient

from app.accounts import codes
from app.accounts.attempts import SIX_DIGITS, Doors, begin_attempt, digit_doors
from app.accounts.models import Account, AccountSession, CodeApp, Strength
from app.kit.clock import Clock
from app.kit.errors import TooMany
from app.kit.house import House

NOBODY = UUID("6f1f0a6e-5a0e-4d0a-9e39-9a3f7e2d2c11")
START = datetime(2026, 11, 13, 1, 0, tzinfo=UTC)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def clock() -> time_machine.Traveller:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def her(alice, clock: time_machine.Traveller):
    """Alice with a code app and her codes on paper, a minute later."""
    alice.add_app(START.timestamp())
    alice.prove_paper()
    clock.shift(timedelta(minutes=1))
    return alice


def now() -> float:
    return Clock().now().timestamp()


def strengths(house: House) -> list[str]:
    with house.db.reading() as session:
        alive = select(AccountSession.strength).where(AccountSession.ended_at.is_(None))
        return list(session.exec(alive))


def sign_in(her, browser: TestClient, typed: str):
    assert her.give_password(browser).headers["location"] == "/sign-in/code"
    return browser.post("/sign-in/code", data={"one_time_password": typed})


def test_after_the_password_a_code_lets_in(house: House, her, browser: TestClient) -> None:
    answer = sign_in(her, browser, her.code(now()))
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert browser.get("/account").status_code == 200
    assert Strength.TWO_FACTOR in strengths(house)


def test_the_right_password_alone_opens_nothing(her, browser: TestClient) -> None:
    her.give_password(browser)
    for path in ("/", "/account", "/cases", "/account/codes"):
        assert browser.get(path).headers["location"].startswith("/sign-in"), path


def test_she_is_led_to_where_she_wanted_to_go(her, browser: TestClient) -> None:
    answer = her.give_password(browser, next="/calendar")
    assert answer.headers["location"] == "/sign-in/code?next=%2Fcalendar"
    assert 'name="next" value="/calendar"' in browser.get(answer.headers["location"]).text
    typed = {"one_time_password": her.code(now()), "next": "/calendar"}
    assert browser.post("/sign-in/code", data=typed).headers["location"] == "/calendar"


@pytest.mark.parametrize(
    ("seconds", "is_in"), [(-31, False), (-30, True), (0, True), (59, True), (60, False)]
)
def test_a_code_lives_for_its_half_minute_and_one_around_it(seconds: int, *, is_in: bool) -> None:
    # START begins a half minute; its code is typed so many seconds later.
    typed = pyotp.TOTP(SECRET).at(START)
    step = codes.step_of(SECRET, typed, START + timedelta(seconds=seconds))
    assert (step is not None) is is_in


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "abcdef", "\u0661\u0662\u0663\u0664\u0665\u0666", "１２"]
)
def test_what_is_no_code_is_none(typed: str) -> None:
    assert codes.step_of(SECRET, typed, START) is None


def test_a_code_may_be_typed_in_full_width_and_with_a_space() -> None:
    typed = pyotp.TOTP(SECRET).at(START)
    wide = typed.translate({ord(str(digit)): 0xFF10 + digit for digit in range(10)})
    assert codes.step_of(SECRET, f" {wide[:3]} {wide[3:]} ", START) is not None


def test_a_code_works_once(her, client_for, browser: TestClient) -> None:
    typed = her.code(now())
    assert sign_in(her, browser, typed).status_code == 303
    browser.post("/sign-out")
    again = sign_in(her, browser, typed)
    assert again.status_code == 422
    assert "もう使われています" in again.text


def test_the_code_of_the_set_up_does_not_sign_in(alice, browser: TestClient) -> None:
    alice.add_app(now())
    alice.prove_paper()
    assert sign_in(alice, browser, alice.code(now())).status_code == 422


def test_an_older_code_does_not_work_after_a_newer_one(
    her, browser: TestClient, clock: time_machine.Traveller
) -> None:
    older = her.code(now())
    clock.shift(timedelta(seconds=30))
    assert sign_in(her, browser, her.code(now())).status_code == 303
    assert sign_in(her, browser, older).status_code == 422


def test_of_two_that_send_a_code_side_by_side_one_is_let_in(house: House, her) -> None:
    typed = her.code(now())
    with house.db.reading() as session:
        account_id = session.exec(select(Account.id)).one()

    def submit(_: int) -> bool:
        with house.db.writing() as session:
            return codes.accept(session, house, account_id, typed, house.clock.now())

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(submit, range(4))) == [False, False, False, True]


def test_the_secret_is_sealed_and_shown_only_until_it_is_proved(house: House, her) -> None:
    with house.db.reading() as session:
        sealed = session.exec(select(CodeApp.secret_sealed)).one()
    assert her.secret.encode() not in sealed
    assert her.client.get("/account/codes/new").headers["location"] == "/account/codes"
    assert her.secret not in her.client.get("/account/codes").text


def test_the_picture_holds_what_an_app_reads(alice) -> None:
    alice.read_secret()
    page = alice.client.get("/account/codes/new").text
    address = re.search(r'href="(otpauth://[^"]+)"', page)[1].replace("&amp;", "&")
    read = pyotp.parse_uri(address)
    assert (read.secret, read.issuer, read.name) == (alice.secret, "Misete", "alice")
    assert "<style" not in page
    assert " style=" not in page
    size, path = codes.picture_of(address)
    assert size > 29
    assert path.startswith("M4 4h7v1h-7z")


def test_a_wrong_first_code_changes_nothing(alice, browser: TestClient) -> None:
    alice.read_secret()
    page = alice.post("/account/codes/new", one_time_password="000000")
    assert page.status_code == 422
    assert alice.give_password(browser).headers["location"] == "/"


def test_a_new_app_takes_the_place_of_the_old_one(her, browser: TestClient) -> None:
    old = her.secret
    her.read_secret()
    assert her.secret != old
    old_code = pyotp.TOTP(old).at(int(now()))
    assert sign_in(her, browser, old_code).status_code == 303
    assert her.post("/account/codes/new", one_time_password=her.code(now())).status_code == 303
    assert sign_in(her, browser, pyotp.TOTP(old).at(int(now()) + 30)).status_code == 422


def test_without_the_app_the_password_alone_opens_again(her, browser: TestClient) -> None:
    assert her.post("/account/codes/remove").status_code == 303
    assert her.give_password(browser).headers["location"] == "/"


def attempt(house: House, doors: Doors, at: datetime) -> int:
    try:
        with house.db.writing() as session:
            begin_attempt(session, doors, at)
    except TooMany as wait:
        return wait.seconds
    return 0


def test_a_year_of_guessing_six_digits_is_hopeless() -> None:
    spent, tries = timedelta(), 0
    while spent < timedelta(days=365):
        tries += 1
        spent += SIX_DIGITS.wait_after(tries)
    assert tries < 800
    assert tries * len(codes.STEPS_AROUND) / 10**codes.DIGITS < 1 / 400


def test_guessing_from_many_addresses_is_slowed_as_from_one(house: House) -> None:
    waits = [attempt(house, digit_doors(house.vault, NOBODY, f"203.0.113.{n}"), START) for n in range(6)]
    assert waits[:5] == [0] * 5
    assert waits[5] > 0


@pytest.mark.parametrize(("days", "is_forgotten"), [(29, False), (31, True)])
def test_wrong_digits_are_remembered_for_a_month(house: House, days: int, *, is_forgotten: bool) -> None:
    doors = digit_doors(house.vault, NOBODY, "203.0.113.9")
    for _ in range(SIX_DIGITS.free):
        assert attempt(house, doors, START) == 0
    later = START + timedelta(days=days)
    assert attempt(house, doors, later) == 0  # the wait of the last try is over long ago
    assert (attempt(house, doors, later) == 0) is is_forgotten


def test_many_wrong_codes_are_slowed_and_paper_still_opens(her, browser: TestClient) -> None:
    her.give_password(browser)
    tries = [browser.post("/sign-in/code", data={"one_time_password": "000000"}) for _ in range(6)]
    assert [page.status_code for page in tries] == [422] * 5 + [429]
    assert int(tries[5].headers["retry-after"]) in {1, 2}
    assert "回復コードで入れます" in tries[5].text
    paper = browser.post("/sign-in/recovery", data={"recovery_password": her.paper[3]})
    assert paper.status_code == 303


def test_a_new_password_forgets_who_guessed_with_the_old_one(her, browser: TestClient) -> None:
    her.give_password(browser)
    for _ in range(6):
        slowed = browser.post("/sign-in/code", data={"one_time_password": "000000"})
    assert slowed.status_code == 429
    new = {"password_now": "correct horse of Yokohama", "password_next": "another horse of Kawasaki"}
    assert her.post("/account/password", **new).status_code == 303
    given = {"login": "alice", "password": "another horse of Kawasaki"}
    assert browser.post("/sign-in", data=given).headers["location"] == "/sign-in/code"
    assert browser.post("/sign-in/code", data={"one_time_password": her.code(now())}).status_code == 303
