"""A person adds days on which her agency is closed: a last day that falls on one moves on."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from app.agencies.closed_days import MOST_DAYS
from app.agencies.rules import CLOSED_DAY
from app.filings import projection
from tests.filings.conftest import Story
from tests.filings.test_periods import due, enter, yokohama
from tests.support import things
from tests.support.dump import dump
from tests.support.walk import likeness


def add(client: TestClient, days: str, agency_id: UUID | None = None, **more: str):
    return client.post(f"/agencies/{agency_id or yokohama()}/closed-days", data={"days": days, **more})


def first_day(story: Story) -> UUID:
    with story.house.db.reading() as session:
        return session.execute(select(CLOSED_DAY.c.id).order_by(CLOSED_DAY.c.closed_on)).scalars().first()


def count(story: Story) -> int:
    with story.house.db.reading() as session:
        return session.execute(select(func.count()).select_from(CLOSED_DAY)).scalar() or 0


@pytest.mark.parametrize(
    ("closed", "day"),
    [
        ("2026-11-29", "2026-11-30"),  # the day before, a Sunday: no matter
        ("2026-11-30", "2026-12-01"),  # the last day itself
        ("2026-12-01", "2026-11-30"),  # the day after
    ],
)
def test_only_a_closed_last_day_moves_it(story: Story, closed: str, day: str) -> None:
    story.happens("received", "2026-10-30")
    add(story.client, closed)
    assert due(story) == date.fromisoformat(day)
    assert day in story.days()
    assert projection.check(story.house) == []


def test_several_days_at_once_in_both_calendars_and_across_a_weekend(story: Story) -> None:
    story.happens("received", "2026-10-30")
    answer = add(
        story.client, "2026-11-30\r\n令和8年12月1日、R8.12.2, 2026-12-03\n2026-12-04", note="庁舎の引っ越し"
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/changes")
    assert due(story) == date(2026, 12, 7)
    page = story.client.get(f"/agencies/{yokohama()}").text
    assert page.count("庁舎の引っ越し") == 5
    # Why each of these days is closed stands on the page of the deadline, too.
    assert "2026-12-07" in story.days()


def test_business_days_leave_them_out(story: Story) -> None:
    story.happens("received", "2026-10-30")
    enter(story.client, count_mode="business")
    assert due(story) == date(2026, 11, 20)
    add(story.client, "2026-11-05\n2026-11-06")
    assert due(story) == date(2026, 11, 25)  # 23 November is a holiday, too


def test_an_open_amendment_at_home_rolls_over_them(story: Story) -> None:
    story.happens("received", "2026-10-30")
    story.happens("amendment_asked", "2026-11-06")
    add(story.client, "2026-12-07")
    # Seven days have passed since the asking: Sunday 6 December, and Monday is closed.
    assert "2026-12-08" in story.days()
    assert 'datetime="2026-12-08"' in story.client.get("/").text


def test_a_day_that_is_taken_away_moves_it_back(story: Story) -> None:
    story.happens("received", "2026-10-30")
    add(story.client, "2026-11-30")
    path = f"/agencies/{yokohama()}/closed-days/{first_day(story)}/delete"
    assert story.client.get(path).status_code == 200
    assert story.client.post(path).headers["location"] == "/changes"
    assert due(story) == date(2026, 11, 30)
    assert count(story) == 0
    assert projection.check(story.house) == []


def test_days_that_are_there_are_kept_once_and_nothing_new_is_said(story: Story) -> None:
    add(story.client, "2026-12-01\n2026-12-01")
    assert count(story) == 1
    assert add(story.client, "2026-12-01\n2026-12-02").status_code == 303
    assert count(story) == 2
    again = add(story.client, "2026-12-02\n2026-12-01")
    assert (again.status_code, "もうすべて" in again.text) == (422, True)


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ("", "ここを書いてください"),
        (" \n,、", "ここを書いてください"),
        ("2026-12-01\n2026-02-30", "「2026-02-30」は日付として"),
        ("12月1日", "「12月1日」は日付として"),
        ("1989-01-07", "「1989-01-07」は日付として"),
        ("2056-11-14", "「2056-11-14」は日付として"),
        ("0\n-1", "「0」は日付として"),
        ("2026-12-01\n" * 1000, "4000文字まで"),
        ("2026-12-01\u202e", "向き"),
    ],
)
def test_what_is_no_day_is_said_and_nothing_is_half_saved(story: Story, days: str, sentence: str) -> None:
    before = dump(story.house.db)
    answer = add(story.client, days, note="引っ越し")
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="引っ越し"' in answer.text
    assert dump(story.house.db) == before


def test_a_year_of_closed_days_is_the_most(story: Story) -> None:
    start = date(2027, 1, 1).toordinal()
    days = [date.fromordinal(start + n).isoformat() for n in range(MOST_DAYS + 1)]
    for first in range(0, MOST_DAYS, 183):
        assert add(story.client, "\n".join(days[first : first + 183])).status_code == 303
    assert count(story) == MOST_DAYS
    answer = add(story.client, days[-1])
    assert (answer.status_code, "366日まで" in answer.text) == (422, True)


def test_hers_close_the_agency_for_nobody_else(story: Story, client_for: Callable[[str], TestClient]) -> None:
    story.happens("received", "2026-10-30")
    carol = client_for("carol")
    add(carol, "2026-11-30", note="carol's own")
    assert due(story) == date(2026, 11, 30)
    assert "carol&#39;s own" not in story.client.get(f"/agencies/{yokohama()}").text
    path = f"/agencies/{yokohama()}/closed-days/{first_day(story)}/delete"
    never = story.client.post(f"/agencies/{yokohama()}/closed-days/{story.case_id}/delete")
    for answer in (story.client.get(path), story.client.post(path)):
        assert answer.status_code == 404
    assert likeness(story.client.post(path)) == likeness(never)
    assert count(story) == 1


def test_a_day_answers_under_its_own_agency_only(story: Story) -> None:
    add(story.client, "2026-11-30")
    other = things.agency_named("\u672d\u5e4c\u5e02")
    assert story.client.post(f"/agencies/{other}/closed-days/{first_day(story)}/delete").status_code == 404
    assert count(story) == 1
