"""A holiday is added, the date moves, the notice appears, is marked as seen, the history stays (T-23)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import icalendar
import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select
from starlette.testclient import TestClient

from app.calendar import service as calendar
from app.filings import service
from app.filings.service import Facts
from app.kit.clock import Clock
from app.kit.crypto import Place
from app.kit.house import House
from app.kit.settings import Settings
from app.people import access
from app.reminders import planner
from app.reminders.models import ReminderSetting
from app.reminders.queries import MAIL, REMINDER
from tests.browser import checks
from tests.browser.person import CITY, Person
from tests.browser.street import MENDED
from tests.conftest import TODAY
from tests.support import servers, things
from tests.support.browser import DESKTOP, PHONE, axe_violations, visiting
from tests.support.older import ARRIVED_FOR_IT, before_the_holiday_was_added

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

WAYS = pytest.mark.parametrize(
    ("javascript", "language", "width"),
    [(True, "ja", DESKTOP), (False, "en", PHONE)],
    ids=["js-ja-desk", "plain-en-phone"],
)
NOTICE = "section.note[aria-labelledby=h-moved]"


def has_no_fault(her: Person) -> None:
    checks.open_all_details(her.page)
    assert not checks.is_too_wide(her.page)
    assert checks.too_small(her.page) == []
    if her.page.evaluate(
        "'htmx' in window"
    ):  # axe waits for timers, which a page without scripts has none of
        assert axe_violations(her.page) == []


def told(her: Person, old: str, new: str, where: str = NOTICE) -> None:
    expect(her.page.locator(f"{where} del time")).to_have_attribute("datetime", old)
    expect(her.page.locator(f"{where} strong time")).to_have_attribute("datetime", new)


def she_says_that_she_saw_it(her: Person) -> None:
    her.press("moved.seen")
    her.expect_status("moved.status.seen")
    expect(her.page.locator(NOTICE)).to_have_count(0)


def the_deadline_keeps_its_earlier_day(her: Person, old: str) -> None:
    link = her.page.locator("a[href*='/deadlines/']").first
    her.page.goto(her.urls[her.day] + (link.get_attribute("href") or ""))
    history = her.page.locator("section[aria-labelledby=h-history]")
    expect(history.locator("del time").first).to_have_attribute("datetime", old)
    has_no_fault(her)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("javascript", "width"), [(True, PHONE), (False, DESKTOP)])
def test_a_holiday_that_an_update_brings_is_told_once_and_kept_in_the_history(
    house: House,
    client_for: Callable[[str], TestClient],
    settings: Settings,
    chromium: Browser,
    monkeypatch: pytest.MonkeyPatch,
    javascript: bool,
    width: int,
) -> None:
    alice = client_for("alice")
    with before_the_holiday_was_added(monkeypatch):
        case = record_an_arrival(house)
        address = an_address_of_hers(house)
        before = entry_of_the_decision(alice.get(address).text)
        planned_before = planned_days(house, TODAY)
    assert (before, planned_before) == ((date(2026, 11, 23), 0), [date(2026, 11, 23)])
    with (
        servers.serving(settings) as server,
        visiting(chromium, server.url, javascript=javascript, width=width) as watched,
    ):
        her = Person("alice", "ja", watched, {TODAY: server.url})
        her.go("/sign-in")
        her.sign_in()
        told(her, "2026-11-23", "2026-11-24")
        has_no_fault(her)
        her.go(f"/cases/{case}")
        told(her, "2026-11-23", "2026-11-24")
        has_no_fault(her)
        she_says_that_she_saw_it(her)
        the_deadline_keeps_its_earlier_day(her, "2026-11-23")
        her.go("/reminders")
        expect(her.page.locator("main time[datetime='2026-11-24']").first).to_be_visible()
        expect(her.page.locator("main time[datetime='2026-11-23']")).to_have_count(0)
        after = entry_of_the_decision(her.page.request.get(server.url + address).text())
    assert after == (date(2026, 11, 24), 1)
    # The mail of the next day takes over what was not sent; the day that moved is told anew.
    assert planned_days(house, TODAY + timedelta(days=1))[-1] == date(2026, 11, 24)


def an_address_of_hers(house: House) -> str:
    """A calendar address that says all, and a mail address that was proved."""
    with house.db.writing() as session:
        actor = things.actor_named(session, house, "alice")
        person = access.own_person(session, actor)
        place = Place("reminder_setting", "address_sealed", person.id, person.id)
        session.add(
            ReminderSetting(
                person_id=person.id,
                address_sealed=house.vault.seal(place, "alice@example.org"),
                confirmed_at=house.clock.now(),
                locale="ja",
                quiet_from=0,
                quiet_until=0,
            )
        )
        token = calendar.new_address(session, house, actor, person.id, discreet=False, locale="en")
    return f"/calendar/{token}.ics"


def entry_of_the_decision(text: str) -> tuple[date, int]:
    """The day and the number of the entry about the city's decision, as a calendar reads them."""
    entries = icalendar.Calendar.from_ical(text).events
    (found,) = [
        one for one in entries if one["STATUS"] == "CONFIRMED" and "decision" in one["SUMMARY"].lower()
    ]
    return found.start, int(found["SEQUENCE"])


