"""On the day the rows and the key go, whole, whatever happens; the log still verifies (T-41, T-44)."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from app.accounts.models import Account, FormDraft
from app.audit.checking import verify
from app.audit.reading import count_of, entries_of
from app.exchange import binning, executing
from app.exchange.models import Receipt
from app.exchange.tables import in_order, rows_of, rows_of_account
from app.kit.crypto import Sealed, Unreadable
from app.kit.house import House
from app.kit.opening import KEYS_FILE, open_house
from app.people.models import Person
from app.people.profiles import about
from app.schema import metadata
from tests.exchange.conftest import (
    ASKED,
    ERASED,
    LAST_DAY,
    ClientFor,
    leave_all_groups,
    on,
    run,
    write_something,
)
from tests.support import things
from tests.support.clients import PASSWORD
from tests.support.dump import dump

ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def ask(house: House, name: str) -> None:
    with house.db.writing() as session:
        binning.ask(session, house, things.actor_named(session, house, name))


def person_of(house: House, name: str) -> UUID:
    with house.db.reading() as session:
        actor = things.actor_named(session, house, name)
        return session.execute(select(Person.id).where(Person.account_id == actor.account_id)).scalar_one()


def left_of(house: House, person_id: UUID) -> dict[str, int]:
    """How many rows of hers are still there, by table."""
    with house.db.reading() as session:
        found = {
            table.name: len(session.execute(select(table).where(hers)).all())
            for table in in_order()
            if (hers := rows_of(table, person_id)) is not None
        }
    return {name: count for name, count in found.items() if count}


def sealed_of(house: House, person_id: UUID, account_id: UUID) -> list[bytes]:
    """Every piece of ciphertext that is hers, and her wrapped key."""
    found: list[bytes] = []
    with house.db.reading() as session:
        for table in in_order():
            for which in (rows_of(table, person_id), rows_of_account(table, account_id)):
                rows = session.execute(select(table).where(which)).all() if which is not None else []
                found += [
                    bytes(value) for row in rows for value in row if isinstance(value, Sealed) and value
                ]
    return [*found, house.vault._wrapped(str(person_id)), house.vault._wrapped(str(account_id))]


@pytest.mark.parametrize(("day", "is_there"), [(LAST_DAY, True), (ERASED, False)], ids=["before", "on"])
def test_on_the_thirtieth_day_and_not_before_she_is_erased(
    house: House, client_for: ClientFor, day: object, is_there: bool
) -> None:
    client_for("alice")
    person_id = write_something(house, "alice")["person"]
    ask(house, "alice")
    assert run(house, day) == (0 if is_there else 1)
    assert bool(left_of(house, person_id)) == is_there
    assert bool(house.vault.persons([person_id])) == is_there
    assert run(house, day) == 0


def test_a_server_that_was_off_erases_when_it_comes_back(house: House, client_for: ClientFor) -> None:
    client_for("alice")
    write_something(house, "alice")
    ask(house, "alice")
    assert run(house, ERASED.replace(year=ERASED.year + 1)) == 1


def test_afterwards_the_database_is_what_it_was_before_she_came(house: House, client_for: ClientFor) -> None:
    client_for("bob")
    write_something(house, "bob")
    before = dump(house.db)
    client_for("alice")
    write_something(house, "alice")
    assert dump(house.db) != before
    ask(house, "alice")
    run(house, ERASED)
    after = dump(house.db)
    changed = {name for name in before if before[name] != after[name]}
    assert changed - {"sign_in_failure"} == {"erasure_receipt"}  # the doors forget by themselves


def test_everything_that_a_person_can_have_is_gone(house: House, client_for: ClientFor) -> None:
    alice = client_for("alice")
    things.one_of_each(house, "alice")
    person_id = person_of(house, "alice")
    with house.db.reading() as session:
        account_id = things.actor_named(session, house, "alice").account_id
    leave_all_groups(house, account_id)
    assert len(left_of(house, person_id)) > 25
    ask(house, "alice")
    run(house, ERASED)
    assert left_of(house, person_id) == {}
    with house.db.reading() as session:
        for table in in_order():
            its = rows_of_account(table, account_id)
            assert its is None or session.execute(select(table).where(its)).all() == [], table.name
        shell = session.get_one(Account, account_id)  # others' records say who wrote them
        assert (shell.login_sealed, shell.password_hash) == (b"", "")
    assert alice.get("/").headers["location"].startswith("/sign-in")
    assert alice.post("/sign-in", data={"login": "alice", "password": PASSWORD}).status_code == 422
    assert (
        client_for("carol").post("/sign-up", data={"login": "alice", "password": PASSWORD}).status_code == 303
    )


def test_the_log_is_whole_and_nobody_can_read_who_she_was(house: House, client_for: ClientFor) -> None:
    client_for("alice")
    person_id = write_something(house, "alice")["person"]
    ask(house, "alice")
    with house.db.reading() as session:
        lines = count_of(session, house.vault, person_id)
    run(house, ERASED)
    assert verify(house).fault is None
    with house.db.reading() as session:
        seen = entries_of(session, house.vault, person_id)
        assert [each.facts for each in seen] == [None] * (lines + 1)
        assert (seen[0].action, seen[0].by) == ("erase", None)


@ON_SQLITE
def test_no_file_holds_a_byte_of_hers(house: House, client_for: ClientFor) -> None:
    client_for("bob")
    client_for("alice")
    write_something(house, "bob")
    ids = write_something(house, "alice")
    hers = sealed_of(house, ids["person"], ids["account"])
    assert len(hers) > 8
    ask(house, "alice")
    files = list(house.settings.data_dir.iterdir())
    assert any(each in file.read_bytes() for file in files for each in hers)
    run(house, ERASED)
    for file in house.settings.data_dir.iterdir():
        content = file.read_bytes()
        assert [each for each in hers if each in content] == [], file.name
        assert b"canaryalice" not in content
    with house.db.reading() as session:
        assert about(session, house, person_of(house, "bob")).name == "canarybob"


def test_the_receipt_counts_and_names_nobody(house: House, client_for: ClientFor) -> None:
    client_for("alice")
    ids = write_something(house, "alice")
    ask(house, "alice")
    run(house, ERASED)
    with house.db.reading() as session:
        receipt = session.execute(select(Receipt)).scalar_one()
        assert '"documents": 1' in receipt.counts
        assert receipt.binned_on == ASKED
        assert receipt.erased_at is not None
        assert receipt.key_destroyed_at is not None
        held = " ".join(str(value) for value in receipt.model_dump().values())
    assert [each for each in ids.values() if str(each) in held] == []


def test_what_a_helper_typed_about_her_and_never_sent_goes_too(house: House, client_for: ClientFor) -> None:
    client_for("alice")
    client_for("bob")
    with house.db.writing() as session:
        bob = things.actor_named(session, house, "bob").account_id
        for page, hours in (("/old", 25), ("/new", 23)):
            at = house.clock.now() - timedelta(hours=hours)
            session.add(FormDraft(account_id=bob, page=page, sealed=Sealed(b"x"), created_at=at))
    ask(house, "alice")
    run(house, ERASED)
    with house.db.reading() as session:
        assert session.execute(select(FormDraft.page)).scalars().all() == ["/new"]


class Died(BaseException):
    """A process that ends in the middle: nothing catches it."""


def dying(act: Callable[..., object], *, after: bool) -> Callable[..., object]:
    def die(*given: object) -> object:
        if after:
            act(*given)
        raise Died

    return die


@pytest.mark.parametrize("after", [False, True], ids=["before the key went", "after the key went"])
def test_a_death_in_between_is_made_good_by_the_next_run(
    house: House, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch, after: bool
) -> None:
    client_for("alice")
    person_id = write_something(house, "alice")["person"]
    ask(house, "alice")
    with monkeypatch.context() as patched:
        patched.setattr(type(house.vault), "destroy", dying(type(house.vault).destroy, after=after))
        with pytest.raises(Died):
            run(house, ERASED)
    assert left_of(house, person_id)["document"] == 1  # nothing half gone
    assert client_for("alice").get("/cases").headers["location"] == "/account/bin"
    assert run(house, ERASED) == 1
    assert left_of(house, person_id) == {}
    assert verify(house).fault is None


def test_a_row_that_will_not_go_leaves_the_key_in_place(
    house: House, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    client_for("alice")
    person_id = write_something(house, "alice")["person"]
    ask(house, "alice")
    deleted, real = [], executing._delete

    def refuse(session: object, table: object, which: object) -> int:
        deleted.append(table)
        if len(deleted) > 5:
            raise Died
        return real(session, table, which)

    with monkeypatch.context() as patched:
        patched.setattr(executing, "_delete", refuse)
        with pytest.raises(Died):
            run(house, ERASED)
    assert house.vault.persons([person_id])
    assert run(house, ERASED) == 1


def test_who_cannot_be_erased_keeps_nobody_else_waiting(
    house: House, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = {}
    for name in ("alice", "bob"):
        client_for(name)
        people[name] = write_something(house, name)["person"]
        ask(house, name)
    real = executing._erase

    def erase(of: House, person_id: UUID) -> bool:
        if person_id == people["alice"]:
            raise ValueError("a row that will not go")
        return real(of, person_id)

    with monkeypatch.context() as patched:
        patched.setattr(executing, "_erase", erase)
        with pytest.raises(executing.NotAllErased):
            run(house, ERASED)
    assert left_of(house, people["bob"]) == {}
    assert left_of(house, people["alice"])
    assert run(house, ERASED) == 1


def test_without_an_entry_in_the_log_nothing_goes(house: House, client_for: ClientFor) -> None:
    client_for("alice")
    person_id = write_something(house, "alice")["person"]
    ask(house, "alice")
    trail = house.db.trail
    house.db.trail = dying(trail, after=False)
    with pytest.raises(Died):
        run(house, ERASED)
    house.db.trail = trail
    assert left_of(house, person_id)["case"] == 1
    assert run(house, ERASED) == 1


@pytest.fixture
def older(house: House, client_for: ClientFor, tmp_path: Path) -> Path:
    """A backup of the data without the keys, from before alice was erased; its folder."""
    client_for("alice")
    write_something(house, "alice")
    ask(house, "alice")
    folder = tmp_path / "older"
    folder.mkdir()
    with sqlite3.connect(house.settings.data_dir / "misete.sqlite3") as source:
        source.execute(f"VACUUM INTO '{folder / 'misete.sqlite3'}'")
    source.close()
    return folder


@ON_SQLITE
def test_an_older_copy_without_its_keys_cannot_be_read_and_is_erased_again(house: House, older: Path) -> None:
    person_id = person_of(house, "alice")
    run(house, ERASED)
    (older / KEYS_FILE).write_bytes((house.settings.data_dir / KEYS_FILE).read_bytes())
    settings = house.settings.model_copy(update={"data_dir": older, "database_url": None})
    back = replace(open_house(settings), clock=on(house, LAST_DAY).clock)
    back.db.trail = house.db.trail
    with back.db.reading() as session:
        assert session.get(Person, person_id) is not None
        with pytest.raises(Unreadable):
            about(session, back, person_id)
    assert executing.erase_due(back) == 1
    assert left_of(back, person_id) == {}
    back.db.engine.dispose()
    back.vault.close()


def test_the_walk_over_the_tables_saw_them_all() -> None:
    assert len(metadata.sorted_tables) > 50
