"""Whoever joins a group owes a second factor from the next page on (T-01)."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from app.kit.house import House
from tests.support import things

pytestmark = pytest.mark.one_factor


def test_a_member_with_a_password_alone_is_led_to_the_second_factor(
    house: House, client_for: Callable[[str], TestClient]
) -> None:
    alice, carol = client_for("alice"), client_for("carol")
    answer = alice.post("/groups/new", data={"name": "Circle", "contact": "By letter", "own_name": "Alice"})
    assert answer.status_code == 303
    assert alice.get("/cases").headers["location"].startswith("/account/two-factors")
    assert carol.get("/cases").status_code == 200
    with house.db.writing() as session:
        actor = things.actor_named(session, house, "alice")
        things.prove_two_factors(session, house, actor.account_id)
    assert alice.get("/cases").status_code == 200
