"""A group prints who looked for a client without an account, and the print stands in her log (T-38, T-42)."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app.audit.entry import Action, Entry, note
from app.audit.reading import entries_of
from app.groups.models import Role
from app.kit.house import House
from app.people import clients
from app.people.grant_models import Ended
from app.people.models import Case, Client, Person
from tests.groups.conftest import Circle
from tests.groups.test_asked_again import grow_tired
from tests.support import things
from tests.support.walk import likeness

PRINT = ("print_log", "log")


@pytest.fixture
def case_id(circle: Circle) -> UUID:
    """Bob leads it, erin works in the same group on nothing of hers, and dan coordinates another group."""
    for name in ("bob", "erin"):
        circle.join(name)
    circle.join("sam", Role.SUPERVISOR)
    circle.join("tess", Role.TECHNICAL_ADMIN)
    circle.client_for("dan")
    with circle.house.db.writing() as session:
        things.found_group(session, circle.house, things.actor_named(session, circle.house, "dan"))
    return circle.lead("bob")


@pytest.fixture
def person_id(house: House, case_id: UUID) -> UUID:
    with house.db.reading() as session:
        return session.get_one(Case, case_id).person_id


@pytest.fixture
def page(house: House, circle: Circle, person_id: UUID) -> str:
    with house.db.reading() as session:
        client = clients.client_of(session, circle.group_id, person_id)
        assert client is not None
        return f"{circle.page}/clients/{client.id}"


def said(house: House, person_id: UUID) -> list[tuple[str, str]]:
    with house.db.reading() as session:
        found = entries_of(session, house.vault, person_id, limit=None)
        return [(each.action, each.object_kind) for each in found]


def end(house: House, person_id: UUID, *, handed_back: bool) -> None:
    with house.db.writing() as session:
        client = session.execute(select(Client).where(Client.person_id == person_id)).scalar_one()
        clients.end(session, house, client, Ended.REVOKED)
        client.handed_back_on = house.clock.today() if handed_back else None


@pytest.mark.parametrize("name", ["bob", "alice"])
def test_who_leads_her_case_and_who_coordinates_print_it_and_the_print_stands_in_it(
    circle: Circle, page: str, person_id: UUID, name: str
) -> None:
    visitor = circle.client_for(name)
    assert f'href="{page}/log"' in visitor.get(page).text
    before = said(circle.house, person_id).count(PRINT)
    first = visitor.get(f"{page}/log")
    assert first.status_code == 200
    assert "この記録を印刷した" not in first.text
    assert said(circle.house, person_id).count(PRINT) == before + 1
    second = visitor.get(f"{page}/log").text
    assert "この記録を印刷した" in second
    assert ("A founder" if name == "alice" else "A helper") in second
    assert "あなた</span>" not in second  # "you" is the person, not who prints it for her
    assert "名前の記録がない人" not in second


def test_to_everybody_else_it_is_as_if_nothing_were_there(circle: Circle, page: str, person_id: UUID) -> None:
    before = said(circle.house, person_id)
    for name in ("erin", "sam", "tess", "dan", "carol"):
        visitor = circle.client_for(name)
        absent = visitor.get(f"/groups/{uuid4()}/clients/{uuid4()}/log")
        assert likeness(visitor.get(f"{page}/log")) == likeness(absent), name
        assert absent.status_code == 404, name
    for name in ("erin", "sam"):
        assert f"{page}/log" not in circle.client_for(name).get(page).text
    assert [each for each in said(circle.house, person_id) if each == PRINT] == []
    assert len(said(circle.house, person_id)) == len(before)


def test_who_printed_it_shows_first_that_it_is_she(circle: Circle, page: str, person_id: UUID) -> None:
    bob = circle.client_for("bob")
    grow_tired(circle.house, "bob")
    answer = bob.get(f"{page}/log")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/account/confirm?")
    assert PRINT not in said(circle.house, person_id)


def test_a_client_with_an_account_reads_it_herself(circle: Circle, page: str, person_id: UUID) -> None:
    circle.client_for("yuki")
    with circle.house.db.writing() as session:
        account_id = circle.actor(session, "yuki").account_id
        own = session.execute(select(Person).where(Person.account_id == account_id)).scalar_one()
        session.delete(own)
        session.flush()
        session.get_one(Person, person_id).account_id = account_id
    for name in ("alice", "bob"):
        visitor = circle.client_for(name)
        answer = visitor.get(f"{page}/log")
        assert answer.status_code == 409
        assert "本人が自分のページで読めます" in answer.text
        assert f"{page}/log" not in visitor.get(page).text
    assert f"{page}/log" not in circle.client_for("alice").get(f"{page}/end").text
    assert circle.client_for("carol").get(f"{page}/log").status_code == 404
    assert PRINT not in said(circle.house, person_id)


def test_after_the_help_has_ended_it_is_printed_until_her_things_are_with_her(
    circle: Circle, page: str, person_id: UUID
) -> None:
    alice, bob = circle.client_for("alice"), circle.client_for("bob")
    assert f'href="{page}/log"' in alice.get(f"{page}/end").text
    end(circle.house, person_id, handed_back=False)
    assert f'href="{page}/log"' in alice.get(page).text
    assert alice.get(f"{page}/log").status_code == 200
    assert bob.get(f"{page}/log").status_code == 404
    assert f"{page}/log" not in bob.get(page).text
    assert alice.post(f"{page}/handed-back").status_code == 303
    assert f"{page}/log" not in alice.get(page).text
    assert alice.get(f"{page}/log").status_code == 404
    assert said(circle.house, person_id).count(PRINT) == 1


def test_no_title_is_on_the_paper(circle: Circle, page: str, person_id: UUID) -> None:
    with circle.house.db.reading() as session:
        facts = (("what", "canarytitle"), ("name", "Carol"))
        note(session, Entry(Action.LOOK, "case", actor_id=uuid4(), person_id=person_id, facts=facts))
    shown = circle.client_for("alice").get(f"{page}/log").text
    assert "Carol" in shown
    assert "canarytitle" not in shown
    assert "The photo on the card" not in shown
