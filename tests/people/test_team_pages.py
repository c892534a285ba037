"""Who works on a case, and how its lead goes to another: by the group's pages (T-14)."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update

from app.accounts.models import AccountSession
from app.groups.models import Role
from app.kit.errors import AppError
from app.kit.house import House
from app.people import clients, teams, telling
from app.people.models import Case
from app.people.team_models import Handover, Part
from tests.groups.conftest import Circle, at_once
from tests.support.walk import likeness


@pytest.fixture
def case_id(circle: Circle) -> UUID:
    """A case of a client without an account; bob, a helper, leads it, dan is another helper."""
    circle.join("bob")
    circle.join("dan")
    return circle.lead("bob")


@pytest.fixture
def team(house: House, circle: Circle, case_id: UUID) -> str:
    with house.db.reading() as session:
        case = session.get_one(Case, case_id)
        client = clients.client_of(session, circle.group_id, case.person_id)
        return f"{circle.page}/clients/{client.id}/cases/{case_id}/team"


def offered(circle: Circle, team: str, to: str = "dan") -> str:
    """The address of bob's offer."""
    form = {"to": str(circle.members[to]), "note": "Ask the town first"}
    assert circle.client_for("bob").post(f"{team}/offer", data=form).status_code == 303
    with circle.house.db.reading() as session:
        return f"/handovers/{teams.open_offer(session, UUID(team.split('/')[-2])).id}"


def met(answer) -> tuple:
    return likeness(answer)[0], answer.content


def test_a_title_is_shown_to_who_may_read_it_alone(circle: Circle, team: str) -> None:
    title = "The photo on the card"
    assert title in circle.client_for("bob").get(team).text
    page = circle.client_for("alice").get(team)
    assert page.status_code == 200
    assert title not in page.text


def test_a_helper_of_another_case_meets_nothing(circle: Circle, team: str) -> None:
    dan = circle.client_for("dan")
    assert met(dan.get(team)) == met(dan.get("/nowhere"))


def test_a_coordinator_puts_members_on_a_case_and_takes_them_off(circle: Circle, team: str) -> None:
    alice, dan = circle.client_for("alice"), circle.client_for("dan")
    form = {"member": str(circle.members["dan"]), "part": "reader"}
    assert circle.client_for("bob").post(team, data=form).status_code == 404
    assert alice.post(team, data=form | {"member": str(uuid4())}).status_code == 404
    assert alice.post(team, data={"part": "reader"}).status_code == 422
    assert alice.post(team, data=form).status_code == 303
    assert dan.get(team).status_code == 200
    with circle.house.db.reading() as session:
        rows = {Part(row.part): row.id for row in teams.team_of(session, UUID(team.split("/")[-2]))}
    assert alice.post(f"{team}/{rows[Part.LEAD]}/end").status_code == 409
    assert alice.post(f"{team}/{rows[Part.READER]}/end").status_code == 303
    assert dan.get(team).status_code == 404


def test_who_handed_over_sees_nothing_at_the_next_request(circle: Circle, team: str, case_id: UUID) -> None:
    bob, dan, case = circle.client_for("bob"), circle.client_for("dan"), f"/cases/{case_id}"
    offer = offered(circle, team)
    assert bob.get(case).status_code == 200
    assert "Ask the town first" in dan.get(offer).text
    assert offer in dan.get("/handovers").text
    assert dan.get(case).status_code == 404
    assert dan.post(f"{offer}/accept").status_code == 303
    assert dan.get(case).status_code == 200
    for path in (case, team, offer):
        assert met(bob.get(path)) == met(bob.get("/nowhere"))


def test_only_whom_it_is_offered_to_answers_and_only_who_offered_withdraws(circle: Circle, team: str) -> None:
    offer = offered(circle, team)
    bob, dan, alice = (circle.client_for(name) for name in ("bob", "dan", "alice"))
    refused = [bob.post(f"{offer}/accept"), bob.post(f"{offer}/decline"), dan.post(f"{offer}/withdraw")]
    refused += [alice.post(f"{offer}/{act}") for act in ("accept", "decline", "withdraw", "seen")]
    assert [answer.status_code for answer in refused] == [404] * 7
    assert bob.post(f"{offer}/withdraw").status_code == 303
    assert dan.post(f"{offer}/accept").status_code == 404
    again = offered(circle, team)
    assert dan.post(f"{again}/decline").status_code == 303
    assert bob.get(team).status_code == 200


