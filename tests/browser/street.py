"""One house, opened on several days at once; cookies know no ports, so who is in is in on every day."""

import signal
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.kit.settings import Settings
from tests.support import templates
from tests.support.forked import fork
from tests.support.servers import STOP_SECONDS, environment, free_port

# She sits down when she sends it, when she mended it, when the decision came, and when she saw it.
SENT, MENDED, DECIDED, SEEN = map(
    date.fromisoformat, ("2026-10-28", "2026-11-13", "2026-12-24", "2027-01-14")
)
START_SECONDS = 60


@dataclass(frozen=True)
class Street:
    """Where the house is on each day."""

    settings: Settings
    urls: Mapping[date, str]


@contextmanager
def street_of(data_dir: Path, database_url: str) -> Iterator[Street]:
    """Serves each day from a process of its own."""
    settings = templates.settings_for(data_dir, database_url)
    ports = {day: free_port() for day in (SENT, MENDED, DECIDED, SEEN)}
    processes = [
        fork(environment(settings, MISETE_TODAY=str(day), MISETE_PORT=str(port)), "serve")
        for day, port in ports.items()
    ]
    try:
        for port in ports.values():
            _await(port)
        yield Street(settings, {day: f"http://localhost:{port}" for day, port in ports.items()})
    finally:
        for process in processes:
            process.send_signal(signal.SIGTERM)
        for process in processes:
            process.communicate(timeout=STOP_SECONDS)


def _await(port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.01)
        else:
            return
    raise AssertionError("The house did not open.")
