"""What every page must be: quiet, readable for all, easy to hit, and forgetful."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.support.browser import (
    DESKTOP,
    PHONE,
    axe_violations,
    axe_violations_by_width,
    scrolls_sideways,
)

NARROW, HIGH = 320, 900
# What a page is made of is asked once in every language, and once at every width.
WHOLE_AT = {"ja": DESKTOP, "en": PHONE}
LEAST, OURS = 24, 44

# Links inside sentences and cells of tables are as high as their line (WCAG 2.5.8, DESIGN.md 10).
_TOO_SMALL = """
([least, ours]) => {
    const tell = (one, {width, height}) => `${one.outerHTML.slice(0, 120)} is ${width} x ${height}`;
    const found = [];
    for (const one of document.querySelectorAll("a[href], button, input, select, textarea, summary")) {
        if (one.type === "hidden" || !one.checkVisibility({visibilityProperty: true})) continue;
        const target = one.matches("input[type=radio], input[type=checkbox]") ? one.closest("label") : one;
        const box = target.getBoundingClientRect();
        if (target.classList.contains("skip") || box.width === 0) continue;
        const big = one.matches("main .btn, main input, main select, main textarea, main summary, .nav a");
        const inline = one.matches("a:not(.btn), button.link") && getComputedStyle(one).display === "inline";
        const wanted = big ? ours : inline ? 0 : least;
        if (Math.min(box.width, box.height) < wanted - 0.5) found.push(tell(one, box));
    }
    return found;
}
"""
_KEPT = """
async () => [
    ...Object.keys(localStorage), ...Object.keys(sessionStorage), ...await caches.keys(),
    ...(await indexedDB.databases()).map(each => each.name), document.cookie,
    ...(await navigator.serviceWorker.getRegistrations()).map(each => each.scope)].filter(Boolean)
"""


def faults_at_all_widths(page: Page, path: str, whole_at: int | None) -> Iterator[str]:
    """What is wrong with the open page, all details open, at each width.

    All rules of axe are asked at the width `whole_at`, at the others those that a width can change; without
    it, none.
    """
    open_all_details(page)
    if scrolls_when_narrow(page):
        yield f"{path} scrolls sideways"
    for width in (DESKTOP, PHONE):
        widen(page, width)
        found = too_small(page)
        if whole_at is not None:
            found += axe_violations(page) if width == whole_at else axe_violations_by_width(page)
        yield from (f"{path} at {width}: {each}" for each in found)


def open_all_details(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")


def too_small(page: Page) -> list[str]:
    """The controls that a finger would miss."""
    return page.evaluate(_TOO_SMALL, [LEAST, OURS])


def kept_by_the_browser(page: Page) -> list[str]:
    """All that scripts could find again later: nothing."""
    return page.evaluate(_KEPT)


def landmarks(page: Page) -> tuple[int, int, int]:
    """How many #main, #status and first headings the page has."""
    page.wait_for_load_state("domcontentloaded")
    places = ["main#main", "#status[role=status]", "h1"]
    return tuple(page.evaluate("places => places.map(one => document.querySelectorAll(one).length)", places))


def is_too_wide(page: Page) -> bool:
    """Whether the page scrolls sideways on the narrowest screen."""
    before = page.viewport_size
    wide = scrolls_when_narrow(page)
    page.set_viewport_size(before)
    return wide


def scrolls_when_narrow(page: Page) -> bool:
    """The same, where another width comes next: the screen stays narrow."""
    widen(page, NARROW)
    return scrolls_sideways(page)


def widen(page: Page, width: int) -> None:
    """Makes the screen so wide."""
    page.set_viewport_size({"width": width, "height": HIGH})
