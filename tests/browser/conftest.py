"""Gives the stories of the browser a street: the same house on several days at once."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from itertools import count

import pytest
from playwright.sync_api import Browser

from tests.browser.person import Person
from tests.browser.street import Street, street_of
from tests.support import templates
from tests.support.browser import DESKTOP, Watched, visiting

_COUNT = count(1)
LANGUAGES = {"ja": "ja-JP", "en": "en-GB"}


@pytest.fixture(scope="session")
def street(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[Street]:
    """One house for all stories, each with people of its own; on SQLite unless a test says otherwise."""
    data_dir = tmp_path_factory.mktemp("street") / "data"
    if getattr(request, "param", "sqlite") == "postgres":
        database_url = templates.postgres_copy(data_dir, f"misete_street_{worker_id}")
    else:
        database_url = templates.sqlite_copy(data_dir)
    with street_of(data_dir, database_url) as opened:
        yield opened


@pytest.fixture
def meet(chromium: Browser, street: Street) -> Iterator[Callable[..., Person]]:
    """Lets somebody new come: `meet("alice", "en", width=390, javascript=False)`; checked at the end."""
    with ExitStack() as visitors:
        coming: Callable[..., AbstractContextManager[Watched]] = partial(visiting, chromium)

        def come(name: str, language: str = "ja", *, javascript: bool = True, width: int = DESKTOP) -> Person:
            watched = visitors.enter_context(
                coming(*street.urls.values(), javascript=javascript, width=width, locale=LANGUAGES[language])
            )
            return Person(f"{name} {next(_COUNT)}", language, watched, street.urls)

        yield come
