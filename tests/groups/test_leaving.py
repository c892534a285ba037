"""Who leaves or gets another role hands on what she leads; no case is without a lead (T-14)."""

import pytest
from sqlalchemy import select

from app.groups.models import Role
from app.kit.errors import NotFound
from app.kit.house import House
from app.people import access, teams
from app.people.models import Case
from app.people.team_models import CaseAssignment, Handover, Part
from tests.groups.conftest import Circle
from tests.support import things
from tests.support.dump import dump


def end(circle: Circle, who: str, by: str = "alice", **successors: str):
    """Ends a membership; the fields name who takes over, by their names in the circle."""
    fields = {field: str(circle.members[name]) for field, name in successors.items()}
    return circle.client_for(by).post(circle.page_of(who, "end"), data=fields)


def test_whoever_leads_nothing_leaves_by_one_press(circle: Circle) -> None:
    circle.join("bob")
    bob = circle.client_for("bob")
    page = bob.get(circle.page_of("bob", "end")).text
    assert "グループを抜けますか" in page
    assert "<select" not in page
    assert end(circle, "bob", by="bob").headers["location"] == "/groups"
    assert circle.roles() == ["coordinator"]
    assert bob.get(circle.page).status_code == 404
    assert circle.page not in bob.get("/groups").text


def test_the_page_tells_numbers_and_counts_and_no_word_of_a_client(circle: Circle) -> None:
    circle.join("bob")
    circle.join("dora")
    circle.lead("bob")
    circle.lead("bob", client_number=1)
    circle.lead("bob")
    page = circle.client_for("alice").get(circle.page_of("bob", "end")).text
    assert "番号1の方の事案（2件）" in page
    assert "番号2の方の事案（1件）" in page
    assert "The photo" not in page
    assert "Client 1" not in page


def test_nothing_ends_before_every_case_has_somebody(house: House, circle: Circle) -> None:
    circle.join("bob")
    circle.join("dora")
    circle.lead("bob")
    circle.lead("bob")
    before = dump(house.db)
    answer = end(circle, "bob", successor_1="dora")
    assert answer.status_code == 422
    assert 'id="e-successor_2"' in answer.text
    assert 'id="e-successor_1"' not in answer.text
    assert dump(house.db) == before


def test_each_clients_cases_go_to_whom_she_is_given(circle: Circle) -> None:
    for name in ("bob", "dora", "erin"):
        circle.join(name)
    cases = [circle.lead("bob"), circle.lead("bob", client_number=1), circle.lead("bob"), circle.lead("bob")]
    assert end(circle, "bob", successor="dora", successor_2="erin").headers["location"] == circle.page
    assert [circle.lead_of(case) for case in cases] == ["dora", "dora", "erin", "dora"]
    assert circle.orphans() == []


def test_who_left_sees_nothing_of_her_cases_from_the_next_request_on(house: House, circle: Circle) -> None:
    circle.join("bob")
    case_id = circle.lead("bob")
    with house.db.reading() as session:
        bob = things.actor_named(session, house, "bob")
        assert access.find(session, bob, Case, case_id, "view_content").id == case_id
    assert end(circle, "bob", by="bob", successor_1="alice").status_code == 303
    with house.db.reading() as session, pytest.raises(NotFound):
        access.find(session, bob, Case, case_id, "view_content")


def test_who_takes_over_is_a_member_with_a_role_in_cases(house: House, circle: Circle) -> None:
    circle.join("bob")
    circle.join("erin", Role.TECHNICAL_ADMIN)
    circle.lead("bob")
    before = dump(house.db)
    page = circle.client_for("alice").get(circle.page_of("bob", "end")).text
    assert str(circle.members["erin"]) not in page
    for wrong in ("erin", "bob"):
        assert end(circle, "bob", successor_1=wrong).status_code == 409
    assert dump(house.db) == before


