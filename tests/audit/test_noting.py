"""What a request notes is in the log before its answer leaves, or the request fails (T-17, T-38)."""

import threading
from asyncio import to_thread
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI, Response
from fastapi.routing import APIRoute
from sqlalchemy import event, text
from starlette.testclient import TestClient

from app.accounts.models import SignInFailure
from app.audit.entry import Action, Outcome, note
from app.kit.db import Reading, Writing
from app.kit.errors import NotFound
from tests.audit.conftest import Log

Added = Callable[..., TestClient]


@pytest.fixture
def served(app: FastAPI, client: TestClient) -> Added:
    """A visitor of an application that has one more route, at /tried."""

    def add(route: Callable[..., Any]) -> TestClient:
        app.router.routes.insert(0, APIRoute("/tried", route))
        return client

    return add


def said(log: Log) -> list[tuple[str, str, str]]:
    return [(row.action, row.object_kind, row.outcome) for row in log.rows()]


def failure(log: Log, door: str) -> SignInFailure:
    now = log.house.clock.now()
    return SignInFailure(door=door, count=1, last_at=now, forget_at=now)


def count_failures(log: Log) -> int:
    with log.house.db.engine.connect() as connection:
        return connection.execute(text("SELECT count(*) FROM sign_in_failure")).scalar_one()


def test_a_look_is_written_before_the_answer_leaves(log: Log, served: Added) -> None:
    async def look(session: Reading) -> Response:
        note(session, log.entry(object_id=uuid4()))
        return Response("shown")

    assert served(look).get("/tried").text == "shown"
    assert said(log) == [("look", "case", "allow")]


def test_a_change_and_its_entry_are_one_transaction(log: Log, served: Added) -> None:
    def change(session: Writing) -> Response:
        session.add(failure(log, "changed"))
        note(session, log.entry(Action.GRANT, "access_grant"))
        return Response("done")

    assert served(change).get("/tried").text == "done"
    assert said(log) == [("grant", "access_grant", "allow")]
    assert count_failures(log) == 1


def test_of_a_request_that_fails_looks_and_refusals_stay_and_changes_do_not(log: Log, served: Added) -> None:
    def refuse(reading: Reading, session: Writing) -> Response:
        note(reading, log.entry(kind="filing"))
        session.add(failure(log, "undone"))
        session.flush()
        note(session, log.entry(Action.GRANT))
        note(session, log.entry(Action.REFUSE, outcome=Outcome.DENY))
        raise NotFound

    assert served(refuse).get("/tried").status_code == 404
    assert sorted(said(log)) == [("look", "filing", "allow"), ("refuse", "case", "deny")]
    assert count_failures(log) == 0


def test_what_is_noted_before_a_writer_touched_anything_is_written_too(log: Log, served: Added) -> None:
    def only_look(session: Writing) -> Response:
        note(session, log.entry())
        return Response("shown")

    assert served(only_look).get("/tried").text == "shown"
    assert said(log) == [("look", "case", "allow")]


@pytest.mark.parametrize("writes", [False, True])
def test_nothing_is_shown_and_nothing_changed_when_the_log_cannot_be_written(
    log: Log, app: FastAPI, client: TestClient, served: Added, monkeypatch: pytest.MonkeyPatch, writes: bool
) -> None:
    async def look(session: Reading) -> Response:
        note(session, log.entry())
        return Response("hers")

    def change(session: Writing) -> Response:
        session.add(failure(log, "changed"))
        note(session, log.entry(Action.GRANT))
        return Response("hers")

    served(change if writes else look)
    for trail in (None, broken):
        monkeypatch.setattr(log.house.db, "trail", trail)
        lenient = TestClient(app, base_url="http://localhost:8000", raise_server_exceptions=False)
        lenient.portal = client.portal
        answer = lenient.get("/tried")
        assert answer.status_code == 500
        assert "hers" not in answer.text
    assert said(log) == []
    assert count_failures(log) == 0


def broken(*_rest: object) -> None:
    raise OSError("The disk is full.")


def test_a_request_that_notes_nothing_asks_the_database_nothing_more(log: Log, served: Added) -> None:
    asked: list[str] = []

    async def quiet(session: Reading) -> Response:
        session.execute(text("SELECT 1"))
        return Response("shown")

    client = served(quiet)
    event.listen(log.house.db.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    client.get("/tried")
    assert [each for each in asked if each != "BEGIN"] == ["SELECT 1"]


def test_the_same_look_twice_in_a_request_is_one_entry(log: Log, served: Added) -> None:
    async def look(session: Reading) -> Response:
        for _ in range(3):
            note(session, log.entry(object_id=log.person))
        return Response("shown")

    served(look).get("/tried")
    assert said(log) == [("look", "case", "allow")]


def test_a_look_waits_for_a_writer_without_standing_in_its_way(log: Log, served: Added) -> None:
    """A writer whose commit needs the event loop, and a look that needs the writer's lock."""
    began = threading.Event()

    def change(session: Writing) -> Response:
        session.add(failure(log, "slow"))
        session.flush()
        began.set()
        threading.Event().wait(0.2)
        note(session, log.entry(Action.GRANT))
        return Response("done")

    async def look(session: Reading) -> Response:
        await to_thread(began.wait)
        note(session, log.entry())
        return Response("shown")

    client = served(look)
    client.app.router.routes.insert(0, APIRoute("/changed", change))
    answers: list[str] = []
    both = [
        threading.Thread(target=lambda path=path: answers.append(client.get(path).text))
        for path in ("/tried", "/changed")
    ]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(10)
    assert sorted(answers) == ["done", "shown"]
    assert len(said(log)) == 2
