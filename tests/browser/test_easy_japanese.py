"""Easy Japanese with its readings is as quiet, narrow and fit for all as the other pages (T-63)."""

import pytest

from tests.browser import checks
from tests.browser.person import Person
from tests.browser.street import MENDED
from tests.browser.test_every_page import let_in_with_six_cases
from tests.support.browser import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]
RESULT = "/calculator?procedure=jp.appi.disclosure&who=yokohama&received=2026-10-30"
PAGES = (
    "/",
    "/cases",
    "/holdings",
    "/new",
    "/calculator",
    "/law",
    "/account",
    "/reminders",
    "/playbooks",
    RESULT,
)


def choose_easy_words(her: Person) -> None:
    her.click(her.page.locator("button[name=locale][value=ja_easy]"))
    her.click(her.page.locator("button[name=furigana][value=on]"))
    her.page.locator("html.with-ruby").wait_for()


def faults_of(her: Person, path: str) -> list[str]:
    her.go(path, MENDED)
    assert her.page.locator("main ruby rt").count() > 0, path
    return list(checks.faults_at_all_widths(her.page, path, PHONE))


def test_pages_in_easy_words_with_readings_have_no_fault(meet, street, monkeypatch):
    her = meet("yasuko")
    let_in_with_six_cases(her, street, monkeypatch)
    choose_easy_words(her)
    her.go("/cases")
    case = her.page.locator("main a[href^='/cases/']").first.get_attribute("href").partition("#")[0]
    assert [fault for path in (*PAGES, case) for fault in faults_of(her, path)] == []


def test_readings_can_be_shown_and_hidden_without_javascript(meet):
    her = meet("yasuko", javascript=False)
    her.go("/calculator")
    choose_easy_words(her)
    her.click(her.page.locator("button[name=furigana][value=off]"))
    assert her.page.locator("rt").count() == 0
