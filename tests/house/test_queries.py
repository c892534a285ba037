"""A page asks the database little, and finds each answer by an index."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from app.kit.house import House
from tests.bench.trace import Trace, trace_page
from tests.support import things
from tests.support.walk import fill

MOST_QUERIES = 10  # A case reads its filings, their events, rules, moves, documents and playbooks.
# What the log asks for what is taken out: a key, the right to be next, the last entry, the new one.
OF_THE_LOG = 4
LOGGED = {
    "/documents/{document_id}/file",
    "/groups/{group_id}/clients",
    "/groups/{group_id}/clients/{client_id}",
}
# Who a client is, whether she has an account, her consents with the photos of what she signed, her cases,
# who works on them and how she is reached, on one page.
MORE = {"/groups/{group_id}/clients/{client_id}": 4}
PAGES = (
    "/",
    "/cases",
    "/cases/{case_id}",
    "/holdings",
    "/filings/{filing_id}/events/new",
    "/documents/{document_id}/file",
    "/calendar",
    "/calendar/{token}.ics",
    "/reminders",
    "/cases/{case_id}/summary",
    "/groups/{group_id}/clients",
    "/groups/{group_id}/clients/{client_id}",
    "/groups/{group_id}/statistics",
    "/reminders/settings",
)
ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
# Read whole on purpose: it holds one row.
SMALL = {"alembic_version"}


@pytest.fixture
def traces(house: House, client_for: Callable[[str], TestClient]) -> dict[str, Trace]:
    """What each page asks, for somebody who has one of each."""
    alice = client_for("alice")
    ids = things.one_of_each(house, "alice")
    return {path: trace_page(house, alice, fill(path, ids)) for path in PAGES}


def test_a_page_asks_at_most_ten_questions(traces: dict[str, Trace]) -> None:
    asked = {
        path: trace.queries - (OF_THE_LOG if path in LOGGED else 0) - MORE.get(path, 0)
        for path, trace in traces.items()
    }
    assert {path: count for path, count in asked.items() if count > MOST_QUERIES} == {}


@ON_SQLITE
def test_no_question_reads_a_whole_table(house: House, traces: dict[str, Trace]) -> None:
    scans = [
        (path, step, statement)
        for path, trace in traces.items()
        for statement, given in trace.data
        for step in plan(house, statement, given)
        if step.startswith("SCAN") and step.split()[1] not in SMALL | {"CONSTANT"}
    ]
    assert scans == []


def plan(house: House, statement: str, given: list) -> list[str]:
    with house.db.engine.connect() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", tuple(given))
        return [row[3] for row in rows]
