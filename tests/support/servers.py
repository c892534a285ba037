"""The real program in a process of its own, on a free port of this machine."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import httpx2

from app.kit.settings import PREFIX, Settings
from tests.support.forked import Forked, fork
from tests.support.sources import ROOT

START_SECONDS = 30
STOP_SECONDS = 10


@dataclass
class Server:
    """A started `misete serve`."""

    url: str
    process: subprocess.Popen[str] | Forked

    def kill(self) -> None:
        """Ends it as a power cut would."""
        self.process.kill()
        self.process.wait(STOP_SECONDS)

    def stop(self) -> int:
        """Ends it as Ctrl-C does; its status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def read(self) -> str:
        """All that it said; waits for its end."""
        return self.process.communicate(timeout=STOP_SECONDS)[0]


def environment(settings: Settings, **more: str) -> dict[str, str]:
    """What the program reads its settings from, and nothing of the developer's own."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    given = {
        "MISETE_DATA_DIR": str(settings.data_dir),
        "MISETE_DATABASE_URL": settings.database,
        "MISETE_KEY": settings.key.get_secret_value() if settings.key else "",
        "MISETE_TODAY": settings.today.isoformat() if settings.today else "",
        "MISETE_PORT": str(free_port()),
        **more,
    }
    return ours | {name: value for name, value in given.items() if value}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def launch(environ: Mapping[str, str], *command: str) -> subprocess.Popen[str]:
    """Starts `misete` as a person does, by default to serve, and does not wait."""
    return subprocess.Popen(
        [sys.executable, "-m", "app", *(command or ("serve",))],
        cwd=ROOT,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def start(environ: Mapping[str, str], *, afresh: bool = False) -> Server:
    """Starts the server and waits until it answers; afresh is as a person starts it, and takes longer."""
    process = launch(environ) if afresh else fork(environ, "serve")
    server = Server(f"http://localhost:{environ['MISETE_PORT']}", process)
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if server.process.poll() is not None:
            break
        if _answers(server.url):
            return server
        time.sleep(0.02)
    server.kill()
    raise AssertionError(f"The server did not start: {server.read()}")


def _answers(url: str) -> bool:
    try:
        return httpx2.get(f"{url}/healthz", timeout=START_SECONDS).status_code == 200
    except httpx2.TransportError:
        return False


@contextmanager
def serving(settings: Settings, *, afresh: bool = False, **more: str) -> Iterator[Server]:
    """A server for the time of the block."""
    server = start(environment(settings, **more), afresh=afresh)
    try:
        yield server
    finally:
        server.stop()
        server.read()
