"""Every address, for everybody, about everything: the declared answer (T-10, T-11, T-12, T-13)."""

from collections.abc import Callable, Iterator, Mapping
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
from tests.house import roles
from tests.house.access import MEMBER, OWNER, TABLE
from tests.house.roles import (
    ACTS,
    BY_CASE,
    LEAVING,
    OF_PAPER,
    OF_THE_BOARD,
    ON_BOARD,
    PERFORM,
    ROLES,
    Standing,
    opens,
)
from tests.house.roles import VERBS as VERB_OF
from tests.support import world as worlds
from tests.support.walk import ask, fill, likeness
from tests.support.world import Ids, World

ClientFor = Callable[[str], TestClient]
Row = tuple[str, str]
GROUPS = sorted(row for row, who in TABLE.items() if who is MEMBER)
OWNED = sorted(row for row, who in TABLE.items() if who is OWNER)
ON_ONE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
# Whoever is none of alice's helpers, or was one, or is one for other purposes.
pytestmark = pytest.mark.timeout(400)  # thousands of answers in three tests
OUTSIDERS = ("carol", "erin", "grace", "sam", "tess", "frank")
READING: frozenset[Verb] = frozenset({"view_status", "view_content"})
EVERYTHING = frozenset(VERBS)
MEMBERS = {
    "grace": Role.COORDINATOR,
    "bob": Role.HELPER,
    "heidi": Role.HELPER,
    "ruth": Role.HELPER,
    "erin": Role.HELPER,
    "sam": Role.SUPERVISOR,
    "tess": Role.TECHNICAL_ADMIN,
}
# Erin leads no case any more, and tess works on none: what is about a client is closed to both.
STANDINGS = {
    "grace": Standing.COORDINATOR,
    "sam": Standing.SUPERVISOR,
    "bob": Standing.LEAD,
    "heidi": Standing.HELPER,
    "ruth": Standing.READER,
}
LEAVES = "ruth"  # whose membership the world names
ANSWERED = {200, 303, 400, 409, 422}  # 400: an upload without a file


class Asker:
    """Asks as one after the other, and counts each answer that was held against its declaration."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.count = 0
        self._nothing: dict[tuple[str, Row], tuple] = {}
        self._hers: dict[tuple[Row, object], int] = {}

    def answer(self, name: str, row: Row, ids: Ids, fields: Mapping[str, str] | None = None):
        visitor = self.world.visitor(name)
        if SAID_COOKIE in visitor.cookies:  # of an earlier answer
            visitor.cookies.delete(SAID_COOKIE)
        return ask(visitor, row[0], fill(row[1], ids), fields)

    def meets_nothing(self, name: str, row: Row, answer) -> bool:
        """Whether it is the answer about what does not exist, which is the same for every id."""
        if (name, row) not in self._nothing:
            self._nothing[name, row] = likeness(self.answer(name, row, absent(self.world.group)))
        return answer.status_code == 404 and likeness(answer) == self._nothing[name, row]

    def wrong_answers(self, name: str, ids: Ids, allowed: Callable[[Row], bool]) -> list:
        """A person's addresses that answer otherwise than declared.

        An open one answers as it answers the person herself, a closed one as if nothing were there.
        """
        found = []
        for row in OWNED:
            answer = self.answer(name, row, ids)
            if allowed(row):
                right = answer.status_code == self._to_alice(row, ids)
            else:
                right = self.meets_nothing(name, row, answer)
            self.count += 1
            found += [] if right else [(*row, answer.status_code)]
        return found

    def _to_alice(self, row: Row, ids: Ids) -> int:
        """How it answers alice about her own, which hangs on no consent of hers: asked once."""
        which = row, ids["case_id"]
        if which not in self._hers:
            self._hers[which] = self.answer("alice", row, ids).status_code
        return self._hers[which]

    def wrong_to_members(self, name: str) -> list:
        """The group's own addresses that answer otherwise than declared for this role, or for no member."""
        role, found = MEMBERS.get(name), []
        for row in GROUPS:
            if row not in BY_CASE and row not in ON_BOARD:
                is_leaving = row in LEAVING and name == LEAVES
                is_open = is_leaving or role in ROLES.get(row, {Role.COORDINATOR})
                found += self._wrong(name, row, self.world.group, is_open)
        return found

    def wrong_about_alice(self, name: str, consent: frozenset[Verb]) -> list:
        """The same for what hangs on her part in a case, about a client who has an account."""
        found = []
        for row, needs in sorted(BY_CASE.items()):
            is_open = row not in OF_PAPER and opens(needs, STANDINGS.get(name), consent)
            found += self._wrong(name, row, self.world.group, is_open)
        return found

    def wrong_about_yuki(self, name: str, consent: frozenset[Verb]) -> list:
        """The same about a client who signed on paper."""
        found = []
        for row, needs in sorted(BY_CASE.items()):
            found += self._wrong(name, row, self.world.paper, opens(needs, STANDINGS.get(name), consent))
        return found

    def wrong_on_the_board(self, name: str) -> list:
        """The same for what is done with one case of each client from the board."""
        found = []
        for act, standings in ACTS.items():
            for row in sorted(ON_BOARD):
                for about in (self.world.group, self.world.paper):
                    ids = about | {"act_name": act} if row[1] == PERFORM else about
                    to = {"act": act, "case": str(about["case_id"]), "to": str(about["membership_id"])}
                    found += self._wrong(name, row, ids, STANDINGS.get(name) in standings, to)
        return found

    def _wrong(
        self, name: str, row: Row, ids: Ids, is_open: bool, fields: Mapping[str, str] | None = None
    ) -> list:
        answer = self.answer(name, row, ids, fields)
        self.count += 1
        right = answer.status_code in ANSWERED if is_open else self.meets_nothing(name, row, answer)
        return [] if right else [(name, *row, answer.status_code)]


