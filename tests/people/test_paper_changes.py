"""What she ends on paper is over at the next request: what is not ticked again, or one thing (T-12, T-50)."""

from datetime import date, datetime

import pytest
from sqlalchemy import select, update

from app.audit.entry import Action
from app.audit.models import AuditEvent
from app.kit.clock import TOKYO
from app.kit.errors import Conflict
from app.people import teams
from app.people.client_forms import Signed
from app.people.consenting import record_consent
from app.people.grant_models import GrantScope
from app.people.grants import SCOPE
from app.people.models import Case, Client
from app.people.team_models import Part
from tests.groups.conftest import Circle
from tests.people.signing import Paper, entered_by_bob
from tests.support.dump import dump
from tests.support.walk import likeness


@pytest.fixture
def paper(circle: Circle) -> Paper:
    """A client with a consent on paper that bob recorded; he leads her case."""
    made = entered_by_bob(circle)
    assert made.record().status_code == 303
    return made


def end(paper: Paper, verb: str, name: str = "bob"):
    return paper.by(name).post(f"{paper.path}/scopes/{paper.open()[verb].id}/end")


def test_a_new_sheet_with_fewer_ticks_ends_what_is_not_ticked(paper: Paper) -> None:
    assert set(paper.open()) == {"view_status", "view_content", "draft_letters"}
    assert paper.record(verbs=["view_status"]).status_code == 303
    assert set(paper.open()) == {"view_status"}
    assert [each.ended_reason for each in paper.grants()] == [None, "superseded"]
    assert paper.by("bob").get(f"/cases/{paper.case_id()}").status_code == 404


def test_the_form_says_so_before_it_is_saved(paper: Paper, circle: Circle) -> None:
    page = paper.by("bob").get(f"{paper.path}/consent").text
    assert "この紙に印のないことは、保存するとすぐに終わります" in page
    assert page.count("いま認められています") == 3


def test_a_first_sheet_replaces_nothing(circle: Circle) -> None:
    page = entered_by_bob(circle)
    shown = page.by("bob").get(f"{page.path}/consent").text
    assert "保存するとすぐに終わります" not in shown
    assert "いま認められています" not in shown


def test_one_thing_ends_alone_and_what_needs_it_with_it(paper: Paper) -> None:
    case = f"/cases/{paper.case_id()}"
    assert end(paper, "draft_letters").headers["location"] == paper.path
    assert set(paper.open()) == {"view_status", "view_content"}
    assert paper.by("bob").get(case).status_code == 200
    page = paper.by("bob").get(f"{paper.path}/scopes/{paper.open()['view_content'].id}/end").text
    assert "手伝いも、すぐに終わります" not in page
    end(paper, "view_content")
    assert set(paper.open()) == {"view_status"}
    assert paper.by("bob").get(case).status_code == 404


def test_the_page_names_what_ends_along(paper: Paper) -> None:
    page = paper.by("bob").get(f"{paper.path}/scopes/{paper.open()['view_content'].id}/end").text
    assert "手紙の下書きを作る" in page
    last = paper.by("bob").get(f"{paper.path}/scopes/{paper.open()['view_status'].id}/end").text
    assert "手伝いも、すぐに終わります" in last


def test_when_nothing_is_left_the_help_has_ended(paper: Paper) -> None:
    end(paper, "view_status", "alice")
    assert paper.open() == {}
    with paper.circle.house.db.reading() as session:
        assert session.get_one(Client, paper.client_id).ended_reason == "revoked"


def test_the_log_says_who_wrote_it_down(paper: Paper) -> None:
    end(paper, "draft_letters")
    with paper.circle.house.db.reading() as session:
        asked = select(AuditEvent).where(AuditEvent.action == Action.REVOKE)
        (entry,) = session.execute(asked).scalars()
        assert (entry.object_kind, str(entry.object_id)) == ("access_grant", str(paper.grants()[0].id))


def test_only_a_lead_and_a_coordinator_write_it_down(paper: Paper) -> None:
    circle = paper.circle
    with circle.house.db.writing() as session:
        case = session.get_one(Case, paper.case_id())
        teams.assign(session, circle.house, case, circle.member(session, "dan"), Part.HELPER)
    before = dump(circle.house.db)
    dan = paper.by("dan")
    path = f"{paper.path}/scopes/{paper.open()['draft_letters'].id}/end"
    for answer in (dan.get(path), dan.post(path)):
        assert likeness(answer) == likeness(dan.get("/nowhere"))
    assert dump(circle.house.db) == before
    assert f"{paper.path}/scopes/" not in dan.get(paper.path).text
    assert path in paper.by("bob").get(paper.path).text
    assert path in paper.by("alice").get(paper.path).text


