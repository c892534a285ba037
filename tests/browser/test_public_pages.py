"""Without an account, on a phone, with and without JavaScript: from question to rule (T-37, T-63)."""

from pathlib import Path

import icalendar
import pytest
from playwright.sync_api import expect

from app import law
from tests.browser import checks
from tests.browser.person import CITY, Person
from tests.browser.street import MENDED, SENT
from tests.support.browser import PHONE, axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.timeout(200)]
DECISION = "appi.disclosure.decision"


def expect_no_fault(her: Person) -> None:
    assert not checks.is_too_wide(her.page)
    assert checks.too_small(her.page) == []
    assert axe_violations(her.page) == []


def count_for_yokohama(her: Person) -> None:
    """Answers the calculator's questions, each on its page."""
    her.go("/calculator")
    her.tick(law.PROCEDURES["jp.appi.disclosure"].label[her.language])
    her.press("calculator.ask.next")
    her.field("who").fill("よこはま")
    her.press("calculator.ask.next")
    # A town in Aomori sounds the same, so she is asked which one.
    her.tick(CITY)
    her.press("calculator.ask.next")
    her.tick(her.kind("received"))
    her.press("calculator.ask.next")
    her.field("received").fill("2026-10-30")
    her.press("calculator.form.count")


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_four_questions_lead_to_a_day_its_file_and_its_rule(meet, language, javascript):
    her = meet("visitor", language, javascript=javascript, width=PHONE)
    her.day = MENDED
    count_for_yokohama(her)
    expect(her.page.locator(".res .huge time")).to_have_attribute("datetime", "2026-11-30")
    assert her.page.url.endswith("&received=2026-10-30")
    with her.page.expect_download() as kept:
        her.click(her.page.locator("a[download]").first)
    (event,) = icalendar.Calendar.from_ical(Path(kept.value.path()).read_bytes()).events
    assert event.start.isoformat() == "2026-11-30"
    assert event.summary == her.act(DECISION)
    her.follow("calculator.rule")
    expect(her.page.locator("h1")).to_have_text(law.CLOCKS[DECISION].label[language])
    if javascript:
        expect_no_fault(her)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_wrong_day_is_mended_on_the_page_of_its_question(meet, javascript):
    her = meet("visitor", "ja", javascript=javascript, width=PHONE)
    her.go("/calculator/ask?procedure=jp.appi.disclosure&kind=local&happened=received", MENDED)
    her.field("received").fill("2026-02-30")
    her.press("calculator.form.count")
    expect(her.page.locator("#e-received")).to_be_visible()
    expect(her.field("received")).to_have_value("2026-02-30")
    her.field("received").fill("2026-10-30")
    her.press("calculator.form.count")
    expect(her.page.locator(".res .huge time")).to_have_attribute("datetime", "2026-11-30")


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_if_on_a_case_page_saves_nothing(meet, language, javascript):
    her = meet("alice", language, javascript=javascript, width=PHONE)
    her.go("/", SENT)
    her.sign_up()
    her.open_case()
    her.add_filing()
    her.record("sent", "2026-10-28")
    her.go(her.page.url.removeprefix(her.urls[SENT]).partition("#")[0], MENDED)
    her.record("received", "2026-10-30")
    case = her.page.url
    her.field("kind").select_option("decision_notified")
    her.field("when").fill("2026-12-01")
    her.press("filings.what_if.count")
    expect(her.page.locator(".note").first).to_contain_text(her.say("filings.what_if.nothing_saved"))
    expect(her.page.locator(".dl .big time").first).to_have_attribute("datetime", "2026-12-31")
    if javascript:
        expect_no_fault(her)
    her.page.goto(case)
    expect(her.page.locator(".tl")).not_to_contain_text(her.kind("decision_notified"))


def test_the_page_of_a_deadline_prints_with_its_articles_open(meet):
    her = meet("printer", "ja")
    her.day = MENDED
    count_for_yokohama(her)
    her.page.emulate_media(media="print")
    expect(her.page.locator(".util")).to_be_hidden()
    expect(her.page.locator(".article p").first).to_be_visible()
    assert her.page.locator("#fields").is_hidden()
