"""Easy Japanese with its readings is as quiet, narrow and fit for all as the other pages (T-63)."""

import pytest

from tests.browser import checks
from tests.browser.person import Person
from tests.browser.street import MENDED
from tests.support.browser import DESKTOP, PHONE, axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
PAGES = ("/", "/cases", "/holdings", "/new", "/calculator", "/law", "/account", "/reminders", "/playbooks")


def choose_easy_words(her: Person) -> None:
    her.page.locator("button[name=locale][value=ja_easy]").click()
    her.page.locator("button[name=furigana][value=on]").click()
    her.page.locator("html.with-ruby").wait_for()


def faults_of(her: Person, path: str) -> list[str]:
    her.go(path, MENDED)
    page = her.page
    assert page.locator("main ruby rt").count() > 0, path
    faults = [f"{path} scrolls sideways"] if checks.is_too_wide(page) else []
    for width in (DESKTOP, PHONE):
        page.set_viewport_size({"width": width, "height": checks.HIGH})
        faults += [f"{path} at {width}: {each}" for each in (*checks.too_small(page), *axe_violations(page))]
    return faults


def test_pages_in_easy_words_with_readings_have_no_fault(meet):
    her = meet("yasuko")
    her.sign_up()
    her.open_case("住民票", "だれが見たか知りたい")
    case = her.page.url.partition("localhost")[2].partition("/")[2]
    choose_easy_words(her)
    assert [fault for path in (*PAGES, f"/{case}") for fault in faults_of(her, path)] == []


def test_readings_can_be_shown_and_hidden_without_javascript(meet):
    her = meet("yasuko", javascript=False)
    her.go("/calculator")
    choose_easy_words(her)
    her.page.locator("button[name=furigana][value=off]").click()
    assert her.page.locator("rt").count() == 0
