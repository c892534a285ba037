"""A process of its own in which files are checked: each in a child with bounds, which may die alone.

It is begun by checkup.py, knows no key, no address and no database, and ends with the one who began it.
"""

import contextlib
import gc
import json
import os
import resource
import signal
import socket

from app.documents.checks import Finding, check
from app.documents.kinds import MOST_BYTES, Refused

MOST_MEMORY = 1_000_000_000
MOST_CPU_SECONDS = 15
MOST_SECONDS = 30
MOST_FILES = 16
IDLE_SECONDS = 300
LENGTH_BYTES = 8


def serve(orders: socket.socket) -> None:
    """Begins a child for each pair of pipes that arrives, until nobody sends any more."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    orders.settimeout(IDLE_SECONDS)
    gc.freeze()
    while True:
        try:
            _, pipes, _, _ = socket.recv_fds(orders, 1, 2)
        except OSError:
            return
        if len(pipes) != 2:  # noqa: PLR2004 - one to read, one to answer; fewer when the other side is gone
            return
        if os.fork() == 0:
            orders.close()
            _live(*pipes)
        for pipe in pipes:
            os.close(pipe)


def _live(asked: int, answer: int) -> None:
    """The life of a child: one file, and never back into the loop above."""
    try:
        bind_hands()
        with os.fdopen(asked, "rb") as reading:
            ending = reading.readline(LENGTH_BYTES + 1).decode("ascii", "replace").strip()
            data = reading.read(MOST_BYTES + 1)
        with os.fdopen(answer, "wb") as writing:
            for part in answered(data, ending):
                writing.write(part)
    except BaseException:  # noqa: BLE001 - whatever it was, no answer is the answer
        os._exit(1)
    os._exit(0)


def bind_hands() -> None:
    """Little memory, little time, no file, no dump of what it read; an alarm that nobody catches."""
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, MOST_FILES),
    ):
        # Some systems know a limit and do not let it be set; the alarm holds on all.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))
    signal.alarm(MOST_SECONDS)


def answered(data: bytes, ending: str) -> tuple[bytes, ...]:
    """What is said of a file: the length of a JSON, the JSON, the changed content, the preview."""
    try:
        finding = check(data, ending)
    except Refused as refusal:
        return _told({"refused": refusal.key, "values": refusal.values})
    except MemoryError:
        return _told({"refused": "documents.errors.not_safe", "values": {}})
    return (*_told(_facts(finding)), finding.content or b"", finding.preview)


def _told(facts: dict[str, object]) -> tuple[bytes, bytes]:
    said = json.dumps(facts).encode()
    return len(said).to_bytes(LENGTH_BYTES, "big"), said


def _facts(finding: Finding) -> dict[str, object]:
    return {
        "kind": finding.kind,
        "pages": finding.pages,
        "numbers": finding.numbers,
        "warnings": finding.warnings,
        "content": len(finding.content or b""),
        "preview": len(finding.preview),
    }


if __name__ == "__main__":
    serve(socket.socket(fileno=0))
