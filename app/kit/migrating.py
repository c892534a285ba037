"""Brings the database to the program's version, and refuses data that a newer program wrote."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from app.kit.behalf import EVERYBODY, say
from app.kit.revisions import MIGRATIONS

# Any number, the same in every process: two that start together migrate one after the other.
ADVISORY_LOCK = 7_418_001


class NewerData(Exception):
    """The data was written by a newer program; the text says what to do."""


class BrokenReferences(Exception):
    """A migration would have left rows that point at nothing; it was undone."""


def migrate(engine: Engine) -> None:
    """Runs the revisions that are missing, all or none."""
    with _alone(engine) as connection:
        config = alembic_config()
        refuse_newer(connection, config)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        _refuse_broken(connection)


def alembic_config() -> Config:
    """Alembic's settings, without a file."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def refuse_newer(connection: Connection, config: Config) -> None:
    """Raises NewerData when the data names a revision that this program does not have."""
    known = {revision.revision for revision in ScriptDirectory.from_config(config).walk_revisions()}
    current = MigrationContext.configure(connection).get_current_heads()
    if not known.issuperset(current):
        raise NewerData(
            "This data was written by a newer Misete than this one. Nothing was changed. "
            "Install the newer version again, or put back the copy you made before you updated."
        )


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    with engine.connect().execution_options(sqlite_begin="BEGIN IMMEDIATE") as connection:
        on_sqlite = engine.dialect.name == "sqlite"
        # Rebuilding a table drops the old one, which would delete what refers to it.
        _set_foreign_keys(connection, on=False) if on_sqlite else None
        try:
            with connection.begin():
                None if on_sqlite else _prepare_postgresql(connection)
                yield connection
        finally:
            _set_foreign_keys(connection, on=True) if on_sqlite else None


def _set_foreign_keys(connection: Connection, *, on: bool) -> None:
    # Asked of the driver, because SQLite ignores it inside a transaction.
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}").close()


def _prepare_postgresql(connection: Connection) -> None:
    say(connection, EVERYBODY)  # a revision that moves rows moves everybody's
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})")
    # A migration that waits for a lock makes everybody behind it wait too.
    connection.exec_driver_sql("SET LOCAL lock_timeout = '4s'")


def _refuse_broken(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise BrokenReferences(f"{len(broken)} rows would refer to nothing, the first in {broken[0][0]}.")
