"""Every answer carries the same headers; foreign hosts, foreign sites and large bodies are refused."""

import gzip
import logging
import re
from collections.abc import Callable

import pytest
from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from app.kit.settings import Settings
from app.web.guards import MOST_BYTES, SecurityHeaders, is_cross_site
from app.web.logs import WithoutQuery

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ORIGIN = "http://localhost:8000"


@pytest.mark.parametrize(
    "path",
    ["/sign-in", "/account", "/no/such/page", "/static/app.css", "/static/none", "/healthz", "/api/none"],
)
def test_every_answer_carries_the_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "geolocation=()" in headers["permissions-policy"]


def test_a_fault_carries_the_headers(app: FastAPI, client: TestClient) -> None:
    async def fail() -> None:
        raise RuntimeError

    app.add_api_route("/fail", fail)
    answer = client.get("/fail")
    assert answer.status_code == 500
    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["cache-control"] == "no-store"


def test_refusals_carry_the_headers_and_are_whole_pages(client: TestClient) -> None:
    for answer in (
        client.get("/sign-in", headers={"host": "evil.example"}),
        client.post("/sign-in", headers={"sec-fetch-site": "cross-site"}),
        client.post("/sign-in", content=b"x" * (MOST_BYTES + 1)),
    ):
        assert answer.headers["content-security-policy"] == POLICY
        assert '<main id="main"' in answer.text
        assert 'id="status"' in answer.text


@pytest.mark.parametrize("path", ["/sign-in", "/account", "/no/such/page", "/healthz"])
def test_nothing_but_static_files_is_kept_by_browsers(client: TestClient, path: str) -> None:
    assert client.get(path).headers["cache-control"] == "no-store"


def test_a_static_file_is_kept_for_good_under_its_own_version(client: TestClient) -> None:
    found = re.search(r'href="(/static/app\.css\?v=[0-9a-f]{12})"', client.get("/sign-in").text)
    assert found is not None
    answer = client.get(found[1])
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "gzip"
    again = client.get(found[1], headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


def test_a_static_file_under_another_version_is_asked_for_again(client: TestClient) -> None:
    assert client.get("/static/app.css?v=old").headers["cache-control"] == "no-cache"
    assert client.get("/static/app.css").headers["cache-control"] == "no-cache"


def test_a_static_file_is_given_plain_to_who_asks_for_it_plain(client: TestClient) -> None:
    answer = client.get("/static/icon.svg", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in answer.headers
    assert answer.text.startswith("<svg")


@pytest.mark.parametrize("path", ["/static/../main.py", "/static/%2e%2e/main.py", "/static/vendor"])
def test_only_the_files_of_the_static_folder_are_served(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_first_visit_is_light(client: TestClient) -> None:
    page = client.get("/sign-up")
    links = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
    on_the_wire = len(gzip.compress(page.content))
    for link in links:
        answer = client.get(link)
        on_the_wire += int(answer.headers["content-length"])
    assert len(links) == 3
    assert on_the_wire <= 35_000


def test_pages_are_compressed(client: TestClient) -> None:
    assert client.get("/sign-in").headers["content-encoding"] == "gzip"


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000", "127.0.0.1", "[::1]:9000", "LOCALHOST"])
def test_this_machine_may_be_called_by_its_names(client: TestClient, host: str) -> None:
    assert client.get("/sign-in", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "localhost:8000@evil", "", "10.0.0.1"],
)
def test_another_name_of_this_machine_is_refused(client: TestClient, host: str) -> None:
    assert client.get("/sign-in", headers={"host": host}).status_code == 400


@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        ({}, False),
        ({"sec-fetch-site": "same-origin"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"sec-fetch-site": "same-site"}, True),
        ({"sec-fetch-site": "cross-site"}, True),
        ({"sec-fetch-site": "cross-site", "origin": ORIGIN}, True),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, False),
        ({"origin": ORIGIN}, False),
        ({"origin": "http://localhost:9999"}, True),
        ({"origin": "https://evil.example"}, True),
        ({"origin": "null"}, True),
        ({"origin": ""}, True),
    ],
)
def test_a_write_from_another_site_is_refused(headers: dict[str, str], refused: bool) -> None:
    assert is_cross_site(Headers({"host": "localhost:8000", **headers})) is refused


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_every_method_that_writes_is_guarded(client: TestClient, method: str) -> None:
    answer = client.request(method, "/sign-out", headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403


def test_a_cross_site_write_changes_nothing(client_for: Callable[[str], TestClient]) -> None:
    alice = client_for("alice")
    alice.post("/sign-out", headers={"sec-fetch-site": "cross-site"})
    assert alice.get("/account").status_code == 200


def test_reading_from_another_site_is_allowed(client: TestClient) -> None:
    assert client.get("/sign-in", headers={"sec-fetch-site": "cross-site"}).status_code == 200


@pytest.mark.parametrize(
    ("size", "status"), [(MOST_BYTES - 1, 422), (MOST_BYTES, 422), (MOST_BYTES + 1, 413)]
)
def test_a_body_may_have_256_kilobytes(client: TestClient, size: int, status: int) -> None:
    answer = client.post(
        "/sign-in", content=b"x" * size, headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == status


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x", "text/plain"])
def test_only_forms_are_read(client: TestClient, kind: str) -> None:
    answer = client.post("/sign-in", content=b"{}", headers={"content-type": kind})
    assert answer.status_code == 400
    assert '<main id="main"' in answer.text


@pytest.mark.parametrize("body", [b"login=%ff%fe", b"login=\xff", b"&".join([b"a=b"] * 501)])
def test_a_form_that_is_no_form_is_refused_with_a_page(client: TestClient, body: bytes) -> None:
    answer = client.post(
        "/sign-in", content=body, headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == 400
    assert "読み取れませんでした" in answer.text


def test_over_tls_every_cookie_is_secure_and_transport_is_strict() -> None:
    settings = Settings(base_url="https://misete.example", key="5e" * 32)
    answer = TestClient(SecurityHeaders(_set_cookies, settings)).get("/")
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert answer.headers.get_list("set-cookie") == ["a=b; Secure", "c=d; secure; HttpOnly"]


async def _set_cookies(scope: Scope, receive: Receive, send: Send) -> None:
    answer = Response()
    answer.raw_headers.extend([(b"set-cookie", b"a=b"), (b"set-cookie", b"c=d; secure; HttpOnly")])
    await answer(scope, receive, send)


def test_the_access_log_holds_no_query_and_no_client() -> None:
    """T-43."""
    record = logging.LogRecord(
        "uvicorn.access", logging.INFO, "", 0, '%s - "%s %s HTTP/%s" %d',
        ("10.1.2.3:5", "GET", "/calculator?on=2026-10-30", "1.1", 200), None,
    )  # fmt: skip
    assert WithoutQuery().filter(record)
    assert record.getMessage() == '- - "GET /calculator HTTP/1.1" 200'
