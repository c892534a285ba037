"""A code that a member printed works no longer than she may hand over the client's records (T-13, T-50)."""

from uuid import UUID

import pytest
from sqlalchemy import select

from app.groups.models import Role
from app.people import clients, teams
from app.people.models import Case, Claim
from app.people.team_models import Part
from tests.groups.conftest import Circle
from tests.people.test_claims import code_of

ANEW = "前に印刷した、記録を引き継ぐための番号は、もう使えません"


class Printed:
    """Bob leads a client's case and printed her code; so did alice, who coordinates, for another client."""

    def __init__(self, circle: Circle) -> None:
        self.circle, self.house = circle, circle.house
        circle.join("bob")
        self.case_id, self.other = circle.lead("bob"), circle.lead("alice")
        self.path, self.others_path = self.page(self.case_id), self.page(self.other)
        self.code = self.printed("bob", self.path)
        self.others_code = self.printed("alice", self.others_path)

    def page(self, case_id: UUID) -> str:
        with self.house.db.reading() as session:
            person_id = session.get_one(Case, case_id).person_id
            client = clients.client_of(session, self.circle.group_id, person_id)
            return f"{self.circle.page}/clients/{client.id}"

    def printed(self, name: str, path: str) -> str:
        return code_of(self.circle, path, name)

    def works(self, code: str, name: str = "yuki") -> bool:
        return self.circle.client_for(name).post("/claim", data={"code": code}).status_code == 303

    def says(self, path: str) -> bool:
        """Whether the client's page says that a new sheet is needed."""
        return ANEW in self.circle.client_for("alice").get(path).text

    def end(self) -> int:
        fields = {"successor": str(self.circle.members["alice"])}
        return (
            self.circle.client_for("alice").post(self.circle.page_of("bob", "end"), data=fields).status_code
        )


@pytest.fixture
def printed(circle: Circle) -> Printed:
    return Printed(circle)


def test_until_she_leaves_her_code_works(printed: Printed) -> None:
    assert not printed.says(printed.path)
    assert printed.works(printed.code)


def test_who_was_put_out_of_the_group_comes_back_with_no_code(printed: Printed) -> None:
    assert printed.end() == 303
    assert not printed.works(printed.code, "mallory")
    assert printed.circle.client_for("mallory").get(f"/cases/{printed.case_id}").status_code == 404
    assert printed.says(printed.path)
    assert not printed.says(printed.others_path)
    assert printed.works(printed.others_code)


def test_a_new_sheet_takes_the_place_of_the_one_that_works_no_more(printed: Printed) -> None:
    printed.end()
    code = printed.printed("alice", printed.path)
    assert not printed.says(printed.path)
    assert printed.works(code)


def test_whoever_hands_on_the_lead_hands_over_no_records_of_hers(printed: Printed) -> None:
    second = printed.circle.lead("bob")
    kept = printed.printed("bob", printed.page(second))
    with printed.house.db.writing() as session:
        case, alice = session.get_one(Case, printed.case_id), printed.circle.member(session, "alice")
        teams.assign(session, printed.house, case, alice, Part.LEAD)
    assert not printed.works(printed.code)
    assert printed.says(printed.path)
    assert printed.works(kept)


def test_whoever_still_leads_another_case_of_hers_may_go_on(printed: Printed) -> None:
    printed.circle.lead("bob", client_number=1)
    with printed.house.db.writing() as session:
        case, alice = session.get_one(Case, printed.case_id), printed.circle.member(session, "alice")
        teams.assign(session, printed.house, case, alice, Part.LEAD)
    assert printed.works(printed.code)


@pytest.mark.parametrize(
    ("role", "works"), [(Role.COORDINATOR, True), (Role.HELPER, False), (Role.TECHNICAL_ADMIN, False)]
)
def test_a_coordinator_who_becomes_something_else_hands_over_nobody(
    circle: Circle, role: Role, works: bool
) -> None:
    circle.join("dora", Role.COORDINATOR)
    case = circle.lead("alice")
    with circle.house.db.reading() as session:
        person_id = session.get_one(Case, case).person_id
        path = f"{circle.page}/clients/{clients.client_of(session, circle.group_id, person_id).id}"
    code = code_of(circle, path, "dora")
    changed = circle.client_for("alice").post(circle.page_of("dora", "role"), data={"role": role})
    assert changed.status_code == (422 if works else 303)
    assert (circle.client_for("yuki").post("/claim", data={"code": code}).status_code == 303) is works


def test_a_code_that_was_used_stays_used(printed: Printed) -> None:
    assert printed.works(printed.code)
    printed.end()
    with printed.house.db.reading() as session:
        used = session.execute(select(Claim).where(Claim.used_at.is_not(None))).scalar_one()
        assert used.expires_at > printed.house.clock.now()
    assert not printed.says(printed.path)
