"""One folder for a whole test run, shared by its worker processes."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support import machine

FOLDER = "TESTS_RUN_FOLDER"
OWNER = "TESTS_RUN_OWNER"


def begin() -> None:
    """Makes the folder, in the process that leads the run; its workers inherit the name."""
    os.environ[FOLDER] = tempfile.mkdtemp(prefix="misete-tests-", dir=machine.quick_folder())
    os.environ[OWNER] = str(os.getpid())


def end() -> None:
    """Removes the folder; who keeps something running there sees it, and stops."""
    shutil.rmtree(folder(), ignore_errors=True)


def folder() -> Path:
    return Path(os.environ[FOLDER])


def owner() -> int:
    return int(os.environ[OWNER])


@contextmanager
def alone(name: str) -> Iterator[None]:
    """One process of this run at a time."""
    with (folder() / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
