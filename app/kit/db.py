"""Opens the database; the only file that commits: one request, one transaction."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Annotated, Any, cast

from fastapi import Depends, Request
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlmodel import Session, SQLModel

BUSY_MILLISECONDS = 15_000  # Writers of one process queue; the lock is unfair, so the wait is long.

# Named constraints, so that SQLite's batch migrations can drop them.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def open_engine(url: str, **more: Any) -> Engine:
    """An engine with the house's settings, for SQLite or PostgreSQL."""
    address = make_url(url)
    more["hide_parameters"] = True  # no value of a person's in the text of a database error
    if address.get_backend_name() == "sqlite":
        return _open_sqlite(address, more)
    if address.get_backend_name() != "postgresql":
        raise ValueError("MISETE_DATABASE_URL must begin with sqlite:/// or postgresql://.")
    return create_engine(
        address.set(drivername="postgresql+psycopg"), pool_pre_ping=True, pool_size=8, **more
    )


def _open_sqlite(address: URL, more: dict[str, Any]) -> Engine:
    # A session begins on the event loop and may write in a worker thread, never in two at once.
    engine = create_engine(address, connect_args={"check_same_thread": False}, **more)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # The driver's own transactions lose updates; ours begin by hand (_begin_sqlite).
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_MILLISECONDS}",
        "secure_delete=ON",
        "trusted_schema=OFF",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    begin = connection.get_execution_options().get("sqlite_begin", "BEGIN")
    connection.exec_driver_sql(cast("str", begin))


class Database:
    """Gives sessions that read, and sessions that write and commit once."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        # BEGIN IMMEDIATE takes the write lock first; a deferred BEGIN fails half-way under load.
        self._writer = engine.execution_options(sqlite_begin="BEGIN IMMEDIATE")

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session whose changes, if any, are thrown away."""
        with Session(self.engine, autoflush=False) as session:
            yield session
            session.rollback()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that commits when its block ends well, and changes nothing when it does not."""
        with Session(self._writer, expire_on_commit=False) as session:
            yield session
            session.commit()


async def _read(request: Request) -> AsyncIterator[Session]:
    with request.app.state.house.db.reading() as session:
        yield session


async def _write(request: Request) -> AsyncIterator[Session]:
    # The commit runs on the event loop: in the one worker thread it could wait for the next writer,
    # which waits for its lock.
    with request.app.state.house.db.writing() as session:
        yield session


# "function" scope: the commit comes before the answer leaves, so "saved" means saved.
Reading = Annotated[Session, Depends(_read, scope="function")]
Writing = Annotated[Session, Depends(_write, scope="function")]
