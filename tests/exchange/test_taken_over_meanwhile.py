"""What she made her own between a coordinator's look and the act is not the group's to erase (T-45)."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.accounts.models import Account
from app.exchange import group_routes, keeping
from app.exchange.keeping import Stay
from app.exchange.models import Erasure, Hold
from app.kit.behalf import EVERYBODY
from app.people.claims import take_over
from app.people.models import Case, Client, Person
from tests.exchange.conftest import ENDS, client_of, end_help, number_in, on, run
from tests.groups.conftest import Circle

OWN = "自分のアカウントがあります"


class Late:
    """Yuki, who types her code while a coordinator's page is open."""

    def __init__(self, circle: Circle) -> None:
        self.circle = circle
        self.yuki, self.alice = circle.client_for("yuki"), circle.client_for("alice")
        self.case_id = circle.lead("alice")
        self.page = f"{circle.page}/clients/{client_of(circle, self.case_id).id}"
        self.code = number_in(self.alice.post(f"{self.page}/claim").text)

    def claim(self) -> None:
        house = self.circle.house
        with house.db.writing(EVERYBODY) as session:
            assert isinstance(take_over(session, house, self.circle.actor(session, "yuki"), self.code), UUID)

    def is_hers(self) -> bool:
        """Whether neither she nor her account lies in the bin, and nothing is planned for either."""
        with self.circle.house.db.reading(EVERYBODY) as session:
            person = session.get_one(Person, session.get_one(Case, self.case_id).person_id)
            account = session.get_one(Account, person.account_id)
            kept = [session.get(each, person.id) for each in (Erasure, Hold)]
            return not person.in_bin and not account.in_bin and kept == [None, None]


@pytest.fixture
def late(circle: Circle) -> Late:
    return Late(circle)


@pytest.mark.parametrize("act", [("erase", {"asked": "yes", "sure": "yes"}), ("erase/hold", {"reason": "x"})])
def test_neither_the_bin_nor_a_hold_takes_what_became_hers_since_the_look(
    late: Late, monkeypatch: pytest.MonkeyPatch, act: tuple[str, dict[str, str]]
) -> None:
    held: Callable[..., Client] = group_routes._held

    def after_her(act: object, group_id: UUID, client_id: UUID) -> Client:
        act.reading.rollback()
        late.claim()
        return held(act, group_id, client_id)

    monkeypatch.setattr(group_routes, "_held", after_her)
    answer = late.alice.post(f"{late.page}/{act[0]}", data=act[1])
    assert answer.status_code == 409
    assert OWN in answer.text
    assert late.is_hers()
    assert late.yuki.get("/access").status_code == 200
    assert late.alice.get(f"/cases/{late.case_id}").status_code == 200  # her consent stands


def test_what_became_hers_is_not_binned_by_the_day_either(
    late: Late, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = late.circle.house
    end_help(late.circle, late.case_id)
    run(house, ENDS - keeping.FIRST)
    real: Callable[..., dict[UUID, Stay]] = keeping.stays

    def before_her(session: Session, *which: object) -> dict[UUID, Stay]:
        found = real(session, *which)
        if which:  # the look within the act itself
            session.execute(select(Person)).all()
            session.rollback()
            late.claim()
        return found

    monkeypatch.setattr(keeping, "stays", before_her)
    assert keeping.look(on(house, ENDS)) == 0
    monkeypatch.undo()
    with house.db.reading(EVERYBODY) as session:
        person = session.get_one(Person, session.get_one(Case, late.case_id).person_id)
        assert (person.in_bin, session.get_one(Account, person.account_id).in_bin) == (False, False)


def test_who_claims_late_is_forgotten_by_the_plan_on_the_next_day(late: Late) -> None:
    house = late.circle.house
    end_help(late.circle, late.case_id)
    run(house, ENDS - keeping.FIRST)
    late.claim()
    run(house, ENDS)
    assert late.is_hers()


def test_the_bin_still_takes_whoever_has_no_account(late: Late) -> None:
    answer = late.alice.post(f"{late.page}/erase", data={"asked": "yes", "sure": "yes"})
    assert answer.headers["location"].startswith(f"{late.page}/erase/receipt")
    assert late.yuki.post("/claim", data={"code": late.code}).status_code == 422
