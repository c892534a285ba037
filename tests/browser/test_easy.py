"""Easy Japanese with furigana: readings in their place, nothing too wide, nothing that axe finds."""

import pytest
from playwright.sync_api import expect

from tests.browser import checks
from tests.browser.street import MENDED
from tests.browser.test_every_page import let_in_with_six_cases
from tests.support.browser import DESKTOP, PHONE, axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.timeout(200)]

RESULT = "/calculator?procedure=jp.appi.disclosure&who=yokohama&received=2026-10-30"


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_home_case_and_calculator_can_be_read_with_furigana(meet, street, monkeypatch, width):
    her = meet("alice", "ja", javascript=True, width=width)
    let_in_with_six_cases(her, street, monkeypatch)
    her.page.get_by_role("button", name="やさしい日本語").click()
    expect(her.page.locator("html.easy")).to_be_attached()
    expect(her.page.locator("ruby")).to_have_count(0)
    her.page.locator(".util [name=furigana]").click()
    case = her.page.locator("a[href^='/cases/']").first.get_attribute("href").partition("#")[0]
    for path in ("/", case, RESULT):
        her.go(path, MENDED)
        checks.open_all_details(her.page)
        expect(her.page.locator("main ruby rt").first).to_be_visible()
        assert her.page.evaluate("getComputedStyle(document.body).fontSize") == "18px"
        assert not checks.is_too_wide(her.page), path
        assert checks.too_small(her.page) == [], path
        assert axe_violations(her.page) == [], path


def test_furigana_is_shown_and_hidden_without_javascript(meet):
    her = meet("visitor", "ja", javascript=False, width=PHONE)
    her.go("/promises", MENDED)
    her.page.get_by_role("button", name="やさしい日本語").click()
    her.page.locator(".util [value=on]").click()
    expect(her.page.locator("main ruby").first).to_be_visible()
    her.page.locator(".util [value=off]").click()
    expect(her.page.locator("ruby")).to_have_count(0)
    her.page.locator(".util [value=ja]").click()
    expect(her.page.locator("html.easy")).to_have_count(0)
