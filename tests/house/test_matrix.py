"""Every address, for everybody, about everything: the declared answer (T-10, T-11, T-12, T-13)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from app.groups.models import Role
from app.kit.house import House
from app.people.grant_models import VERBS, Verb
from app.people.grants import with_implied
from app.web.pages import SAID_COOKIE
from tests.house.access import MEMBER, OWNER, TABLE
from tests.house.roles import BY_CASE, CASE_WORKERS, OF_THE_BOARD, ROLES
from tests.house.roles import VERBS as VERB_OF
from tests.support import world as worlds
from tests.support.walk import ask, fill, likeness
from tests.support.world import Ids, World

ClientFor = Callable[[str], TestClient]
GROUPS = sorted(row for row, who in TABLE.items() if who is MEMBER)
OWNED = sorted(row for row, who in TABLE.items() if who is OWNER)
ON_ONE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
# Whoever is none of alice's helpers, or was one, or is one for other purposes.
pytestmark = pytest.mark.timeout(400)  # thousands of answers in three tests
OUTSIDERS = ("carol", "erin", "grace", "sam", "tess", "frank")
READING: frozenset[Verb] = frozenset({"view_status", "view_content"})


@pytest.fixture
def world(house: House, client_for: ClientFor) -> World:
    return worlds.make(house, client_for)


@contextmanager
def nothing_stays() -> Iterator[None]:
    """What a request writes is written and taken back: thousands of answers from one and the same world."""

    def commit(self: Session) -> None:
        self.flush()
        self.rollback()

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Session, "commit", commit)
        yield


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
def test_she_reaches_all_of_hers_and_nobody_else_does(world: World) -> None:
    alice = world.visitor("alice")
    pages = [path for method, path in OWNED if method == "GET"]
    with nothing_stays():
        for ids in (world.shared, world.kept):
            assert [path for path in pages if ask(alice, "GET", fill(path, ids)).status_code >= 400] == []
        assert wrong_answers(world, "alice", world.foreign, lambda _: False) == []
        for name in OUTSIDERS:
            others = (world.shared, world.kept) + (() if name == "frank" else (world.foreign,))
            assert [wrong_answers(world, name, ids, lambda _: False) for ids in others] == [[]] * len(others)


@ON_ONE
def test_a_helper_may_do_what_the_scope_says_on_that_case(world: World) -> None:
    for verb in (*VERBS, None):
        world.regrant(*([verb] if verb else []))
        granted = with_implied([verb]) if verb else frozenset()
        with nothing_stays():
            for name, may in (("bob", granted), ("ruth", granted & READING)):
                wrong = wrong_answers(world, name, world.shared, lambda row, may=may: VERB_OF.get(row) in may)
                assert wrong == [], (verb, name)
            assert wrong_answers(world, "bob", world.kept, lambda _: False) == [], verb


MEMBERS = {
    "grace": Role.COORDINATOR,
    "bob": Role.HELPER,
    "sam": Role.SUPERVISOR,
    "tess": Role.TECHNICAL_ADMIN,
}


@ON_ONE
def test_a_group_answers_its_members_by_their_roles(world: World) -> None:
    with nothing_stays():
        for name in (*MEMBERS, "alice", "dan", "carol", "frank"):
            assert wrong_to_members(world, name, MEMBERS.get(name)) == [], name


def wrong_to_members(world: World, name: str, role: Role | None) -> list:
    """The addresses of the group that answer otherwise than declared for this role, or for no member."""
    visitor, found = world.visitor(name), []
    for row in GROUPS:
        method, path = row
        visitor.cookies.delete(SAID_COOKIE) if SAID_COOKIE in visitor.cookies else None
        if any(part in path for part in BY_CASE) and role in CASE_WORKERS:
            continue
        answer = ask(visitor, method, fill(path, world.group))
        if role in ROLES.get(row, {Role.COORDINATOR}):
            right = answer.status_code in {200, 303, 409, 422}
        else:
            nothing = ask(visitor, method, fill(path, absent(world.group)))
            right = answer.status_code == 404 and likeness(answer) == likeness(nothing)
        found += [] if right else [(*row, answer.status_code)]
    return found


def test_every_verb_opens_something_that_no_smaller_scope_does() -> None:
    """What a verb opens is asked by the tests above, and on the board by tests/boards/test_taking_out.py."""
    assert {*VERB_OF.values(), *OF_THE_BOARD.values()} == set(VERBS)
    assert set(OF_THE_BOARD) <= set(TABLE)
    # The board alone tells of a state; every other verb opens an address of a case.
    assert set(VERBS) - set(VERB_OF.values()) == {"view_status"}


def test_the_table_is_asked_more_than_three_thousand_times() -> None:
    people = 3 + 3 * len(OUTSIDERS) - 1 + 3 * (len(VERBS) + 1)
    assert people * len(OWNED) >= 3000
