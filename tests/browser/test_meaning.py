"""What an answer means and what can be done, without JavaScript and on the narrowest screen (T-37, T-63)."""

import pytest
from playwright.sync_api import expect

from app.filings.packs import reasons
from tests.browser import checks
from tests.browser.street import DECIDED
from tests.support.browser import axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

# axe is a script: it looks where scripts run.
WAYS = [("ja", False, checks.NARROW), ("en", True, checks.NARROW)]


@pytest.fixture
def her(meet, language, javascript, width):
    her = meet("refused", language, javascript=javascript, width=width)
    her.sign_up()
    her.day = DECIDED
    her.open_case()
    her.add_filing("The photo")
    her.record("received", "2026-11-24")
    return her


def words(her, reason: str) -> str:
    return reasons()[reason].label[her.language]


def looks_well(her, *, with_axe: bool) -> None:
    assert not checks.is_too_wide(her.page)
    assert checks.too_small(her.page) == []
    assert not with_axe or axe_violations(her.page) == []


@pytest.mark.parametrize(("language", "javascript", "width"), WAYS)
def test_she_notes_the_ground_sees_what_it_means_and_begins_the_review(her, javascript):
    her.begin_record("decision_notified")
    her.page.locator("details.fld > summary").click()
    her.write("2026-12-23", outcome="partial", decided_on="2026-12-21")
    her.tick(words(her, "ground_78_1_2"))
    her.tick(words(her, "no_instruction"))
    looks_well(her, with_axe=javascript)
    her.press("filings.event_form.save")
    her.expect_status("filings.status.event_saved")
    her.follow("filings.meaning.see_below")
    panel = her.page.locator("#imi")
    expect(panel).to_be_in_viewport()
    for reason in ("disclosure_partial", "ground_78_1_2", "no_instruction"):
        expect(panel.get_by_role("heading", name=words(her, reason), exact=True)).to_be_visible()
    days = panel.locator("time").evaluate_all("all => all.map(one => one.dateTime)")
    assert {"2027-03-23", "2027-12-21"} <= set(days)
    looks_well(her, with_axe=javascript)
    her.click(panel.locator('a[href*="procedure=jp.review"]'))
    expect(her.page.locator("input[name=procedure][value='jp.review']")).to_be_checked()
    assert "The photo" in her.field("wanted").input_value()
    her.press("filings.filing_form.save")
    her.expect_status("filings.status.filing_saved")


@pytest.mark.parametrize(("language", "javascript", "width"), WAYS[1:])
def test_a_ground_for_a_decision_that_grants_all_is_said_and_kept(her, javascript):
    her.begin_record("decision_notified")
    her.page.locator("details.fld > summary").click()
    her.write("2026-12-23", outcome="full")
    her.tick(words(her, "ground_78_1_7"))
    her.press("filings.event_form.save")
    expect(her.page.locator("#e-grounds")).to_have_text(her.say("filings.errors.nothing_refused"))
    expect(her.page.locator("details.fld")).to_have_attribute("open", "")
    expect(her.label(words(her, "ground_78_1_7")).locator("input")).to_be_checked()
    looks_well(her, with_axe=javascript)
