"""Nobody changes or takes away an entry, neither through the ORM nor in SQL (T-39)."""

import ast
import re
from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col

from app.audit.models import AuditEvent
from tests.audit.conftest import Log
from tests.support.sources import name_of, parse, python_files

REFUSAL = "append-only"
WAYS: dict[str, Callable[[Session], object]] = {
    "update of an object": lambda session: set_kind(session.get(AuditEvent, 1)),
    "delete of an object": lambda session: session.delete(session.get(AuditEvent, 1)),
    "bulk update": lambda session: session.execute(update(AuditEvent).values(object_kind="x")),
    "bulk update of nothing": lambda session: session.execute(
        update(AuditEvent).where(col(AuditEvent.seq) == 2).values(seq=2)
    ),
    "bulk delete": lambda session: session.execute(delete(AuditEvent)),
    "raw update": lambda session: session.execute(text("UPDATE audit_event SET hash = hash")),
    "raw delete": lambda session: session.execute(text("DELETE FROM audit_event WHERE seq = 3")),
}


def set_kind(row: AuditEvent | None) -> None:
    assert row is not None
    row.object_kind = "x"


@pytest.mark.parametrize("way", WAYS)
def test_an_entry_is_neither_changed_nor_taken_away(log: Log, way: str) -> None:
    log.fill(3)
    before = log.rows()
    with pytest.raises(DBAPIError, match=REFUSAL), log.house.db.writing() as session:
        WAYS[way](session)
    assert log.rows() == before


def test_an_entry_is_not_replaced(log: Log) -> None:
    log.fill(3)
    before = log.rows()
    on_sqlite = log.house.db.engine.dialect.name == "sqlite"
    columns = ", ".join(AuditEvent.__table__.columns.keys())
    values = f"SELECT {columns.replace('object_kind', repr('x'))}"
    sentence = f"INTO audit_event {values} FROM audit_event WHERE seq = 2"
    clause = "ON CONFLICT (seq) DO UPDATE SET object_kind = 'x'"
    statement = f"REPLACE {sentence}" if on_sqlite else f"INSERT {sentence} {clause}"
    with pytest.raises(DBAPIError, match=REFUSAL), log.house.db.writing() as session:
        session.execute(text(statement))
    assert log.rows() == before


def test_the_table_is_not_emptied_on_postgresql(log: Log) -> None:
    log.fill(1)
    if log.house.db.engine.dialect.name == "postgresql":
        with pytest.raises(DBAPIError, match=REFUSAL), log.house.db.writing() as session:
            session.execute(text("TRUNCATE audit_event"))
    assert len(log.rows()) == 1


def test_many_who_write_at_once_make_one_chain(log: Log) -> None:
    barrier = Barrier(6)

    def write_some() -> None:
        barrier.wait()
        log.fill(5)

    threads = [Thread(target=write_some) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rows = log.rows()
    assert [row.seq for row in rows] == list(range(1, 31))
    assert [row.prev_hash for row in rows[1:]] == [row.hash for row in rows[:-1]]


def test_no_file_of_the_program_changes_or_deletes_entries() -> None:
    wrong = re.compile(r"(?:UPDATE|DELETE FROM|TRUNCATE)\s+audit_event|(?:update|delete)\(\s*AuditEvent\b")
    assert [name_of(path) for path in python_files("app") if wrong.search(path.read_text("utf-8"))] == []
    calls = {
        f"{name_of(path)}: {node.func.attr}"
        for path in python_files("app/audit")
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert [call for call in calls if call.endswith((" delete", " merge", " bulk_update_mappings"))] == []
