"""Every address says for whom it answers, and to all others it is as if nothing were there (T-10, T-11)."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from app.kit.house import House
from tests.house.access import ANYBODY, BEARER, IDS_IN_FIELDS, MEMBER, OWNER, PUBLIC_NAMES, TABLE
from tests.support import things, walk
from tests.support.walk import ask, fill, likeness, routes

ClientFor = Callable[[str], TestClient]
OWNED = sorted(row for row, who in TABLE.items() if who in {OWNER, MEMBER})
BORNE = sorted(row for row, who in TABLE.items() if who is BEARER)
CLOSED = sorted(row for row, who in TABLE.items() if who not in {ANYBODY, BEARER})
ON_ONE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def strange(ids: dict) -> dict:
    """Ids that were never given."""
    return {name: uuid4() for name in ids}


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    assert sorted(routes()) == sorted(TABLE)


def test_every_address_with_an_id_is_somebodys_own() -> None:
    owned = [row for row in walk.routes() if "{" in row[1] and row[1] not in PUBLIC_NAMES]
    assert [row for row in owned if TABLE[row] not in {OWNER, MEMBER, BEARER}] == []


def test_a_token_opens_to_whoever_has_it_and_a_wrong_one_meets_what_does_not_exist(
    house: House, client: TestClient, client_for: ClientFor
) -> None:
    client_for("alice")
    ids = things.one_of_each(house, "alice")
    for who in (client, client_for("carol")):
        for method, path in BORNE:
            assert ask(who, method, fill(path, ids)).status_code == 200, path
            wrong = ask(who, method, fill(path, strange(ids)))
            assert likeness(wrong) == likeness(who.get("/nowhere")), path


def test_the_owner_reaches_her_own(house: House, client_for: ClientFor) -> None:
    alice = client_for("alice")
    ids = things.one_of_each(house, "alice")
    answers = {path: alice.get(fill(path, ids)).status_code for method, path in OWNED if method == "GET"}
    assert {path: status for path, status in answers.items() if status >= 400} == {}


def test_a_stranger_meets_what_a_random_id_meets(house: House, client_for: ClientFor) -> None:
    client_for("alice")
    carol = client_for("carol")
    ids = things.one_of_each(house, "alice")
    for method, path in OWNED:
        hers = ask(carol, method, fill(path, ids))
        nobodys = ask(carol, method, fill(path, strange(ids)))
        assert hers.status_code == 404, (method, path)
        assert likeness(hers) == likeness(nobodys), (method, path)


@pytest.mark.parametrize(("method", "path", "field", "name"), IDS_IN_FIELDS)
@ON_ONE
def test_a_strangers_id_in_a_field_meets_the_same(
    house: House, client_for: ClientFor, method: str, path: str, field: str, name: str
) -> None:
    client_for("alice")
    carol = client_for("carol")
    ids = things.one_of_each(house, "alice")
    shipped = {"agency": str(things.agency_named(things.CITY))}
    hers = ask(carol, method, path, shipped | {field: str(ids[name])})
    nobodys = ask(carol, method, path, shipped | {field: str(uuid4())})
    assert hers.status_code == 404
    assert likeness(hers) == likeness(nobodys)


def test_nobody_is_led_to_sign_in_whatever_the_id(
    house: House, client: TestClient, client_for: ClientFor
) -> None:
    client_for("alice")
    ids = things.one_of_each(house, "alice")
    for method, path in CLOSED:
        hers, nobodys = ask(client, method, fill(path, ids)), ask(client, method, fill(path, strange(ids)))
        assert hers.status_code == nobodys.status_code, (method, path)
        assert hers.status_code in {303, 401}, (method, path)


def test_an_unreadable_id_is_a_page_that_does_not_exist(client_for: ClientFor) -> None:
    carol = client_for("carol")
    for method, path in OWNED:
        answer = ask(carol, method, path.replace("{place}", "0"))
        assert answer.status_code == 404, (method, path)
