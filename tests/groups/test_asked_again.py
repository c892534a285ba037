"""What grants, takes out, reveals or ends in a group is done within five minutes of a second look (T-09)."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from sqlalchemy import update
from sqlmodel import col
from starlette.testclient import TestClient

from app.accounts.models import AccountSession
from app.accounts.session import fresh
from app.kit.house import House
from app.main import ROUTERS
from tests.groups.test_acts_are_noted import PLACES, ROOMS
from tests.support import things
from tests.support.dump import dump
from tests.support.walk import fill

ClientFor = Callable[[str], TestClient]
ON_ONE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
WORK = "the daily work on a case: it grants nothing, takes nothing out, and ends nothing of anybody's"
ANSWER = "an answer of the one who was asked: it is hers alone, and it is on the offer's page until then"
# What is not asked again, each with its reason.
FREE = {
    "/groups/new": "a group without anybody in it",
    "/join/{invitation_token}": "the coordinator who made the link was asked",
    "/groups/{group_id}/clients/new": WORK,
    "/groups/{group_id}/clients/{client_id}/cases/new": WORK,
    "/groups/{group_id}/clients/{client_id}/handed-back": WORK,
    "/groups/{group_id}/clients/{client_id}/consents/{grant_id}/photos": WORK,
    "/groups/{group_id}/clients/{client_id}/erase/undo": "brings back what was there",
    "/groups/{group_id}/playbooks": "adds her own words, which coordinators can withdraw",
    "/groups/{group_id}/playbooks/{group_playbook_id}/edit": "changes words; what was made from them stays",
    "/groups/{group_id}/cases/{client_case_id}/playbooks/{playbook_id}/start": WORK,
    "/groups/{group_id}/letters/{client_letter_id}/wording": "adds words that coordinators can withdraw",
    "/groups/{group_id}/wordings/{wording_id}/edit": "changes words; letters that began with them stay",
    "/handovers/{handover_id}/decline": ANSWER,
    "/handovers/{handover_id}/withdraw": "takes back what did not happen yet",
    "/handovers/{handover_id}/seen": "the person has read who leads her case",
    "/cases/{case_id}/notes": WORK,
    "/cases/{case_id}/tasks": WORK,
    "/tasks/{task_id}/done": WORK,
    "/notes/{note_id}/delete": "her own note, and nobody else's",
    "/cases/{case_id}/mandates/new": "notes a paper that exists already; it lets nobody in",
    "/playbooks/made/{run_id}/steps/{step_id}/done": WORK,
    "/playbooks/made/{run_id}/undo": "takes back drafts that nobody touched since",
    "/filings/{filing_id}/playbook/requests": WORK,
    "/filings/{filing_id}/playbook/letter": WORK,
}


def asks_again(dependant: Dependant) -> bool:
    return dependant.call is fresh or any(map(asks_again, dependant.dependencies))


def posts() -> Iterator[APIRoute]:
    for router in ROUTERS:
        for route in router.routes:
            assert isinstance(route, APIRoute)
            is_theirs = route.endpoint.__module__.startswith(ROOMS) or route.path.startswith(PLACES)
            if "POST" in route.methods and is_theirs:
                yield route


GUARDED = sorted(route.path for route in posts() if asks_again(route.dependant))


def test_every_act_of_a_group_is_asked_again_or_says_why_not() -> None:
    assert sorted(route.path for route in posts() if route.path not in GUARDED) == sorted(FREE)


def grow_tired(house: House, name: str) -> None:
    """Five minutes and a second passed since she showed who she is."""
    late = house.clock.now() - timedelta(minutes=5, seconds=1)
    with house.db.writing() as session:
        mine = col(AccountSession.account_id) == things.actor_named(session, house, name).account_id
        session.execute(update(AccountSession).where(mine).values(confirmed_at=late))


@ON_ONE
def test_a_coordinator_at_a_screen_left_open_is_asked_and_nothing_is_done(
    house: House, client_for: ClientFor
) -> None:
    alice = client_for("alice")
    ids = things.one_of_each(house, "alice")
    grow_tired(house, "alice")
    before = dump(house.db)
    for path in GUARDED:
        answer = alice.post(fill(path, ids))
        assert answer.status_code == 303, path
        assert answer.headers["location"].startswith("/account/confirm?"), path
    assert dump(house.db) == before


@ON_ONE
def test_what_was_ticked_on_the_board_is_ticked_when_she_comes_back(
    house: House, client_for: ClientFor
) -> None:
    alice = client_for("alice")
    ids = things.one_of_each(house, "alice")
    board = f"/groups/{ids['group_id']}/board"
    grow_tired(house, "alice")
    answer = alice.post(f"{board}/acts", data={"act": "export", "case": str(ids["client_case_id"])})
    back = answer.headers["location"].partition("next=")[2]
    assert back.startswith("%2Fgroups%2F")
    page = alice.get(back.replace("%2F", "/").replace("%3F", "?").replace("%3D", "="))
    assert f'value="{ids["client_case_id"]}" checked' in page.text
    assert " checked" not in alice.get(board).text
