"""An invitation lets one account in, once, for a week; whatever else is like what does not exist."""

import logging
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from starlette.testclient import TestClient

from app.groups import service
from app.groups.access import member_for
from app.groups.models import Role
from app.kit.errors import NotFound
from app.kit.house import House
from app.web.logs import WithoutQuery
from tests.groups.conftest import Circle, ClientFor, at_once
from tests.support import things
from tests.support.clients import PASSWORD
from tests.support.dump import dump
from tests.support.walk import likeness

START = datetime(2026, 11, 13, 1, 0, tzinfo=UTC)
WEEK = timedelta(days=7)
SECOND = timedelta(seconds=1)
CAROL = {"own_name": "Carol of the group"}


@pytest.fixture
def clock() -> time_machine.Traveller:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def invite(circle: Circle, role: Role = Role.HELPER) -> str:
    """The path of a new link."""
    answer = circle.client_for("alice").post(f"{circle.page}/invitations", data={"role": role})
    assert answer.status_code == 200, answer.text
    (path,) = re.findall(r'value="http://localhost:8000(/join/[\w-]+)"', answer.text)
    return path


def assert_is_nothing(client: TestClient, path: str) -> None:
    nowhere = client.get("/nowhere")
    assert likeness(client.get(path)) == likeness(nowhere)
    assert likeness(client.post(path, data=CAROL)) == likeness(nowhere)


def let_in(client: TestClient, path: str) -> int:
    return client.post(path, data=CAROL).status_code


def withdraw_of(circle: Circle) -> str:
    (path,) = re.findall(r'action="([^"]+/withdraw)"', circle.client_for("alice").get(circle.page).text)
    return path


@pytest.mark.parametrize("role", list(Role))
def test_a_link_lets_somebody_in_under_the_role_it_was_made_for(circle: Circle, role: Role) -> None:
    path, carol = invite(circle, role), circle.client_for("carol")
    page = carol.get(path)
    assert page.status_code == 200
    assert "Friends of paper" in page.text
    answer = carol.post(path, data=CAROL)
    assert answer.headers["location"] == circle.page
    assert circle.roles() == sorted([Role.COORDINATOR, role])
    assert "Carol of the group" in circle.client_for("alice").get(circle.page).text


def test_the_link_is_shown_once_and_kept_as_a_hash(house: House, circle: Circle) -> None:
    token = invite(circle).removeprefix("/join/")
    assert re.fullmatch(r"[\w-]{43}", token)
    assert token not in str(dump(house.db))
    assert token not in circle.client_for("alice").get(circle.page).text


def test_the_log_of_the_server_names_no_link(circle: Circle) -> None:
    path = invite(circle)
    line = logging.makeLogRecord({"args": ("127.0.0.1", "GET", f"{path}?x=1", "1.1", 200)})
    assert WithoutQuery().filter(line)
    assert line.args == ("-", "GET", "/join/-", "1.1", 200)


def test_who_is_not_signed_in_is_not_told_which_group_it_is(circle: Circle, client: TestClient) -> None:
    path = invite(circle)
    page = client.get(path)
    assert page.status_code == 200
    assert "Friends of paper" not in page.text
    assert f"/sign-in?next={path}" in page.text
    answer = client.post(path, data=CAROL)
    assert answer.headers["location"].startswith("/sign-in?")
    assert circle.roles() == ["coordinator"]


def test_both_pages_of_a_link_say_that_a_second_factor_will_be_asked_for(
    circle: Circle, client: TestClient
) -> None:
    path = invite(circle)
    for who in (client, circle.client_for("carol")):
        assert "2つ目の確認" in who.get(path).text


@pytest.mark.parametrize(("after", "works"), [(WEEK - SECOND, True), (WEEK, False), (WEEK + SECOND, False)])
def test_a_link_works_for_a_week_to_the_second(
    clock: time_machine.Traveller,
    house: House,
    circle: Circle,
    client: TestClient,
    client_for: ClientFor,
    after: timedelta,
    works: bool,
) -> None:
    path, carol = invite(circle), client_for("carol")
    clock.move_to(START + after)
    carol.post("/sign-in", data={"login": "carol", "password": PASSWORD})
    carol.cookies.delete("misete_said")
    if works:
        assert "Friends of paper" in carol.get(path).text
        assert let_in(carol, path) == 303
    else:
        assert_is_nothing(carol, path)
        assert client.get(path).status_code == 404


