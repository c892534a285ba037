"""Signing up, in and out: the same answer for known and unknown names (T-04), a new token each time."""

import hashlib
import re
from collections.abc import Callable

import pytest
from fastapi import FastAPI
from sqlmodel import col, select
from starlette.testclient import TestClient

from app.accounts.models import Account, AccountSession, SignInFailure
from app.kit.house import House
from app.web.paths import local_path
from tests.bench.trace import noting

PASSWORD = "correct horse of Yokohama"


def sign_in(client: TestClient, login: str, password: str = PASSWORD, **more: str) -> int:
    answer = client.post("/sign-in", data={"login": login, "password": password, **more})
    return answer.status_code


def token_of(client: TestClient) -> str:
    return client.cookies.get("misete") or ""


def stored(house: House) -> list[AccountSession]:
    with house.db.reading() as session:
        found = list(session.exec(select(AccountSession).order_by(col(AccountSession.created_at))))
        session.expunge_all()
    return found


def error_of(page: str) -> list[str]:
    return re.findall(r'<p class="err"[^>]*>.*?</svg>(.*?)</p>', page)


def test_a_new_account_is_signed_in_and_has_its_own_person(house: House, client: TestClient) -> None:
    made: list[object] = []
    client.app.state.on_sign_up.append(lambda session, house, account_id: made.append(account_id))
    answer = client.post("/sign-up", data={"login": "alice", "password": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert client.get("/account").status_code == 200
    with house.db.reading() as session:
        assert made == [session.exec(select(Account.id)).one()]


def test_nothing_is_left_of_a_sign_up_that_fails_half_way(house: House, client: TestClient) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    client.app.state.on_sign_up.append(fail)
    assert client.post("/sign-up", data={"login": "alice", "password": PASSWORD}).status_code == 500
    with house.db.reading() as session:
        assert session.exec(select(Account)).all() == []


def test_a_name_is_stored_sealed_and_found_by_its_fingerprint(house: House, client: TestClient) -> None:
    client.post("/sign-up", data={"login": "Alice 𠮷野", "password": PASSWORD})
    with house.db.reading() as session:
        sealed, password_hash = session.exec(select(Account.login_sealed, Account.password_hash)).one()
    assert b"Alice" not in sealed
    assert password_hash.startswith("$argon2id$")
    assert PASSWORD not in password_hash


@pytest.mark.parametrize("login", ["alice", "ALICE", " Alice ", "ａｌｉｃｅ"])
def test_a_name_is_taken_in_every_width_and_case(
    client: TestClient, client_for: Callable[[str], TestClient], login: str
) -> None:
    client_for("alice")
    answer = client.post("/sign-up", data={"login": login, "password": "another fine password"})
    assert answer.status_code == 422
    assert error_of(answer.text) == ["この名前は、もう使われています。別の名前を書いてください"]


def test_a_bad_sign_up_keeps_the_name_and_forgets_the_password(client: TestClient) -> None:
    page = client.post("/sign-up", data={"login": "alice", "password": "short"})
    assert page.status_code == 422
    assert 'value="alice"' in page.text
    assert "short" not in page.text
    assert 'aria-invalid="true" aria-describedby="e-password h-password" autofocus' in page.text
    assert "1つ直すと保存できます" in page.text


@pytest.mark.parametrize("login", ["", "x" * 65, "a\x00b", "a\u202eb"])
def test_a_name_that_cannot_be_kept_is_refused_with_a_sentence(client: TestClient, login: str) -> None:
    page = client.post("/sign-up", data={"login": login, "password": PASSWORD})
    assert page.status_code == 422
    assert len(error_of(page.text)) == 1


def test_signing_in_leads_to_where_one_wanted_to_go(client: TestClient, client_for: Callable) -> None:
    client_for("alice")
    wanted = client.get("/account")
    assert wanted.headers["location"] == "/sign-in?next=%2Faccount"
    answer = client.post("/sign-in", data={"login": "alice", "password": PASSWORD, "next": "/account"})
    assert answer.headers["location"] == "/account"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("/cases/1?x=%2F#kigen", "/cases/1?x=%2F#kigen"),
        ("/", "/"),
        ("//evil.example/x", "/"),
        ("/\\evil.example", "/"),
        ("/a\\b", "/"),
        ("https://evil.example", "/"),
        ("evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("/\r\nSet-Cookie: a=b", "/"),
        ("", "/"),
        (None, "/"),
    ],
)
def test_signing_in_never_leads_to_another_site(text: str | None, path: str) -> None:
    assert local_path(text) == path


def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(
    client: TestClient, client_for: Callable[[str], TestClient]
) -> None:
    client_for("alice")
    known = client.post("/sign-in", data={"login": "alice", "password": "wrong password"})
    unknown = client.post("/sign-in", data={"login": "nobody", "password": "wrong password"})
    assert known.status_code == unknown.status_code == 422
    assert known.text.replace('value="alice"', "") == unknown.text.replace('value="nobody"', "")
    assert set(known.headers) == set(unknown.headers)


def test_a_wrong_name_and_a_wrong_password_cost_the_same_work(
    app: FastAPI, client: TestClient, client_for: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    client_for("alice")
    checked: list[bool] = []
    verify = app.state.passwords.verify

    async def counted(kept: str | None, password: str) -> bool:
        checked.append(kept is not None)
        return await verify(kept, password)

    monkeypatch.setattr(app.state.passwords, "verify", counted)
    sign_in(client, "alice", "wrong password")
    sign_in(client, "nobody", "wrong password")
    assert checked == [True, False]


def test_a_wrong_password_asks_the_same_of_the_database_whatever_is_behind_the_name(
    house: House, client: TestClient, alice, client_for: Callable
) -> None:
    alice.add_app(house.clock.now().timestamp())
    alice.prove_paper()
    client_for("carol")
    sign_in(client, "somebody", "wrong password")  # the counter of the address is opened once
    answers, asked = [], []
    for name in ("alice", "carol", "nobody"):
        notes: list = []
        with noting(house.db.engine, notes):
            page = client.post("/sign-in", data={"login": name, "password": "wrong password"})
        answers.append(
            (page.status_code, sorted(page.headers.keys()), page.text.replace(f'value="{name}"', ""))
        )
        asked.append(
            sorted(statement for statement, _ in notes)
        )  # rows are written in the order of their keys
    assert answers[0] == answers[1] == answers[2]
    assert asked[0] == asked[1] == asked[2]
    assert asked[0]


@pytest.mark.parametrize("path", ["/sign-in/code", "/sign-in/recovery"])
def test_the_second_step_says_nothing_to_who_did_not_give_the_password(
    client: TestClient, alice, house: House, path: str
) -> None:
    alice.add_app(house.clock.now().timestamp())
    alice.prove_paper()
    typed = {"one_time_password": alice.code(house.clock.now().timestamp()), "recovery_password": "x"}
    bare = client.post(path, data=typed)
    client.cookies.set("misete-half", "a" * 43)
    guessed = client.post(path, data=typed)
    assert bare.headers["location"] == guessed.headers["location"] == "/sign-in"


def test_every_sign_in_has_a_new_token_and_ends_the_browsers_old_one(
    house: House, client_for: Callable[[str], TestClient]
) -> None:
    alice = client_for("alice")
    before = token_of(alice)
    assert sign_in(alice, "alice") == 303
    after = token_of(alice)
    assert before != after
    old, new = stored(house)
    assert old.ended_at is not None
    assert new.ended_at is None
    assert new.token_hash == hashlib.sha256(after.encode()).hexdigest()


def test_a_token_has_256_random_bits_and_is_not_stored(house: House, client_for: Callable) -> None:
    token = token_of(client_for("alice"))
    assert len(token) == 43
    assert token not in str(stored(house))


def test_a_token_given_from_outside_is_never_taken_over(client: TestClient, client_for: Callable) -> None:
    client_for("alice")
    client.cookies.set("misete", "chosen-by-a-stranger")
    answer = client.post("/sign-in", data={"login": "alice", "password": PASSWORD})
    given = next(value for value in answer.headers.get_list("set-cookie") if value.startswith("misete="))
    assert "chosen-by-a-stranger" not in given


def test_the_cookie_is_for_this_server_alone(client: TestClient) -> None:
    answer = client.post("/sign-up", data={"login": "alice", "password": PASSWORD})
    cookie = next(value for value in answer.headers.get_list("set-cookie") if value.startswith("misete="))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    assert "Max-Age=43200" in cookie


def test_on_a_shared_computer_the_cookie_goes_when_the_browser_closes(client: TestClient) -> None:
    answer = client.post("/sign-up", data={"login": "alice", "password": PASSWORD, "shared": "yes"})
    cookie = next(value for value in answer.headers.get_list("set-cookie") if value.startswith("misete="))
    assert "Max-Age" not in cookie


def test_signing_out_ends_the_session_and_clears_the_browser(house: House, client_for: Callable) -> None:
    alice = client_for("alice")
    token = token_of(alice)
    answer = alice.post("/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert token_of(alice) == ""
    assert all(found.ended_at for found in stored(house))
    alice.cookies.set("misete", token)
    assert alice.get("/account").status_code == 303


def test_signing_out_twice_is_no_error(client: TestClient) -> None:
    assert client.post("/sign-out").status_code == 303


def test_signing_out_is_never_a_read(client_for: Callable[[str], TestClient]) -> None:
    assert client_for("alice").get("/sign-out").status_code == 405


def test_reading_pages_changes_nothing(house: House, client_for: Callable[[str], TestClient]) -> None:
    alice = client_for("alice")
    before = (stored(house), _failures(house))
    for path in ("/sign-in", "/sign-up", "/account", "/promises", "/exit", "/healthz"):
        alice.get(path)
    assert (stored(house), _failures(house)) == before


def _failures(house: House) -> list[SignInFailure]:
    with house.db.reading() as session:
        found = list(session.exec(select(SignInFailure)))
        session.expunge_all()
    return found
