"""What stays when she has gone (T-08): nothing behind Back, nothing in the browser; the language stays."""

import pytest
from playwright.sync_api import expect

from tests.browser import checks
from tests.browser.person import CASE, Person
from tests.browser.street import MENDED

pytestmark = pytest.mark.browser

WAYS = pytest.mark.parametrize("javascript", [True, False], ids=["js", "plain"])


def come(meet, *, shared: bool = False, **more) -> Person:
    her = meet("leaving", **more)
    her.go("/sign-up", MENDED)
    her.field("login").fill(her.name)
    her.field("password").fill("correct horse of Yokohama")
    if shared:
        her.tick(her.say("accounts.shared.label"))
    her.press("accounts.sign_up.button")
    her.expect_status("accounts.status.signed_up")
    return her


def sign_out(her: Person) -> None:
    her.click(her.page.locator("footer").get_by_role("button", name=her.say("web.foot.sign_out")))
    her.expect_status("accounts.status.signed_out")


@WAYS
@pytest.mark.parametrize("shared", [True, False], ids=["shared", "own"])
def test_back_after_signing_out_shows_nothing_of_hers(meet, javascript, shared):
    her = come(meet, shared=shared, javascript=javascript)
    her.open_case()
    her.go("/cases")
    expect(her.page.locator("#main")).to_contain_text(CASE)
    sign_out(her)
    for _ in range(3):
        her.page.go_back()
        assert CASE not in her.page.content()
        assert her.name not in her.page.content()
    her.go("/cases")
    assert her.heading() == her.say("accounts.sign_in.title")
    assert [one["name"] for one in her.watched.context.cookies() if one["name"] != "misete_language"] == []
    if javascript:
        assert checks.kept_by_the_browser(her.page) == []


@pytest.mark.parametrize("shared", [True, False], ids=["shared", "own"])
def test_on_a_shared_computer_the_browser_forgets_who_was_in(meet, shared):
    her = come(meet, shared=shared)
    (cookie,) = (one for one in her.watched.context.cookies() if one["name"] == "misete")
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Lax"
    assert (cookie["expires"] == -1) == shared
    her.go("/account")
    chosen = her.page.locator("#main").get_by_text(her.say("accounts.account.shared"))
    expect(chosen).to_have_count(1 if shared else 0)


@WAYS
def test_the_language_keeps_the_page(meet, javascript):
    her = come(meet, javascript=javascript)
    her.open_case()
    her.add_filing()
    her.record("sent", "2026-10-28")
    case = her.page.url
    event = her.page.locator("form[action*=events]").get_attribute("action")
    paths = (
        case,
        f"{her.urls[MENDED]}{event}?kind=received",
        f"{her.urls[MENDED]}/agencies/search?for=filing&q=横浜",
    )
    for path in (*paths, f"{her.urls[MENDED]}/calculator?procedure=jp.appi.disclosure&received=2026-10-30"):
        her.page.goto(path)
        address = her.page.url
        for language, lang in (("English", "en"), ("日本語", "ja")):
            her.click(her.page.locator("header").get_by_role("button", name=language, exact=True))
            expect(her.page.locator("html")).to_have_attribute("lang", lang)
            assert her.page.url == address


def test_the_way_out_shows_a_month_and_nothing_else(meet):
    her = come(meet)
    her.open_case()
    her.click(her.page.get_by_role("link", name=her.say("web.exit")))
    expect(her.page.locator("table.month")).to_be_visible()
    assert her.page.title() == "2026年11月"
    for word in ("見せて", "Misete", CASE, her.name):
        assert word not in her.page.content()
