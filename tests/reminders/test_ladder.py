"""On which days before a date it is told, and at which hours it is not."""

from datetime import date, datetime

import pytest

from app.kit.clock import TOKYO
from app.law import Bound, Kind
from app.reminders import ladder
from app.reminders.ladder import HERS, OWN, THEIRS

TODAY = date(2026, 11, 13)


@pytest.mark.parametrize(
    ("left", "hers", "theirs", "own"),
    [
        (15, None, None, None),
        (14, 14, 14, None),
        (8, 14, 14, None),
        (7, 7, 7, 7),
        (4, 7, 7, 7),
        (3, 3, 3, 7),
        (2, 3, 3, 7),
        (1, 1, 1, 1),
        (0, 0, 0, 0),
        (-1, 0, -1, 0),
        (-14, 0, -1, 0),
        (-15, None, None, None),
    ],
)
def test_the_rung_that_counts_is_the_one_reached_last(left, hers, theirs, own) -> None:
    assert [ladder.rung(steps, left) for steps in (HERS, THEIRS, OWN)] == [hers, theirs, own]


def test_a_first_day_is_told_on_the_day_only() -> None:
    assert ladder.ladder_of(Bound.REQUESTER, Kind.EARLIEST) == (0,)
    assert ladder.ladder_of(Bound.AGENCY, Kind.LATEST)[-1] == -1
    assert ladder.ladder_of(Bound.REQUESTER, Kind.LATEST)[-1] == 0


def test_the_days_of_today_are_among_the_days_not_past() -> None:
    for steps in (HERS, THEIRS, OWN):
        assert set(ladder.days_now(steps, TODAY)) <= set(ladder.days_not_past(steps, TODAY))


@pytest.mark.parametrize(
    ("day", "last", "following"),
    [
        ("2026-11-13", None, "2026-11-23"),
        ("2026-11-22", None, "2026-11-23"),
        ("2026-11-23", "2026-11-23", "2026-12-03"),
        ("2026-12-02", "2026-11-23", "2026-12-03"),
    ],
)
def test_a_nudge_comes_every_so_many_days(day: str, last: str | None, following: str) -> None:
    on = date.fromisoformat(day)
    found = ladder.last_nudge(TODAY, 10, on)
    assert (found and found.isoformat()) == last
    assert ladder.next_nudge(TODAY, 10, on).isoformat() == following


@pytest.mark.parametrize(
    ("hours", "at", "until"),
    [
        ((21, 8), (20, 59), (20, 59)),
        ((21, 8), (21, 0), (8, 0)),
        ((21, 8), (23, 59), (8, 0)),
        ((21, 8), (0, 0), (8, 0)),
        ((21, 8), (7, 59), (8, 0)),
        ((21, 8), (8, 0), (8, 0)),
        ((9, 12), (9, 30), (12, 0)),
        ((9, 12), (12, 0), (12, 0)),
        ((0, 0), (0, 0), (0, 0)),
    ],
)
def test_quiet_hours_end_at_their_border(hours, at, until) -> None:
    instant = datetime(2026, 11, 13, *at, tzinfo=TOKYO)
    ended = ladder.after_quiet(instant, *hours)
    assert (ended.hour, ended.minute) == until
    assert ended >= instant
    assert (ended - instant).total_seconds() < 24 * 3600
