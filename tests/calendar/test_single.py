"""One deadline as a file: the same entry that the feed holds, for a calendar kept by hand."""

from datetime import date

import icalendar
import pytest
from starlette.testclient import TestClient

from tests.calendar.conftest import Subscriber
from tests.filings.conftest import Story

DECISION = "Decision on disclosure"


def file_of(story: Story, place: int, words: str = "discreet"):
    return story.client.get(f"/filings/{story.filing_id}/deadlines/{place}.ics", params={"words": words})


def event_of(story: Story, place: int, words: str = "discreet") -> icalendar.Event:
    answer = file_of(story, place, words)
    assert answer.status_code == 200, answer.text
    (event,) = icalendar.Calendar.from_ical(answer.content).events
    return event


@pytest.mark.parametrize("words", ["discreet", "full"])
def test_the_file_holds_the_same_entry_as_the_feed(story: Story, quiet: Subscriber, words: str) -> None:
    story.happens("received", "2026-10-30")
    story.client.post("/calendar/words", data={"words": words})
    event = event_of(story, 0, words)
    assert event.to_ical() in {other.to_ical() for other in quiet.events()}
    assert event.start == date(2026, 11, 30)


def test_it_is_discreet_unless_more_is_asked(story: Story, alice: TestClient) -> None:
    story.happens("received", "2026-10-30")
    assert event_of(story, 0)["SUMMARY"] == "Misete: a date"
    assert event_of(story, 0, "full")["SUMMARY"] == f"{DECISION} (横浜市)"
    assert event_of(story, 0, "nonsense")["SUMMARY"] == "Misete: a date"


def test_it_is_a_file_with_a_name_that_says_nothing(story: Story, alice: TestClient) -> None:
    story.happens("received", "2026-10-30")
    headers = file_of(story, 0).headers
    assert headers["content-disposition"] == 'attachment; filename="misete.ics"'
    assert headers["content-type"] == "text/calendar; charset=utf-8"
    assert headers["cache-control"] == "no-store"


def test_a_day_that_moves_while_an_amendment_is_open_is_no_file(story: Story, alice: TestClient) -> None:
    story.happens("received", "2026-10-30")
    story.happens("amendment_asked", "2026-11-06", until=date(2026, 11, 20))
    answer = file_of(story, 0)
    assert answer.status_code == 409
    assert "This deadline has no settled day now" in answer.text


def test_the_file_of_a_day_that_was_called_off_takes_it_out_again(story: Story, alice: TestClient) -> None:
    story.happens("received", "2026-10-30")
    before = event_of(story, 0)
    story.happens("withdrawn", "2026-11-10")
    after = event_of(story, 0)
    assert (after["UID"], after["STATUS"], after["SEQUENCE"]) == (before["UID"], "CANCELLED", 1)


@pytest.mark.parametrize("place", [-1, 99])
def test_a_place_without_a_deadline_does_not_exist(story: Story, alice: TestClient, place: int) -> None:
    story.happens("received", "2026-10-30")
    assert file_of(story, place).status_code == 404


def test_the_page_of_the_deadline_still_opens(story: Story, alice: TestClient) -> None:
    story.happens("received", "2026-10-30")
    assert alice.get(f"/filings/{story.filing_id}/deadlines/0").status_code == 200
