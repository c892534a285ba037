"""What is changed in the log behind the program's back is found, and the first wrong entry named (T-40)."""

import secrets
from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, text

from app.audit.checking import Fault, head_of, verify
from app.audit.entry import Action, Outcome
from app.audit.models import AuditEvent
from tests.audit.conftest import Log

COUNT = 12
COLUMNS = [name for name in AuditEvent.model_fields if name != "seq"]
BYTES = "detail_sealed"


@dataclass(frozen=True)
class Tamperer:
    """Somebody with the database in hand; triggers do not stop her."""

    log: Log
    chance: Random

    def change(self, statement: str, **given: object) -> None:
        with self.log.house.db.engine.begin() as connection:
            _drop_triggers(connection)
            connection.execute(text(statement), given)

    def write(self, rows: list[dict[str, Any]]) -> None:
        """Puts these rows in place of all others."""
        self.change("DELETE FROM audit_event")
        names = ", ".join(["seq", *COLUMNS])
        values = ", ".join(f":{name}" for name in ["seq", *COLUMNS])
        for row in rows:
            self.change(f"INSERT INTO audit_event ({names}) VALUES ({values})", **row)

    def rows(self) -> list[dict[str, Any]]:
        return [dict(row._mapping) for row in self.log.rows()]


def _drop_triggers(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("DROP TRIGGER IF EXISTS audit_event_append_only ON audit_event"))
        return
    for name in ("no_update", "no_delete", "in_order"):
        connection.execute(text(f"DROP TRIGGER IF EXISTS audit_event_{name}"))


@pytest.fixture
def tamperer(log: Log) -> Tamperer:
    """A log with entries of all shapes, and who tampers with it; the seed is in the test's output."""
    log.fill(COUNT - 3)
    log.write(
        log.entry(Action.REFUSE, "filing", outcome=Outcome.DENY, actor_id=None),
        log.entry(Action.SIGN_IN_FACTOR_CHANGE, "account", person_id=None),
        log.entry(Action.GRANT, "access_grant", group_id=uuid4(), facts=(("name", "Bob"),)),
    )
    seed = secrets.randbits(32)
    print("seed", seed)  # noqa: T201 - to try the same again
    return Tamperer(log, Random(seed))


def test_a_log_that_nobody_touched_is_whole(tamperer: Tamperer) -> None:
    verdict = verify(tamperer.log.house)
    assert (verdict.fault, verdict.head) == (None, head_of(tamperer.log.house))
    assert verdict.head.seq == COUNT


def test_an_empty_log_is_whole(log: Log) -> None:
    assert verify(log.house).fault is None


def other(chance: Random, value: Any) -> Any:
    """The same value with one bit of one byte turned; something where there was nothing."""
    if value is None or len(value) == 0:
        return "a"
    given = value if isinstance(value, bytes) else value.encode()
    place = chance.randrange(len(given))
    # Of text only the lowest bits, so that PostgreSQL takes it.
    turned = given[place] ^ (1 << chance.randrange(8 if isinstance(value, bytes) else 4))
    made = given[:place] + bytes([turned or 1]) + given[place + 1 :]
    return made if isinstance(value, bytes) else made.decode()


@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_byte_is_found_and_its_entry_named(tamperer: Tamperer, column: str) -> None:
    for _ in range(4):
        before = tamperer.rows()
        row = tamperer.chance.choice(before)
        value = other(tamperer.chance, row[column])
        if column == BYTES and isinstance(value, str):
            value = value.encode()
        statement = f"UPDATE audit_event SET {column} = :value WHERE seq = :seq"
        tamperer.change(statement, value=value, seq=row["seq"])
        verdict = verify(tamperer.log.house)
        assert (verdict.seq, verdict.fault) == (row["seq"], Fault.CHANGED)
        tamperer.change(statement, value=row[column], seq=row["seq"])
    assert verify(tamperer.log.house).fault is None


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "value", ["x'ff'", "x'61ff62'", "'text'", "cast(x'ff' AS TEXT)", "1", "1.5", "NULL", "''"]
)
def test_a_value_of_any_type_is_found(tamperer: Tamperer, value: str) -> None:
    for column in COLUMNS:
        seq = tamperer.chance.randint(1, COUNT - 3)
        row = tamperer.rows()[seq - 1]
        if value == "NULL" and column not in {"actor", "person", "object_id", BYTES, "commitment"}:
            continue
        tamperer.change(f"UPDATE audit_event SET {column} = {value} WHERE seq = {seq}")
        verdict = verify(tamperer.log.house)
        assert (verdict.seq, verdict.fault) == (seq, Fault.CHANGED), column
        tamperer.change(f"UPDATE audit_event SET {column} = :was WHERE seq = {seq}", was=row[column])