def planned_days(house: House, on: date) -> list[date]:
    """The days that the mail of a day tells of."""
    planner.plan(replace(house, clock=Clock(on)), make_good=True)
    with house.db.reading() as session:
        newest = select(REMINDER.c.mail_id).join(MAIL, MAIL.c.id == REMINDER.c.mail_id)
        newest = newest.order_by(MAIL.c.created_at.desc()).limit(1)
        told_of = select(REMINDER.c.day).where(REMINDER.c.mail_id.in_(newest))
        return sorted(set(session.execute(told_of).scalars()))


def record_an_arrival(house: House) -> str:
    """Alice's request to the city, arrived thirty days before the holiday; its case."""
    with house.db.writing() as session:
        actor = things.actor_named(session, house, "alice")
        case = things.open_case(session, house, actor)
        filing = things.begin_filing(session, house, case)
        service.record_event(session, house, actor, filing, Facts("received", ARRIVED_FOR_IT))
        return str(case.id)


@WAYS
def test_a_closed_day_and_a_period_that_she_adds_move_her_dates(meet, javascript, language, width):
    her = meet("closer", language, javascript=javascript, width=width)
    her.sign_up()
    her.day = MENDED
    her.open_case()
    her.add_filing()
    her.record("received", "2026-10-30")
    case = her.page.url.removeprefix(her.urls[MENDED])
    her.follow("filings.case.agency_page")
    she_adds_a_closed_day(her)
    her.go(case)
    told(her, "2026-11-30", "2026-12-01")
    she_says_that_she_saw_it(her)
    the_deadline_keeps_its_earlier_day(her, "2026-11-30")
    her.go(case)
    her.follow("filings.case.agency_page")
    she_enters_a_period(her)
    her.go(case)
    expect(her.page.locator("#kigen details.dl").first).to_contain_text("https://www.city.example/kojin")


def she_adds_a_closed_day(her: Person) -> None:
    her.follow("periods.closed.new")
    has_no_fault(her)
    her.field("days").fill("2026-11-31")
    her.press("periods.form.save")
    expect(her.page.locator("#e-days")).to_have_text(her.say("periods.errors.day", day="2026-11-31"))
    expect(her.field("days")).to_have_value("2026-11-31")
    her.field("days").fill("2026-11-30\nR8.11.28")
    her.field("note").fill("庁舎の移転")
    her.press("periods.form.save")
    her.expect_status("periods.status.saved_and_moved")
    told(her, "2026-11-30", "2026-12-01", "main")
    has_no_fault(her)


def she_enters_a_period(her: Person) -> None:
    assert her.heading() == CITY
    her.follow("periods.new")
    her.field("decision_days").fill("0")
    her.field("source_url").fill("javascript:alert(1)")
    her.field("ends_on").fill("1988-12-31")
    her.press("periods.form.save")
    for name, text in (
        ("decision_days", "0"),
        ("source_url", "javascript:alert(1)"),
        ("ends_on", "1988-12-31"),
    ):
        expect(her.page.locator(f"#e-{name}")).to_be_visible()
        expect(her.field(name)).to_have_value(text)
    has_no_fault(her)
    her.field("decision_days").fill("１４")
    her.tick(her.say("periods.form.mode.excl"))
    her.field("source_url").fill("https://www.city.example/kojin")
    her.field("ends_on").fill("")
    her.press("periods.form.save")
    her.expect_status("periods.status.saved_and_moved")
    her.follow("web.errors.to_today")
    told(her, "2026-12-01", "2026-11-13")
