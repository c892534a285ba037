"""Every clock on the day before its day, on it and after it, from every start that is easy to miscount."""

from datetime import timedelta
from pathlib import Path

import pytest
from examples_of_clocks import DAYS, deadline_of, example, of_japan
from naive import naive_answer

from app import law

DAY = timedelta(days=1)
GRID = Path(__file__).parent / "snapshots" / "clocks.txt"


def grid_of_clocks():
    """One line for each clock and start: the last day by the count, and the day after the closed ones."""
    for clock in of_japan():
        for day in DAYS:
            deadline = deadline_of(clock, example(clock, day, day))
            yield f"{clock} {day} {deadline.nominal} {deadline.due}"


def _borders(info):
    """The states a clock has on the day before its day, on it and on the day after."""
    if info.kind is law.Kind.EARLIEST:
        return ["waiting", "open", "open"]
    return ["running", "running", "overdue" if info.bound is law.Bound.AGENCY else "expired"]


@pytest.mark.parametrize("clock", of_japan())
def test_a_clock_turns_on_its_border_and_not_a_day_before_or_after(clock):
    info = law.clock(clock)
    for day in DAYS:
        due = deadline_of(clock, example(clock, day, day)).due
        states = [deadline_of(clock, example(clock, day, due + n * DAY)).state.value for n in (-1, 0, 1)]

        assert states == _borders(info), (clock, day)


@pytest.mark.parametrize("clock", of_japan())
def test_the_second_implementation_gives_every_clock_the_same_day(clock):
    for day in DAYS:
        question = example(clock, day, day)
        deadline = deadline_of(clock, question)

        expected = naive_answer(question)[clock, deadline.cause]
        assert (deadline.nominal, deadline.due, deadline.state.value) == expected, (clock, day)


def test_every_clock_leads_from_every_start_to_the_day_it_led_to():
    assert list(grid_of_clocks()) == GRID.read_text("utf-8").splitlines()
