"""Whoever chose which cases she sees, and in which order, finds that list again after an act on it."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from sqlalchemy import update

from app.accounts.models import AccountSession
from app.groups.models import Role
from tests.support.office import Office

CHOSEN = {"show": "unassigned", "sort": "number"}
QUERY = "?show=unassigned&sort=number"
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


def carried(page: str) -> dict[str, list[str]]:
    """What the forms of a page send along unseen."""
    found: dict[str, list[str]] = {}
    for name, value in HIDDEN.findall(page):
        found.setdefault(name, []).append(unescape(value))
    return found


def links(page: str) -> set[str]:
    return {unescape(each) for each in re.findall(r'href="([^"]*)"', page)}


@pytest.fixture
def case_id(office: Office) -> UUID:
    office.join("bob", Role.HELPER)
    return office.open_case()


def test_the_forms_of_a_list_carry_it_through_the_preview_to_the_end(office: Office, case_id: UUID) -> None:
    alice, board = office.client_for("alice"), office.path("/board")
    listed = carried(alice.get(board + QUERY).text)
    assert {name: listed[name] for name in CHOSEN} == {name: [value] for name, value in CHOSEN.items()}
    sent = {**listed, "act": ["reassign"], "case": [str(case_id)]}
    preview = alice.post(f"{board}/acts", data=sent).text
    assert board not in links(preview)
    assert board + QUERY in links(preview)
    with office.house.db.reading() as session:
        to = str(office.member(session, "bob").id)
    again = alice.post(f"{board}/acts/reassign", data=carried(preview) | {"to": [""]})
    assert again.status_code == 422
    assert board + QUERY in links(again.text)
    done = alice.post(f"{board}/acts/reassign", data=carried(again.text) | {"to": [to]})
    assert (done.status_code, done.headers["location"]) == (303, board + QUERY)


def test_whoever_ticked_nothing_comes_back_to_the_list(office: Office, case_id: UUID) -> None:
    board = office.path("/board")
    answer = office.client_for("alice").post(f"{board}/acts", data={**CHOSEN, "act": "remind"})
    assert (answer.status_code, answer.headers["location"]) == (303, board + QUERY)


def test_a_name_that_was_shown_leads_back_to_the_list(office: Office, case_id: UUID) -> None:
    board = office.path("/board")
    with office.house.db.reading() as session:
        path = office.path(f"/clients/{office.client_of(session, case_id).id}/reveal")
    page = office.client_for("alice").post(path, data=CHOSEN).text
    assert board not in links(page)
    assert board + QUERY in links(page)


def test_a_further_page_of_a_list_is_found_again(office: Office, case_id: UUID) -> None:
    board = office.path("/board")
    after = f"rest.1.{case_id}"
    listed = {"sort": "number", "after": after}
    answer = office.client_for("alice").post(f"{board}/acts", data={**listed, "act": "remind"})
    found = urlsplit(answer.headers["location"])
    assert (found.path, parse_qs(found.query)) == (board, {"sort": ["number"], "after": [after]})


@pytest.mark.parametrize("typed", ["none", "//evil.example", "all&next=x"])
def test_a_list_that_there_is_not_leads_to_all_cases(office: Office, case_id: UUID, typed: str) -> None:
    board, alice = office.path("/board"), office.client_for("alice")
    sent = {"show": typed, "sort": typed, "after": typed, "act": "remind"}
    assert alice.post(f"{board}/acts", data=sent).headers["location"] == board
    assert typed not in alice.post(f"{board}/acts", data=sent | {"case": str(case_id)}).text


def test_a_second_look_leads_back_to_the_list_with_what_was_ticked(office: Office, case_id: UUID) -> None:
    alice, board = office.client_for("alice"), office.path("/board")
    listed = carried(alice.get(board + QUERY).text)
    with office.house.db.writing() as session:
        past = office.house.clock.now() - timedelta(minutes=6)
        session.execute(update(AccountSession).values(confirmed_at=past))
    answer = alice.post(f"{board}/acts", data={**listed, "act": "remind", "case": str(case_id)})
    page = parse_qs(urlsplit(answer.headers["location"]).query)["next"][0]
    assert page.startswith(f"{board}{QUERY}&draft=")
    assert f'value="{case_id}" checked' in alice.get(page).text
