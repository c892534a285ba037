"""The program from a process that has loaded it already: what subprocess.Popen gives, sooner."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import IO

from tests.support.forking import NUMBER
from tests.support.sources import ROOT


class Forked:
    """A started program; as much of Popen as the tests use."""

    def __init__(self, answer: socket.socket, said: IO[str]) -> None:
        self._answer, self._said = answer, said
        self.returncode: int | None = None
        self.pid = self._number()

    def poll(self) -> int | None:
        """How it ended; None while it runs."""
        try:
            return self.wait(0)
        except subprocess.TimeoutExpired:
            return None

    def wait(self, timeout: float | None = None) -> int:
        """How it ended, once it did."""
        if self.returncode is None:
            self._answer.settimeout(timeout)
            try:
                self.returncode = self._number()
            except (TimeoutError, BlockingIOError):
                raise subprocess.TimeoutExpired("misete", timeout or 0) from None
            self._answer.close()
        return self.returncode

    def communicate(self, timeout: float | None = None) -> tuple[str, None]:
        """All that it said, once it ended."""
        if not self._said.closed:
            with self._said:
                self._text = self._said.read()
        self.wait(timeout)
        return self._text, None

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def _number(self) -> int:
        (number,) = NUMBER.unpack(self._answer.recv(NUMBER.size))
        return number


def fork(environ: Mapping[str, str], *command: str, program: str = "app.cli:main") -> Forked:
    """Starts a program with these arguments, and does not wait."""
    asked = {"environment": dict(environ), "command": command, "program": program}
    ours, theirs = socket.socketpair()
    said, saying = os.pipe()
    with theirs:
        socket.send_fds(_loaded().requests, [json.dumps(asked).encode()], [theirs.fileno(), saying])
    os.close(saying)
    return Forked(ours, open(said, encoding="utf-8"))  # noqa: PTH123 - it is closed when it was read


@dataclass(frozen=True)
class _Loaded:
    requests: socket.socket
    process: subprocess.Popen[bytes]


@cache
def _loaded() -> _Loaded:
    """This process's own loaded program, which ends with it."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, "-m", "tests.support.forking"]
    with theirs:
        return _Loaded(ours, subprocess.Popen(command, cwd=ROOT, stdin=theirs, stdout=subprocess.DEVNULL))
