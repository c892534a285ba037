"""To which roles of PostgreSQL the wall applies, what it costs, and who may ask for everybody (T-85)."""

import ast
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import Session
from starlette.testclient import TestClient

from app.audit.keeping import keep_log
from app.kit.behalf import NOBODY, Asking, for_everybody
from app.kit.db import Database, open_engine
from app.kit.errors import CannotStart, NotFound
from app.kit.house import House
from app.kit.opening import refuse_unwalled
from app.people.models import Case, Person
from tests.bench.trace import noting
from tests.support import postgres, roles, things
from tests.support.sources import name_of, parse, python_files

ON_POSTGRES = pytest.mark.parametrize(
    "database", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
SETS = "set_config"
FOR_EVERYBODY = {
    "app/cli.py": "the shipped directory, which is nobody's",
    "app/filings/demo.py": "a person who is just made up",
    "app/filings/projection.py": "every kept deadline is computed anew",
    "app/kit/migrating.py": "a revision moves everybody's rows",
    "app/people/claim_routes.py": "a code on paper makes records hers that were not",
    "app/people/claims.py": "codes that a member printed end with her, also of clients whom she sees no more",
    "app/people/clients.py": "a new client, her number, and the groups that help her",
    "app/people/conflicts.py": "the fingerprints of a whole group are compared, and shown to nobody",
    "app/people/forgetting.py": "her name on letters goes when the help is stopped, by who need not know her",
    "app/people/profiles.py": "what was typed about her goes when the help is stopped",
    "app/people/further.py": "a client's new case, before anybody works on it",
    "app/people/following.py": "a case that goes out of its group's sight",
    "app/documents/signed.py": "the quota of all her documents, for who may not see them",
    "app/exchange/executing.py": "the worker erases",
    "app/exchange/keeping.py": "the worker announces an erasure",
    "app/reminders/weekly.py": "the worker",
    "app/reminders/drafting.py": "the worker",
    "app/reminders/outbox.py": "the worker",
    "app/reminders/planner.py": "the worker",
    "app/reminders/settling.py": "the worker",
}


def test_who_asks_for_everybody_is_named_here_with_a_reason() -> None:
    found = {
        name_of(path)
        for path in python_files("app")
        for node in ast.walk(parse(path))
        if isinstance(node, ast.ImportFrom)
        and node.module == "app.kit.behalf"
        and {alias.name for alias in node.names} & {"EVERYBODY", "for_everybody", "lifted"}
    }
    assert found == set(FOR_EVERYBODY)


@ON_POSTGRES
def test_the_role_of_the_server_neither_passes_the_wall_nor_takes_it_down(
    house: House, client_for: Callable[[str], TestClient], worker_id: str
) -> None:
    client_for("alice")
    things.one_of_each(house, "alice")
    with house.db.reading() as session:
        alice = things.actor_named(session, house, "alice")
    with roles.application(house, f"misete_app_{worker_id}") as engine:
        server = keep_log(replace(house, db=Database(engine)))
        refuse_unwalled(server)
        for behalf, sees in ((NOBODY, False), (alice.behalf, True)):
            with server.db.reading(behalf) as session:
                assert bool(session.execute(select(Case)).all()) is sees
        for statement in (
            'ALTER TABLE "case" DISABLE ROW LEVEL SECURITY',
            'ALTER TABLE "case" NO FORCE ROW LEVEL SECURITY',
            'DROP POLICY misete_look ON "case"',
            "CREATE OR REPLACE FUNCTION misete_everybody() RETURNS boolean LANGUAGE sql AS 'SELECT true'",
            "SET ROLE misete_owner",
        ):
            refused = pytest.raises(ProgrammingError, match=r"permission denied|must be owner")
            with refused, server.db.writing(alice.behalf) as session:
                session.execute(text(statement))


@ON_POSTGRES
def test_a_role_that_passes_the_wall_does_not_serve(house: House) -> None:
    refuse_unwalled(house)
    address = postgres.server().set(database=house.db.engine.url.database)
    engine = open_engine(address.render_as_string(hide_password=False))
    with pytest.raises(CannotStart, match="superuser or has BYPASSRLS"):
        refuse_unwalled(replace(house, db=Database(engine)))
    engine.dispose()


@ON_POSTGRES
def test_a_backup_says_that_it_is_everybodys(house: House, client_for: Callable[[str], TestClient]) -> None:
    client_for("alice")
    plain = house.db.engine.url
    seen = []
    for address in (plain, plain.update_query_dict({"options": "-c misete.everybody=on"})):
        engine = open_engine(address.render_as_string(hide_password=False))
        with engine.connect() as connection:
            seen.append(len(connection.execute(select(Person)).all()))
        engine.dispose()
    assert seen == [0, 1]


def test_a_page_asks_no_more_often_because_of_the_wall(
    house: House, client_for: Callable[[str], TestClient]
) -> None:
    alice, notes = client_for("alice"), []
    with noting(house.db.engine, notes):
        assert alice.get("/cases").status_code == 200
    said = [number for number, (statement, _) in enumerate(notes) if SETS in statement]
    assert said == ([0] if house.db.engine.dialect.name == "postgresql" else [])
    assert "FROM session" in notes[0][0]


def test_a_form_says_it_once_more_where_it_writes(
    house: House, client_for: Callable[[str], TestClient]
) -> None:
    alice, notes = client_for("alice"), []
    with noting(house.db.engine, notes):
        assert alice.post("/cases", data={"title": "A face photo"}, follow_redirects=False).status_code == 303
    said = [statement for statement, _ in notes if SETS in statement]
    assert len(said) == (2 if house.db.engine.dialect.name == "postgresql" else 0)


@ON_POSTGRES
def test_what_was_said_ends_with_its_transaction(house: House, client_for: Callable) -> None:
    client_for("alice")
    with house.db.reading() as session:
        alice = things.actor_named(session, house, "alice")
    for behalf, persons in ((alice.behalf, 1), (Asking(), 0), (alice.behalf, 1), (Asking(), 0)):
        with house.db.reading(behalf) as session:
            assert len(session.execute(select(Person)).all()) == persons
            session.rollback()
            assert len(session.execute(select(Person)).all()) == persons


@ON_POSTGRES
def test_a_wall_that_is_lifted_for_an_act_stands_again_after_it(
    house: House, client_for: Callable[[str], TestClient]
) -> None:
    for name in ("alice", "carol"):
        client_for(name)
    with house.db.reading() as session:
        carol = Asking(things.actor_named(session, house, "carol").behalf)
    seen = []

    def look(by: Session) -> None:
        seen.append(len(by.execute(select(Person)).all()))

    with house.db.writing(carol) as session, house.db.reading(carol) as beside:
        look(session)
        with for_everybody(session):
            with for_everybody(session):
                look(session)
            look(session)
            look(beside)
        look(session)
        with suppress(NotFound), for_everybody(session):
            raise NotFound
        look(session)
    assert seen == [1, 2, 2, 1, 1, 1]
