"""Makes or mends what a start needs, once: data folder, keys, tables. A process of its own.

The tool that migrates weighs more than ten megabytes, which a server would carry for good.
"""

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic.util import CommandError
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from app.kit.errors import CannotStart
from app.kit.house import House
from app.kit.migrating import NewerData, migrate
from app.kit.opening import PRIVATE, assemble, close_house, unreachable
from app.kit.revisions import present
from app.kit.settings import Settings, UnsafeSettings, read_settings
from app.kit.vault import KeyProblem, Vault, read_master_key


def prepare_house(settings: Settings) -> House:
    """The house, its data brought to this program's version; raises KeyProblem or CannotStart."""
    make_data_folder(settings.data_dir)
    with _one_at_a_time(settings.data_dir):
        house = _assemble(settings)
        try:
            _prepare(house)
        except DBAPIError as failure:
            close_house(house)
            raise CannotStart(unreachable(house.db.engine, failure)) from None
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
        raise CannotStart(unreachable(blank.db.engine, failure)) from None
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
        return present(connection) is not None


def main() -> None:
    """Prepares what the environment names; ends with a sentence where it cannot."""
    os.umask(PRIVATE)
    try:
        close_house(prepare_house(read_settings()))
    except (UnsafeSettings, KeyProblem, CannotStart) as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit(1)  # Nothing was changed; who started this says so.


if __name__ == "__main__":
    main()
