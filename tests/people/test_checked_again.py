"""What a person says later is checked for a conflict, too, and whom she declared stays declared (T-19)."""

from collections.abc import Callable, Iterator

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from app.groups.models import Membership
from app.kit.house import House
from app.people import clients, conflicts
from app.people.conflict_models import Decision
from app.people.conflicts import Opposing
from app.people.models import Client
from app.people.profiles import About
from tests.support import things


@pytest.fixture
def session(house: House, client_for: Callable[[str], TestClient]) -> Iterator[Session]:
    client_for("alice")
    with house.db.writing() as opened:
        yield opened


@pytest.fixture
def alice(house: House, session: Session) -> Membership:
    """Who coordinates the group."""
    return things.found_group(session, house, things.actor_named(session, house, "alice"))


def decision(session: Session, client: Client) -> str:
    check = conflicts.latest(session, client.id)
    assert check is not None
    return check.decision


def test_a_new_name_is_looked_for_on_the_other_side(
    house: House, session: Session, alice: Membership
) -> None:
    things.enter_client(session, house, alice, "Yuki", Opposing("Ken Mori"))
    late = things.enter_client(session, house, alice, "Somebody")
    assert decision(session, late) == Decision.CLEAR
    clients.keep_known(session, house, late.person_id, alice.account_id, About("Ken Mori"))
    assert decision(session, late) == Decision.OPEN


def test_words_that_change_no_name_leave_the_check_as_it_is(
    house: House, session: Session, alice: Membership
) -> None:
    client = things.enter_client(session, house, alice, "Yuki")
    before = conflicts.latest(session, client.id)
    told = About("Yuki", safe_how="By letter to her sister", never_post=True)
    clients.keep_known(session, house, client.person_id, alice.account_id, told)
    assert conflicts.latest(session, client.id) is before


def test_another_opposing_person_joins_those_declared_before(
    house: House, session: Session, alice: Membership
) -> None:
    ken, rin = Opposing("Ken Mori"), Opposing("Rin Oda")
    client = things.enter_client(session, house, alice, "Yuki", ken)
    conflicts.run_again(session, house, client, alice.account_id, About("Yuki"), [rin])
    assert {each.name for each in conflicts.opposing_of(session, house, client)} == {"Ken Mori", "Rin Oda"}
    for name in ("Ken Mori", "Rin Oda"):
        assert decision(session, things.enter_client(session, house, alice, name)) == Decision.OPEN
