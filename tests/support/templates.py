"""Prepared databases, made once a run by the program's own start, copied for every test."""

import shutil
from pathlib import Path

from app.cli import furnish
from app.kit.opening import close_house
from app.kit.preparing import prepare_house
from app.kit.settings import Settings
from tests.support import postgres, run

MASTER_KEY = "5e" * 32
POSTGRES_TEMPLATE = "template_misete"


def settings_for(data_dir: Path, database_url: str | None = None, **more: object) -> Settings:
    return Settings.model_validate(
        {"data_dir": data_dir, "database_url": database_url, "key": MASTER_KEY, **more},
    )


def sqlite_copy(data_dir: Path) -> str:
    """Fills the data folder with a prepared database and its keys; its address."""
    template = run.folder() / "template"
    with run.alone("sqlite-template"):
        if not template.exists():
            making = run.folder() / "template-making"
            close_house(furnish(prepare_house(settings_for(making))))
            making.rename(template)
    shutil.copytree(template, data_dir, dirs_exist_ok=True)
    return f"sqlite:///{data_dir / 'misete.sqlite3'}"


def postgres_copy(data_dir: Path, name: str) -> str:
    """A prepared database of that name, in place of an earlier one; its address."""
    with run.alone("postgres-template"):
        made = run.folder() / "postgres-template.made"
        if not made.exists():
            address = postgres.recreate(POSTGRES_TEMPLATE).render_as_string(hide_password=False)
            close_house(furnish(prepare_house(settings_for(run.folder() / "postgres-keys", address))))
            made.touch()
    data_dir.mkdir(mode=0o700, exist_ok=True)
    return postgres.recreate(name, POSTGRES_TEMPLATE).render_as_string(hide_password=False)
