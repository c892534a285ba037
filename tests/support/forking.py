"""Loads the program once, and starts it again and again in a tenth of a second, by forking.

Standard input is a socket. A message on it is what to run and with which environment; with it come the
socket for the answer, process id and status, and the pipe for all that is said.
"""

import gc
import json
import os
import signal
import socket
import struct
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from app.kit.opening import assemble
from app.kit.settings import Settings
from app.main import create_app
from tests.support import compiled

LONGEST = 1_000_000
NUMBER = struct.Struct("i")


def load() -> None:
    """Reads whatever is read from files once: directory, law and texts. Opens nothing."""
    import_module("app.cli")
    compiled.keep_all()
    nowhere = Settings(data_dir=Path("/nowhere"))
    create_app(nowhere, assemble(nowhere, bytes(32)))
    import_module("app.agencies.directory").directory()
    gc.collect()
    gc.freeze()


def run(asked: dict[str, object], output: int) -> None:
    """Becomes the program that was asked for."""
    for standard, file in ((0, os.open(os.devnull, os.O_RDONLY)), (1, output), (2, output)):
        os.dup2(file, standard)
    os.environ.clear()
    os.environ.update(asked["environment"])
    module, _, name = asked["program"].partition(":")
    sys.argv = [module, *asked["command"]]
    getattr(import_module(module), name)()


def guard(process: int, answer: int) -> None:
    """Tells a process's id, and at its end how it ended."""
    os.write(answer, NUMBER.pack(process))
    _, status = os.waitpid(process, 0)
    os.write(answer, NUMBER.pack(os.waitstatus_to_exitcode(status)))


def bury(*_: object) -> None:
    """Waits for the guards that ended, so that their time counts as the tests' own."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def main() -> None:
    load()
    requests = socket.socket(fileno=os.dup(0))
    signal.signal(signal.SIGCHLD, bury)
    while True:
        message, (*files,), _, _ = socket.recv_fds(requests, LONGEST, 2)
        if not message:
            return
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            requests.close()
            answer, output = files
            process = os.fork()
            if process == 0:
                os.close(answer)
                run(json.loads(message), output)
                return
            os.close(output)
            guard(process, answer)
            os._exit(0)
        for file in files:
            os.close(file)


if __name__ == "__main__":
    main()
