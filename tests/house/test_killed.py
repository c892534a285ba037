"""What was confirmed is there after the power went (T-48): 20 kills on each database, or 1,000."""

import random
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

import httpx2
import pytest
from starlette.testclient import TestClient

from app.filings import projection
from app.kit.house import House
from app.kit.settings import Settings
from tests.support import things
from tests.support.forked import Forked, fork
from tests.support.servers import environment

START_SECONDS = 20
ROUNDS = pytest.mark.parametrize(
    "rounds", [20, pytest.param(1000, marks=[pytest.mark.prove, pytest.mark.timeout(3600)])]
)


@dataclass
class Killable:
    """A server that is started and killed many times on the same data."""

    port: int
    cookie: str
    environ: dict[str, str]
    process: Forked | None = None

    def start(self) -> None:
        self.process = fork(self.environ, "serve")
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
            except OSError:
                time.sleep(0.005)
            else:
                return
        raise AssertionError("The server did not start again.")

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.communicate()

    def page(self, path: str) -> str:
        answer = httpx2.get(
            f"http://localhost:{self.port}{path}", headers={"cookie": self.cookie}, timeout=START_SECONDS
        )
        assert answer.status_code == 200
        return answer.text

    def send(self, path: str, fields: dict[str, str]) -> socket.socket:
        """A form on its way; what comes back is read from the socket."""
        body = urlencode(fields)
        going = socket.create_connection(("127.0.0.1", self.port), timeout=START_SECONDS)
        going.sendall(
            f"POST {path} HTTP/1.1\r\nHost: localhost:{self.port}\r\n"
            f"Origin: http://localhost:{self.port}\r\nCookie: {self.cookie}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}".encode("ascii")
        )
        return going


@pytest.fixture
def killable(settings: Settings, house: House, client_for: Callable[[str], TestClient]) -> Iterator[Killable]:
    """A server on alice's data, in which she is signed in."""
    cookie = f"misete={client_for('alice').cookies['misete']}"
    environ = environment(settings)
    server = Killable(int(environ["MISETE_PORT"]), cookie, environ)
    server.start()
    yield server
    server.kill()


def drafts(house: House, count: int) -> list[tuple[str, str]]:
    """The pages of as many cases with a filing each, and where their events are sent."""
    with house.db.writing() as session:
        alice = things.actor_named(session, house, "alice")
        cases = [things.open_case(session, house, alice) for _ in range(count)]
        filings = [things.begin_filing(session, house, case) for case in cases]
        return [(f"/cases/{filing.case_id}", f"/filings/{filing.id}/events") for filing in filings]


def sent(note: str) -> dict[str, str]:
    return {"kind": "sent", "when": things.SENT.isoformat(), "note": note}


@ROUNDS
def test_what_was_confirmed_survives_a_kill(house: House, killable: Killable, rounds: int) -> None:
    for number, (case, events) in enumerate(drafts(house, rounds)):
        with killable.send(events, sent(f"kill number {number}.")) as answering:
            confirmation = answering.recv(1024)
            killable.kill()
        assert confirmation.startswith(b"HTTP/1.1 303")
        killable.start()
        assert f"kill number {number}." in killable.page(case)
    assert projection.check(house) == []


@ROUNDS
def test_a_save_that_was_cut_off_is_there_whole_or_not_at_all(
    house: House, killable: Killable, rounds: int
) -> None:
    chance = random.Random(rounds)
    for case, events in drafts(house, rounds // 2):
        with killable.send(events, sent("cut off")):
            time.sleep(chance.uniform(0, 0.02))
            killable.kill()
        killable.start()
        page = killable.page(case)
        assert ("cut off" in page) == (things.SENT.isoformat() in page)
    assert projection.check(house) == []
