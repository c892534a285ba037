"""What the tests ask of the machine they run on: who we are, and what may be installed."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

INSTALL_SECONDS = 300
ROOM_NEEDED = 4_000_000_000  # bytes of memory


class Missing(Exception):
    """Something the tests need is not here and could not be installed. They fail; they never skip."""


def is_root() -> bool:
    return os.geteuid() == 0


def install(*packages: str) -> None:
    """Installs packages of the system; only root can, and only where there is apt-get."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with alone("apt"):
        for command in (
            ["apt-get", "update", "-qq"],
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
        ):
            subprocess.run(
                command,
                env=quiet,
                check=True,
                timeout=INSTALL_SECONDS,
                stdin=subprocess.DEVNULL,
                capture_output=True,
            )


@contextmanager
def alone(name: str) -> Iterator[None]:
    """One process of this machine's at a time."""
    path = Path(tempfile.gettempdir()) / f"misete-tests-{os.geteuid()}-{name}.lock"
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def quick_folder() -> str | None:
    """A folder in memory, where there is one: a test's database says "saved" thousands of times."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK) or shutil.disk_usage(memory).free < ROOM_NEEDED:
        return None
    return str(memory)
