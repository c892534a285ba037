"""Who tries an id that is not hers leaves one entry, in every room, and who opens her own none (T-38)."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text, update
from starlette.testclient import TestClient

from app.audit.checking import verify
from app.audit.keeping import actor_mark
from app.groups.models import Invitation
from app.kit.house import House
from tests.house.access import HOLDER, MEMBER, OWNER, TABLE
from tests.support import things
from tests.support.walk import ask, fill

ClientFor = Callable[[str], TestClient]
Ids = dict[str, Any]
NAMED = sorted(row for row, who in TABLE.items() if who in {OWNER, MEMBER, HOLDER})
PAGES = sorted(path for (method, path), who in TABLE.items() if method == "GET" and who in {OWNER, MEMBER})
ON_ONE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def refusals(house: House) -> list[Any]:
    asked = text("SELECT * FROM audit_event WHERE action = 'refuse' ORDER BY seq")
    with house.db.engine.connect() as connection:
        return list(connection.execute(asked))


def mark(house: House, name: str) -> str | None:
    with house.db.reading() as session:
        return actor_mark(house.vault, things.actor_named(session, house, name).account_id)


def strange(ids: Mapping[str, Any]) -> Ids:
    return {name: uuid4() for name in ids}


@pytest.fixture
def ids(house: House, client_for: ClientFor) -> Ids:
    """One of each of alice's."""
    client_for("alice")
    return things.one_of_each(house, "alice")


@pytest.fixture
def carol(house: House, client_for: ClientFor) -> TestClient:
    """Somebody who coordinates a group of her own."""
    visitor = client_for("carol")
    with house.db.writing() as session:
        things.found_group(session, house, things.actor_named(session, house, "carol"))
    return visitor


@ON_ONE
def test_every_address_that_is_not_hers_leaves_one_entry_whether_there_is_something_or_not(
    house: House, ids: Ids, carol: TestClient
) -> None:
    for method, path in NAMED:
        for tried in (ids, strange(ids)):
            if path.startswith("/join/") and tried is ids:
                continue  # it opens to whoever holds it
            before = len(refusals(house))
            answer = ask(carol, method, fill(path, tried), {"own_name": "Carol"})
            assert answer.status_code == 404, (method, path)
            assert len(refusals(house)) == before + 1, (method, path)
    assert verify(house).fault is None


def test_an_entry_says_who_tried_which_id_and_nothing_of_whose_it_is(
    house: House, ids: Ids, carol: TestClient
) -> None:
    client = f"/groups/{ids['group_id']}/clients/{ids['client_id']}"
    team = f"{client}/cases/{ids['client_case_id']}/team"
    for path, kind, named in (
        (f"/groups/{ids['group_id']}", "group", "group_id"),
        (client, "client", "client_id"),
        (f"{client}/profile", "client", "client_id"),
        (team, "case", "client_case_id"),
        (f"/handovers/{ids['handover_id']}", "handover", "handover_id"),
        (f"/cases/{ids['case_id']}", "case", "case_id"),
    ):
        assert carol.get(path).status_code == 404
        told = refusals(house)[-1]
        assert (told.object_kind, told.object_id, told.outcome) == (kind, str(ids[named]), "deny"), path
        assert (told.actor, told.person, told.detail_sealed) == (mark(house, "carol"), None, None), path


def test_who_opens_her_own_leaves_none(house: House, ids: Ids, client_for: ClientFor) -> None:
    alice = client_for("alice")
    assert {path for path in PAGES if alice.get(fill(path, ids)).status_code >= 400} == set()
    assert refusals(house) == []


def test_a_visitor_an_unreadable_id_and_the_name_of_a_law_leave_none(
    house: House, ids: Ids, client: TestClient, carol: TestClient
) -> None:
    for path in ("/groups/x", "/groups/x/clients/y/log", "/law/nothing", "/playbooks/nothing", "/nowhere"):
        assert carol.get(path).status_code == 404, path
    assert client.get(f"/join/{uuid4()}").status_code == 404
    assert client.get(f"/groups/{ids['group_id']}").status_code == 303
    assert refusals(house) == []


def test_a_link_that_was_used_or_is_late_leaves_one_without_its_token(
    house: House, ids: Ids, carol: TestClient
) -> None:
    link = f"/join/{ids['invitation_token']}"
    assert carol.post(link, data={"own_name": "Carol"}).status_code == 303
    assert refusals(house) == []
    assert carol.post(link, data={"own_name": "Carol"}).status_code == 404
    make_late(house, ids["invitation_id"])
    assert carol.get(link).status_code == 404
    told = [(each.object_kind, each.object_id) for each in refusals(house)]
    assert told == [("invitation", None)] * 2


def make_late(house: House, invitation_id: UUID) -> None:
    with house.db.writing() as session:
        late = house.clock.now() - timedelta(seconds=1)
        session.execute(
            update(Invitation).where(Invitation.id == invitation_id).values(used_at=None, expires_at=late)
        )


def test_a_code_that_takes_nothing_over_leaves_one_as_long_as_she_may_try(
    house: House, client_for: ClientFor
) -> None:
    carol = client_for("carol")
    tries = [carol.post("/claim", data={"code": "2222" * 5}).status_code for _ in range(12)]
    assert 429 in tries
    told = refusals(house)
    assert len(told) == tries.count(422)
    assert {(each.object_kind, each.object_id, each.person) for each in told} == {("claim", None, None)}


def test_an_offer_answered_by_somebody_else_leaves_one(house: House, ids: Ids, carol: TestClient) -> None:
    for act in ("accept", "decline", "withdraw", "seen"):
        assert carol.post(f"/handovers/{ids['handover_id']}/{act}").status_code == 404
    assert len(refusals(house)) == 4
    assert {each.object_id for each in refusals(house)} == {str(ids["handover_id"])}
