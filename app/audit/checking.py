"""Walks along the chain and names the first entry that is not as it was written."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, text

from app.audit.chain import GENESIS, link
from app.kit.house import House

BATCH = 500
# As plain SQL: a value that was tampered with need not be of its column's type.
_ALL = text("SELECT * FROM audit_event ORDER BY seq").execution_options(yield_per=BATCH)


class Fault(StrEnum):
    """What is wrong with an entry."""

    CHANGED = "changed"  # something in it is not what was written
    MISSING = "missing"  # it was taken away
    SWAPPED = "swapped"  # it was written, but at another place or in another log
    CUT = "cut"  # the log ends before it, though it was witnessed
    ROLLED_BACK = "rolled back"  # another one was witnessed here


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of the log; what a witness remembers."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far the log is in order, and the first entry that is not."""

    head: Head
    seq: int | None = None
    fault: Fault | None = None


EMPTY = Head(0, GENESIS)


def verify(house: House, witnessed: Mapping[int, str] | None = None) -> Verdict:
    """Checks every entry, and those that were witnessed (their hashes by number) against the witness."""
    known = witnessed or {}
    with _lenient(house) as connection:
        verdict = _walk(house, connection, known)
    last = max(known, default=0)
    if verdict.fault is None and last > verdict.head.seq:
        return Verdict(verdict.head, verdict.head.seq + 1, Fault.CUT)
    return verdict


def _walk(house: House, connection: Connection, witnessed: Mapping[int, str]) -> Verdict:
    head = EMPTY
    for row in _rows(connection):
        fault = _fault(house, row, head)
        if fault is Fault.MISSING:
            return Verdict(head, head.seq + 1, fault)
        if fault is Fault.CHANGED and _was_elsewhere(house, connection, row):
            fault = Fault.SWAPPED
        if fault is None and witnessed.get(row["seq"], row["hash"]) != row["hash"]:
            fault = Fault.ROLLED_BACK
        if fault is not None:
            return Verdict(head, row["seq"], fault)
        head = Head(row["seq"], row["hash"])
    return Verdict(head)


def _rows(connection: Connection) -> Iterator[dict[str, Any]]:
    with connection.execute(_ALL) as found:
        for row in found.mappings():
            yield dict(row)


def _fault(house: House, row: Mapping[str, Any], head: Head) -> Fault | None:
    if row["seq"] > head.seq + 1:
        return Fault.MISSING
    if row["seq"] <= head.seq or link(house.vault, row) != row["hash"]:
        return Fault.CHANGED
    return None if row["prev_hash"] == head.hash else Fault.SWAPPED


def _was_elsewhere(house: House, connection: Connection, row: Mapping[str, Any]) -> bool:
    """Whether an entry is whole, but was written under another number."""
    last = connection.execute(text("SELECT max(seq) FROM audit_event")).scalar_one()
    return any(link(house.vault, {**row, "seq": seq}) == row["hash"] for seq in range(1, last + 2))


@contextmanager
def _lenient(house: House) -> Iterator[Connection]:
    # A byte that was changed may leave a text that is none: it is to be found, not to end the search.
    with house.db.engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            yield connection
            return
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.text_factory = _decode
        try:
            yield connection
        finally:
            driver.text_factory = str


def _decode(value: bytes) -> str:
    return value.decode(errors="surrogateescape")


def head_of(house: House) -> Head:
    """The last entry, unchecked."""
    return entry_at(house, None) or EMPTY


def entry_at(house: House, seq: int | None) -> Head | None:
    """An entry by its number, or the last one; None where there is none."""
    which = ":seq" if seq is not None else "(SELECT max(seq) FROM audit_event)"
    asked = text(f"SELECT seq, hash FROM audit_event WHERE seq = {which}")  # noqa: S608 - one of two constants
    with house.db.engine.connect() as connection:
        row = connection.execute(asked, {} if seq is None else {"seq": seq}).first()
    return None if row is None else Head(*row)
