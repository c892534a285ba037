"""What she ends is the group's no more: no work stays open on it, and another group can take it (T-12)."""

import time
from threading import Thread
from uuid import UUID

import pytest
from sqlalchemy import select

from app.groups.models import SupportGroup
from app.kit.errors import AppError
from app.people import teams
from app.people.grant_models import AccessGrant, GrantScope
from app.people.models import Case
from app.people.team_models import Part
from tests.groups.conftest import Circle
from tests.support import things

AGREED = {
    "name": "Canary Carol",
    "until": "2027-05-13",
    "agree": "yes",
    "scope": "chosen",
    "verbs": ["view_content"],
}


class Carol:
    """Carol has an account and two cases, which she opened to alice's group; bob leads both."""

    def __init__(self, circle: Circle) -> None:
        self.circle, self.house = circle, circle.house
        circle.join("bob")
        self.browser = circle.client_for("carol")
        with self.house.db.writing() as session:
            self.me = circle.actor(session, "carol")
            self.cases = [
                things.open_case(session, self.house, self.me, f"Canary {number}").id for number in (1, 2)
            ]
        self.give(circle.group_id)
        with self.house.db.writing() as session:
            for case_id in self.cases:
                case = session.get_one(Case, case_id)
                teams.assign(session, self.house, case, circle.member(session, "bob"), Part.LEAD)

    def give(self, group_id: UUID, *case_ids: UUID) -> None:
        with self.house.db.reading() as session:
            code = session.get_one(SupportGroup, group_id).code
        fields = AGREED | {"code": code, "cases": [str(each) for each in case_ids or self.cases]}
        assert self.browser.post("/access", data=fields).status_code == 303

    def scope_on(self, case_id: UUID) -> GrantScope:
        with self.house.db.reading() as session:
            found = select(GrantScope).where(GrantScope.case_id == case_id, GrantScope.verb == "view_status")
            row = session.execute(found.where(GrantScope.ended_at.is_(None))).scalar_one()
            session.expunge(row)
            return row

    def end(self, case_id: UUID) -> None:
        answer = self.browser.post(f"/access/scopes/{self.scope_on(case_id).id}/end")
        assert answer.status_code == 303

    def team(self, case_id: UUID) -> list[UUID]:
        with self.house.db.reading() as session:
            return [row.account_id for row in teams.team_of(session, case_id)]


@pytest.fixture
def carol(circle: Circle) -> Carol:
    return Carol(circle)


def test_a_case_that_she_ends_alone_leaves_the_group_and_can_go_to_another(carol: Carol) -> None:
    first, second = carol.cases
    board = f"{carol.circle.page}/board"
    alice = carol.circle.client_for("alice")
    carol.end(second)
    assert carol.circle.case(second).group_id is None
    assert carol.team(second) == []
    assert carol.circle.case(first).group_id == carol.circle.group_id
    assert carol.circle.lead_of(first) == "bob"
    assert str(second) not in alice.get(board).text
    carol.circle.client_for("erin")
    with carol.house.db.writing() as session:
        other = things.found_group(session, carol.house, carol.circle.actor(session, "erin"))
        other_id, erin_id = other.group_id, other.id
    carol.give(other_id, second)
    assert carol.circle.case(second).group_id == other_id
    with carol.house.db.writing() as session:
        member = session.get_one(type(other), erin_id)
        teams.assign(session, carol.house, session.get_one(Case, second), member, Part.LEAD)
    assert len(carol.team(second)) == 1


def test_ending_one_of_several_permissions_on_a_case_leaves_it_with_the_group(carol: Carol) -> None:
    first, second = carol.cases
    with carol.house.db.reading() as session:
        found = select(GrantScope.id).where(GrantScope.case_id == second, GrantScope.verb == "view_content")
        scope_id = session.execute(found).scalar_one()
    assert carol.browser.post(f"/access/scopes/{scope_id}/end").status_code == 303
    assert [carol.circle.case(each).group_id for each in (first, second)] == [carol.circle.group_id] * 2


def test_nobody_is_put_on_a_case_that_she_took_back_while_the_form_was_open(carol: Carol) -> None:
    first, second = carol.cases
    with carol.house.db.writing() as session:
        stale = session.get_one(Case, second)
        session.expunge(stale)
    carol.end(second)
    with carol.house.db.writing() as session:
        member = carol.circle.member(session, "alice")
        with pytest.raises(AppError):
            teams.assign(session, carol.house, stale, member, Part.LEAD)
    assert carol.team(second) == []
    assert carol.circle.lead_of(first) == "bob"


@pytest.mark.parametrize("whole", [True, False])
def test_no_work_is_left_on_a_case_that_she_ends_while_somebody_is_assigned(
    carol: Carol, whole: bool
) -> None:
    circle, house = carol.circle, carol.house
    with house.db.reading() as session:
        grant_id = session.execute(select(AccessGrant.id)).scalar_one()
    path = f"/access/{grant_id}/end" if whole else f"/access/scopes/{carol.scope_on(carol.cases[1]).id}/end"
    answers: list[int] = []
    ending = Thread(target=lambda: answers.append(carol.browser.post(path).status_code))
    with house.db.writing() as session:
        circle_member = circle.member(session, "alice")
        case = session.get_one(Case, carol.cases[1])
        teams.assign(session, house, case, circle_member, Part.LEAD)
        ending.start()
        time.sleep(1)
    ending.join(20)
    assert answers == [303]
    assert circle.case(carol.cases[1]).group_id is None
    assert carol.team(carol.cases[1]) == []
