"""`misete playbooks check` says whether a playbook is whole, and where it is not."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import program
from app.playbooks import command
from app.playbooks.bad import BadPlaybook
from tests.playbooks.test_own import FILE, HOSTILE


def check(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(program, ["playbooks", "check", *arguments])
    return done.exit_code, done.output


def test_the_shipped_ones_are_whole() -> None:
    status, said = check()
    assert status == 0
    assert "mynumber_card_face 1, as of 2026-11-23: letters 12" in said


def test_a_faulty_one_is_named_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise BadPlaybook(("x.yaml", "holders", 0), "missing")

    monkeypatch.setattr(command, "playbooks", broken)
    status, said = check()
    assert status == 1
    assert "x.yaml.holders[0]" in said


def test_somebodys_file_is_checked(tmp_path: Path) -> None:
    file = tmp_path / "one.yaml"
    file.write_text(FILE, "utf-8")
    assert check(str(file)) == (0, "A nursery: requests 1\n")
    file.write_text(HOSTILE["an unknown procedure"][0], "utf-8")
    status, said = check(str(file))
    assert status == 1
    assert ":8:" in said.replace("\n", "")
    assert check(str(tmp_path / "missing"))[0] == 1
