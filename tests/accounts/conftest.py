"""Somebody at the pages of signing in: what she does, step by step."""

import re
from dataclasses import dataclass, field

import pyotp
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from tests.support.authenticator import Authenticator
from tests.support.clients import PASSWORD

CODE = re.compile(r"\b[2-9a-z]{4}-[2-9a-z]{4}-[2-9a-z]{4}\b")


@dataclass
class Her:
    """An account, its browser, its code app, its device and its paper."""

    client: TestClient
    name: str = "alice"
    secret: str = ""
    paper: list[str] = field(default_factory=list)
    device: Authenticator = field(default_factory=Authenticator)

    def post(self, path: str, **fields: str):
        return self.client.post(path, data=fields)

    def give_password(self, client: TestClient | None = None, **more: str):
        """Signs in as far as the password leads."""
        given = {"login": self.name, "password": PASSWORD, **more}
        return (client or self.client).post("/sign-in", data=given)

    def code(self, at: float) -> str:
        """What her app shows at an instant."""
        return pyotp.TOTP(self.secret).at(int(at))

    def read_secret(self) -> str:
        """Offers a new app and reads its key from the page."""
        assert self.post("/account/codes").status_code == 303
        page = self.client.get("/account/codes/new").text
        self.secret = re.search(r'<b class="code">([A-Z2-7 ]+)</b>', page)[1].replace(" ", "")
        return self.secret

    def add_app(self, at: float) -> None:
        self.read_secret()
        answer = self.post("/account/codes/new", one_time_password=self.code(at))
        assert answer.status_code == 303, answer.text

    def print_paper(self) -> list[str]:
        self.paper = CODE.findall(self.post("/account/recovery").text)
        return self.paper

    def prove_paper(self) -> None:
        self.print_paper()
        answer = self.post("/account/recovery/check", recovery_password=self.paper[0])
        assert answer.status_code == 303, answer.text

    def ask(self, path: str, client: TestClient | None = None) -> dict:
        answer = (client or self.client).post(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def add_passkey(self, name: str = "Phone") -> None:
        asked = self.ask("/account/passkeys/new/begin")
        answer = self.post(
            "/account/passkeys/new",
            name=name,
            challenge=asked["challenge"],
            passkey_answer=self.device.make(asked["options"]),
        )
        assert answer.status_code == 303, answer.text

    def answer(self, begin: str, path: str, client: TestClient | None = None, **more: str):
        """Lets her device answer a question, and sends the answer."""
        asked = self.ask(begin, client)
        given = {
            "challenge": asked["challenge"],
            "passkey_answer": self.device.sign(asked["options"]),
            **more,
        }
        return (client or self.client).post(path, data=given)


@pytest.fixture
def alice(client_for) -> Her:
    return Her(client_for("alice"))


@pytest.fixture
def browser(app: FastAPI, client: TestClient) -> TestClient:
    """Another browser, in which nobody is signed in."""
    return client
