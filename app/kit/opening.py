"""Opens the house for a process that serves it: database, keys and clock; makes and changes nothing."""

from app.kit.clock import Clock
from app.kit.db import Database, open_engine
from app.kit.house import House
from app.kit.settings import Settings
from app.kit.vault import Vault, read_master_key

KEYS_FILE = "keys.sqlite3"


def open_house(settings: Settings) -> House:
    """The house as it was prepared; raises KeyProblem when its keys are missing or wrong."""
    house = assemble(settings, read_master_key(settings, may_make=False))
    house.vault.prove_master_key()
    return house


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
