"""A group enters whom it helps: a number for all, her name for who works with her (T-19)."""

import re
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from app.audit.entry import Action
from app.audit.models import AuditEvent
from app.groups.models import Role
from app.kit.house import House
from app.people import client_page
from app.people.models import Client
from app.people.profiles import About, keep_about
from tests.bench.trace import noting
from tests.groups.conftest import Circle
from tests.support import things
from tests.support.dump import dump
from tests.support.walk import likeness

HER = {"name": "Canary Yuki", "kana": "カナリア ユキ", "phone": "090-1234-5678", "address": "横浜市1-2"}
DECIDE = "まとめ役が判断するまで、進められません"
ONE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def page(circle: Circle, path: str = "") -> str:
    return f"{circle.page}/clients{path}"


def enter(circle: Circle, client: TestClient, **fields: str) -> str:
    """The address of the new client's page."""
    answer = client.post(page(circle, "/new"), data=HER | fields)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def kept(house: House, path: str) -> Client:
    with house.db.reading() as session:
        client = session.get_one(Client, UUID(path.rpartition("/")[2]))
        session.expunge(client)
        return client


def noted(house: House, action: Action) -> int:
    with house.db.reading() as session:
        asked = select(AuditEvent.seq)
        return len(session.execute(asked.where(AuditEvent.action == action)).all())


def test_a_client_is_entered_as_a_number_and_her_name_is_shown_to_nobody_yet(
    house: House, circle: Circle
) -> None:
    circle.join("bob")
    bob, alice = circle.client_for("bob"), circle.client_for("alice")
    path = enter(circle, bob)
    assert path.startswith(page(circle, "/"))
    for who in (bob, alice):
        for shown in (who.get(page(circle)).text, who.get(path).text):
            assert "番号1" in shown
            assert "署名待ち" in shown
            assert "Canary" not in shown
    assert "Canary" not in str(dump(house.db))
    assert noted(house, Action.CONFLICT_CHECK) == 1


def test_a_client_without_a_name_is_not_entered(house: House, circle: Circle) -> None:
    alice = circle.client_for("alice")
    before = dump(house.db)
    answer = alice.post(page(circle, "/new"), data=HER | {"name": " "})
    assert answer.status_code == 422
    assert 'id="e-name"' in answer.text
    assert "カナリア" in answer.text
    assert dump(house.db) == before


