"""A client makes her records her own with a printed code, once; and the help for her ends (T-50)."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update
from starlette.testclient import TestClient

from app.kit.house import House
from app.people import access, clients, teams
from app.people.claims import CLAIM, GOOD_FOR, Refusal, take_over
from app.people.models import Case, Claim, Client, Person
from app.people.profiles import about
from tests.groups.conftest import Circle, at_once
from tests.support import things
from tests.support.walk import likeness

SECOND = timedelta(seconds=1)
ABOUT = {"name": "Yuki", "never": "Do not call", "never_post": "yes"}


@pytest.fixture
def case_id(circle: Circle) -> UUID:
    circle.join("bob")
    return circle.lead("alice")


@pytest.fixture
def page(house: House, circle: Circle, case_id: UUID) -> str:
    """The page of the client whose case alice leads; bob works on no case."""
    with house.db.reading() as session:
        person_id = session.get_one(Case, case_id).person_id
        return f"{circle.page}/clients/{clients.client_of(session, circle.group_id, person_id).id}"


def code_of(circle: Circle, page: str, name: str = "alice") -> str:
    shown = circle.client_for(name).post(f"{page}/claim")
    assert shown.status_code == 200
    found = re.search(r"(?:[2-9A-Z]{4}-){4}[2-9A-Z]{4}", shown.text)
    assert found is not None
    return found[0]


def test_her_own_account_takes_over_her_records(circle: Circle, page: str, case_id: UUID) -> None:
    code, yuki = code_of(circle, page), circle.client_for("yuki")
    assert yuki.get(f"/cases/{case_id}").status_code == 404
    answer = yuki.post("/claim", data={"code": code.lower().replace("-", " ")})
    assert answer.headers["location"] == "/access"
    assert yuki.get(f"/cases/{case_id}").status_code == 200
    assert yuki.get("/access").status_code == 200
    assert circle.client_for("alice").get(f"/cases/{case_id}").status_code == 200
    with circle.house.db.reading() as session:
        account_id = circle.actor(session, "yuki").account_id
        owned = session.execute(select(Person).where(Person.account_id == account_id)).scalars().all()
        assert [each.is_self for each in owned] == [True]


def test_a_code_works_once_and_a_wrong_one_meets_the_same(circle: Circle, page: str) -> None:
    code = code_of(circle, page)
    assert circle.client_for("yuki").post("/claim", data={"code": code}).status_code == 303
    erin = circle.client_for("erin")
    used, unknown = (erin.post("/claim", data={"code": each}) for each in (code, "2222" * 5))
    assert used.status_code == unknown.status_code == 422
    assert used.text.replace(code, "") == unknown.text.replace("2222" * 5, "")
    assert circle.client_for("alice").post(f"{page}/claim").status_code == 409


@pytest.mark.parametrize(("after", "status"), [(-SECOND, 303), (SECOND * 0, 422), (SECOND, 422)])
def test_a_code_works_until_its_hour(circle: Circle, page: str, after: timedelta, status: int) -> None:
    code, yuki, now = code_of(circle, page), circle.client_for("yuki"), circle.house.clock.now()
    with circle.house.db.writing() as session:
        kept = session.execute(select(Claim)).scalar_one()
        assert kept.expires_at - kept.made_at == GOOD_FOR
        session.execute(update(Claim).where(CLAIM.c.id == kept.id).values(expires_at=now - after))
    assert yuki.post("/claim", data={"code": code}).status_code == status


def test_an_account_with_things_of_its_own_is_sent_to_a_new_one(circle: Circle, page: str) -> None:
    code, erin = code_of(circle, page), circle.client_for("erin")
    erin.post("/cases", data={"title": "Her own"})
    for who in (erin, circle.client_for("bob"), circle.client_for("alice")):
        assert who.post("/claim", data={"code": code}).status_code == 422
    assert circle.client_for("yuki").post("/claim", data={"code": code}).status_code == 303


def test_of_two_who_type_the_code_at_once_one_wins(house: House, circle: Circle, page: str) -> None:
    code = code_of(circle, page)
    for name in ("yuki", "erin"):
        circle.client_for(name)

    def take(name: str) -> Callable[[], object]:
        def done() -> object:
            with house.db.writing() as session:
                return take_over(session, house, circle.actor(session, name), code)

        return done

    answers = at_once(take("yuki"), take("erin"))
    assert [each for each in answers if isinstance(each, Refusal)] == [Refusal.WRONG]


def test_a_new_code_ends_the_one_before(circle: Circle, page: str) -> None:
    old, _ = code_of(circle, page), code_of(circle, page)
    assert circle.client_for("yuki").post("/claim", data={"code": old}).status_code == 422


def test_who_guesses_codes_is_slowed_down(circle: Circle) -> None:
    erin = circle.client_for("erin")
    answers = [erin.post("/claim", data={"code": "2222" * 5}).status_code for _ in range(8)]
    assert answers[0] == 422
    assert answers[-1] == 429


def test_a_helper_without_the_lead_prints_no_code_and_ends_nothing(circle: Circle, page: str) -> None:
    bob = circle.client_for("bob")
    wanted = likeness(bob.get("/nowhere"))
    answers = [bob.post(f"{page}/claim"), bob.get(f"{page}/end"), bob.post(f"{page}/end")]
    answers += [bob.get(f"{page}/profile"), bob.post(f"{page}/profile", data=ABOUT)]
    assert [likeness(each) for each in answers] == [wanted] * 5


def test_the_help_ends_once_all_is_given_back(circle: Circle, page: str, case_id: UUID) -> None:
    alice = circle.client_for("alice")
    assert alice.post(f"{page}/end").status_code == 422
    assert alice.post(f"{page}/end", data={"sure": "yes"}).status_code == 303
    assert alice.get(f"/cases/{case_id}").status_code == 404
    assert alice.get(f"{page}/end").status_code == 404
    with circle.house.db.reading() as session:
        client = session.get_one(Client, UUID(page.rpartition("/")[2]))
        assert client.handed_back_on == circle.house.clock.today()
        assert client.ended_reason == "given_back"
        assert teams.team_of(session, case_id) == []


def test_a_warning_stands_where_her_own_address_would_be_printed(
    house: House, client_for: Callable[[str], TestClient]
) -> None:
    alice = client_for("alice")
    with house.db.writing() as session:
        actor = things.actor_named(session, house, "alice")
        filing = things.begin_filing(session, house, things.open_case(session, house, actor))
        pages = [f"/filings/{filing.id}/sending/{each}" for each in ("envelope", "labels", "desk")]
    warning = "本人の住所は使わないでください"
    assert [warning in alice.get(each).text for each in pages] == [False] * 3
    assert alice.post("/access/about", data={"never_post": "yes"}).status_code == 422
    assert alice.post("/access/about", data=ABOUT).status_code == 303
    assert [warning in alice.get(each).text for each in pages] == [True] * 3
    with house.db.reading() as session:
        person = access.own_person(session, things.actor_named(session, house, "alice"))
        assert about(session, house, person.id).never == "Do not call"
    assert 'value="yes" checked' in alice.get("/access/about").text.replace('id="f-never_post" ', "")
