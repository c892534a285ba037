"""Every page is whole: main part, status, language, and the same answer for what is not yours."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from fastapi import FastAPI, Request
from fastapi.routing import APIRoute
from starlette.responses import Response
from starlette.testclient import TestClient

from app.kit.errors import Conflict, NotFound, TooMany
from app.web.pages import render

MAIN, STATUS = '<main id="main"', '<p id="status" class="said" role="status">'
NO_PAGES = {"/healthz"}
OPEN_PAGES = ["/sign-in", "/sign-up", "/promises", "/exit"]


def is_whole(page: Response) -> bool:
    return MAIN in page.text and STATUS in page.text and '<html lang="' in page.text


def h1(page: Response) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page.text)
    return found[1] if found else ""


def paths(app: FastAPI) -> list[str]:
    routes = [found for found in app.routes if isinstance(found, APIRoute) and "GET" in (found.methods or ())]
    return [
        route.path for route in routes if route.path not in NO_PAGES and not route.path.startswith("/api/")
    ]


@pytest.mark.parametrize("path", OPEN_PAGES)
def test_a_page_for_everybody_is_whole(client: TestClient, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 200
    assert is_whole(page)


def test_every_address_answers_a_whole_page(app: FastAPI, client_for: Callable[[str], TestClient]) -> None:
    alice = client_for("alice")
    for path in paths(app):
        page = alice.get(re.sub(r"\{[^}]+\}", str(uuid4()), path), follow_redirects=True)
        assert page.status_code in {200, 404, 422}, path
        assert is_whole(page), path


def test_an_unknown_address_is_a_whole_page(client: TestClient) -> None:
    page = client.get("/no/such/page")
    assert page.status_code == 404
    assert is_whole(page)
    assert h1(page) == "このページは見つかりません"


def test_an_unreadable_id_is_the_same_page_as_a_random_one(client_for: Callable[[str], TestClient]) -> None:
    alice = client_for("alice")
    unreadable = alice.post("/account/sessions/not-an-id/end")
    random = alice.post(f"/account/sessions/{uuid4()}/end")
    unknown = alice.get("/no/such/page")
    assert unreadable.status_code == random.status_code == unknown.status_code == 404
    assert unreadable.content == random.content == unknown.content


def test_what_is_not_yours_is_the_same_page_as_what_does_not_exist(
    client_for: Callable[[str], TestClient],
) -> None:
    alice, carol = client_for("alice"), client_for("carol")
    hers = re.search(r"/account/sessions/([0-9a-f-]+)/end", _second_session(alice))
    assert hers is not None
    refused = carol.post(hers[0])
    random = carol.post(f"/account/sessions/{uuid4()}/end")
    assert refused.status_code == 404
    assert refused.content == random.content
    assert {**refused.headers, "date": ""} == {**random.headers, "date": ""}


def _second_session(alice: TestClient) -> str:
    other = TestClient(alice.app, base_url=str(alice.base_url), follow_redirects=False)
    other.portal = alice.portal
    other.post("/sign-in", data={"login": "alice", "password": "correct horse of Yokohama"})
    return alice.get("/account").text


def test_a_wrong_method_is_a_whole_page(client: TestClient) -> None:
    page = client.delete("/promises")
    assert page.status_code == 405
    assert is_whole(page)


@pytest.fixture
def faulty(app: FastAPI) -> FastAPI:
    """The application with pages that fail in every way."""

    async def fail(kind: str) -> Response:
        if kind == "conflict":
            raise Conflict("web.errors.conflict")
        if kind == "too-many":
            raise TooMany("web.errors.too_many", 30)
        if kind == "not-found":
            raise NotFound
        raise ValueError("alice's own words")

    async def part(request: Request) -> Response:
        return render(request, "web/promises.html", block="main")

    app.add_api_route("/faulty/{kind}", fail, methods=["GET", "POST"])
    app.add_api_route("/part", part)
    return app


@pytest.mark.parametrize(
    ("kind", "status"), [("conflict", 409), ("too-many", 429), ("not-found", 404), ("bug", 500)]
)
def test_every_error_is_a_whole_page(faulty: FastAPI, client: TestClient, kind: str, status: int) -> None:
    page = client.get(f"/faulty/{kind}")
    assert page.status_code == status
    assert is_whole(page)


def test_too_many_says_when_to_come_back(faulty: FastAPI, client: TestClient) -> None:
    assert client.get("/faulty/too-many").headers["retry-after"] == "30"


def test_a_fault_says_what_was_kept_and_its_number(faulty: FastAPI, client: TestClient) -> None:
    read, sent = client.get("/faulty/bug"), client.post("/faulty/bug", data={"a": "b"})
    assert "記録は残っています" in read.text
    assert "いま送った内容は保存されていません" in sent.text
    assert re.search(r"不具合の番号：[0-9a-f]{8}。", sent.text)


def test_a_fault_is_logged_by_number_and_place_without_anybodys_words(
    faulty: FastAPI, client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    page = client.post("/faulty/bug?q=secret", data={"note": "her own words"})
    number = re.search(r"番号：([0-9a-f]{8})。", page.text)
    assert number is not None
    assert number[1] in caplog.text
    assert "POST /faulty/{kind} ValueError" in caplog.text
    for words in ("secret", "her own words", "alice", "/faulty/bug"):
        assert words not in caplog.text


def test_the_api_answers_errors_without_a_page(faulty: FastAPI, client: TestClient) -> None:
    answer = client.get("/api/no-such-thing")
    assert answer.status_code == 404
    error = answer.json()["error"]
    assert set(error) == {"code", "message", "where"}
    assert error["code"] == "not_found"


def test_a_page_is_japanese_unless_the_browser_asks_for_english(client: TestClient) -> None:
    assert '<html lang="ja">' in client.get("/sign-in").text
    english = client.get("/sign-in", headers={"accept-language": "fr, en-GB;q=0.8, ja;q=0.5"})
    assert '<html lang="en">' in english.text


def test_the_language_changes_without_script_and_stays(client: TestClient) -> None:
    answer = client.post("/language", data={"locale": "en", "next": "/promises"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/promises")
    page = client.get("/promises")
    assert '<html lang="en">' in page.text
    assert h1(page) == "Promises and limits"


def test_the_language_switch_leads_back_to_where_one_was(client: TestClient) -> None:
    page = client.get("/sign-in?next=/account")
    assert '<input type="hidden" name="next" value="/sign-in?next=/account">' in page.text


@pytest.mark.parametrize(
    "path", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb", ""]
)
def test_the_language_switch_never_leads_to_another_site(client: TestClient, path: str) -> None:
    answer = client.post("/language", data={"locale": "en", "next": path})
    assert answer.headers["location"] == "/"


def test_an_unknown_language_changes_nothing(client: TestClient) -> None:
    assert "set-cookie" not in client.post("/language", data={"locale": "xx"}).headers


def test_the_account_keeps_the_language_for_its_next_browser(
    client: TestClient, client_for: Callable[[str], TestClient]
) -> None:
    client_for("alice").post("/language", data={"locale": "en", "next": "/"})
    answer = client.post("/sign-in", data={"login": "alice", "password": "correct horse of Yokohama"})
    assert "misete_language=en" in answer.headers["set-cookie"]


def test_what_was_done_is_said_once(client: TestClient) -> None:
    client.post("/sign-up", data={"login": "alice", "password": "correct horse of Yokohama"})
    assert f"{STATUS}始める用意ができました" in client.get("/account").text
    assert f"{STATUS}</p>" in client.get("/account").text


def test_a_forged_sentence_is_not_said(client: TestClient) -> None:
    client.cookies.set("misete_said", "web.errors.not_found")
    assert f"{STATUS}</p>" in client.get("/promises").text


def test_a_part_is_given_only_to_htmx(faulty: FastAPI, client: TestClient) -> None:
    part = client.get("/part", headers={"hx-request": "true", "hx-request-type": "partial"})
    assert not is_whole(part)
    assert h1(part) == "約束と、できないこと"
    assert "HX-Request" in part.headers["vary"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"hx-request": "true", "hx-request-type": "full"},
        {"hx-request": "true", "hx-boosted": "true"},
        {"hx-request": "true", "hx-history-restore-request": "true"},
    ],
)
def test_everybody_else_gets_the_whole_page(
    faulty: FastAPI, client: TestClient, headers: dict[str, str]
) -> None:
    whole = client.get("/part", headers=headers)
    assert is_whole(whole)
    assert "HX-Request" in whole.headers["vary"]


def test_a_page_without_parts_is_the_same_for_everybody(client: TestClient) -> None:
    asked = client.get("/promises", headers={"hx-request": "true", "hx-request-type": "partial"})
    assert asked.content == client.get("/promises").content
    assert "HX-Request" not in asked.headers["vary"]


def test_every_page_names_the_disclaimer_the_way_out_and_the_language(client: TestClient) -> None:
    for path in ("/sign-in", "/sign-up", "/promises", "/no/such/page"):
        text = client.get(path).text
        assert "政府のサイトではありません" in text
        assert 'href="/exit"' in text
        assert 'value="en" lang="en"' in text


def test_the_way_out_leads_to_a_page_that_says_nothing_of_misete(client: TestClient) -> None:
    page = client.get("/exit")
    shown = re.sub(r"<head>.*?</head>", "", page.text, flags=re.DOTALL)
    assert "見せて" not in page.text
    assert "Misete" not in page.text
    assert "href=" not in shown


def test_health_answers_when_the_database_does(client: TestClient) -> None:
    assert client.get("/healthz").text == "ok\n"


def test_the_promise_page_says_every_limit(client: TestClient) -> None:
    text = client.get("/promises").text
    for limit in (
        "サーバーを動かす人",
        "ほかの人に管理されている機械",
        "印刷したもの",
        "通信したか",
        "通知書",
        "法律事務所",
    ):
        assert limit in text


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json"])
def test_there_is_no_map_for_machines(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404