def test_what_fails_halfway_leaves_no_client(
    house: House, circle: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = circle.client_for("alice")
    before = dump(house.db)
    monkeypatch.setattr("app.people.conflicts.NameMark", broken)
    assert alice.post(page(circle, "/new"), data=HER).status_code == 500
    assert dump(house.db) == before


def broken(*_: object, **__: object) -> None:
    raise OSError("The disk is full.")


@pytest.mark.parametrize(
    ("hers", "declared"),
    [
        ({"name": "齋藤 髙子"}, {"other_name_1": "斎藤高子"}),
        ({"name": "x", "kana": "サトウ ハナ"}, {"other_name_1": "さとうはな"}),
        ({"name": "x", "kana": "さとう はな"}, {"other_name_2": "ｻﾄｳﾊﾅ"}),
        ({"name": "x", "phone": "０９０−１２３４−５６７８"}, {"other_phone_3": "09012345678"}),
        ({"name": "x", "phone": "+81 90 1234 5678"}, {"other_phone_1": "(090)1234-5678"}),
        ({"name": "x", "kana": "サトウ ハナ"}, {"other_kana_1": "さとう　はな"}),
        ({"name": "佐藤花", "kana": "さとうはな"}, {"other_name_2": "佐東華", "other_kana_2": "サトウハナ"}),
        ({"name": "x", "address": "横浜市中区1-2"}, {"other_address_3": "横浜市中区１－２"}),
    ],
)
@ONE
def test_the_same_person_on_both_sides_is_found_whichever_came_first(
    circle: Circle, hers: dict[str, str], declared: dict[str, str]
) -> None:
    alice = circle.client_for("alice")
    bare = {"name": "", "kana": "", "phone": "", "address": ""}
    helped = enter(circle, alice, **bare | hers)
    against = enter(circle, alice, **bare | {"name": "Somebody"} | declared)
    assert DECIDE not in alice.get(helped).text
    assert DECIDE in alice.get(against).text
    again = enter(circle, alice, **bare | hers)
    assert DECIDE in alice.get(again).text


def test_what_was_typed_in_the_fold_is_shown_again_with_it_open(circle: Circle) -> None:
    alice = circle.client_for("alice")
    closed = alice.get(page(circle, "/new")).text
    assert closed.count('<details class="dl">') == 3
    again = alice.post(page(circle, "/new"), data={"name": "", "other_kana_2": "もり けん"})
    assert again.status_code == 422
    assert again.text.count('<details class="dl" open>') == 1
    assert 'value="もり けん"' in again.text


def possible(circle: Circle, client: TestClient) -> str:
    """A client who was declared to be on the other side by another."""
    enter(circle, client, name="Somebody", kana="", phone="", address="", other_name_1=HER["name"])
    return enter(circle, client)


def test_an_undecided_check_shows_nothing_but_that_a_coordinator_decides(circle: Circle) -> None:
    circle.join("bob")
    bob = circle.client_for("bob")
    path = possible(circle, bob)
    shown = bob.get(path).text
    assert DECIDE in shown
    assert f"{path}/consent" not in shown
    assert f"{path}/conflict" not in shown
    assert f"{path}/conflict" in circle.client_for("alice").get(path).text
    for text in (shown, bob.get(page(circle)).text, circle.client_for("alice").get(f"{path}/conflict").text):
        assert "Canary" not in text
        assert "Somebody" not in text
    for act in ("consent-sheet", "consent"):
        assert bob.get(f"{path}/{act}").status_code == 409
    assert bob.post(f"{path}/consent", data={"verbs": "view_content"}).status_code == 409


def test_to_go_on_opens_the_way_to_the_signature(house: House, circle: Circle) -> None:
    alice = circle.client_for("alice")
    path = possible(circle, alice)
    answer = alice.post(f"{path}/conflict", data={"decision": "go_on"})
    assert answer.headers["location"] == path
    assert "署名待ち" in alice.get(path).text
    assert alice.get(f"{path}/consent-sheet").status_code == 200
    assert "まとめ役が、進めると決めました" in alice.get(f"{path}/conflict").text
    assert noted(house, Action.CONFLICT_CHECK) == 4  # one of them for whom the check met


def test_stop_means_stop(house: House, circle: Circle) -> None:
    alice = circle.client_for("alice")
    path = possible(circle, alice)
    assert alice.post(f"{path}/conflict", data={"decision": "stop"}).status_code == 303
    assert kept(house, path).ended_at is not None
    assert "このグループの手伝いは終わりました" in alice.get(path).text
    assert alice.get(f"{path}/consent").status_code == 409
    before = dump(house.db)
    for decision in ("go_on", "stop"):
        assert alice.post(f"{path}/conflict", data={"decision": decision}).status_code == 409
    assert dump(house.db) == before


def test_a_decision_is_chosen_and_made_once(house: House, circle: Circle) -> None:
    alice = circle.client_for("alice")
    path = possible(circle, alice)
    before = dump(house.db)
    for posted in ({}, {"decision": "clear"}, {"decision": "open"}):
        assert alice.post(f"{path}/conflict", data=posted).status_code == 422
    assert dump(house.db) == before
    assert alice.post(f"{path}/conflict", data={"decision": "go_on"}).status_code == 303
    assert alice.post(f"{path}/conflict", data={"decision": "stop"}).status_code == 409


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.HELPER, {"", "/new", "/one", "/one/consent-sheet"}),
        (Role.SUPERVISOR, {"", "/one", "/one/consent-sheet"}),
        (Role.TECHNICAL_ADMIN, set()),
    ],
)
def test_each_role_reaches_its_own_pages(circle: Circle, role: Role, allowed: set[str]) -> None:
    path = enter(circle, circle.client_for("alice"))
    circle.join("bob", role)
    bob = circle.client_for("bob")
    one = f"/{path.rpartition('/')[2]}"
    acts = ("", "/new", "/one", "/one/consent-sheet", "/one/consent", "/one/conflict")
    answers = {act: bob.get(page(circle, act.replace("/one", one))).status_code for act in acts}
    assert answers == {act: 200 if act in allowed else 404 for act in acts}
    for act in ("/new", "/one/conflict", "/one/consent"):
        if act not in allowed:
            assert bob.post(page(circle, act.replace("/one", one)), data=HER).status_code == 404
    assert (f'href="{page(circle)}"' in bob.get(circle.page).text) is bool(allowed)


def test_another_groups_client_is_as_if_she_were_not_there(
    house: House, circle: Circle, client_for: Callable[[str], TestClient]
) -> None:
    alice, dora = circle.client_for("alice"), client_for("dora")
    path = enter(circle, alice)
    with house.db.writing() as session:
        founder = things.found_group(session, house, things.actor_named(session, house, "dora"))
        other = f"/groups/{founder.group_id}"
    hers, nobodys = path.rpartition("/")[2], uuid4()
    for act in ("", "/conflict", "/consent", "/consent-sheet"):
        found = dora.get(f"{other}/clients/{hers}{act}")
        assert found.status_code == 404
        assert likeness(found) == likeness(dora.get(f"{other}/clients/{nobodys}{act}")), act
    for act in ("/conflict", "/consent"):
        found = dora.post(f"{other}/clients/{hers}{act}", data={"decision": "stop"})
        assert likeness(found) == likeness(dora.post(f"{other}/clients/{nobodys}{act}")), act


def test_fifty_clients_ask_no_more_than_two_and_lead_on_to_the_older_ones(
    house: House, circle: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = circle.client_for("alice")
    counts = []
    for _ in range(2):
        for _ in range(2):
            name(house, circle.case(circle.lead("alice")).person_id)
        notes: list = []
        with noting(house.db.engine, notes):
            shown = alice.get(page(circle)).text
        counts.append(len(notes))
    assert counts[0] == counts[1]
    monkeypatch.setattr(client_page, "PAGE", 3)
    first = alice.get(page(circle)).text
    assert re.findall(r"番号(\d+)", first) == ["4", "3", "2"]
    assert "before=2" in first
    assert re.findall(r"番号(\d+)", alice.get(page(circle, "?before=2")).text) == ["1"]
    assert shown.count("Canary Yuki") == 4


def name(house: House, person_id: UUID) -> None:
    with house.db.writing() as session:
        keep_about(session, house, person_id, About("Canary Yuki"))


def test_an_unreadable_page_number_is_refused(circle: Circle) -> None:
    alice = circle.client_for("alice")
    for before in ("x", "0", str(2**70)):
        assert alice.get(page(circle, f"?before={before}")).status_code == 422
