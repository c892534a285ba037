"""A group ends with every consent to it, and never while somebody's records would be out of reach."""

from uuid import UUID

import pytest
from sqlalchemy import select

from app.audit.keeping import actor_mark
from app.audit.reading import entries_of_group
from app.groups.models import Role
from app.kit.errors import NotFound
from app.kit.house import House
from app.people import access, clients
from app.people.grant_models import Ended, GrantScope
from app.people.models import Case, Client
from tests.bench.trace import Statement, noting
from tests.groups.conftest import Circle
from tests.support import things
from tests.support.dump import dump

SURE = {"sure": "yes"}


def account_of(circle: Circle, name: str) -> UUID:
    circle.client_for(name)
    with circle.house.db.reading() as session:
        return things.actor_named(session, circle.house, name).account_id


def dissolve(circle: Circle):
    return circle.client_for("alice").post(f"{circle.page}/dissolve", data=SURE)


def hand_back(circle: Circle, number: int) -> None:
    with circle.house.db.writing() as session:
        client = circle.known(session, number)
        assert client is not None
        client.handed_back_on = circle.house.clock.today()


def test_it_is_said_before_what_will_happen_and_asked_whether_she_is_sure(
    house: House, circle: Circle
) -> None:
    circle.join("bob")
    circle.lead("bob", account_id=account_of(circle, "carol"))
    alice = circle.client_for("alice")
    page = alice.get(f"{circle.page}/dissolve").text
    assert "メンバー2人" in page
    assert "いま手伝っている1人" in page
    before = dump(house.db)
    answer = alice.post(f"{circle.page}/dissolve")
    assert answer.status_code == 422
    assert 'id="e-sure"' in answer.text
    assert dump(house.db) == before


def test_every_consent_and_every_team_ends_with_the_group(house: House, circle: Circle) -> None:
    circle.join("bob")
    case_id = circle.lead("bob", account_id=account_of(circle, "carol"))
    assert dissolve(circle).headers["location"] == "/groups"
    for name in ("alice", "bob"):
        member = circle.client_for(name)
        assert member.get(circle.page).status_code == 404
        assert circle.page not in member.get("/groups").text
    assert circle.roles() == []
    assert circle.orphans() == []
    with house.db.reading() as session:
        open_scopes = select(GrantScope).where(GrantScope.ended_at.is_(None))
        assert session.execute(open_scopes).all() == []
        bob, carol = (things.actor_named(session, house, name) for name in ("bob", "carol"))
        with pytest.raises(NotFound):
            access.find(session, bob, Case, case_id, "view_content")
        case = access.find(session, carol, Case, case_id, "edit")
        assert case.group_id is None


def test_no_group_ends_while_a_client_without_an_account_has_not_her_records(
    house: House, circle: Circle
) -> None:
    circle.lead("alice")
    circle.lead("alice", account_id=account_of(circle, "carol"))
    circle.lead("alice")
    hand_back(circle, 3)
    page = circle.client_for("alice").get(f"{circle.page}/dissolve").text
    assert "まだ返していない方の番号：1<" in page
    assert 'name="sure"' not in page
    before = dump(house.db)
    answer = dissolve(circle)
    assert answer.status_code == 409
    assert "まだ記録を返していない方がいる" in answer.text
    assert dump(house.db) == before
    hand_back(circle, 1)
    assert dissolve(circle).status_code == 303


def test_whose_help_ended_earlier_has_her_records_first_too(house: House, circle: Circle) -> None:
    circle.lead("alice")
    with house.db.writing() as session:
        client = session.execute(select(Client)).scalar_one()
        client.ended_at, client.ended_reason = house.clock.now(), "given_back"
    assert dissolve(circle).status_code == 409


def test_each_person_whom_it_helped_reads_that_it_ended(house: House, circle: Circle) -> None:
    account_id = account_of(circle, "carol")
    circle.lead("alice", account_id=account_id)
    assert dissolve(circle).status_code == 303
    assert "グループの手伝い" in circle.client_for("carol").get("/access/log").text


def said(circle: Circle) -> list[tuple[str, str]]:
    """What stands in the group's own log, the newest first."""
    with circle.house.db.reading() as session:
        found = entries_of_group(session, circle.house.vault, circle.group_id, limit=None)
        return [(each.action, each.object_kind) for each in found]


@pytest.mark.parametrize("clients", [0, 1])
def test_that_it_ended_stands_in_its_own_log_also_where_it_helped_nobody(
    circle: Circle, clients: int
) -> None:
    for _ in range(clients):
        circle.lead("alice", account_id=account_of(circle, "carol"))
    assert circle.client_for("alice").post(f"{circle.page}/dissolve").status_code == 422
    assert ("delete", "group") not in said(circle)
    assert dissolve(circle).status_code == 303
    assert said(circle).count(("delete", "group")) == 1
    with circle.house.db.reading() as session:
        [last] = entries_of_group(session, circle.house.vault, circle.group_id, limit=1)
        alice = things.actor_named(session, circle.house, "alice")
    assert (last.action, last.by) == ("delete", actor_mark(circle.house.vault, alice.account_id))


def test_it_asks_as_much_for_many_clients_as_for_one(house: House, circle: Circle) -> None:
    counted = []
    for number in (1, 6):
        for _ in range(number):
            circle.lead("alice")
        asked: list[Statement] = []
        with house.db.writing() as session, noting(house.db.engine, asked):
            assert len(clients.end_all(session, house, circle.group_id, Ended.GIVEN_BACK)) == number
            session.flush()
        counted.append(len(asked))
    assert counted[0] == counted[1]


def test_another_group_goes_on(house: House, circle: Circle) -> None:
    circle.client_for("bob")
    with house.db.writing() as session:
        other = things.found_group(session, house, things.actor_named(session, house, "bob"))
        page = f"/groups/{other.group_id}"
    assert dissolve(circle).status_code == 303
    assert circle.client_for("bob").get(page).status_code == 200


def test_a_dissolved_group_is_nothing_in_every_act(circle: Circle) -> None:
    circle.join("bob", Role.COORDINATOR)
    assert dissolve(circle).status_code == 303
    bob = circle.client_for("bob")
    for path in ("", "/edit", "/dissolve"):
        assert bob.get(circle.page + path).status_code == 404
    for path in ("/edit", "/invitations", "/dissolve"):
        assert bob.post(circle.page + path, data=SURE).status_code == 404
