"""What is promised of dates, seen on the pages (T-20, T-21, T-22, T-24)."""

import os
import re
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import time_machine
from starlette.testclient import TestClient

from app.kit.house import House
from app.kit.opening import close_house
from app.kit.settings import Settings
from app.people import access
from tests.filings.conftest import Story
from tests.support import things
from tests.support.behalf import open_for_tests

ZONES = ("Asia/Tokyo", "UTC", "America/Los_Angeles", "Pacific/Kiritimati")
LATE = 'class="chip late"'


@pytest.fixture(params=ZONES)
def zone(request: pytest.FixtureRequest) -> Iterator[str]:
    """The server stands in another zone."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    os.environ.pop("TZ")
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()


@pytest.fixture
def walking(settings: Settings) -> Iterator[House]:
    """The same house with a clock that walks."""
    opened = open_for_tests(settings.model_copy(update={"today": None}))
    yield opened
    close_house(opened)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-12-07T23:59:59+09:00", date(2026, 12, 7)),
        ("2026-12-08T00:00:00+09:00", date(2026, 12, 8)),
        ("2026-12-07T15:00:00+00:00", date(2026, 12, 8)),
    ],
)
def test_a_day_ends_at_midnight_in_japan_wherever_the_server_stands(
    walking: House, zone: str, instant: str, day: date
) -> None:
    """T-20."""
    del zone
    with time_machine.travel(instant, tick=False):
        assert walking.clock.today() == day


@pytest.mark.parametrize(
    ("today", "is_late"),
    [
        pytest.param("2026-12-06", False, marks=pytest.mark.today("2026-12-06")),
        pytest.param("2026-12-07", False, marks=pytest.mark.today("2026-12-07")),
        pytest.param("2026-12-08", True, marks=pytest.mark.today("2026-12-08")),
    ],
    indirect=["today"],
)
def test_they_are_late_only_when_their_day_has_passed(story: Story, is_late: bool) -> None:
    """T-20: the day before, on the day, the day after."""
    story.happens("received", "2026-10-30")
    story.happens("amendment_asked", "2026-11-06")
    story.happens("amendment_received", "2026-11-12")
    assert (LATE in story.page()) is is_late


def test_each_deadline_shows_its_article_and_its_lines_add_up(story: Story) -> None:
    """T-21."""
    story.happens("received", "2026-10-30")
    page = story.page()
    place = re.search(rf"/filings/{story.filing_id}/deadlines/\d+", page)
    assert place is not None
    shown = story.client.get(place[0]).text
    assert '<time datetime="2026-10-30">' in shown
    assert '<time datetime="2026-11-30">' in shown
    assert "83" in shown
    assert shown.count('class="article"') >= 1


def test_the_same_events_give_the_same_page_in_whatever_order_they_were_typed(
    story: Story, client_for: Callable[[str], TestClient]
) -> None:
    """T-21: a page follows from the events alone."""
    story.happens("amendment_received", "2026-11-12")
    story.happens("received", "2026-10-30")
    story.happens("amendment_asked", "2026-11-06")
    backwards = story.days()
    del client_for
    for event in re.findall(r"/events/([0-9a-f-]{36})/retract", story.page()):
        story.client.post(f"/events/{event}/retract")
    story.happens("received", "2026-10-30")
    story.happens("amendment_asked", "2026-11-06")
    story.happens("amendment_received", "2026-11-12")
    assert story.days() == backwards


def test_an_extension_that_names_no_day_is_recorded_and_warned_about(story: Story) -> None:
    """T-22."""
    story.happens("received", "2026-10-30")
    answer = story.client.post(
        f"/filings/{story.filing_id}/events", data={"kind": "extension_notified", "when": "2026-11-20"}
    )
    assert answer.status_code == 303
    assert "2027-01-04" in story.days(), "the full legal extension, rolled over the New Year"


def test_an_extension_over_the_cap_is_shown_as_named_and_warned_about(story: Story) -> None:
    """T-22."""
    story.happens("received", "2026-10-30")
    story.happens("extension_notified", "2026-11-20", until=date(2027, 3, 1))
    assert "2027-03-01" in story.days()
    assert 'class="note"' in story.page()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_looking_at_every_page_leaves_the_database_as_it_was(story: Story, data_dir: Path) -> None:
    """T-24."""
    story.happens("received", "2026-10-30")
    before = _content(story)
    for path in ("/", "/cases", f"/cases/{story.case_id}", f"/filings/{story.filing_id}/events/new"):
        assert story.client.get(path).status_code == 200
    assert _content(story) == before
    assert data_dir.exists()


def _content(story: Story) -> list[str]:
    with story.house.db.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        return list(driver.iterdump())


def test_a_city_with_a_period_of_its_own_is_counted_by_it_and_names_its_page(story: Story) -> None:
    """T-21: Sapporo decides within 14 days from the next day."""
    with story.house.db.writing() as session:
        case = access.find(session, story.actor, things.Case, story.case_id, "edit")
        filing = things.begin_filing(session, story.house, case, "\u672d\u5e4c\u5e02").id
    story.happens("received", "2026-11-02", filing)
    page = story.page()
    assert "2026-11-16" in story.days()
    assert "city.sapporo.jp" in page
