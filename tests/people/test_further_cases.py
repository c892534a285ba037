"""A further case of a client: under a consent over everything, with a lead and after the conflict check."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.audit.models import AuditEvent
from app.people import access, clients, sharing
from app.people.grant_models import GrantScope
from app.people.models import Case, Client
from app.people.profiles import About
from tests.conftest import TODAY
from tests.groups.conftest import Circle
from tests.people.signing import Paper, entered_by_bob
from tests.support import things
from tests.support.dump import dump
from tests.support.walk import likeness

WRITING = ["record_filings"]


def signed(circle: Circle, *verbs: str) -> Paper:
    """A client with a consent on paper over everything that bob recorded; he leads her case."""
    made = entered_by_bob(circle)
    assert made.record(verbs=list(verbs) or WRITING).status_code == 303
    return made


def open_case(paper: Paper, name: str, **fields: str):
    return paper.by(name).post(f"{paper.path}/cases/new", data={"title": "The second"} | fields)


def titles(paper: Paper) -> set[str]:
    with paper.circle.house.db.reading() as session:
        client = session.get_one(Client, paper.client_id)
        cipher = paper.circle.house.vault.person(client.person_id)
        return {sharing.title_of(cipher, case) for case in clients.cases_of(session, client)}


def test_the_lead_opens_one_and_leads_it(circle: Circle) -> None:
    paper = signed(circle)
    assert f"{paper.path}/cases/new" in paper.by("bob").get(paper.path).text
    assert open_case(paper, "bob").headers["location"] == paper.path
    assert titles(paper) == {"Canary photo", "The second"}
    page = paper.by("bob").get(paper.path).text
    assert "The second" in page
    with circle.house.db.reading() as session:
        cases = session.execute(select(Case.id)).scalars().all()
        asked = select(AuditEvent.object_id).where(AuditEvent.object_kind == "case")
        assert len(session.execute(asked.where(AuditEvent.action == "create")).all()) == 1
    assert [circle.lead_of(case_id) for case_id in cases] == ["bob", "bob"]
    assert "The second" not in paper.by("alice").get(paper.path).text


def test_a_coordinator_says_who_leads_it(circle: Circle) -> None:
    paper = signed(circle)
    assert open_case(paper, "alice").status_code == 422
    assert open_case(paper, "alice", lead=str(circle.members["dan"])).status_code == 303
    dan = paper.by("dan").get(paper.path).text
    assert "The second" in dan
    assert "Canary photo" not in dan


def test_a_case_without_a_name_or_with_a_lead_from_elsewhere_is_not_opened(circle: Circle) -> None:
    paper = signed(circle)
    before = dump(circle.house.db)
    assert open_case(paper, "bob", title=" ").status_code == 422
    assert open_case(paper, "alice", lead=str(paper.client_id)).status_code == 404
    assert dump(circle.house.db) == before


def test_who_neither_leads_nor_coordinates_meets_nothing(circle: Circle) -> None:
    paper = signed(circle)
    before, dan = dump(circle.house.db), paper.by("dan")
    for answer in (dan.get(f"{paper.path}/cases/new"), open_case(paper, "dan")):
        assert likeness(answer) == likeness(dan.get("/nowhere"))
    assert dump(circle.house.db) == before


@pytest.mark.parametrize("verbs", [["view_content"], ["view_content", "draft_letters"]])
def test_a_consent_to_read_covers_no_new_case(circle: Circle, verbs: list[str]) -> None:
    paper = signed(circle, *verbs)
    assert open_case(paper, "bob").status_code == 409
    assert "新しい事案を始められません" in paper.by("bob").get(f"{paper.path}/cases/new").text
    assert titles(paper) == {"Canary photo"}


@pytest.mark.parametrize(("everything", "status"), [(True, 303), (False, 409)])
def test_a_consent_over_one_case_covers_no_other(circle: Circle, everything: bool, status: int) -> None:
    carol = circle.client_for("carol")
    carol.post("/cases", data={"title": "Her own"})
    with circle.house.db.writing() as session:
        actor = circle.actor(session, "carol")
        person = access.own_person(session, actor)
        (case,) = session.execute(select(Case).where(Case.person_id == person.id)).scalars()
        agreed = things.consent(circle.house, person.id, circle.group_id, *([] if everything else [case.id]))
        sharing.share(session, circle.house, actor, agreed, About("Carol"), [])
        client = clients.client_of(session, circle.group_id, person.id)
        paper = Paper(circle, client.id)
    assert open_case(paper, "alice", lead=str(circle.members["alice"])).status_code == status
    assert ("The second" in carol.get("/cases").text) is everything


@pytest.mark.parametrize(("left", "status"), [(1, 303), (0, 303), (-1, 409)])
def test_one_is_opened_until_the_last_day(circle: Circle, left: int, status: int) -> None:
    paper = signed(circle)
    with circle.house.db.writing() as session:
        days = {"starts_on": TODAY - timedelta(30), "expires_on": TODAY + timedelta(left)}
        session.execute(update(GrantScope).values(**days))
    assert open_case(paper, "bob").status_code == status
