"""The commands of the log, and the witness that notices a cut and an older copy (T-40)."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.audit import witness
from app.audit.checking import Head, head_of
from app.boards.tally import tally
from app.cli import program
from app.kit.errors import CannotStart
from app.kit.house import House
from app.reminders.worker import Worker
from tests.audit.conftest import Log
from tests.support.templates import MASTER_KEY

TODAY = date(2026, 11, 13)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "witness"


@pytest.fixture
def environment(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The switches of the house, for a command."""
    monkeypatch.setenv("MISETE_DATA_DIR", str(house.settings.data_dir))
    monkeypatch.setenv("MISETE_DATABASE_URL", house.settings.database)
    monkeypatch.setenv("MISETE_KEY", MASTER_KEY)
    monkeypatch.setenv("MISETE_TODAY", str(TODAY))


def misete(*command: object) -> tuple[int, str]:
    ran = CliRunner().invoke(program, ["log", *map(str, command)])
    return ran.exit_code, ran.output.strip()


def cut(log: Log, after: int) -> None:
    with log.house.db.engine.begin() as connection:
        on_sqlite = connection.dialect.name == "sqlite"
        name, of = ("no_delete", "") if on_sqlite else ("append_only", " ON audit_event")
        connection.exec_driver_sql(f"DROP TRIGGER audit_event_{name}{of}")
        connection.exec_driver_sql(f"DELETE FROM audit_event WHERE seq > {after}")


@pytest.mark.usefixtures("environment")
def test_a_whole_log_is_said_to_be_whole(log: Log) -> None:
    assert misete("verify") == (0, "The log is whole: 0 entries.")
    log.fill(3)
    assert misete("verify") == (0, "The log is whole: 3 entries.")


@pytest.mark.usefixtures("environment")
def test_the_first_wrong_entry_is_named(log: Log, file: Path) -> None:
    log.fill(5)
    assert misete("head", "--witness", file)[0] == 0
    cut(log, 2)
    assert misete("verify")[0] == 0
    status, said = misete("verify", "--witness", file)
    assert status == 1
    assert said.startswith("Entry 3 is missing, and all after it, though the witness saw more")
    assert said.endswith("The 2 before it are in order.")


@pytest.mark.usefixtures("environment")
def test_the_head_is_a_day_a_number_and_a_hash(log: Log, file: Path) -> None:
    log.fill(2)
    head = head_of(log.house)
    assert misete("head") == (0, f"2026-11-13 2 {head.hash}")
    assert not file.exists()
    assert misete("head", "--witness", file) == (0, f"2026-11-13 2 {head.hash}")
    assert file.read_text() == f"2026-11-13 2 {head.hash}\n"
    assert witness.read(file) == [("2026-11-13", head)]


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize("line", ["", "2026-11-13 2", f"2026-11-13 2 {'g' * 64}", "ねこ"])
def test_a_file_that_is_no_witness_is_refused(log: Log, file: Path, line: str) -> None:
    file.write_text(f"2026-11-13 0 {'0' * 64}\n{line}\n", "utf-8")
    for command in ("verify", "head"):
        status, said = misete(command, "--witness", file)
        assert status == 1
        assert "Line 2 of the witness file" in said
    assert misete("verify", "--witness", file.with_name("nowhere")) == (
        1,
        f"The witness file {file.with_name('nowhere')} cannot be read (No such file or directory).",
    )


def test_the_witness_takes_no_head_of_another_log(log: Log, file: Path) -> None:
    log.fill(4)
    witness.append(log.house, file)
    before = file.read_text()
    cut(log, 3)
    with pytest.raises(CannotStart, match="not the one that the witness saw: its entry 4"):
        witness.append(log.house, file)
    log.house.db.engine.dispose()
    assert file.read_text() == before


def test_the_worker_calls_the_witness_once_a_day(log: Log, file: Path) -> None:
    worker = Worker(with_witness(log.house, file), tally)
    log.fill(1)
    first = head_of(log.house)
    worker.work_once()
    log.fill(1)
    worker.work_once()
    assert witness.read(file) == [(str(TODAY), first)]


def test_the_worker_says_once_that_the_log_is_another(
    log: Log, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(f"2026-11-12 7 {'a' * 64}\n")
    worker = Worker(with_witness(log.house, file), tally)
    worker.work_once()
    worker.work_once()
    assert capsys.readouterr().err.count("The log is not the one that the witness saw") == 1
    assert witness.read(file) == [("2026-11-12", Head(7, "a" * 64))]


@pytest.mark.usefixtures("environment")
def test_a_witness_alone_is_reason_enough_for_a_worker(
    log: Log, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MISETE_WITNESS_FILE", str(file))
    log.fill(1)
    assert CliRunner().invoke(program, ["worker", "--once"]).exit_code == 0
    assert witness.read(file) == [(str(TODAY), head_of(log.house))]


def with_witness(house: House, file: Path) -> House:
    settings = house.settings.model_copy(update={"witness_file": file})
    assert settings.needs_worker
    return House(settings, house.clock, house.db, house.vault)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("environment")
def test_an_older_copy_of_the_database_is_found_out(log: Log, file: Path) -> None:
    path = log.house.settings.data_dir / "misete.sqlite3"
    log.fill(3)
    with closing(sqlite3.connect(path)) as now, closing(sqlite3.connect(file.with_name("copy"))) as copy:
        now.backup(copy)
    log.fill(3)
    misete("head", "--witness", file)
    with closing(sqlite3.connect(path)) as now, closing(sqlite3.connect(file.with_name("copy"))) as copy:
        copy.backup(now)
    assert misete("verify", "--witness", file)[1].startswith("Entry 4 is missing, and all after it")
    log.fill(4)
    assert misete("verify", "--witness", file)[1].startswith("Entry 6 is not the one that the witness saw")
