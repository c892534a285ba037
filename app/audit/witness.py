"""The witness: a file elsewhere that remembers heads of the log, so that a cut is seen, and an older copy."""

import os
import re
from pathlib import Path

from app.audit.chain import GENESIS
from app.audit.checking import Head, entry_at, head_of
from app.kit.errors import CannotStart
from app.kit.house import House

# A day, the number of the last entry, its hash.
_LINE = re.compile(r"(\d{4}-\d{2}-\d{2}) (\d{1,18}) ([0-9a-f]{64})")
WHEN_DIFFERENT = (
    "The log is not the one that the witness saw: its entry {seq} is missing or another one. "
    "It was cut, or an older database was put back. Nothing was added to the witness; "
    "`misete log verify --witness FILE` says more."
)


def line_of(house: House, head: Head) -> str:
    """A head as the witness file keeps it."""
    return f"{house.clock.today()} {head.seq} {head.hash}"


def read(file: Path) -> list[tuple[str, Head]]:
    """The days and heads of a witness file, oldest first; raises CannotStart for a line that is none."""
    try:
        lines = file.read_text("ascii", errors="replace").splitlines()
    except OSError as failure:
        raise CannotStart(f"The witness file {file} cannot be read ({failure.strerror}).") from None
    return [_read_line(file, number, line) for number, line in enumerate(lines, 1)]


def _read_line(file: Path, number: int, line: str) -> tuple[str, Head]:
    match = _LINE.fullmatch(line)
    if match is None:
        raise CannotStart(
            f"Line {number} of the witness file {file} is not a day, a number and a hash. "
            "Put the file back from a copy, or begin a new one under another name."
        )
    return match[1], Head(int(match[2]), match[3])


def append(house: House, file: Path) -> Head:
    """Adds today's head; refuses when the log is not the one that the file knows."""
    seen = read(file) if file.exists() else []
    _refuse_another(house, seen)
    head = head_of(house)
    try:
        with file.open("a", encoding="ascii") as out:
            out.write(line_of(house, head) + "\n")
            out.flush()
            os.fsync(out.fileno())
    except OSError as failure:
        raise CannotStart(f"The witness file {file} cannot be written ({failure.strerror}).") from None
    return head


def append_daily(house: House, file: Path) -> None:
    """Adds a head once a day."""
    seen = read(file) if file.exists() else []
    if not seen or seen[-1][0] != str(house.clock.today()):
        append(house, file)


def _refuse_another(house: House, seen: list[tuple[str, Head]]) -> None:
    # The furthest head is enough: what comes before it hangs on it.
    last = max((head for _, head in seen), key=lambda head: head.seq, default=Head(0, GENESIS))
    if last.seq and entry_at(house, last.seq) != last:
        raise CannotStart(WHEN_DIFFERENT.format(seq=last.seq))
