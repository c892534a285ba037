"""What was answered once is answered again; a change that moves a date has to show it.

After a change that is meant to: .venv/bin/python tests/tools/write_law_snapshots.py, and read the difference.
"""

from pathlib import Path

from refused import sentences
from scenarios_told import questions_of_scenarios
from sketches import grid, sketch

from app import law

HERE = Path(__file__).parent


def _kept(name):
    return (HERE / "snapshots" / name).read_text(encoding="utf-8").splitlines()


def test_every_scenario_is_answered_as_it_was():
    told = []
    for name, question in questions_of_scenarios():
        told += [f"# {name}", *sketch(law.deadlines(question))]

    assert told == _kept("scenarios.txt")


def test_every_refusal_is_worded_as_it_was():
    assert list(sentences()) == _kept("refusals.txt")


def test_every_day_of_arrival_leads_to_the_days_it_led_to():
    assert list(grid()) == _kept("grid.txt")