def test_a_link_works_once(circle: Circle) -> None:
    path = invite(circle)
    assert let_in(circle.client_for("carol"), path) == 303
    assert_is_nothing(circle.client_for("bob"), path)


def test_a_form_without_a_name_does_not_use_the_link_up(circle: Circle) -> None:
    path, carol = invite(circle), circle.client_for("carol")
    answer = carol.post(path, data={"own_name": " "})
    assert answer.status_code == 422
    assert 'id="e-own_name"' in answer.text
    assert let_in(carol, path) == 303


def test_of_two_who_use_a_link_at_once_one_comes_in(house: House, circle: Circle) -> None:
    circle.client_for("bob")
    circle.client_for("carol")
    with house.db.writing() as session:
        actors = [things.actor_named(session, house, name) for name in ("bob", "carol")]
        founder = member_for(session, things.actor_named(session, house, "alice"), circle.group_id)
        token = service.invite(session, house, founder, Role.HELPER)

    def join(number: int) -> Role:
        with house.db.writing() as session:
            return Role(service.accept(session, house, actors[number], token, "Whoever is first").role)

    answers = at_once(lambda: join(0), lambda: join(1))
    assert {type(answer) for answer in answers} == {Role, NotFound}
    assert circle.roles() == ["coordinator", "helper"]


def test_a_withdrawn_link_is_nothing(circle: Circle) -> None:
    path = invite(circle)
    withdraw = withdraw_of(circle)
    assert circle.client_for("alice").post(withdraw).headers["location"] == circle.page
    assert_is_nothing(circle.client_for("carol"), path)
    assert circle.client_for("alice").post(withdraw).status_code == 404


def test_a_link_of_a_group_that_was_dissolved_is_nothing(circle: Circle) -> None:
    path = invite(circle)
    circle.client_for("alice").post(f"{circle.page}/dissolve", data={"sure": "yes"})
    assert_is_nothing(circle.client_for("carol"), path)


def test_a_member_is_told_that_she_is_one_and_the_link_stays(circle: Circle) -> None:
    circle.join("bob")
    path, bob = invite(circle, Role.COORDINATOR), circle.client_for("bob")
    assert "もうこのグループに入っています" in bob.get(path).text
    answer = bob.post(path, data=CAROL)
    assert answer.status_code == 409
    assert "もうこのグループに入っています" in answer.text
    assert circle.roles() == ["coordinator", "helper"]
    assert let_in(circle.client_for("carol"), path) == 303


def test_the_links_of_a_coordinator_end_with_her(circle: Circle) -> None:
    circle.join("bob", Role.COORDINATOR)
    bob, alice, carol = (circle.client_for(name) for name in ("bob", "alice", "carol"))
    hers, by_bob = invite(circle), bob.post(f"{circle.page}/invitations", data={"role": "helper"}).text
    (path,) = re.findall(r"/join/[\w-]+", by_bob)
    assert alice.post(circle.page_of("bob", "end")).status_code == 303
    assert_is_nothing(carol, path)
    assert carol.get(hers).status_code == 200


def test_who_left_comes_back_by_a_new_link_only(circle: Circle) -> None:
    circle.join("bob")
    bob = circle.client_for("bob")
    assert bob.post(circle.page_of("bob", "end")).headers["location"] == "/groups"
    assert bob.get(circle.page).status_code == 404
    assert let_in(bob, invite(circle, Role.SUPERVISOR)) == 303
    assert circle.roles() == ["coordinator", "supervisor"]


def test_a_link_needs_a_role(circle: Circle) -> None:
    answer = circle.client_for("alice").post(f"{circle.page}/invitations", data={"role": "owner"})
    assert answer.status_code == 422
    assert "/join/" not in answer.text
    assert 'id="e-role"' in answer.text
