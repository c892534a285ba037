"""A notice comes: it is photographed, becomes an event, and is found again; a number in it is stopped."""

import pytest
from playwright.sync_api import expect

from tests.browser import checks
from tests.browser.street import MENDED
from tests.support import files
from tests.support.browser import DESKTOP, PHONE, axe_violations

pytestmark = pytest.mark.browser

WAYS = pytest.mark.parametrize(
    ("language", "javascript", "width"),
    [("ja", True, DESKTOP), ("en", True, PHONE), ("ja", False, PHONE)],
    ids=["ja desk", "en phone", "ja plain"],
)
NUMBER = "1234 5678 9018"


@pytest.fixture
def her(meet, language, javascript, width):
    her = meet("documents", language, javascript=javascript, width=width)
    her.sign_up()
    her.day = MENDED
    her.open_case()
    her.add_filing()
    her.record("sent", "2026-10-28")
    return her


def look(her, javascript: bool) -> None:
    """The open page is as every page must be."""
    if javascript:
        assert axe_violations(her.page) == []
        assert checks.too_small(her.page) == []
    assert checks.landmarks(her.page) == (1, 1, 1)
    assert not checks.is_too_wide(her.page)


def choose(her, name: str, content: bytes, kind: str) -> None:
    her.field("file").set_input_files({"name": name, "mimeType": kind, "buffer": content})
    her.press("documents.list.send")


@WAYS
def test_a_notice_becomes_an_event_and_is_found_again(her, javascript):
    her.follow("documents.list.link")
    look(her, javascript)
    choose(her, "届いた通知.jpg", files.jpeg(6), "image/jpeg")
    her.expect_status("documents.status.added")
    look(her, javascript)
    her.tick(her.kind("decision_notified"))
    her.press("filings.event_form.next")
    expect(her.page.locator("form", has=her.field("when"))).to_be_visible()
    look(her, javascript)
    her.write("2026-11-12", outcome="partial", decided_on="2026-11-10")
    her.press("filings.event_form.save")
    her.expect_status("filings.status.event_saved")
    her.click(her.page.locator(".tl").get_by_role("link", name="届いた通知.jpg"))
    look(her, javascript)
    picture = her.page.locator("main img")
    assert picture.evaluate("one => one.naturalWidth") == files.HEIGHT if javascript else picture.is_visible()
    with her.page.expect_download() as download:
        her.follow("documents.show.download")
    assert download.value.suggested_filename == "届いた通知.jpg"
    assert b"Canary" not in download.value.path().read_bytes()
    her.follow("documents.show.delete")
    look(her, javascript)
    her.press("documents.delete.do")
    her.expect_status("documents.status.deleted")


@WAYS
def test_what_is_refused_says_why_and_what_to_do(her, javascript):
    her.follow("documents.list.link")
    choose(her, "page.html", b"<!doctype html><script>alert(1)</script>", "text/html")
    expect(her.page.locator("#e-file")).to_have_text(her.say("documents.errors.markup"))
    look(her, javascript)
    choose(her, "number.txt", f"No. {NUMBER}".encode(), "text/plain")
    expect(her.page.locator("#e-file")).to_have_text(her.say("documents.errors.number"))
    look(her, javascript)
    her.tick(her.say("numbers.stop.is_other", number=NUMBER))
    choose(her, "number.txt", f"No. {NUMBER}".encode(), "text/plain")
    her.expect_status("documents.status.added")


@WAYS
def test_a_number_in_a_form_is_masked_or_said_to_be_another(her, javascript):
    her.follow("filings.case.edit_filing")
    her.field("wanted").fill(f"Line one\nMy number {NUMBER}")
    her.press("filings.filing_form.save")
    expect(her.page.locator("h1")).to_have_text(her.say("numbers.stop.title"))
    look(her, javascript)
    her.tick(her.say("numbers.stop.is_other", number=NUMBER))
    her.press("numbers.stop.go_on")
    her.expect_status("filings.status.filing_saved")
    her.follow("filings.case.edit_filing")
    her.field("wanted").fill("Pension 1234-567890\nMy number 9876 5432 1093")
    her.press("filings.filing_form.save")
    her.press("numbers.stop.mask")
    her.expect_status("filings.status.filing_saved")
    expect(her.page.locator("main")).to_contain_text("My number ●●●● ●●●● ●●●●")
    expect(her.page.locator("main .note").first).to_have_text(her.say("numbers.warned.pension"))
    look(her, javascript)
