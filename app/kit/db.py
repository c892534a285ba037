"""Opens the database; the only file that commits: one request, one transaction."""

import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from time import sleep
from typing import Annotated, Any, Protocol, cast

from anyio import CancelScope, CapacityLimiter, to_thread
from fastapi import Depends, Request
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlmodel import Session, SQLModel

from app.kit.behalf import ASKS, NOBODY, Asking, Behalf, say_at_begin
from app.kit.errors import NotFound

BUSY_MILLISECONDS = 15_000  # Writers of one process queue; the lock is unfair, so the wait is long.

FOLD_MILLISECONDS, FOLD_TRIES = 50, 40

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


def fold_log(engine: Engine) -> bool:
    """Writes SQLite's log into its file and empties it, so that nothing deleted is left there.

    Whether that came about: a reader may stand in the way, and the log is then folded later.
    """
    if engine.dialect.name != "sqlite":
        return True
    connection = engine.raw_connection()
    # Asked of the driver: within a transaction it could not be done.
    driver = cast("sqlite3.Connection", connection.driver_connection)
    try:
        # While it waits for readers nobody can write: it waits a moment, and comes again.
        driver.execute(f"PRAGMA busy_timeout={FOLD_MILLISECONDS}").close()
        return any(_is_folded(driver) for _ in range(FOLD_TRIES))
    finally:
        driver.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}").close()
        connection.close()


def _is_folded(driver: sqlite3.Connection) -> bool:
    (is_busy, *_) = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if is_busy:
        sleep(FOLD_MILLISECONDS / 1000)
    return not is_busy


def _begin_sqlite(connection: Connection) -> None:
    begin = connection.get_execution_options().get("sqlite_begin", "BEGIN")
    connection.exec_driver_sql(cast("str", begin))


class Fact(Protocol):
    """Something that must be written down before the answer leaves, such as a look."""

    @property
    def stands(self) -> bool:
        """Whether it happened even if what the request changed is undone."""


# Told who asked, the ids and tokens in the address, and what was noted already.
Refusal = Callable[[Behalf, Mapping[str, str], Sequence[Fact]], Sequence[Fact]]
NOTED = "noted"
WRITES = "writes"


def note(session: Session, fact: Fact) -> None:
    """Remembers a fact, at no cost until the session ends; then it is written, or the request fails."""
    session.info[NOTED].append(fact)


def is_writing(session: Session) -> bool:
    """Whether what this session changes will stay."""
    return WRITES in session.info


class _Speaking(Session):
    """A session whose transaction begins by saying on whose behalf it asks."""


event.listen(_Speaking, "after_begin", say_at_begin)


class Database:
    """Gives sessions that read, and sessions that write and commit once.

    Each asks on somebody's behalf (kit/behalf.py); when nobody is named, no person's rows are there.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._reader = engine
        # BEGIN IMMEDIATE takes the write lock first; a deferred BEGIN fails half-way under load.
        self._writer = engine.execution_options(sqlite_begin="BEGIN IMMEDIATE")
        # How noted facts are written; an upper room sets it.
        self.trail: Callable[[Session, Sequence[Fact]], None] | None = None
        # What is noted of an address whose ids met nothing; an upper room sets it, too.
        self.refusal: Refusal | None = None
        self.pen = CapacityLimiter(1)

    @contextmanager
    def reading(self, behalf: Behalf | Asking = NOBODY, left: list[Fact] | None = None) -> Iterator[Session]:
        """A session whose changes, if any, are thrown away; noted facts are written at its end, or `left`."""
        facts: list[Fact] = [] if left is None else left
        try:
            with _Speaking(self._reader, autoflush=False, info=_info(facts, behalf)) as session:
                yield session
                session.rollback()
        finally:
            if left is None:
                self.write_down(facts)

    @contextmanager
    def writing(self, behalf: Behalf | Asking = NOBODY, left: list[Fact] | None = None) -> Iterator[Session]:
        """A session that commits when its block ends well, and changes nothing when it does not.

        Noted facts are written in the same transaction. Of one that is undone, what stands is written at
        once, or `left` for later.
        """
        facts: list[Fact] = []
        rest: list[Fact] = [] if left is None else left
        try:
            info = _info(facts, behalf) | {WRITES: True}
            with _Speaking(self._writer, expire_on_commit=False, info=info) as session:
                yield session
                self._commit(session, facts, rest)
        except BaseException:
            rest.extend(fact for fact in facts if fact.stands)
            raise
        finally:
            if left is None:
                self.write_down(rest)

    def write_down(self, facts: Sequence[Fact]) -> None:
        """Writes facts in a short transaction of their own; nothing is asked when there are none."""
        if facts:
            with Session(self._writer) as session:
                self._tell(session, facts)
                session.commit()

    def _commit(self, session: Session, facts: list[Fact], rest: list[Fact]) -> None:
        if facts and session.in_transaction():
            session.flush()
            self._tell(session, facts)  # Last: the end of the log is held no longer than the commit takes.
        else:
            rest.extend(facts)  # Nothing was touched: to begin here might mean to wait.
        session.commit()

    def _tell(self, session: Session, facts: Sequence[Fact]) -> None:
        if self.trail is None:
            raise RuntimeError("Something was noted, but nobody keeps the log.")
        self.trail(session, facts)


def _info(facts: list[Fact], behalf: Behalf | Asking) -> dict[str, Any]:
    return {NOTED: facts, ASKS: behalf if isinstance(behalf, Asking) else Asking(behalf)}


async def _asking() -> Asking:
    return Asking()


Asks = Annotated[Asking, Depends(_asking, scope="function")]


async def _left(request: Request, asks: Asks) -> AsyncIterator[list[Fact]]:
    # Entered before both sessions and left after them: what they could not write is written here.
    db: Database = request.app.state.house.db
    facts: list[Fact] = []
    try:
        yield facts
    except NotFound:
        # Here, because every door of every room ends here: none can forget it.
        if db.refusal is not None:
            facts.extend(db.refusal(asks.behalf, request.path_params, facts))
        raise
    finally:
        if facts:
            # In a thread of its own: on the event loop it could wait for a writer that waits for the loop
            # to commit, and among the routes' threads it would stand in the way of that writer.
            with CancelScope(shield=True):
                await to_thread.run_sync(db.write_down, facts, limiter=db.pen)


Left = Annotated[list[Fact], Depends(_left, scope="function")]


async def _read(request: Request, asks: Asks, left: Left) -> AsyncIterator[Session]:
    with request.app.state.house.db.reading(asks, left) as session:
        yield session


async def _write(request: Request, asks: Asks, left: Left) -> AsyncIterator[Session]:
    # The commit runs on the event loop: in the one worker thread it could wait for the next writer,
    # which waits for its lock.
    with request.app.state.house.db.writing(asks, left) as session:
        yield session


# "function" scope: the commit comes before the answer leaves, so "saved" means saved.
Reading = Annotated[Session, Depends(_read, scope="function")]
Writing = Annotated[Session, Depends(_write, scope="function")]
