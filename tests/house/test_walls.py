"""On PostgreSQL the database shows nobody another person's rows, whatever a statement forgets (T-85)."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI, Request
from sqlalchemy import Table, func, insert, select, text, true, update
from sqlalchemy.exc import ProgrammingError
from starlette.testclient import TestClient

from app.accounts.models import AccountSession
from app.accounts.session import SignedIn, hash_token, reader
from app.groups.models import Membership
from app.kit.behalf import Asking, Behalf
from app.kit.db import Reading, Writing
from app.kit.errors import SignedOut
from app.kit.house import House, HouseDep
from app.people import access, teams
from app.people.grants import usual_end
from app.schema import metadata
from tests.support import things, walled
from tests.support import world as worlds
from tests.support.walled import OF_PERSONS, STATE, WALLED, Walled
from tests.support.world import World

pytestmark = pytest.mark.parametrize(
    "database", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
# States that follow from a case: seen by the group, written by who works on the case.
NOT_TO_CHANGE = {"certificate", "filing", "filing_deadline", "filing_event", "power_of_attorney", "sending"}


@pytest.fixture
def walled_world(house: House, client_for: Callable[[str], TestClient], today: date) -> Walled:
    world = worlds.make(house, client_for)
    walled.fill(world)
    return Walled(world, today)


def test_every_table_of_persons_is_walled_off_or_named_with_a_reason(house: House) -> None:
    asked = text("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
    policies = text("SELECT tablename, count(*) FROM pg_policies GROUP BY 1")
    with house.db.engine.connect() as connection:
        assert sorted(connection.execute(asked).scalars()) == WALLED
        assert {row[0]: row[1] for row in connection.execute(policies)} == dict.fromkeys(WALLED, 4)


def test_the_tests_themselves_meet_the_wall(house: House) -> None:
    asked = text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
    with house.db.engine.connect() as connection:
        assert connection.execute(asked).scalar_one() is False


def test_alice_sees_all_that_is_hers(walled_world: Walled) -> None:
    seen = walled_world.tables(walled_world.behalf("alice"), walled_world.world.person_id)
    assert seen == set(WALLED) - {"conflict_check", "name_mark"}


@pytest.mark.parametrize("name", ["carol", "tess", "frank", "dan"])
def test_a_stranger_sees_nothing_of_hers(walled_world: Walled, name: str) -> None:
    behalf = walled_world.behalf(name)
    assert walled_world.tables(behalf, walled_world.world.person_id) == set()
    with walled_world.house.db.reading(behalf) as session:
        assert session.execute(text("SELECT count(*) FROM name_mark")).scalar_one() == 0


def test_for_nobody_and_after_a_day_that_was_not_said_there_is_nothing(walled_world: Walled) -> None:
    bob = walled_world.behalf("bob")
    for behalf in (Asking(), Behalf(uuid4(), walled_world.today)):
        assert {
            table for table in WALLED if table in OF_PERSONS and walled_world.persons(behalf, table) - {None}
        } == set()
    assert walled_world.tables(Behalf(bob.account), walled_world.world.person_id) <= STATE


def test_a_helper_sees_the_cases_that_were_opened_to_her_and_no_other(walled_world: Walled) -> None:
    bob, world = walled_world.behalf("bob"), walled_world.world
    in_cases = [
        name for name, table in metadata.tables.items() if "case_id" in table.c and "person_id" in table.c
    ]
    for table in in_cases:
        assert walled_world.cases(bob, table) <= {*world.case_ids, None}, table
    kept = {UUID(str(world.kept[name])) for name in ("filing_id", "document_id", "event_id")}
    with world.house.db.reading(bob) as session:
        for table, column in (
            ("filing_event", "filing_id"),
            ("document_chunk", "document_id"),
            ("cost", "filing_id"),
        ):
            found = set(session.execute(select(metadata.tables[table].c[column])).scalars())
            assert found
            assert not found & kept


def test_who_only_oversees_sees_states_and_no_content(walled_world: Walled) -> None:
    for name in ("sam", "erin"):  # a supervisor, and a helper who led the case before
        seen = walled_world.tables(walled_world.behalf(name), walled_world.world.person_id)
        assert seen <= STATE, name
        cases = walled_world.cases(walled_world.behalf(name), "filing")
        assert cases == {walled_world.world.shared["case_id"]}


def test_a_coordinator_may_look_up_a_name_and_list_signed_sheets_and_no_more(walled_world: Walled) -> None:
    seen = walled_world.tables(walled_world.behalf("grace"), walled_world.world.person_id)
    assert "profile" in seen
    assert seen <= STATE | {"profile", "document"}


def test_content_is_there_until_the_last_day_of_the_consent(walled_world: Walled) -> None:
    last, person = usual_end(walled_world.today), walled_world.world.person_id
    day = timedelta(days=1)
    content = {
        on: walled_world.tables(walled_world.behalf("bob", on), person) - STATE
        for on in (walled_world.today - day, walled_world.today, last, last + day)
    }
    before, first, end, after = content.values()
    assert before == after == set()
    assert first == end > {"holding", "letter", "note", "document_chunk"}


@pytest.mark.parametrize("how", ["revoked", "off the case", "left the group"])
def test_what_ended_is_ended_in_the_database_too(walled_world: Walled, how: str) -> None:
    world, bob = walled_world.world, walled_world.behalf("bob")
    with world.house.db.writing() as session:
        if how == "left the group":
            mine = Membership.account_id == bob.account
            session.execute(update(Membership).where(mine).values(ended_at=world.house.clock.now()))
        if how == "off the case":
            ended = update(teams.CaseAssignment).where(teams.ASSIGNED.c.account_id == bob.account)
            session.execute(ended.values(ended_at=world.house.clock.now()))
    if how == "revoked":
        world.regrant()
    seen = walled_world.tables(bob, world.person_id)
    assert seen <= (set() if how == "left the group" else STATE)


@pytest.mark.parametrize("name", ["carol", "sam", "tess"])
def test_nobody_changes_or_takes_away_what_is_not_hers(walled_world: Walled, name: str) -> None:
    world, behalf = walled_world.world, walled_world.behalf(name)
    touched = {way: _touched(world, behalf, way) for way in (Table.update, Table.delete)}
    # What a group and its client keep together is the door's word; of filings and contents it is nothing.
    assert touched[Table.update] <= (STATE - NOT_TO_CHANGE if name == "sam" else set())
    assert touched[Table.delete] <= ({"claim"} if name == "sam" else set())


def _touched(world: World, behalf: Behalf, way: Callable) -> set[str]:
    """In which tables a statement that forgot whose rows it means reaches alice's."""
    found = set()
    with world.house.db.writing(behalf) as session:
        for table in (metadata.tables[each] for each in WALLED if each in OF_PERSONS):
            statement = way(table).where(table.c.person_id == world.person_id)
            if way is Table.update:
                statement = statement.values(person_id=table.c.person_id)
            with session.begin_nested() as attempt:
                reached = session.execute(statement).rowcount
                attempt.rollback()
            if reached:
                found.add(table.name)
    return found