def test_a_missing_entry_is_named(tamperer: Tamperer) -> None:
    gone = sorted(tamperer.chance.sample(range(1, COUNT), tamperer.chance.randint(1, 3)))
    for seq in gone:
        tamperer.change("DELETE FROM audit_event WHERE seq = :seq", seq=seq)
    verdict = verify(tamperer.log.house)
    assert (verdict.seq, verdict.fault) == (gone[0], Fault.MISSING)


def test_swapped_entries_are_named(tamperer: Tamperer) -> None:
    rows = tamperer.rows()
    first, second = sorted(tamperer.chance.sample(range(1, COUNT + 1), 2))
    rows[first - 1]["seq"], rows[second - 1]["seq"] = second, first
    tamperer.write(rows)
    verdict = verify(tamperer.log.house)
    assert (verdict.seq, verdict.fault) == (first, Fault.SWAPPED)


def test_entries_that_moved_up_into_a_gap_are_named(tamperer: Tamperer) -> None:
    rows = tamperer.rows()
    gone = tamperer.chance.randint(1, COUNT - 1)
    kept = [row for row in rows if row["seq"] != gone]
    for row in kept[gone - 1 :]:
        row["seq"] -= 1
    tamperer.write(kept)
    verdict = verify(tamperer.log.house)
    assert (verdict.seq, verdict.fault) == (gone, Fault.SWAPPED)


def test_an_invented_entry_is_named(tamperer: Tamperer) -> None:
    rows = tamperer.rows()
    tamperer.write([*rows, rows[-1] | {"seq": COUNT + 1, "prev_hash": rows[-1]["hash"]}])
    verdict = verify(tamperer.log.house)
    assert (verdict.seq, verdict.fault) == (COUNT + 1, Fault.CHANGED)
    tamperer.write([rows[0] | {"seq": -1}, *rows])
    verdict = verify(tamperer.log.house)
    assert (verdict.seq, verdict.fault) == (-1, Fault.SWAPPED)


def test_a_cut_is_found_with_the_witness(tamperer: Tamperer) -> None:
    head = head_of(tamperer.log.house)
    last = tamperer.chance.randint(0, COUNT - 1)
    tamperer.change("DELETE FROM audit_event WHERE seq > :last", last=last)
    verdict = verify(tamperer.log.house, {head.seq: head.hash})
    assert (verdict.seq, verdict.fault) == (last + 1, Fault.CUT)


def test_an_older_database_that_was_written_on_is_found_with_the_witness(tamperer: Tamperer) -> None:
    older = tamperer.rows()[:5]
    head = head_of(tamperer.log.house)
    tamperer.write(older)
    tamperer.log.fill(COUNT)
    assert verify(tamperer.log.house).fault is None
    verdict = verify(tamperer.log.house, {5: older[-1]["hash"], head.seq: head.hash})
    assert (verdict.seq, verdict.fault) == (head.seq, Fault.ROLLED_BACK)


def test_entries_of_a_fork_do_not_fit(tamperer: Tamperer) -> None:
    rows = tamperer.rows()
    tamperer.write(rows[:5])
    tamperer.log.fill(COUNT)
    fork = tamperer.rows()
    tamperer.write([*rows[:7], *fork[7:]])
    verdict = verify(tamperer.log.house)
    assert (verdict.seq, verdict.fault) == (8, Fault.SWAPPED)


def test_another_master_key_makes_no_chain_that_fits(
    tamperer: Tamperer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tamperer.log.house.vault, "_chain_key", bytes(32))
    assert verify(tamperer.log.house).seq == 1
