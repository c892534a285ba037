"""The pages in a browser, with a mail server, and the worker beside the server (T-63, T-37)."""

import re
from datetime import date, timedelta

import pytest

from app.kit.house import House
from app.kit.opening import close_house
from app.kit.settings import Settings
from app.reminders.service import Plan, add_own_date
from tests.browser import checks
from tests.support import things
from tests.support.behalf import open_for_tests
from tests.support.clients import PASSWORD
from tests.support.mailbox import Mailbox
from tests.support.servers import environment, start

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
LANGUAGES = {"ja": "ja-JP", "en": "en-GB"}


def smtp(settings: Settings) -> dict[str, str]:
    return {
        "MISETE_SMTP_HOST": "127.0.0.1",
        "MISETE_SMTP_PORT": str(settings.smtp_port),
        "MISETE_SMTP_TLS": "none",
        "MISETE_SMTP_FROM": "misete@example.org",
    }


@pytest.fixture
def live_server(settings: Settings):
    server = start(environment(settings, **smtp(settings)))
    yield server
    server.stop()
    server.read()


def fill(house: House, today: date) -> str:
    """A filing whose last days are near, and two dates of her own; the filing's nudge page."""
    with house.db.writing() as session:
        actor = things.actor_named(session, house, "alice")
        case = things.open_case(session, house, actor)
        filing = things.begin_filing(session, house, case)
        facts = things.Facts("received", today - timedelta(days=25))
        things.filings.record_event(session, house, actor, filing, facts)
        for days, note in ((3, "Call the ward office"), (40, "See the lawyer")):
            add_own_date(session, house, case.person_id, Plan(today + timedelta(days=days), note))
        return f"/filings/{filing.id}/nudge"


def sign_up(page) -> None:
    enter(page, "/sign-up")


def sign_in(page) -> None:
    enter(page, "/sign-in")


def enter(page, door: str) -> None:
    page.goto(door)
    page.fill("[name=login]", "alice")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/")


def prove_address(page, mailbox: Mailbox) -> None:
    page.goto("/reminders/settings")
    page.fill("[name=address]", "alice@example.org")
    page.locator("form[action='/reminders/address'] button").click()
    mailbox.wait_for(1, seconds=60)
    found = re.search(r"^ +(\d{6})$", mailbox.texts()[0], re.MULTILINE)
    assert found is not None
    page.fill("[name=code]", found[1])
    page.locator("form[action='/reminders/address/confirm'] button").click()
    page.wait_for_selector("form[action='/reminders/address/remove']")


def faults(page, path: str, language: str):
    page.goto(path)
    yield from checks.faults_at_all_widths(page, path, checks.WHOLE_AT[language])


@ON_SQLITE
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_fit_and_the_mails_come(settings, mailbox, visit, language: str) -> None:
    plain = visit(javascript=False, locale=LANGUAGES[language]).page()
    sign_up(plain)
    house = open_for_tests(settings)
    nudge = fill(house, house.clock.today())
    close_house(house)
    prove_address(plain, mailbox)
    page = visit(locale=LANGUAGES[language]).page()
    sign_in(page)
    page.goto("/reminders")
    edit = page.locator("a[href$='/edit']").first.get_attribute("href")
    delete = edit.replace("/edit", "/delete")
    paths = ("/reminders", "/reminders/settings", "/reminders/dates/new", edit, delete, nudge)
    assert [fault for path in paths for fault in faults(page, path, language)] == []