@pytest.fixture
def asker(house: House, client_for: ClientFor) -> Asker:
    return Asker(worlds.make(house, client_for))


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
    return {name: uuid4() for name in [*ids, *NAMES]}


NAMES = sorted(
    {
        part.split("}")[0]
        for _, path in (*OWNED, *GROUPS)
        for part in path.split("{")[1:]
        if not part.startswith(("place}", "clock_id}", "playbook_id}", "act_name}"))
    }
)


@ON_ONE
def test_she_reaches_all_of_hers_and_nobody_else_does(asker: Asker) -> None:
    world = asker.world
    pages = [row for row in OWNED if row[0] == "GET"]
    with nothing_stays():
        for ids in (world.shared, world.kept):
            assert [row for row in pages if asker.answer("alice", row, ids).status_code >= 400] == []
        assert asker.wrong_answers("alice", world.foreign, lambda _: False) == []
        for name in OUTSIDERS:
            others = (world.shared, world.kept) + (() if name == "frank" else (world.foreign,))
            wrong = [asker.wrong_answers(name, ids, lambda _: False) for ids in others]
            assert wrong == [[]] * len(others)
    assert asker.count >= 2000


@ON_ONE
def test_a_helper_may_do_what_the_scope_says_on_that_case(asker: Asker) -> None:
    world = asker.world
    for verb in (*VERBS, None):
        world.regrant(*([verb] if verb else []))
        granted = with_implied([verb]) if verb else frozenset()
        with nothing_stays():
            for name, may in (("bob", granted), ("ruth", granted & READING)):
                wrong = asker.wrong_answers(name, world.shared, lambda row, may=may: VERB_OF.get(row) in may)
                assert wrong == [], (verb, name)
            assert asker.wrong_answers("bob", world.kept, lambda _: False) == [], verb
    assert asker.count >= 2700


@ON_ONE
def test_a_group_answers_its_members_by_their_roles_and_their_parts(asker: Asker) -> None:
    with nothing_stays():
        for name in (*MEMBERS, "alice", "dan", "carol", "frank"):
            assert asker.wrong_to_members(name) == []
            assert asker.wrong_about_alice(name, EVERYTHING) == []
            assert asker.wrong_about_yuki(name, EVERYTHING) == []
            assert asker.wrong_on_the_board(name) == []
    assert asker.count >= 1000


@ON_ONE
def test_about_a_client_a_member_may_do_what_the_clients_consent_says(asker: Asker) -> None:
    for verb in VERBS:
        asker.world.regrant(verb)
        with nothing_stays():
            for name in ("grace", "bob", "ruth"):
                assert asker.wrong_about_yuki(name, with_implied([verb])) == [], verb
    assert asker.count >= 500


def test_every_verb_opens_something_that_no_smaller_scope_does() -> None:
    """What a verb opens is asked by the tests above, and on the board by tests/boards/test_taking_out.py."""
    assert {*VERB_OF.values(), *OF_THE_BOARD.values()} == set(VERBS)
    assert set(OF_THE_BOARD) <= set(TABLE)
    # The board alone tells of a state; every other verb opens an address of a case.
    assert set(VERBS) - set(VERB_OF.values()) == {"view_status"}


def test_what_hangs_on_a_case_is_declared_for_a_group_and_nowhere_twice() -> None:
    declared = [*BY_CASE, *ON_BOARD, *ROLES]
    assert set(declared) <= set(GROUPS)
    assert len(declared) == len(set(declared))
    assert roles.OF_PAPER
