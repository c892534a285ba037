"""Ids of another group, in an address or in a field, meet what ids that were never given meet (T-11)."""

from uuid import UUID, uuid4

import pytest
from starlette.testclient import TestClient

from app.groups.models import Role
from app.kit.house import House
from tests.groups.conftest import Circle
from tests.house.access import MEMBER, TABLE
from tests.support import things
from tests.support.dump import dump
from tests.support.walk import ask, fill, likeness

ROUTES = sorted(
    row for row, who in TABLE.items() if who is MEMBER and row[1].startswith("/groups/{group_id}")
)
INNER = [row for row in ROUTES if row[1].count("_id}") > 1]
FILLED = {"name": "x", "contact": "x", "own_name": "x", "role": "supervisor", "sure": "yes"}


@pytest.fixture
def ids(house: House, circle: Circle) -> dict[str, UUID | str]:
    """What belongs to carol's group, in which there is one of each."""
    circle.client_for("carol")
    with house.db.writing() as session:
        made = things.group_things(session, house, things.actor_named(session, house, "carol"))
        return made | {"case_id": made["client_case_id"]}


def met(client: TestClient, method: str, path: str, **ids: object):
    return likeness(ask(client, method, fill(path, ids), FILLED))


def test_a_coordinator_of_one_group_is_a_stranger_to_another(house: House, circle: Circle, ids: dict) -> None:
    alice = circle.client_for("alice")
    before = dump(house.db)
    nobodys = {name: uuid4() for name in ids}
    for method, path in ROUTES:
        hers = met(alice, method, path, **ids)
        assert hers[0] == 404, path
        assert hers == met(alice, method, path, **nobodys), path
    assert dump(house.db) == before


def test_what_is_another_groups_is_not_found_in_her_own(house: House, circle: Circle, ids: dict) -> None:
    alice = circle.client_for("alice")
    before = dump(house.db)
    own = {"group_id": circle.group_id}
    nobodys = {name: uuid4() for name in ids} | own
    for method, path in INNER:
        hers = met(alice, method, path, **ids | own)
        assert hers[0] == 404, path
        assert hers == met(alice, method, path, **nobodys), path
    assert dump(house.db) == before


@pytest.mark.parametrize("field", ["successor", "successor_1"])
def test_a_member_of_another_group_takes_no_case_over(
    house: House, circle: Circle, ids: dict, field: str
) -> None:
    circle.join("bob")
    circle.lead("bob")
    alice, before = circle.client_for("alice"), dump(house.db)
    path = circle.page_of("bob", "end")
    answers = [
        likeness(alice.post(path, data={field: str(who)})) for who in (ids["membership_id"], uuid4(), "x")
    ]
    assert answers[0][0] == 404
    assert answers == [answers[0]] * 3
    assert dump(house.db) == before


def test_who_left_finds_her_own_old_membership_no_more(circle: Circle) -> None:
    circle.join("bob", Role.COORDINATOR)
    old = circle.page_of("bob", "end")
    alice = circle.client_for("alice")
    assert alice.post(old).status_code == 303
    alice.get(circle.page)  # says that it is done, once
    for client in (alice, circle.client_for("bob")):
        assert likeness(client.get(old)) == likeness(client.get("/nowhere"))
