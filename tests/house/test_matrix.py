"""Every address, for everybody, about everything: the declared answer and no other (T-10 to T-13)."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from app.kit.house import House
from app.people.grant_models import VERBS, Verb
from app.people.grants import with_implied
from app.web.pages import SAID_COOKIE
from tests.house import access
from tests.house.access import OWNER, TABLE
from tests.support import world as worlds
from tests.support.walk import ask, fill, likeness
from tests.support.world import Ids, World

ClientFor = Callable[[str], TestClient]
OWNED = sorted(row for row, who in TABLE.items() if who is OWNER)
ON_ONE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
# Whoever is none of alice's helpers, or was one, or is one for other purposes.
OUTSIDERS = ("carol", "erin", "grace", "sam", "tess", "frank")
READING: frozenset[Verb] = frozenset({"view_status", "view_content"})


@pytest.fixture
def world(house: House, client_for: ClientFor) -> World:
    return worlds.make(house, client_for)


@pytest.fixture
def nothing_stays(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    """What a request writes is written and taken back: thousands of answers from one and the same world."""
    del world  # made before, for good

    def commit(self: Session) -> None:
        self.flush()
        self.rollback()

    monkeypatch.setattr(Session, "commit", commit)


def absent(ids: Ids) -> Ids:
    return {name: uuid4() for name in ids}


def wrong_answers(world: World, name: str, ids: Ids, allowed: Callable[[tuple[str, str]], bool]) -> list:
    """The rows of the table that answer otherwise than declared.

    An open one answers as it answers the person herself, a closed one as if nothing were there.
    """
    visitor, alice = world.visitor(name), world.visitor("alice")
    found = []
    for row in OWNED:
        method, path = row
        visitor.cookies.delete(
            SAID_COOKIE
        ) if SAID_COOKIE in visitor.cookies else None  # of an earlier answer
        answer = ask(visitor, method, fill(path, ids))
        if allowed(row):
            like = ask(alice, method, fill(path, ids))
            right = answer.status_code == like.status_code
        else:
            like = ask(visitor, method, fill(path, absent(ids)))
            right = like.status_code == 404 and likeness(answer) == likeness(like)
        if not right:
            found.append((*row, answer.status_code, like.status_code))
    return found


@ON_ONE
@pytest.mark.usefixtures("nothing_stays")
def test_she_reaches_all_of_hers_whatever_she_granted(world: World) -> None:
    alice = world.visitor("alice")
    for ids in (world.shared, world.kept):
        pages = [path for method, path in OWNED if method == "GET"]
        assert [path for path in pages if ask(alice, "GET", fill(path, ids)).status_code >= 400] == []
    assert wrong_answers(world, "alice", world.foreign, lambda _: False) == []


@ON_ONE
@pytest.mark.usefixtures("nothing_stays")
@pytest.mark.parametrize("name", OUTSIDERS)
def test_nobody_else_reaches_anything(world: World, name: str) -> None:
    for ids in (world.shared, world.kept) if name == "frank" else (world.shared, world.kept, world.foreign):
        assert wrong_answers(world, name, ids, lambda _: False) == []


@ON_ONE
@pytest.mark.parametrize("verb", [*VERBS, None])
def test_a_helper_may_do_what_the_scope_says_on_that_case(
    world: World, verb: Verb | None, request: pytest.FixtureRequest
) -> None:
    world.regrant(*([verb] if verb else []))
    request.getfixturevalue("nothing_stays")
    granted = with_implied([verb]) if verb else frozenset()
    assert wrong_answers(world, "bob", world.shared, lambda row: access.VERBS.get(row) in granted) == []
    assert wrong_answers(world, "bob", world.kept, lambda _: False) == []
    assert (
        wrong_answers(world, "ruth", world.shared, lambda row: access.VERBS.get(row) in granted & READING)
        == []
    )


def test_every_verb_opens_something_that_no_smaller_scope_does() -> None:
    assert set(access.VERBS.values()) | {"view_status", "export"} == set(VERBS)


def test_the_table_is_asked_more_than_three_thousand_times() -> None:
    people = 3 + 3 * len(OUTSIDERS) - 1 + 3 * (len(VERBS) + 1)
    assert people * len(OWNED) >= 3000
