"""Visitors without a browser: alice, bob and carol, each with an account of her own."""

from fastapi import FastAPI
from starlette.testclient import TestClient

from app.web.pages import SAID_COOKIE

ORIGIN = "http://localhost:8000"
PASSWORD = "correct horse of Yokohama"


def visitor(app: FastAPI, lead: TestClient | None = None) -> TestClient:
    """Somebody who is not signed in; `lead` is the client whose event loop the application lives in."""
    client = TestClient(app, base_url=ORIGIN, headers={"origin": ORIGIN}, follow_redirects=False)
    if lead is not None:
        client.portal = lead.portal
    return client


def sign_up(client: TestClient, name: str) -> None:
    answer = client.post("/sign-up", data={"login": name, "password": PASSWORD})
    assert answer.status_code == 303, answer.text
    # The sentence that greets her is for the next page; the tests' first page is as any other.
    client.cookies.delete(SAID_COOKIE)