def test_what_has_ended_or_is_anothers_is_not_there(paper: Paper, circle: Circle) -> None:
    path = f"{paper.path}/scopes/{paper.open()['draft_letters'].id}/end"
    end(paper, "draft_letters")
    assert paper.by("bob").post(path).status_code == 404
    other = circle.lead("bob")
    with circle.house.db.reading() as session:
        person_id = session.get_one(Case, other).person_id
        client = next(
            each for each in session.execute(select(Client)).scalars() if each.person_id == person_id
        )
        elsewhere = f"{circle.page}/clients/{client.id}"
    scope = paper.open()["view_content"].id
    assert paper.by("bob").post(f"{elsewhere}/scopes/{scope}/end").status_code == 404


def test_who_has_an_account_ends_it_herself(circle: Circle) -> None:
    circle.client_for("carol")
    circle.join("bob")
    with circle.house.db.reading() as session:
        account_id = circle.actor(session, "carol").account_id
    case_id = circle.lead("bob", account_id=account_id)
    with circle.house.db.reading() as session:
        person_id = session.get_one(Case, case_id).person_id
        (client,) = session.execute(select(Client)).scalars()
        paper = Paper(circle, client.id)
        assert client.person_id == person_id
    assert end(paper, "view_content").status_code == 409
    assert "view_content" in paper.open()


@pytest.mark.parametrize(("name", "status"), [("alice", 303), ("bob", 303), ("dan", 404)])
def test_who_entered_her_or_coordinates_records_her_first_sheet(
    circle: Circle, name: str, status: int
) -> None:
    paper = entered_by_bob(circle)
    who = paper.by(name)
    assert (who.get(f"{paper.path}/consent").status_code == 200) is (status == 303)
    answer = paper.record(name)
    assert answer.status_code == status
    if status == 404:
        assert likeness(answer) == likeness(who.get("/nowhere"))
        assert f'{paper.path}/consent"' not in who.get(paper.path).text


@pytest.mark.parametrize(("part", "status"), [(Part.HELPER, 303), (Part.READER, 404)])
def test_who_works_for_her_records_a_later_one_and_a_reader_does_not(
    paper: Paper, part: Part, status: int
) -> None:
    circle = paper.circle
    with circle.house.db.writing() as session:
        case = session.get_one(Case, paper.case_id())
        teams.assign(session, circle.house, case, circle.member(session, "dan"), part)
    assert paper.record("dan").status_code == status


MORE = ["view_content", "draft_letters", "export"]


@pytest.mark.parametrize(
    ("signed_on", "status"), [("2026-11-09", 422), ("2026-11-10", 303), ("2026-11-11", 303)]
)
def test_a_sheet_older_than_the_newest_one_does_not_count(paper: Paper, signed_on: str, status: int) -> None:
    answer = paper.record(signed_on=signed_on, until="2027-04-01", verbs=MORE)
    assert answer.status_code == status
    assert ("11月10日" in answer.text and "もっと新しい紙" in answer.text) is (status == 422)
    assert ("export" in paper.open()) is (status == 303)


@pytest.mark.parametrize(
    ("signed_on", "status"), [("2026-11-11", 422), ("2026-11-12", 303), ("2026-11-13", 303)]
)
def test_a_sheet_from_before_she_ended_something_opens_it_no_more(
    paper: Paper, signed_on: str, status: int
) -> None:
    assert end(paper, "draft_letters").status_code == 303
    with paper.circle.house.db.writing() as session:  # as if it had been yesterday, late in the evening
        late = datetime(2026, 11, 12, 23, 59, tzinfo=TOKYO)
        ended = SCOPE.c.ended_at.is_not(None)
        session.execute(update(GrantScope).where(ended).values(ended_at=late))
    answer = paper.record(signed_on=signed_on, until="2027-04-01", verbs=MORE)
    assert answer.status_code == status
    assert ("11月12日" in answer.text and "本人が取り消して" in answer.text) is (status == 422)
    assert ("draft_letters" in paper.open()) is (status == 303)


def test_a_sheet_that_became_older_while_the_form_was_open_is_refused(paper: Paper) -> None:
    house = paper.circle.house
    signed = Signed(date(2026, 11, 9), date(2027, 4, 1), frozenset({"view_content"}), "")
    with house.db.writing() as session:
        by, client = paper.circle.member(session, "bob"), session.get_one(Client, paper.client_id)
        with pytest.raises(Conflict):
            record_consent(session, house, paper.circle.actor(session, "bob"), by, client, signed)
