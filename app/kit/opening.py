"""Opens the house for a process that serves it: database, keys and clock; makes and changes nothing."""

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from app.kit.clock import Clock
from app.kit.db import Database, open_engine
from app.kit.errors import CannotStart
from app.kit.house import House
from app.kit.revisions import newest, present
from app.kit.settings import Settings
from app.kit.vault import Vault, read_master_key

KEYS_FILE = "keys.sqlite3"
PRIVATE = 0o077  # The umask: what the program writes is its owner's alone.

_ROLE = text("SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")


def is_prepared(settings: Settings) -> bool:
    """Whether keys and tables are there, and the tables are those of this program."""
    if not settings.data_dir.is_dir():
        return False
    house = assemble(settings, bytes(32))
    try:
        with house.db.engine.connect() as connection:
            return present(connection) == newest() and not house.vault.is_empty()
    except DBAPIError as failure:
        raise CannotStart(unreachable(house.db.engine, failure)) from None
    except ValueError as mistake:
        raise CannotStart(str(mistake)) from None
    finally:
        close_house(house)


def open_house(settings: Settings) -> House:
    """The house as it was prepared; raises KeyProblem when its keys are missing or wrong."""
    house = assemble(settings, read_master_key(settings, may_make=False))
    house.vault.prove_master_key()
    return house


def refuse_unwalled(house: House) -> None:
    """Raises CannotStart for a role of PostgreSQL that passes through the walls between persons."""
    if house.db.engine.dialect.name == "sqlite":
        return
    with house.db.engine.connect() as connection:
        role, passes = connection.execute(_ROLE).one()
    if passes:
        raise CannotStart(
            f"The role {role} of MISETE_DATABASE_URL is a superuser or has BYPASSRLS: PostgreSQL would show "
            "it everybody's rows, whoever asks. Serve as another role; docs/running.md says how to make one."
        )


def assemble(settings: Settings, master: bytes) -> House:
    """Joins the parts without asking whether they fit."""
    engine = open_engine(settings.database)
    # On PostgreSQL the keys have a schema of their own, on SQLite a file of their own.
    on_sqlite = engine.dialect.name == "sqlite"
    keys = open_engine(f"sqlite:///{settings.data_dir / KEYS_FILE}") if on_sqlite else engine
    return House(settings, Clock(settings.today), Database(engine), Vault(master, keys))


def close_house(house: House) -> None:
    """Gives the connections back; SQLite then folds its log into the file."""
    house.db.engine.dispose()
    house.vault.close()


def unreachable(engine: Engine, failure: DBAPIError) -> str:
    """Why the database cannot be used, without its password."""
    where = engine.url.render_as_string(hide_password=True)
    said = (str(failure.orig).splitlines() or [""])[0]
    return (
        f"The database {where} cannot be opened or changed ({type(failure.orig).__name__}: {said}). "
        "Look whether it runs, whether MISETE_DATABASE_URL is right, and whether the disk is full."
    )
