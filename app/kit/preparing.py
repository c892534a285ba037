"""Makes or mends what a start needs, once, before anybody is served: data folder, keys, tables."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic.util import CommandError
from sqlalchemy import Engine, inspect
from sqlalchemy.exc import DBAPIError

from app.kit.house import House
from app.kit.migrating import NewerData, migrate
from app.kit.opening import assemble, close_house
from app.kit.settings import Settings
from app.kit.vault import KeyProblem, Vault, read_master_key


class CannotStart(Exception):
    """Something outside the program stands in the way; the text says what and how to mend it."""


def prepare_house(settings: Settings) -> House:
    """The house, its data brought to this program's version; raises KeyProblem or CannotStart."""
    make_data_folder(settings.data_dir)
    with _one_at_a_time(settings.data_dir):
        house = _assemble(settings)
        try:
            _prepare(house)
        except DBAPIError as failure:
            close_house(house)
            raise CannotStart(_unreachable(house.db.engine, failure)) from None
        except (NewerData, CommandError) as refusal:
            close_house(house)
            raise CannotStart(str(refusal)) from None
    return house


def make_data_folder(folder: Path) -> None:
    """Makes the folder, for its owner alone."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _lock_file(folder).touch(mode=0o600)
    except OSError as failure:
        raise CannotStart(
            f"The data folder {folder.absolute()} cannot be written ({failure.strerror}). "
            "Name another one with MISETE_DATA_DIR, or mend its rights."
        ) from None


def _lock_file(folder: Path) -> Path:
    return folder / "starting.lock"


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    # Two first starts at once must not make two master keys.
    with _lock_file(folder).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _assemble(settings: Settings) -> House:
    try:
        return assemble(settings, read_master_key(settings, may_make=_is_new(settings)))
    except ValueError as mistake:
        raise CannotStart(str(mistake)) from None


def _is_new(settings: Settings) -> bool:
    """Whether nothing was ever locked here, so that a key may be made."""
    blank = assemble(settings, bytes(32))
    try:
        return blank.vault.is_empty() and not _has_data(blank.db.engine)
    except DBAPIError as failure:
        raise CannotStart(_unreachable(blank.db.engine, failure)) from None
    finally:
        close_house(blank)


def _prepare(house: House) -> None:
    _prepare_keys(house.vault, house.db.engine)
    migrate(house.db.engine)


def _prepare_keys(vault: Vault, engine: Engine) -> None:
    if vault.is_empty():
        if _has_data(engine):
            raise KeyProblem(
                "The data is here but the store of its keys is not, so nothing you wrote can be read. "
                "Nothing was changed. Put keys.sqlite3 (on PostgreSQL: the schema misete_keys) "
                "back from your backup."
            )
        vault.prepare()
    vault.prove_master_key()


def _has_data(engine: Engine) -> bool:
    with engine.connect() as connection:
        return inspect(connection).has_table("alembic_version")


def _unreachable(engine: Engine, failure: DBAPIError) -> str:
    # The address is shown without its password; the driver's own words may carry more, so only their kind.
    where = engine.url.render_as_string(hide_password=True)
    return (
        f"The database {where} cannot be opened or changed ({type(failure.orig).__name__}: "
        f"{_first_line(failure)}). Look whether it runs, whether MISETE_DATABASE_URL is right, "
        "and whether the disk is full."
    )


def _first_line(failure: DBAPIError) -> str:
    return (str(failure.orig).splitlines() or [""])[0]
