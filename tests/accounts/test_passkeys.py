"""Passkeys: one question, one answer, within five minutes (T-03), by a device that saw its owner."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlmodel import select
from starlette.testclient import TestClient

from app.accounts import challenges
from app.accounts.models import AccountSession, Passkey, PasskeyChallenge, Strength
from app.accounts.sites import Site, site_of
from app.kit.house import House
from app.kit.settings import Settings
from tests.support.authenticator import PRESENT, Authenticator

START = datetime(2026, 11, 13, 1, 0, tzinfo=UTC)
BEGIN, END = "/sign-in/passkey/begin", "/sign-in/passkey"
LIFE = pytest.mark.parametrize(("seconds", "is_in"), [(299, True), (300, True), (301, False)])


@pytest.fixture(autouse=True)
def clock() -> time_machine.Traveller:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def her(alice):
    """Alice with a passkey."""
    alice.add_passkey()
    return alice


def kept(house: House) -> Passkey:
    with house.db.reading() as session:
        found = session.exec(select(Passkey)).one()
        session.expunge_all()
    return found


def test_a_passkey_signs_in_without_a_name(house: House, her, browser: TestClient) -> None:
    answer = her.answer(BEGIN, END, browser, next="/calendar")
    assert (answer.status_code, answer.headers["location"]) == (303, "/calendar")
    assert browser.get("/account").status_code == 200
    with house.db.reading() as session:
        newest = select(AccountSession.strength).where(AccountSession.ended_at.is_(None))
        assert list(session.exec(newest)).count(Strength.PASSKEY) == 2


def test_what_is_kept_of_a_passkey_is_its_public_half_and_a_sealed_name(house: House, her) -> None:
    passkey = kept(house)
    assert b"Phone" not in passkey.name_sealed
    assert "Phone" in her.client.get("/account/passkeys").text
    assert her.device.key.private_numbers().private_value.to_bytes(32) not in passkey.public_key


def test_a_device_is_asked_to_know_its_owner_and_to_keep_the_key(her) -> None:
    asked = her.ask("/account/passkeys/new/begin")["options"]
    chosen = asked["authenticatorSelection"]
    assert (chosen["userVerification"], chosen["residentKey"]) == ("required", "preferred")
    assert (asked["rp"]["id"], asked["attestation"]) == ("localhost", "none")
    assert len(asked["excludeCredentials"]) == 1
    assert her.ask(BEGIN)["options"]["userVerification"] == "required"


def test_an_answer_works_once(her, browser: TestClient) -> None:
    asked = her.ask(BEGIN, browser)
    given = {"challenge": asked["challenge"], "passkey_answer": her.device.sign(asked["options"])}
    assert browser.post(END, data=given).status_code == 303
    assert browser.post(END, data=given).status_code == 422


def test_of_two_that_send_an_answer_side_by_side_one_is_let_in(
    house: House, her, browser: TestClient
) -> None:
    named = her.ask(BEGIN, browser)["challenge"]

    def take(_: int) -> bool:
        with house.db.writing() as session:
            return challenges.take(session, named, "sign_in", None, house.clock.now()) is not None

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(take, range(4))) == [False, False, False, True]


def test_a_wrong_answer_uses_the_question_up(her, browser: TestClient) -> None:
    asked = her.ask(BEGIN, browser)
    right = {"challenge": asked["challenge"], "passkey_answer": her.device.sign(asked["options"])}
    assert browser.post(END, data=right | {"passkey_answer": "{}"}).status_code == 422
    assert browser.post(END, data=right).status_code == 422


@LIFE
def test_a_question_lives_five_minutes(
    her, browser: TestClient, clock: time_machine.Traveller, seconds: int, *, is_in: bool
) -> None:
    asked = her.ask(BEGIN, browser)
    clock.shift(timedelta(seconds=seconds))
    given = {"challenge": asked["challenge"], "passkey_answer": her.device.sign(asked["options"])}
    assert (browser.post(END, data=given).status_code == 303) is is_in


def test_old_questions_are_forgotten(house: House, her, clock: time_machine.Traveller) -> None:
    for _ in range(3):
        her.ask(BEGIN)
    clock.shift(timedelta(minutes=6))
    her.ask(BEGIN)
    with house.db.reading() as session:
        assert len(session.exec(select(PasskeyChallenge)).all()) == 1


@pytest.mark.parametrize(
    "lie",
    [
        {"origin": "https://localhost:8000"},
        {"origin": "http://localhost:8001"},
        {"origin": "http://localhost.evil.example:8000"},
        {"host": "evil.example"},
        {"flags": PRESENT},
        {"flags": 0},
    ],
    ids=str,
)
def test_a_device_that_lies_or_did_not_see_its_owner_is_refused(
    her, browser: TestClient, lie: dict[str, object]
) -> None:
    for name, value in lie.items():
        setattr(her.device, name, value)
    page = her.answer(BEGIN, END, browser)
    assert page.status_code == 422
    assert "パスキーで確かめられませんでした" in page.text
    assert browser.get("/account").headers["location"].startswith("/sign-in")


def test_a_passkey_made_without_seeing_its_owner_is_not_kept(house: House, alice) -> None:
    alice.device.flags = PRESENT
    asked = alice.ask("/account/passkeys/new/begin")
    made = alice.device.make(asked["options"])
    page = alice.post("/account/passkeys/new", name="x", challenge=asked["challenge"], passkey_answer=made)
    assert page.status_code == 422
    with house.db.reading() as session:
        assert session.exec(select(Passkey)).all() == []


def test_an_id_longer_than_the_standard_allows_is_refused(alice) -> None:
    alice.device.credential = bytes(1024)
    asked = alice.ask("/account/passkeys/new/begin")
    made = alice.device.make(asked["options"])
    given = {"name": "x", "challenge": asked["challenge"], "passkey_answer": made}
    assert alice.post("/account/passkeys/new", **given).status_code == 422


def test_a_copy_with_an_older_counter_is_refused(house: House, her, browser: TestClient) -> None:
    her.device.count = 41
    assert her.answer(BEGIN, END, browser).status_code == 303
    assert kept(house).sign_count == 42
    her.device.count = 41
    assert her.answer(BEGIN, END, browser).status_code == 422
    assert kept(house).sign_count == 42


def test_a_device_without_a_counter_may_sign_in(her, browser: TestClient) -> None:
    her.device.step = 0
    assert her.answer(BEGIN, END, browser).status_code == 303
    assert her.answer(BEGIN, END, browser).status_code == 303


def test_an_unknown_passkey_meets_what_a_wrong_answer_meets(her, browser: TestClient) -> None:
    stranger = type(her)(browser, device=Authenticator())
    unknown = stranger.answer(BEGIN, END)
    her.device.flags = PRESENT
    wrong = her.answer(BEGIN, END, browser)
    assert (unknown.status_code, unknown.content) == (wrong.status_code, wrong.content)


def test_a_key_that_names_another_owner_is_refused(her, browser: TestClient) -> None:
    her.device.owner = bytes(16)
    assert her.answer(BEGIN, END, browser).status_code == 422


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "{}",
        "[]",
        "null",
        '"x"',
        "{" * 4000,
        "[" * 4000,
        '{"id": 1}',
        '{"id": "AA"}',
        '{"id": "\\u0000"}',
        '{"id": "\\ud800"}',
        '{"id": "AA", "rawId": "AA", "type": "public-key", "response": []}',
        "x" * 20_000,
    ],
    ids=lambda text: text[:20],
)
def test_what_is_no_answer_is_refused_with_a_sentence(her, browser: TestClient, answer: str) -> None:
    real = her.device.credential
    for text in (answer, answer.replace("AA", json.loads(her.device.sign({"challenge": "AA"}))["id"])):
        asked = her.ask(BEGIN, browser)
        page = browser.post(END, data={"challenge": asked["challenge"], "passkey_answer": text})
        assert page.status_code == 422
    assert real == her.device.credential


@pytest.mark.parametrize("challenge", ["", "x", "6f1f0a6e-5a0e-4d0a-9e39-9a3f7e2d2c11"])
def test_a_question_that_was_never_asked_is_refused(her, browser: TestClient, challenge: str) -> None:
    asked = her.ask(BEGIN, browser)
    given = {"challenge": challenge, "passkey_answer": her.device.sign(asked["options"])}
    assert browser.post(END, data=given).status_code == 422


def test_a_question_for_one_thing_answers_no_other(her, browser: TestClient) -> None:
    asked = her.ask("/account/confirm/passkey/begin")
    given = {"challenge": asked["challenge"], "passkey_answer": her.device.sign(asked["options"])}
    assert browser.post(END, data=given).status_code == 422
    asked = her.ask(BEGIN)
    given = {"challenge": asked["challenge"], "passkey_answer": her.device.sign(asked["options"])}
    assert her.post("/account/confirm/passkey", **given).status_code == 422


def test_a_question_to_one_session_is_not_answered_in_another(her, client_for) -> None:
    carol = type(her)(client_for("carol"), "carol")
    asked = her.ask("/account/passkeys/new/begin")
    made = carol.device.make(asked["options"])
    page = carol.post("/account/passkeys/new", name="x", challenge=asked["challenge"], passkey_answer=made)
    assert page.status_code == 422


def test_the_passkey_of_another_does_not_confirm(her, client_for) -> None:
    carol = type(her)(client_for("carol"), "carol")
    carol.add_passkey()
    asked = carol.ask("/account/confirm/passkey/begin")
    given = {"challenge": asked["challenge"], "passkey_answer": her.device.sign(asked["options"])}
    assert carol.post("/account/confirm/passkey", **given).status_code == 422


def test_a_passkey_is_not_added_twice(her, client_for) -> None:
    carol = type(her)(client_for("carol"), "carol", device=her.device)
    asked = carol.ask("/account/passkeys/new/begin")
    made = carol.device.make(asked["options"])
    page = carol.post("/account/passkeys/new", name="x", challenge=asked["challenge"], passkey_answer=made)
    assert page.status_code == 422


def test_after_the_password_the_accounts_own_passkeys_are_asked(her, browser: TestClient) -> None:
    her.prove_paper()
    assert her.ask(BEGIN, browser)["options"]["allowCredentials"] == []
    assert her.give_password(browser, shared="yes").headers["location"] == "/sign-in/code"
    assert len(her.ask(BEGIN, browser)["options"]["allowCredentials"]) == 1
    answer = her.answer(BEGIN, END, browser)
    assert answer.status_code == 303
    cookie = next(value for value in answer.headers.get_list("set-cookie") if value.startswith("misete="))
    assert "Max-Age" not in cookie
    assert browser.get("/sign-in/code").headers["location"] == "/sign-in"


def test_a_passkey_that_was_removed_opens_nothing(house: House, her, browser: TestClient) -> None:
    page = her.client.get("/account/passkeys").text
    path = next(part for part in page.split('"') if part.endswith("/remove"))
    assert "外しますか" in her.client.get(path).text
    assert her.post(path).headers["location"] == "/account/passkeys"
    assert her.answer(BEGIN, END, browser).status_code == 422
    assert her.post(path).status_code == 404


def test_questions_from_one_address_are_bounded(her, browser: TestClient) -> None:
    for _ in range(30):
        her.ask(BEGIN, browser)
    assert browser.post(BEGIN).status_code == 429


def test_without_javascript_the_page_says_what_to_do_instead(
    her, browser: TestClient, clock: time_machine.Traveller
) -> None:
    for minutes, client, path, instead in (
        (0, browser, "/sign-in", "下の名前とパスワードで入れます"),
        (0, her.client, "/account/passkeys/new", "代わりに、認証アプリを使えます"),
        (6, her.client, "/account/confirm", "ほかの方法で進んでください"),
    ):
        clock.shift(timedelta(minutes=minutes))
        page = client.get(path).text
        # The script shows the button and hides the sentence, where the device has passkeys.
        assert re.search(r"<div data-passkey-on hidden>\s*<button type=\"button\"", page), path
        assert re.search(rf"<p[^>]* ?data-passkey-off>[^<]*{instead}", page), path


@pytest.mark.parametrize(
    ("given", "site"),
    [
        ({}, Site("localhost", "http://localhost:8000")),
        ({"port": 8123}, Site("localhost", "http://localhost:8123")),
        ({"base_url": "https://Misete.Example"}, Site("misete.example", "https://misete.example")),
        ({"base_url": "https://m.example:8443/"}, Site("m.example", "https://m.example:8443")),
        ({"base_url": "http://m.example"}, None),
        ({"base_url": "http://127.0.0.1:8000"}, None),
        ({"base_url": "https://192.0.2.7"}, None),
    ],
    ids=str,
)
def test_passkeys_are_bound_to_the_address_of_the_site(given: dict, site: Site | None) -> None:
    assert site_of(Settings(**given)) == site
