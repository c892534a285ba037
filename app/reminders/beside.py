"""Keeps a worker running beside the server, as a process that ends with it, however the server ends."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from app.kit.settings import Settings

STOP_SECONDS = 5
SECONDS_BEFORE_ANOTHER = 10
SLICE = 0.5  # seconds; a signal's handler may not touch a lock, so the wait looks by itself


@contextmanager
def worker_beside(settings: Settings) -> Iterator[None]:
    """A worker for the time of the block; none where it has nothing to do."""
    if not settings.needs_worker:
        yield
        return
    keeper = _Keeper()
    keeper.thread.start()
    try:
        yield
    finally:
        keeper.end()


class Stop:
    """Whether the end was asked for; safe to set from a signal's handler."""

    def __init__(self) -> None:
        self._asked = False

    def set(self) -> None:
        """Asks for the end."""
        self._asked = True

    def is_set(self) -> bool:
        """Whether it was asked for."""
        return self._asked

    def wait(self, seconds: float) -> None:
        """Waits so long, or until the end is asked for."""
        until = time.monotonic() + seconds
        while not self._asked and time.monotonic() < until:
            time.sleep(SLICE)


class _Keeper:
    """Starts the worker, and another one should it die."""

    def __init__(self) -> None:
        self.thread = threading.Thread(target=self._keep, name="keeper of the worker", daemon=True)
        self._ending = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None

    def _keep(self) -> None:
        while not self._ending.is_set():
            # The child reads from a pipe that nobody writes to: it ends when the server's end of it is
            # gone, and the system sees to that even when the server is killed.
            self._child = subprocess.Popen(
                [sys.executable, "-m", "app", "worker", "--leashed"], stdin=subprocess.PIPE
            )
            self._child.wait()
            self._ending.wait(SECONDS_BEFORE_ANOTHER)

    def end(self) -> None:
        """Lets the leash go, and waits a moment for the mail that is just going out."""
        self._ending.set()
        child = self._child
        if child is None or child.stdin is None:
            return
        child.stdin.close()
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def stop_with(leash: IO[bytes], stop: Stop) -> None:
    """In the worker: stops when the leash is gone; a mail that hangs is left, it is not lost."""

    def watch() -> None:
        leash.read()
        stop.set()
        # The main thread ends the process after its mail; this is for one that does not come back.
        threading.Timer(STOP_SECONDS, os._exit, (0,)).start()

    threading.Thread(target=watch, name="leash", daemon=True).start()
