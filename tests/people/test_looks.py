"""Each look of another stands in her log, and ends with her consent at the next request (T-12, T-38)."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from app.audit.reading import entries_of
from app.kit.house import House
from tests.support import world as worlds

ON_ONE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@ON_ONE
def test_she_reads_who_looked_and_what_she_ended_is_ended(
    house: House, client_for: Callable[[str], TestClient]
) -> None:
    world = worlds.make(house, client_for)
    alice, bob = world.visitor("alice"), world.visitor("bob")
    case = f"/cases/{world.shared['case_id']}"
    assert "A helper" not in alice.get("/access/log").text
    assert bob.get(case).status_code == 200
    log = alice.get("/access/log").text
    assert "A helper" in log
    assert "Friends of paper" in log
    with house.db.reading() as session:
        looks = [each for each in entries_of(session, house.vault, world.person_id) if each.action == "look"]
        assert [each.object_id for each in looks] == [str(world.shared["case_id"])]
    alice.post(f"/access/{grant_of(world)}/end")
    assert bob.get(case).status_code == 404
    assert alice.get(case).status_code == 200


def grant_of(world: worlds.World) -> str:
    """The consent for the shared case."""
    with world.house.db.reading() as session:
        found = worlds.grants.grants_of(session, world.person_id)
        return str(
            next(grant.id for grant in found if grant.group_id == world.group_id and not grant.ended_at)
        )
