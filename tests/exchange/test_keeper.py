"""What is due is erased beside the server and by a command; no mail is needed for it (T-45)."""

from dataclasses import replace
from datetime import date, timedelta

import anyio
import pytest
import time_machine
from sqlalchemy import select

from app.exchange import executing, keeper, keeping
from app.exchange.keeper import Keeper, keep_erasing
from app.kit import db
from app.kit.clock import Clock
from app.kit.house import House
from app.kit.settings import Settings
from app.people.models import Person
from tests.exchange.conftest import ERASED, LAST_DAY, ClientFor, write_something
from tests.exchange.test_erasing import ask
from tests.house.test_commands import misete

ON_ONE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def awake(house: House) -> House:
    """A house whose day is the machine's, as a served one has it."""
    return replace(house, settings=house.settings.model_copy(update={"today": None}), clock=Clock())


def persons(house: House) -> int:
    with house.db.reading() as session:
        return len(session.execute(select(Person.id)).all())


@pytest.mark.parametrize(("day", "left"), [(LAST_DAY, 1), (ERASED, 0)], ids=["before", "on"])
def test_a_server_erases_by_itself_on_the_day(
    house: House, client_for: ClientFor, day: date, left: int
) -> None:
    client_for("alice")
    write_something(house, "alice")
    ask(house, "alice")
    with time_machine.travel(f"{day}T00:00:00+09:00", tick=False):
        Keeper(awake(house)).work()
    assert persons(house) == left


def test_a_day_that_is_held_still_erases_nobody(house: House, client_for: ClientFor) -> None:
    client_for("alice")
    ask(house, "alice")
    Keeper(replace(house, clock=Clock(ERASED))).work()
    assert persons(house) == 1


@ON_ONE
def test_trouble_is_said_once_without_a_name_and_met_again(
    house: House, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    client_for("alice")
    beside = Keeper(awake(house))

    def break_down(_: House) -> int:
        raise OSError("canaryalice")

    monkeypatch.setattr(executing, "erase_due", break_down)
    beside.work()
    beside.work()
    said = capfd.readouterr().err
    assert said.count("trying again. (OSError)") == 1
    assert "canary" not in said
    monkeypatch.undo()
    beside.work()
    assert capfd.readouterr().err == ""


@ON_ONE
def test_a_log_that_somebody_reads_is_emptied_an_hour_later(
    house: House, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    client_for("alice")
    write_something(house, "alice")
    ask(house, "alice")
    log = house.settings.data_dir / "misete.sqlite3-wal"
    monkeypatch.setattr(db, "FOLD_MILLISECONDS", 1)
    beside = Keeper(awake(house))
    with time_machine.travel(f"{ERASED}T00:00:00+09:00", tick=False):
        with house.db.reading() as session:
            assert session.execute(select(Person.id)).all()
            beside.work()
        assert log.stat().st_size > 0
        beside.work()
    assert log.stat().st_size == 0
    assert persons(house) == 0


@ON_ONE
def test_all_records_are_looked_at_once_a_day_and_what_is_due_every_hour(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, erased = [], []
    monkeypatch.setattr(keeping, "look", looked.append)
    monkeypatch.setattr(executing, "erase_due", erased.append)
    with time_machine.travel("2026-11-13T23:00:00+09:00", tick=False) as traveller:
        beside = Keeper(awake(house))
        for _ in range(3):
            beside.work()
            traveller.shift(timedelta(minutes=59))
    assert (len(looked), len(erased)) == (2, 3)


@ON_ONE
def test_it_works_as_soon_as_the_server_serves_and_ends_with_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked = []

    def work(self: Keeper) -> None:
        worked.append(self)

    monkeypatch.setattr(Keeper, "work", work)
    monkeypatch.setattr(keeper, "SECONDS_BETWEEN", 0.01)

    async def serve() -> None:
        async with anyio.create_task_group() as beside:
            beside.start_soon(keep_erasing, house)
            await anyio.sleep(0.2)
            beside.cancel_scope.cancel()

    anyio.run(serve)
    assert len(worked) > 1


def test_the_command_erases_what_is_due(house: House, settings: Settings, client_for: ClientFor) -> None:
    client_for("alice")
    write_something(house, "alice")
    ask(house, "alice")
    for day, count in ((LAST_DAY, 0), (ERASED, 1), (ERASED, 0)):
        ended = misete(settings, "erase", "due", MISETE_TODAY=day.isoformat())
        assert (ended.status, ended.said.strip()[-10:]) == (0, f"Erased: {count}."), day
    assert persons(house) == 0