def test_only_the_lead_offers_a_case(circle: Circle, team: str) -> None:
    form = {"to": str(circle.members["dan"]), "note": ""}
    assert circle.client_for("alice").post(f"{team}/offer", data=form).status_code == 404


def test_of_an_acceptance_and_a_new_lead_at_once_one_lead_stays(
    house: House, circle: Circle, team: str, case_id: UUID
) -> None:
    offer_id = UUID(offered(circle, team).rpartition("/")[2])

    def accept() -> None:
        with house.db.writing() as session:
            account = circle.member(session, "dan").account_id
            teams.accept(session, house, teams.offer_for(session, offer_id, account), account)

    def assign() -> None:
        with house.db.writing() as session:
            case = session.get_one(Case, case_id)
            teams.assign(session, house, case, circle.member(session, "alice"), Part.LEAD)

    answers = at_once(accept, assign)
    assert answers[1] is None
    assert answers[0] is None or isinstance(answers[0], AppError)
    assert circle.lead_of(case_id) == "alice"
    assert circle.orphans() == []


def test_she_is_told_of_a_new_lead_until_she_has_read_it(house: House, circle: Circle) -> None:
    carol = circle.client_for("carol")
    circle.join("bob")
    circle.join("dan", Role.COORDINATOR)
    with house.db.reading() as session:
        account_id = circle.actor(session, "carol").account_id
    case_id = circle.lead("bob", account_id=account_id)
    with house.db.reading() as session:
        case = session.get_one(Case, case_id)
        client_id = clients.client_of(session, circle.group_id, case.person_id).id
    offer = offered(circle, f"{circle.page}/clients/{client_id}/cases/{case_id}/team")
    assert f"{offer}/seen" not in carol.get(f"/cases/{case_id}").text
    assert circle.client_for("dan").post(f"{offer}/accept").status_code == 303
    assert f"{offer}/seen" in carol.get(f"/cases/{case_id}").text
    assert circle.client_for("dan").post(f"{offer}/seen").status_code == 404
    assert carol.post(f"{offer}/seen").status_code == 303
    assert f"{offer}/seen" not in carol.get(f"/cases/{case_id}").text
    with house.db.reading() as session:
        assert session.get_one(Handover, UUID(offer.rpartition("/")[2])).told_at is not None
    # Every other way tells her in the same words, each until she has read it.
    team = f"{circle.page}/clients/{client_id}/cases/{case_id}/team"
    board = f"{circle.page}/board/acts/reassign"
    for by, path, data, leads in (
        ("alice", team, {"member": str(circle.members["bob"]), "part": "lead"}, "bob"),
        ("alice", board, {"case": str(case_id), "to": str(circle.members["dan"])}, "dan"),
        ("dan", circle.page_of("dan", "end"), {"successor": str(circle.members["bob"])}, "bob"),
    ):
        assert circle.client_for(by).post(path, data=data).status_code == 303
        page = carol.get(f"/cases/{case_id}").text
        with house.db.reading() as session:
            change = telling.untold(session, case_id)
            seen = f"/handovers/{change.id}/seen"
            assert change.to_account == circle.member(session, leads).account_id
        assert seen in page
        assert carol.post(seen).status_code == 303
        assert "/seen" not in carol.get(f"/cases/{case_id}").text


def test_what_changes_who_works_on_a_case_asks_once_more_who_she_is(
    house: House, circle: Circle, team: str, case_id: UUID
) -> None:
    offer, alice = offered(circle, team), circle.client_for("alice")
    with house.db.writing() as session:
        session.execute(update(AccountSession).values(confirmed_at=house.clock.now() - timedelta(minutes=6)))
        bob = teams.lead_of(session, case_id).id
        client = clients.client_of(session, circle.group_id, session.get_one(Case, case_id).person_id)
        page = f"{circle.page}/clients/{client.id}"
    answers = [
        alice.post(team, data={"member": str(circle.members["dan"]), "part": "reader"}),
        alice.post(f"{team}/{bob}/end"),
        alice.post(f"{page}/end", data={"sure": "yes"}),
        circle.client_for("bob").post(f"{team}/offer", data={"to": str(circle.members["alice"])}),
        circle.client_for("bob").post(f"{page}/profile", data={"name": "Other"}),
        circle.client_for("dan").post(f"{offer}/accept"),
        circle.client_for("dan").post("/access/about", data={"name": "Dan"}),
    ]
    assert [answer.status_code for answer in answers] == [303] * 7
    assert [answer.headers["location"].startswith("/account/confirm") for answer in answers] == [True] * 7
    assert circle.lead_of(case_id) == "bob"