def test_where_nobody_can_take_over_the_page_says_what_to_do_first(circle: Circle) -> None:
    circle.lead("alice")
    circle.join("bob", Role.TECHNICAL_ADMIN)
    circle.join("dora", Role.COORDINATOR)
    dora = circle.client_for("dora")
    page = dora.get(circle.page_of("alice", "end")).text
    assert page.count("<option") == 2
    assert str(circle.members["dora"]) in page
    assert end(circle, "dora", by="dora").status_code == 303
    assert "まとめ役が、ほかにいません" in circle.client_for("alice").get(circle.page_of("alice", "end")).text


def test_an_offer_to_who_leaves_is_declined_and_the_lead_stays(house: House, circle: Circle) -> None:
    circle.join("bob")
    case_id = circle.lead("alice")
    with house.db.writing() as session:
        alice, bob = circle.member(session, "alice"), circle.member(session, "bob")
        offer = teams.offer(session, house, session.get_one(Case, case_id), alice, bob, "Please")
        offer_id = offer.id
    assert end(circle, "bob", by="bob").status_code == 303
    with house.db.reading() as session:
        assert session.get_one(Handover, offer_id).settled == "declined"
    assert circle.lead_of(case_id) == "alice"


def test_the_last_coordinator_is_told_why_she_cannot_leave(house: House, circle: Circle) -> None:
    circle.join("bob")
    alice = circle.client_for("alice")
    assert "まとめ役が、ほかにいません" in alice.get(circle.page_of("alice", "end")).text
    before = dump(house.db)
    for act, fields in (("end", {}), ("role", {"role": "helper"})):
        answer = alice.post(circle.page_of("alice", act), data=fields)
        assert answer.status_code == 409
        assert "まとめ役が、ほかにいません" in answer.text
    assert dump(house.db) == before


def test_she_leaves_when_another_coordinates(circle: Circle) -> None:
    circle.join("bob")
    alice = circle.client_for("alice")
    assert alice.post(circle.page_of("bob", "role"), data={"role": "coordinator"}).status_code == 303
    assert circle.roles() == ["coordinator", "coordinator"]
    assert end(circle, "alice", by="alice").status_code == 303
    assert circle.roles() == ["coordinator"]


def test_another_role_is_another_row_with_the_same_name(house: House, circle: Circle) -> None:
    circle.join("bob")
    alice = circle.client_for("alice")
    before = circle.members["bob"]
    assert alice.post(circle.page_of("bob", "role"), data={"role": "supervisor"}).status_code == 303
    assert circle.roles() == ["coordinator", "supervisor"]
    assert alice.get(circle.page).text.count("<h3>A helper</h3>") == 1
    with house.db.reading() as session:
        assert circle.member(session, "bob").id == before
        assert circle.member(session, "bob").ended_reason == "role_changed"


def test_the_role_she_has_is_no_change(house: House, circle: Circle) -> None:
    circle.join("bob")
    before = dump(house.db)
    for role in ("helper", "owner", ""):
        answer = circle.client_for("alice").post(circle.page_of("bob", "role"), data={"role": role})
        assert answer.status_code == 422
    assert dump(house.db) == before


def test_a_lead_does_not_become_a_technical_admin(house: House, circle: Circle) -> None:
    circle.join("bob")
    circle.lead("bob")
    before = dump(house.db)
    answer = circle.client_for("alice").post(circle.page_of("bob", "role"), data={"role": "technical_admin"})
    assert answer.status_code == 422
    assert "まだ1件の事案の主な担当です" in answer.text
    assert dump(house.db) == before


def test_who_becomes_a_technical_admin_works_on_no_case_from_the_same_moment(
    house: House, circle: Circle
) -> None:
    circle.join("bob")
    case_id = circle.lead("alice")
    with house.db.writing() as session:
        teams.assign(
            session, house, session.get_one(Case, case_id), circle.member(session, "bob"), Part.HELPER
        )
    answer = circle.client_for("alice").post(circle.page_of("bob", "role"), data={"role": "technical_admin"})
    assert answer.status_code == 303
    with house.db.reading() as session:
        bob = circle.member(session, "bob").account_id
        asked = select(CaseAssignment).where(CaseAssignment.account_id == bob)
        (row,) = session.execute(asked).scalars()
        assert row.ended_at is not None
    assert circle.orphans() == []
