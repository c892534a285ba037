"""What the tests of the calendar share: alice's story, and programs that read her address."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import icalendar
import pytest
from starlette.testclient import TestClient

from app.kit.house import House
from app.web.locales import LANGUAGE_COOKIE
from tests.filings.conftest import Story
from tests.filings.conftest import story as story  # noqa: PLC0414 - the same fixture for this folder

ADDRESS = re.compile(r'id="f-address" value="[^"]*(/calendar/[^"]+\.ics)"')
DISCREET, FULL = "discreet", "full"


def make_address(client: TestClient, words: str = DISCREET) -> str:
    """Makes an address on the page, as a person does; its path."""
    answer = client.post("/calendar", data={"words": words})
    assert answer.status_code == 200, answer.text
    found = ADDRESS.search(answer.text)
    assert found is not None
    return found[1]


@dataclass
class Subscriber:
    """A calendar program: it knows an address and nothing else."""

    client: TestClient
    path: str

    def read(self) -> bytes:
        answer = self.client.get(self.path)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        return answer.content

    def events(self) -> list[Any]:
        return list(icalendar.Calendar.from_ical(self.read()).events)

    def days(self) -> dict[str, date]:
        return {str(event["SUMMARY"]): event.start for event in self.events()}

    def one(self, summary: str) -> Any:
        """The one entry whose title holds these words."""
        (found,) = [event for event in self.events() if summary in event["SUMMARY"]]
        return found


@pytest.fixture
def subscribe(client: TestClient) -> Callable[..., Subscriber]:
    """Puts a person's address into a program that has no cookie."""

    def subscribed(her: TestClient, words: str = DISCREET) -> Subscriber:
        return Subscriber(client, make_address(her, words))

    return subscribed


@pytest.fixture
def alice(story: Story) -> TestClient:
    """Alice, who reads English."""
    story.client.cookies.set(LANGUAGE_COOKIE, "en")
    return story.client


@pytest.fixture
def told(story: Story, alice: TestClient, subscribe: Callable[..., Subscriber]) -> Subscriber:
    """A program that reads alice's dates with all their words, in English."""
    return subscribe(alice, FULL)


@pytest.fixture
def quiet(house: House, alice: TestClient, subscribe: Callable[..., Subscriber]) -> Subscriber:
    """A program that reads no more than that there is a day."""
    return subscribe(alice, DISCREET)
