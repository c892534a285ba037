"""She puts her dates into her calendar: makes an address, sees a day move there, stops it (T-25, T-63)."""

from datetime import date

import httpx2
import icalendar
import pytest
from playwright.sync_api import expect

from tests.browser.person import Person
from tests.browser.street import MENDED, SENT
from tests.browser.test_every_page import faults_of

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

WAYS = pytest.mark.parametrize("javascript", [True, False], ids=["js", "plain"])


def sign_up(her: Person) -> None:
    her.day = SENT
    her.sign_up()


def make_address(her: Person) -> str:
    """From her account to an address of her own."""
    her.go("/account")
    her.follow("calendar.account.link")
    her.press("calendar.make.button")
    her.expect_status("calendar.status.made")
    return her.field("address").input_value()


def read(address: str) -> dict[str, icalendar.Event]:
    """What a program reads that knows the address and nothing else, by title."""
    events = icalendar.Calendar.from_ical(httpx2.get(address).content).events
    return {str(event["SUMMARY"]): event for event in events}


@WAYS
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_day_that_moves_moves_in_her_calendar(meet, language: str, javascript: bool) -> None:
    her = meet("calendar", language, javascript=javascript)
    sign_up(her)
    address = make_address(her)
    assert read(address) == {}
    her.open_case()
    her.add_filing()
    her.record("received", "2026-10-30")
    first = read(address)[her.say("calendar.discreet.latest")]
    assert (first.start, first["SEQUENCE"]) == (date(2026, 11, 30), 0)
    her.record("extension_notified", "2026-11-20", until="2026-12-28")
    moved = read(address)[her.say("calendar.discreet.latest")]
    assert (moved.start, moved["SEQUENCE"], moved["UID"]) == (date(2026, 12, 28), 1, first["UID"])
    her.go("/calendar")
    her.press("calendar.stop.button")
    her.expect_status("calendar.status.stopped")
    assert httpx2.get(address).status_code == 404


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_address_is_shown_once_on_pages_without_a_fault(meet, language: str) -> None:
    her = meet("address", language)
    sign_up(her)
    her.go("/calendar")
    faults = list(faults_of(her, "the calendar without an address"))
    address = make_address(her)
    faults += faults_of(her, "a new address")
    her.follow("calendar.address.back")
    faults += faults_of(her, "the calendar with an address")
    assert faults == []
    assert address.rpartition("/")[2] not in her.page.content()
    her.tick(her.say("calendar.words.full"))
    her.press("calendar.words.save")
    her.expect_status("calendar.status.words_changed")
    expect(her.page.get_by_label(her.say("calendar.words.full"))).to_be_checked()
    her.press("calendar.renew.button")
    assert her.field("address").input_value() != address


def test_a_form_sent_after_the_session_had_ended_is_kept(meet) -> None:
    her = meet("late")
    her.day = MENDED
    her.sign_up()
    her.go("/calendar")
    her.tick(her.say("calendar.words.full"))
    her.watched.context.clear_cookies(name="misete")
    her.press("calendar.make.button")
    assert her.heading() == her.say("accounts.sign_in.title")
