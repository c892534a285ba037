"""A group is founded, shown to its members as far as their roles go, and renamed by its coordinators."""

import re

import pytest
from starlette.testclient import TestClient

from app.groups.models import Role
from app.kit.house import House
from tests.bench.trace import noting
from tests.groups.conftest import Circle, ClientFor
from tests.support.dump import dump

WORDS = {"name": "Canary circle", "contact": "Room 3\r\nweekdays", "own_name": "Canary Aoki"}
MOST_QUERIES = 6


def found(client: TestClient) -> str:
    answer = client.post("/groups/new", data=WORDS)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def test_whoever_founds_a_group_coordinates_it(client_for: ClientFor) -> None:
    alice = client_for("alice")
    page = found(alice)
    shown = alice.get(page).text
    assert all(word in shown for word in ("Canary circle", "Room 3", "weekdays", "Canary Aoki"))
    assert "あなたの役割：まとめ役" in shown
    assert f'href="{page}"' in alice.get("/groups").text


def test_what_is_missing_is_named_and_nothing_is_made(house: House, client_for: ClientFor) -> None:
    alice = client_for("alice")
    before = dump(house.db)
    answer = alice.post("/groups/new", data=WORDS | {"contact": " "})
    assert answer.status_code == 422
    assert 'id="e-contact"' in answer.text
    assert "Canary circle" in answer.text
    assert dump(house.db) == before


def test_what_a_group_is_called_is_kept_sealed(house: House, client_for: ClientFor) -> None:
    found(client_for("alice"))
    assert "Canary" not in str(dump(house.db))


def test_a_title_does_not_name_the_group(client_for: ClientFor) -> None:
    alice = client_for("alice")
    page = found(alice)
    for path in ("/groups", page, f"{page}/edit"):
        (title,) = re.findall(r"<title>(.*?)</title>", alice.get(path).text)
        assert "Canary" not in title


def test_a_coordinator_renames_her_group(circle: Circle) -> None:
    alice = circle.client_for("alice")
    assert "045-000-0000" in alice.get(f"{circle.page}/edit").text
    answer = alice.post(f"{circle.page}/edit", data=WORDS)
    assert answer.headers["location"] == circle.page
    assert "Canary circle" in alice.get(circle.page).text
    assert alice.post(f"{circle.page}/edit", data={}).status_code == 422


@pytest.mark.parametrize("role", [Role.HELPER, Role.SUPERVISOR, Role.TECHNICAL_ADMIN])
def test_who_does_not_coordinate_sees_the_group_and_changes_nothing(
    house: House, circle: Circle, role: Role
) -> None:
    circle.join("bob", role)
    bob = circle.client_for("bob")
    page = bob.get(circle.page).text
    assert "A founder" in page
    assert "045-000-0000" in page
    assert circle.page_of("alice", "end") not in page
    assert "/invitations" not in page
    before = dump(house.db)
    for path in ("edit", "invitations", "dissolve"):
        assert (
            bob.post(f"{circle.page}/{path}", data=WORDS | {"role": "helper", "sure": "yes"}).status_code
            == 404
        )
    for act in ("role", "end"):
        assert bob.post(circle.page_of("alice", act), data={"role": "helper"}).status_code == 404
    assert dump(house.db) == before


def test_a_technical_admin_is_told_that_she_sees_no_clients(circle: Circle) -> None:
    circle.join("bob", Role.TECHNICAL_ADMIN)
    circle.join("dora")
    assert "手伝ってもらう人のことは見えません" in circle.client_for("bob").get(circle.page).text
    assert "手伝ってもらう人のことは見えません" not in circle.client_for("dora").get(circle.page).text


def test_a_group_with_many_members_asks_no_more_than_a_small_one(house: House, circle: Circle) -> None:
    alice = circle.client_for("alice")
    counts = []
    for name in ("bob", "dora"):
        circle.join(name)
        notes: list = []
        with noting(house.db.engine, notes):
            assert alice.get(circle.page).status_code == 200
        counts.append(len(notes))
    assert counts[0] == counts[1] <= MOST_QUERIES


def test_nobody_pays_for_the_link_to_the_groups(house: House, client_for: ClientFor) -> None:
    alice = client_for("alice")
    notes: list = []
    with noting(house.db.engine, notes):
        page = alice.get("/cases").text
    assert 'href="/groups"' in page
    assert not any("membership" in statement for statement, _ in notes if "assignment" not in statement)
