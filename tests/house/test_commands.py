"""The command `misete` as a process: its answers, its words, its status."""

import json
import subprocess
import sys
from dataclasses import dataclass

import pytest
from sqlalchemy import text

from app.kit.house import House
from app.kit.settings import Settings
from tests.support import things
from tests.support.forked import fork
from tests.support.servers import environment
from tests.support.sources import ROOT

MANY = 10_000
GOOD, BAD = 0, 2


@dataclass
class Ended:
    """How a command ended, and what it said."""

    status: int
    said: str


def misete(settings: Settings, *command: str, **more: str) -> Ended:
    process = fork(environment(settings, **more), *command)
    said, _ = process.communicate(timeout=60)
    return Ended(process.wait(), said)


def misete_afresh(
    settings: Settings, *command: str, lines: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """As a person starts it, and what she has it read."""
    return subprocess.run(
        [sys.executable, "-m", "app", *command],
        cwd=ROOT,
        env=environment(settings),
        input=lines,
        capture_output=True,
        timeout=60,
        check=False,
    )


def question(number: int) -> bytes:
    """One of many questions, every hundredth of them unreadable."""
    if number % 100 == 99:
        return b"{what is this\n"
    asked = {
        "procedure": ("jp.appi.disclosure", "jp.appi.correction", "jp.inquiry")[number % 3],
        "as_of": f"2026-12-{number % 28 + 1:02}",
        "events": [{"kind": "received", "on": "2026-11-24"}],
    }
    return json.dumps(asked).encode() + b"\n"


def test_ten_thousand_questions_are_answered_in_order_and_bad_lines_survived(tmp_path) -> None:
    asked = b"".join(question(number) for number in range(MANY))
    done = misete_afresh(Settings(data_dir=tmp_path / "data"), "deadlines", "--stdin", lines=asked)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == BAD
    assert len(answers) == MANY
    for number, answer in enumerate(answers):
        if number % 100 == 99:
            assert answer["error"]["code"]
        else:
            assert answer["as_of"] == f"2026-12-{number % 28 + 1:02}"
    assert not (tmp_path / "data").exists()


def test_a_question_on_the_command_line_needs_no_data(tmp_path) -> None:
    command = ("deadlines", "--procedure", "jp.appi.disclosure", "--event", "received=R8.10.30")
    done = misete(Settings(data_dir=tmp_path / "data"), *command, "--as-of", "2026-11-23")
    assert done.status == GOOD
    assert "2026-11-30" in done.said
    assert not (tmp_path / "data").exists()


def test_a_rebuild_mends_what_a_check_finds(settings: Settings, house: House, client_for) -> None:
    client_for("alice")
    filing = things.one_of_each(house, "alice")["filing_id"]
    assert misete(settings, "deadlines", "rebuild", "--check").status == 0
    with house.db.engine.begin() as connection:
        connection.execute(text("UPDATE filing_deadline SET due = '2027-01-01'"))
    wrong = misete(settings, "deadlines", "rebuild", "--check")
    assert wrong.status == 1
    assert wrong.said.split() == [str(filing)]
    assert misete(settings, "deadlines", "rebuild").status == 0
    assert misete(settings, "deadlines", "rebuild", "--check").status == 0


def test_a_rebuild_says_how_many_deadlines_moved_also_by_a_newer_rule_book(
    settings: Settings, house: House, client_for
) -> None:
    client_for("alice")
    things.one_of_each(house, "alice")
    with house.db.engine.begin() as connection:
        decision = "clock = 'appi.disclosure.decision'"
        connection.execute(
            text(f"UPDATE filing_deadline SET due = '2027-01-01', rule_book = '1999.01' WHERE {decision}")
        )
    done = misete(settings, "deadlines", "rebuild")
    assert done.said == "2 filings were computed afresh; 1 deadlines moved.\n"
    again = misete(settings, "deadlines", "rebuild")
    assert again.said == "2 filings were computed afresh; 0 deadlines moved.\n"


def test_dates_of_an_older_rule_book_are_computed_anew_at_the_start(
    settings: Settings, house: House, client_for
) -> None:
    client_for("alice")
    things.one_of_each(house, "alice")
    with house.db.engine.begin() as connection:
        connection.execute(text("UPDATE filing_deadline SET due = '2027-01-01', rule_book = '1999.01'"))
    assert misete(settings, "migrate").status == 0
    assert misete(settings, "deadlines", "rebuild", "--check").status == 0


@pytest.mark.parametrize("language", ["ja_easy", "en"])
def test_the_demonstration_is_never_put_beside_real_data(
    settings: Settings, house: House, client_for, language: str
) -> None:
    client_for("alice")
    refused = misete(settings, "demo", "--language", language)
    assert refused.status == 1
    assert "--force" in refused.said
    assert misete(settings, "demo", "--language", language, "--force").status == 0
    assert "already here" in misete(settings, "demo", "--force").said


def test_help_is_in_words(settings: Settings) -> None:
    done = misete(settings, "--help", TERM="dumb", COLUMNS="200")
    assert done.status == 0
    for command in ("serve", "migrate", "demo", "deadlines"):
        assert command in done.said
