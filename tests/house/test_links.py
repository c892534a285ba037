"""No page leads nowhere: each address that a page names is one that the program answers."""

import re
from collections.abc import Callable

import pytest
from starlette.routing import Match
from starlette.testclient import TestClient

from app.kit.house import House
from app.main import ROUTERS
from tests.house.access import BEARER, HOLDER, TABLE
from tests.support import things
from tests.support.walk import ask, fill

PAGES = sorted(
    path for (method, path), who in TABLE.items() if method == "GET" and who not in {BEARER, HOLDER}
)
LINKED = re.compile(r'<(?:a|form|button)[^>]*?\b(href|action|formaction)="(/[^"#?]*)')
ROUTES = [route for router in ROUTERS for route in router.routes]


def is_answered(path: str, method: str) -> bool:
    scope = {"type": "http", "path": path, "method": method}
    return any(route.matches(scope)[0] is Match.FULL for route in ROUTES)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_link_and_form_of_every_page_leads_to_an_address(
    house: House, client: TestClient, client_for: Callable[[str], TestClient]
) -> None:
    alice = client_for("alice")
    ids = things.one_of_each(house, "alice")
    lost, seen = set(), 0
    for path in PAGES:
        for who in (alice, client):
            for what, link in LINKED.findall(ask(who, "GET", fill(path, ids)).text):
                seen += 1
                methods = ("GET",) if what == "href" else ("GET", "POST")
                if not link.startswith("/static/") and not any(is_answered(link, each) for each in methods):
                    lost.add((path, link))
    assert lost == set()
    assert seen > 1000
