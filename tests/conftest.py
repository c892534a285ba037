"""Gives every test a house of its own, on SQLite and on PostgreSQL."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.kit.house import House
from app.kit.opening import close_house, open_house
from app.kit.settings import FOREIGN, PREFIX, Settings
from tests.support import run, templates

# A Friday between two acts of the story; a test that needs another day marks it: @pytest.mark.today("2026-12-05").
TODAY = date(2026, 11, 13)


def pytest_configure(config: pytest.Config) -> None:
    for name in [name for name in os.environ if name.startswith(PREFIX) and name not in FOREIGN]:
        del os.environ[name]
    if not hasattr(config, "workerinput"):
        run.begin()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        run.end()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> str:
    """Which database the test runs on: each test that asks for one runs on both."""
    return request.param


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def database_url(database: str, data_dir: Path, worker_id: str) -> str:
    """The address of a fresh, migrated database with the shipped directory in it."""
    if database == "sqlite":
        return templates.sqlite_copy(data_dir)
    return templates.postgres_copy(data_dir, f"misete_{worker_id}")


@pytest.fixture
def today(request: pytest.FixtureRequest) -> date:
    """The civil day on which the test happens."""
    marked = request.node.get_closest_marker("today")
    return date.fromisoformat(marked.args[0]) if marked else TODAY


@pytest.fixture
def settings(data_dir: Path, database_url: str, today: date) -> Settings:
    return templates.settings_for(data_dir, database_url, today=today)


@pytest.fixture
def house(settings: Settings) -> Iterator[House]:
    """A house on a fresh database, its clock held still."""
    opened = open_house(settings)
    yield opened
    close_house(opened)
