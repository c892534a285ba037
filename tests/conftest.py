"""Gives every test a house of its own, on SQLite and on PostgreSQL."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from playwright.sync_api import Browser, Page
from starlette.testclient import TestClient

from app import main
from app.accounts import passwords
from app.audit.keeping import keep_log
from app.kit.house import House
from app.kit.opening import close_house
from app.kit.settings import FOREIGN, PREFIX, Settings
from app.main import create_app
from tests.support import clients, compiled, order, run, servers, templates
from tests.support.behalf import open_for_tests
from tests.support.browser import Watched, chromium_running, visiting
from tests.support.servers import Server

# A Friday between two acts of the story; for another day: @pytest.mark.today("2026-12-05").
TODAY = date(2026, 11, 13)

# Folders of rooms that keep nothing: their pages are the same on any database.
WITHOUT_DATA = ("calculator", "rulebook", "web")
# Folders whose tests run every case on both databases.
WHOLE_ON_BOTH = ("house", "reminders", "browser", "kit")


def pytest_configure(config: pytest.Config) -> None:
    for name in [name for name in os.environ if name.startswith(PREFIX) and name not in FOREIGN]:
        del os.environ[name]
    if not hasattr(config, "workerinput"):
        run.begin()
        # Within the folder of the run, which goes when the run ends.
        config.option.basetemp = config.option.basetemp or str(run.folder() / "tests")


def pytest_collection_finish() -> None:
    main.keep_what_was_loaded()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of a test of a room with many cases, PostgreSQL runs the first; SQLite runs them all.

    Its cases differ in what a person typed, not in what a database does with it. What is about the
    databases themselves stands in tests/house and tests/reminders, and runs whole on both.
    """
    seen: set[str] = set()
    left_out = [item for item in items if _is_another_case_on_postgres(item, seen)]
    items[:] = [item for item in items if item not in set(left_out)]
    config.hook.pytest_deselected(items=left_out)
    if hasattr(config, "workerinput"):
        items[:] = order.in_piles(items, config.workerinput["workercount"])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    return order.workers()


def _is_another_case_on_postgres(item: pytest.Item, seen: set[str]) -> bool:
    if item.path.parent.name in WITHOUT_DATA and item.get_closest_marker("postgres"):
        return True
    params = getattr(item, "callspec", None) and item.callspec.params  # type: ignore[attr-defined] # pytest adds it to parametrised tests
    if not params or params.get("database") != "postgres" or len(params) == 1 or _is_whole(item):
        return False
    name = item.nodeid.partition("[")[0]
    is_another = name in seen
    seen.add(name)
    return is_another


def _is_whole(item: pytest.Item) -> bool:
    return item.path.parent.name in WHOLE_ON_BOTH


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
    opened = keep_log(open_for_tests(settings))
    yield opened
    close_house(opened)


@pytest.fixture
def app(house: House, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    """The application, with passwords that are quick to check."""
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    # A served process does this once at its start; here it would be done for every test.
    monkeypatch.setattr(main, "keep_what_was_loaded", lambda: None)
    made = create_app(house.settings, house)
    compiled.keep(made.state.pages)
    return made


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """Somebody who is not signed in."""
    with clients.visitor(app) as visitor:
        yield visitor


@pytest.fixture
def client_for(app: FastAPI, client: TestClient) -> Callable[[str], TestClient]:
    """A client for each person by name, signed up and signed in."""
    known: dict[str, TestClient] = {}

    def signed_in(name: str) -> TestClient:
        if name not in known:
            known[name] = clients.visitor(app, client)
            clients.sign_up(known[name], name)
        return known[name]

    return signed_in


@pytest.fixture
def live_server(settings: Settings) -> Iterator[Server]:
    """The program itself, as a process, on a fresh database."""
    with servers.serving(settings) as server:
        yield server


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser for the tests of one file: longer, and its event loop would be in other tests' way."""
    with chromium_running() as browser:
        yield browser


@pytest.fixture
def visit(chromium: Browser, live_server: Server) -> Iterator[Callable[..., Watched]]:
    """Opens visitors, as `visit(javascript=False, width=390, locale="en-GB")`; checks them at the end."""
    with ExitStack() as visitors:
        opening: Callable[..., AbstractContextManager[Watched]] = partial(visiting, chromium, live_server.url)
        yield lambda **more: visitors.enter_context(opening(**more))


@pytest.fixture
def page(visit: Callable[..., Watched]) -> Page:
    """A page in Japanese, with JavaScript, as wide as a desk."""
    return visit().page()
