"""Whoever comes into a group finds all that she can do there from its page, with two clicks at most."""

import re
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from app.groups.models import Role
from app.kit.house import House
from tests.support.office import open_office

LINK = re.compile(r'href="(/[^"#?]*)')


def within(browser: TestClient, page: str, clicks: int) -> set[str]:
    """The addresses that so many clicks lead to; each page on the way is there."""
    found, edge = {page}, {page}
    for _ in range(clicks):
        answers = [browser.get(path) for path in sorted(edge)]
        assert [answer.url.path for answer in answers if answer.status_code != 200] == []
        linked = {path for answer in answers for path in LINK.findall(answer.text)}
        edge = {path for path in linked - found if path.startswith(("/groups/", "/handovers", "/cases/"))}
        found |= edge
    return found


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", [Role.HELPER, Role.COORDINATOR, Role.SUPERVISOR])
def test_a_newcomer_finds_everything_from_the_groups_page(
    house: House, client_for: Callable[[str], TestClient], role: Role
) -> None:
    office = open_office(house, client_for)
    browser = office.join("bob", role)
    case_id = office.open_case(lead="bob")
    with house.db.reading() as session:
        client = office.path(f"/clients/{office.client_of(session, case_id).id}")
    once = {office.path(f"/{name}") for name in ("board", "day-sheet", "clients", "playbooks", "wordings")}
    twice = {f"{client}/cases/{case_id}/team", client, f"/cases/{case_id}"}
    if role == Role.COORDINATOR:
        once |= {office.path("/log"), office.path("/edit"), office.path("/dissolve")}
    if role != Role.SUPERVISOR:
        twice |= {office.path("/playbooks/new"), office.path("/clients/new")}
    assert {*once, "/handovers"} - within(browser, office.path(), 1) == set()
    assert twice - within(browser, office.path(), 2) == set()
