"""What others have changes nothing for a stranger: no byte, no header, no question asked (T-11, T-16)."""

from collections.abc import Callable
from uuid import UUID, uuid5

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.kit.house import House
from tests.bench.trace import noting
from tests.house.access import BEARER, TABLE
from tests.support import world as worlds
from tests.support.walk import ask, fill, likeness

NAMES = UUID("00000000-0000-4000-8000-000000000000")
# They say the hour at which she signed in, and make a new secret at every visit.
OF_THE_MOMENT = ("/account", "/sign-in", "/sign-up")
PAGES = sorted(
    path
    for (method, path), who in TABLE.items()
    if method == "GET" and who is not BEARER and not path.startswith(OF_THE_MOMENT)
)


class Anything(dict[str, str]):
    """An id for every name: the same one each time, and nobody's."""

    def __missing__(self, name: str) -> str:
        return str(uuid5(NAMES, name))


def session_of(house: House, stranger: TestClient) -> dict[str, tuple[object, int, int]]:
    """All that a stranger's whole visit tells her, and what it asks of the databases."""
    told = {}
    for path in PAGES:
        data, keys = [], []
        with noting(house.db.engine, data), noting(house.vault._engine, keys):
            answer = ask(stranger, "GET", filled(path))
        told[path] = likeness(answer), len(data), len(keys)
    return told


def filled(path: str) -> str:
    return fill(path, {name: Anything()[name] for name in names_in(path)})


def names_in(path: str) -> list[str]:
    known = {"place", "clock_id", "playbook_id", "act_name"}
    return [part.split("}")[0] for part in path.split("{")[1:] if part.split("}")[0] not in known]


@pytest.mark.timeout(300)  # every page twice, and a small world between
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_strangers_whole_session_is_the_same_with_and_without_others(
    app: FastAPI, house: House, client_for: Callable[[str], TestClient]
) -> None:
    del app
    carol = client_for("carol")
    session_of(house, carol)  # what is loaded once is loaded
    before = session_of(house, carol)
    worlds.make(house, client_for)
    after = session_of(house, carol)
    assert {path for path in PAGES if before[path] != after[path]} == set()
    assert len(PAGES) > 100
