"""Whichever way the lead of a case changes, its person is told: by her page, or in person (T-14)."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from app.accounts.session import Found
from app.casework.models import Source, Task, TaskKind
from app.casework.service import finish_task
from app.groups.models import Role
from app.people import clients, conflicts, teams, telling
from app.people import service as people
from app.people.models import Case, Person
from app.people.profiles import About
from app.people.team_models import Handover, Part
from tests.support.office import ClientFor, Office, open_office

TODAY = date(2026, 11, 13)


@pytest.fixture
def office(house, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A group of alice's; bob leads what dora and erin can take over."""
    monkeypatch.setattr(Found, "has_two_factors", property(lambda _: True))
    opened = open_office(house, client_for)
    for name in ("bob", "dora", "erin"):
        opened.join(name, Role.HELPER)
    return opened


def led_by_bob(office: Office, *, has_account: bool) -> UUID:
    """A case of carol's, who looks by herself, or of a client without an account."""
    if not has_account:
        return office.open_case(lead="bob")
    office.client_for("carol")
    with office.house.db.writing() as session:
        account = office.actor(session, "carol").account_id
        person = session.execute(select(Person).where(Person.account_id == account)).scalar_one()
        client = clients.admit(session, office.house, office.group_id, person.id, office.members["alice"])
        conflicts.run(session, office.house, client, office.members["alice"], About(name="Carol"), [])
        case = people.open_case(session, office.house, person.id, "The photo on the card")
        office.consent(session, client)
        session.refresh(case)
        teams.assign(session, office.house, case, office.member(session, "bob"), Part.LEAD)
        return case.id


def member(office: Office, name: str) -> str:
    with office.house.db.reading() as session:
        return str(office.member(session, name).id)


def team(office: Office, case_id: UUID) -> str:
    with office.house.db.reading() as session:
        return office.path(f"/clients/{office.client_of(session, case_id).id}/cases/{case_id}/team")


def assigned(office: Office, case_id: UUID, to: str) -> None:
    data = {"member": member(office, to), "part": "lead"}
    assert office.client_for("alice").post(team(office, case_id), data=data).status_code == 303


def reassigned(office: Office, case_id: UUID, to: str) -> None:
    data = {"case": str(case_id), "to": member(office, to)}
    page = office.path("/board/acts/reassign")
    assert office.client_for("alice").post(page, data=data).status_code == 303


def succeeded(office: Office, case_id: UUID, to: str) -> None:
    page = office.path(f"/members/{member(office, 'bob')}/end")
    answer = office.client_for("bob").post(page, data={"successor": member(office, to)})
    assert answer.status_code == 303


def handed_over(office: Office, case_id: UUID, to: str) -> None:
    data = {"to": member(office, to), "note": "Ask the town first"}
    assert office.client_for("bob").post(f"{team(office, case_id)}/offer", data=data).status_code == 303
    with office.house.db.reading() as session:
        offer_id = teams.open_offer(session, case_id).id
    assert office.client_for(to).post(f"/handovers/{offer_id}/accept").status_code == 303


WAYS = pytest.mark.parametrize("change", [assigned, reassigned, succeeded, handed_over])
Change = Callable[[Office, UUID, str], None]


def to_tell(office: Office, case_id: UUID) -> list[Task]:
    with office.house.db.reading() as session:
        found = select(Task).where(Task.case_id == case_id, Task.kind == TaskKind.TELL_OF_LEAD)
        tasks = session.execute(found).scalars().all()
        session.expunge_all()
        return list(tasks)


def untold(office: Office, case_id: UUID) -> Handover | None:
    with office.house.db.reading() as session:
        found = telling.untold(session, case_id)
        session.expunge_all()
        return found


@WAYS
def test_who_has_an_account_reads_it_on_her_page_until_she_says_so(office: Office, change: Change) -> None:
    case_id = led_by_bob(office, has_account=True)
    assert untold(office, case_id) is None
    change(office, case_id, "dora")
    news, carol = untold(office, case_id), office.client_for("carol")
    assert (news.from_account, news.to_account) == (office.members["bob"], office.members["dora"])
    page = carol.get(f"/cases/{case_id}").text
    assert f"/handovers/{news.id}/seen" in page
    assert "いまの主な担当はdora of the groupです。" in page
    assert carol.post(f"/handovers/{news.id}/seen").status_code == 303
    assert "いまの主な担当は" not in carol.get(f"/cases/{case_id}").text
    assert to_tell(office, case_id) == []


@WAYS
def test_for_who_has_none_the_new_lead_finds_a_task_of_today(office: Office, change: Change) -> None:
    case_id = led_by_bob(office, has_account=False)
    assert to_tell(office, case_id) == []
    change(office, case_id, "dora")
    made = [(task.assignee, task.due_on, task.source, task.is_hers) for task in to_tell(office, case_id)]
    assert made == [(office.members["dora"], TODAY, Source.TEAM, False)]
    words = "いまの担当がだれかを、本人に伝える"
    assert words in office.client_for("dora").get(f"/cases/{case_id}/notes").text
    assert words in office.client_for("dora").get(office.path("/day-sheet")).text


def test_a_second_change_gives_the_waiting_task_to_the_next_lead(office: Office) -> None:
    case_id = led_by_bob(office, has_account=False)
    assigned(office, case_id, "dora")
    assigned(office, case_id, "erin")
    waiting = to_tell(office, case_id)
    assert [task.assignee for task in waiting] == [office.members["erin"]]
    with office.house.db.writing() as session:
        finish_task(office.house, session.get_one(Task, waiting[0].id), office.members["erin"])
    assigned(office, case_id, "dora")
    assert {(task.assignee, task.done_at is None) for task in to_tell(office, case_id)} == {
        (office.members["erin"], False),
        (office.members["dora"], True),
    }


@pytest.mark.parametrize("has_account", [True, False])
def test_nothing_is_told_where_the_lead_stays(office: Office, *, has_account: bool) -> None:
    case_id = led_by_bob(office, has_account=has_account)
    assigned(office, case_id, "bob")
    with office.house.db.writing() as session:
        case = session.get_one(Case, case_id)
        teams.assign(session, office.house, case, office.member(session, "dora"), Part.HELPER)
    assert untold(office, case_id) is None
    assert to_tell(office, case_id) == []
