"""`misete serve` has a worker beside it, which ends with it however it ends."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.kit.settings import Settings
from tests.reminders.conftest import Alice
from tests.reminders.test_in_browser import smtp
from tests.support.forked import fork
from tests.support.servers import Server, environment, start

ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
pytestmark = pytest.mark.timeout(240)
SECONDS = 60  # on a busy machine it takes its time to start


def workers_of(process: int) -> list[int]:
    """The children of a server that are workers."""
    children = Path(f"/proc/{process}/task").glob("*/children")
    found = [int(child) for file in children for child in file.read_text("ascii").split()]
    return [child for child in found if "worker" in Path(f"/proc/{child}/cmdline").read_text("utf-8")]


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until(truth: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not truth() and time.monotonic() < end:
        time.sleep(0.05)
    assert truth()


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    server = start(environment(settings, **smtp(settings)))
    yield server
    server.stop()
    server.process.communicate()


@ON_SQLITE
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_the_worker_ends_with_its_server(server: Server, end: signal.Signals) -> None:
    until(lambda: len(workers_of(server.process.pid)) == 1)
    (worker,) = workers_of(server.process.pid)
    os.kill(server.process.pid, end)
    server.process.wait(SECONDS)
    until(lambda: not is_alive(worker))


@ON_SQLITE
def test_no_worker_is_started_where_no_mail_can_be_sent(settings: Settings) -> None:
    server = start(environment(settings))
    assert workers_of(server.process.pid) == []
    server.stop()
    assert "Traceback" not in server.read()


@ON_SQLITE
def test_a_worker_alone_does_what_is_due_and_stops(alice: Alice) -> None:
    alice.plans("2026-11-02")
    alice.wants_mail()
    environ = environment(alice.house.settings, MISETE_TODAY="2026-11-02", **smtp(alice.house.settings))
    for _ in range(2):
        process = fork(environ, "worker", "--once")
        said, _ = process.communicate(timeout=SECONDS)
        assert process.returncode == 0, said
        assert "alice" not in said
    assert alice.mailbox.subjects() == ["1 reminder"]


@ON_SQLITE
def test_a_worker_says_that_it_needs_a_mail_server(settings: Settings) -> None:
    process = fork(environment(settings), "worker", "--once")
    said, _ = process.communicate(timeout=SECONDS)
    assert process.returncode == 1
    assert "MISETE_SMTP_HOST" in said


@ON_SQLITE
def test_logs_name_nobody_whose_mail_did_not_go(alice: Alice, capfd) -> None:
    """T-43: what the worker says holds a reason, no address and no name."""
    alice.plans("2026-11-02", "canarynote")
    alice.wants_mail()
    alice.mailbox.on_mail = lambda: "451 Later"
    alice.house.settings.__dict__["smtp_port"] = 1
    alice.works()
    said = "".join(capfd.readouterr())
    assert "(closed)" in said
    for word in ("alice", "example.org", "canarynote"):
        assert word not in said
