"""What others have changes nothing for a stranger: no byte, no header, no question asked (T-11, T-16).

She opens every page that is not opened by a token, signed in and signed out, and sends every form about a
thing that is nobody's.
What she writes of her own is no part of this, and PostgreSQL, whose wall asks no more, is not asked.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from uuid import UUID, uuid5

import pytest
import time_machine
from starlette.testclient import TestClient

from app.kit.house import House
from tests.bench.trace import noting
from tests.house.access import ANYBODY, BEARER, HOLDER, MEMBER, OWNER, TABLE
from tests.support import world as worlds
from tests.support.walk import ask, fill, likeness

Row = tuple[str, str]
NAMES = UUID("00000000-0000-4000-8000-000000000000")
PAGES = sorted(row for row, who in TABLE.items() if row[0] == "GET" and who is not BEARER)
OPEN = sorted(row for row in PAGES if TABLE[row] is ANYBODY)
REFUSED = sorted(row for row, who in TABLE.items() if row[0] == "POST" and who in {OWNER, MEMBER, HOLDER})


class Anything(dict[str, str]):
    """An id for every name: the same one each time, and nobody's."""

    def __missing__(self, name: str) -> str:
        return str(uuid5(NAMES, name))


@pytest.fixture(autouse=True)
def _one_moment() -> Iterator[None]:
    """Pages that say when she signed in say the same at each visit."""
    with time_machine.travel(datetime(2026, 11, 13, 3, tzinfo=UTC), tick=False):
        yield


def visits(house: House, stranger: TestClient, *rows: Row) -> dict[Row, tuple[object, int, int]]:
    """All that these visits tell a stranger, and what each asks of the databases."""
    told = {}
    for row in rows:
        data, keys = [], []
        with noting(house.db.engine, data), noting(house.vault._engine, keys):
            answer = ask(stranger, row[0], filled(row[1]))
        assert row not in REFUSED or answer.status_code in {404, 422}, row
        told[row] = likeness(answer), len(data), len(keys)
    return told


def filled(path: str) -> str:
    return fill(path, {name: Anything()[name] for name in names_in(path)})


def names_in(path: str) -> list[str]:
    known = {"place", "clock_id", "playbook_id", "act_name"}
    return [part.split("}")[0] for part in path.split("{")[1:] if part.split("}")[0] not in known]


@pytest.mark.timeout(300)  # every page twice, and a small world between
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_page_and_every_refusal_is_the_same_to_a_stranger_with_and_without_others(
    house: House, client: TestClient, client_for: Callable[[str], TestClient]
) -> None:
    carol = client_for("carol")

    def told() -> tuple[dict, dict]:
        return visits(house, carol, *PAGES, *REFUSED), visits(house, client, *OPEN)

    told()  # what is loaded once is loaded
    before = told()
    worlds.make(house, client_for)
    for then, now in zip(before, told(), strict=True):
        assert {row: (then[row][1:], now[row][1:]) for row in then if then[row] != now[row]} == {}


def test_there_are_as_many_pages_and_refusals_as_the_table_has() -> None:
    assert len(PAGES) > 150
    assert len(REFUSED) > 80
    assert {"/account", "/sign-in", "/sign-up"} <= {path for _, path in PAGES}