def test_nobody_adds_a_row_to_what_is_not_hers(walled_world: Walled) -> None:
    world = walled_world.world
    carol = walled_world.behalf("carol")
    for name in sorted(set(WALLED) & OF_PERSONS):
        table = metadata.tables[name]
        with world.house.db.reading() as session:
            row = (
                session.execute(select(table).where(table.c.person_id == world.person_id).limit(1))
                .mappings()
                .one()
            )
        with (
            pytest.raises(ProgrammingError, match="row-level security"),
            world.house.db.writing(carol) as session,
        ):
            session.execute(insert(table).values(dict(row)))


def test_a_row_cannot_be_pushed_over_to_somebody_else(walled_world: Walled) -> None:
    world = walled_world.world
    dan = walled_world.behalf("dan")
    for name in ("holding", "own_playbook", "agency"):
        table = metadata.tables[name]
        with (
            pytest.raises(ProgrammingError, match="row-level security"),
            world.house.db.writing(dan) as session,
        ):
            session.execute(
                table.update().values(person_id=world.person_id).where(table.c.person_id.is_not(None))
            )


@pytest.fixture
def forgetful(app: FastAPI, walled_world: Walled) -> Walled:
    """The program with pages that forgot to ask whose rows they show."""
    holdings = metadata.tables["holding"]

    @app.get("/forgot")
    def forgot(actor: SignedIn, session: Reading) -> list[UUID]:
        del actor
        return list(session.execute(text("SELECT person_id FROM holding WHERE '' = '' OR 1 = 1")).scalars())

    @app.post("/forgot")
    def forgot_more(actor: SignedIn, session: Writing) -> int:
        del actor
        return session.execute(holdings.update().values(category="other").where(true())).rowcount

    @app.get("/forgot-who")
    async def forgot_who(request: Request, house: HouseDep, session: Reading) -> int:
        with suppress(SignedOut):
            await reader(request, house, session)
        return session.execute(select(func.count()).select_from(holdings)).scalar_one()

    return walled_world


def test_a_page_that_forgets_to_ask_shows_its_visitor_her_own(forgetful: Walled) -> None:
    world = forgetful.world
    for name in ("alice", "carol", "bob"):
        with world.house.db.reading() as session:
            own = access.own_person(session, things.actor_named(session, world.house, name)).id
        shown = {UUID(each) for each in world.visitor(name).get("/forgot").json()}
        assert shown == {"alice": {own}, "carol": set(), "bob": {world.person_id}}[name]
    assert world.visitor("carol").post("/forgot").json() == 0
    assert world.visitor("alice").post("/forgot").json() > 1


def test_a_session_that_has_ended_asks_for_nobody(forgetful: Walled) -> None:
    world = forgetful.world
    alice = world.visitor("alice")
    token = hash_token(alice.cookies["misete"])
    with world.house.db.writing() as session:
        ended = update(AccountSession).where(AccountSession.token_hash == token)
        session.execute(ended.values(ended_at=world.house.clock.now()))
    assert alice.get("/forgot", follow_redirects=False).status_code == 303
    assert alice.get("/forgot-who").json() == 0


def test_a_page_for_everybody_shows_her_own_to_a_person_alone(forgetful: Walled, client: TestClient) -> None:
    assert client.get("/forgot-who").json() == 0
    assert forgetful.world.visitor("carol").get("/forgot-who").json() == 0
    assert forgetful.world.visitor("alice").get("/forgot-who").json() > 1
