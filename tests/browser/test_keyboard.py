"""Everything can be done by keyboard, and what has the focus is seen."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.person import Person
from tests.browser.street import MENDED
from tests.support.browser import DESKTOP, PHONE

pytestmark = pytest.mark.browser

MOST_TABS = 60

# The ring is drawn, and the middle of what has the focus is not under something else (WCAG 2.4.7, 2.4.11).
_SEEN = """
() => {
    const one = document.activeElement;
    if (one === document.body) return true;
    const shown = one.matches("input[type=radio], input[type=checkbox]") ? one.closest("label") : one;
    const box = shown.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const isRinged = style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const rings = [one, shown, ...shown.querySelectorAll("*")].some(each => isRinged(getComputedStyle(each)));
    return rings && (shown.contains(top) || top.contains(shown)) || one.outerHTML.slice(0, 150);
}
"""


@pytest.fixture
def her(meet):
    her = meet("keys")
    her.sign_up()
    her.day = MENDED
    return her


def tab_to(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Presses Tab until the wanted element has the focus."""
    target = wanted.element_handle()
    for _ in range(MOST_TABS):
        if page.evaluate("one => document.activeElement === one", target):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{MOST_TABS} times {key} do not lead to {wanted}")


def begin_a_filing_by_keyboard(her: Person) -> None:
    """A case and a filing, typed and tabbed from the first page on."""
    keys = her.page.keyboard
    her.go("/cases/new")
    tab_to(her.page, her.field("title"))
    keys.type("A face photo")
    keys.press("Enter")
    her.expect_status("people.status.case_saved")
    tab_to(her.page, her.page.get_by_role("link", name=her.say("filings.case.add")))
    keys.press("Enter")
    expect(her.page.locator("#q")).to_be_focused()
    keys.type("yokohama")
    keys.press("Enter")
    tab_to(her.page, her.page.locator("input[name=agency]").first)
    keys.press("Enter")
    tab_to(her.page, her.page.locator("main button.go"))
    keys.press("Enter")
    her.expect_status("filings.status.filing_saved")


def test_a_record_is_made_and_mended_by_keyboard_alone(her):
    page, keys = her.page, her.page.keyboard
    begin_a_filing_by_keyboard(her)
    tab_to(page, page.locator("input[name=kind]:checked").first)
    keys.press("ArrowDown")
    expect(page.locator("input[name=kind][value=received]")).to_be_checked()
    keys.press("Enter")
    tab_to(page, her.field("when"))
    keys.type("R8.11.31")
    tab_to(page, page.locator("main button.go"))
    keys.press("Space")
    # The cursor waits in the first bad field, and its sentence is tied to it.
    expect(her.field("when")).to_be_focused()
    expect(her.field("when")).to_have_attribute("aria-invalid", "true")
    expect(her.field("when")).to_have_accessible_description(
        f"{her.say('kit.dates.impossible')} {hint_of(her)}"
    )
    tab_to(page, page.locator(".esum a").first, "Shift+Tab")
    keys.press("Enter")
    expect(her.field("when")).to_be_focused()
    keys.press("Control+A")
    keys.type("R8.10.30")
    keys.press("Enter")
    her.expect_status("filings.status.event_saved")


def hint_of(her: Person) -> str:
    return her.page.locator("#h-when").inner_text()


def test_every_link_of_the_error_summary_leads_to_its_field(her):
    her.open_case()
    her.add_filing()
    her.begin_record("amendment_asked")
    her.write("2026-13-01", until="tomorrow", note="x" * 2001)
    her.press("filings.event_form.save")
    for name in ("when", "until", "note"):
        link = her.page.locator(f'.esum a[href="#f-{name}"]')
        link.press("Enter")
        expect(her.field(name)).to_be_focused()


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_the_focus_is_always_seen(meet, width):
    her = meet("focus", width=width)
    her.sign_up()
    her.open_case()
    her.add_filing()
    her.record("sent", "2026-10-28")
    for path in ("/", her.page.url.removeprefix(her.urls[her.day]), "/new", "/cases/new", "/holdings"):
        her.go(path)
        unseen = [where for where in stops(her.page) if where is not True]
        assert unseen == [], path


def stops(page: Page) -> list[object]:
    """What has the focus after each Tab, through the whole page once; True where it is seen well."""
    count = page.locator("a[href], button, input:not([type=hidden]), select, textarea, summary").count()
    found = []
    for _ in range(count):
        page.keyboard.press("Tab")
        found.append(page.evaluate(_SEEN))
    return found
