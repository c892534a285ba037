"""Codes on paper: written back before they count (T-05), good once (T-03), never without the password."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlmodel import select
from starlette.testclient import TestClient

from app.accounts import recovery
from app.accounts.models import Account, RecoveryCode
from app.kit.house import House
from tests.accounts.conftest import CODE

START = datetime(2026, 11, 13, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> time_machine.Traveller:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def her(alice):
    """Alice with a code app; her codes are not on paper yet."""
    alice.add_app(START.timestamp())
    return alice


def by_paper(her, browser: TestClient, typed: str):
    assert her.give_password(browser).headers["location"] == "/sign-in/code"
    return browser.post("/sign-in/recovery", data={"recovery_password": typed})


def test_ten_codes_are_shown_once_and_kept_as_fingerprints(house: House, her) -> None:
    sheet = her.print_paper()
    assert len(set(sheet)) == 10
    with house.db.reading() as session:
        kept = session.exec(select(RecoveryCode.code_hash)).all()
    assert len(kept) == 10
    assert all(code not in str(kept) and code.replace("-", "") not in str(kept) for code in sheet)
    assert CODE.findall(her.client.get("/account/recovery").text) == []


def test_a_second_step_is_asked_only_when_a_code_was_written_back(her, browser: TestClient) -> None:
    assert her.give_password(browser).headers["location"] == "/"
    her.print_paper()
    wrong = her.post("/account/recovery/check", recovery_password="2222-3333-4444")
    assert wrong.status_code == 422
    assert her.give_password(browser).headers["location"] == "/"
    right = her.post("/account/recovery/check", recovery_password=her.paper[4])
    assert right.headers["location"] == "/account"
    assert her.give_password(browser).headers["location"] == "/sign-in/code"


def test_a_code_of_the_paper_takes_the_place_of_the_second_step_once(her, browser: TestClient) -> None:
    her.prove_paper()
    assert by_paper(her, browser, her.paper[0]).status_code == 303
    assert "あと9個" in browser.get("/account").text
    browser.post("/sign-out")
    again = by_paper(her, browser, her.paper[0])
    assert again.status_code == 422
    assert "もう使われています" in again.text
    assert browser.post("/sign-in/recovery", data={"recovery_password": her.paper[1]}).status_code == 303


def test_a_code_may_be_written_in_any_width_and_case_and_without_hyphens(her, browser: TestClient) -> None:
    her.prove_paper()
    plain = her.paper[0].replace("-", "").upper()
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in plain)
    assert by_paper(her, browser, f" {wide[:6]} {wide[6:]} ").status_code == 303


def test_paper_never_replaces_the_password(her, browser: TestClient) -> None:
    her.prove_paper()
    without = browser.post("/sign-in/recovery", data={"recovery_password": her.paper[0]})
    assert without.headers["location"] == "/sign-in"
    wrong = browser.post("/sign-in", data={"login": "alice", "password": her.paper[0]})
    assert wrong.status_code == 422
    assert her.post("/account/confirm", password=her.paper[0]).status_code == 422


def test_of_two_that_send_a_paper_code_side_by_side_one_is_let_in(house: House, her) -> None:
    her.prove_paper()
    with house.db.reading() as session:
        account_id = session.exec(select(Account.id)).one()

    def submit(_: int) -> bool:
        with house.db.writing() as session:
            return recovery.accept(session, house, account_id, her.paper[0], house.clock.now())

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(submit, range(4))) == [False, False, False, True]


def test_the_old_paper_works_until_the_new_one_is_proved(her, browser: TestClient) -> None:
    her.prove_paper()
    old = her.paper
    new = her.print_paper()
    assert by_paper(her, browser, new[0]).status_code == 422
    assert browser.post("/sign-in/recovery", data={"recovery_password": old[0]}).status_code == 303
    assert her.post("/account/recovery/check", recovery_password=new[0]).status_code == 303
    assert by_paper(her, browser, old[1]).status_code == 422
    assert browser.post("/sign-in/recovery", data={"recovery_password": new[0]}).status_code == 303


def test_a_paper_of_somebody_else_does_not_open(her, client_for, browser: TestClient) -> None:
    her.prove_paper()
    carol = type(her)(client_for("carol"), "carol")
    carol.add_app(START.timestamp())
    carol.prove_paper()
    assert by_paper(her, browser, carol.paper[0]).status_code == 422


def test_without_a_second_step_there_is_no_paper(client_for) -> None:
    carol = client_for("carol")
    assert carol.post("/account/recovery").status_code == 409
    assert "先に、どちらかを登録" in carol.get("/account/recovery").text


def test_the_paper_goes_with_the_last_second_step(house: House, her, browser: TestClient) -> None:
    her.prove_paper()
    her.post("/account/codes/remove")
    with house.db.reading() as session:
        assert session.exec(select(RecoveryCode)).all() == []
        assert session.exec(select(Account.paper_proved_at)).one() is None


@pytest.mark.parametrize(("seconds", "is_open"), [(299, True), (300, True), (301, False)])
def test_between_password_and_second_step_are_five_minutes(
    her, browser: TestClient, clock: time_machine.Traveller, seconds: int, *, is_open: bool
) -> None:
    her.prove_paper()
    her.give_password(browser, next="/calendar")
    clock.shift(timedelta(seconds=seconds))
    given = {"recovery_password": her.paper[0], "next": "/calendar"}
    answer = browser.post("/sign-in/recovery", data=given)
    assert answer.headers["location"] == ("/calendar" if is_open else "/sign-in?next=%2Fcalendar")


def test_a_half_session_is_used_once(her, browser: TestClient, client_for) -> None:
    her.prove_paper()
    her.give_password(browser)
    half = browser.cookies["misete-half"]
    assert browser.post("/sign-in/recovery", data={"recovery_password": her.paper[0]}).status_code == 303
    browser.cookies.clear()
    browser.cookies.set("misete-half", half)
    again = browser.post("/sign-in/recovery", data={"recovery_password": her.paper[1]})
    assert again.headers["location"] == "/sign-in"


def test_a_half_session_ends_when_the_factors_change(her, browser: TestClient) -> None:
    her.prove_paper()
    her.give_password(browser)
    her.prove_paper()
    answer = browser.post("/sign-in/recovery", data={"recovery_password": her.paper[0]})
    assert answer.headers["location"] == "/sign-in"


def test_the_sheet_prints_the_codes_and_leaves_the_form_out(her) -> None:
    page = her.post("/account/recovery").text
    sheet, _, form = page.partition('<section class="sec noprint"')
    assert len(CODE.findall(sheet)) == 10
    assert "<form" in form
    assert "alice" not in page.partition("<main")[2]
