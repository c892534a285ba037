"""A real browser that notes whatever a page should not do."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from tests.support import chromium, machine

QUIET = ("--disable-background-networking", "--disable-component-update", "--no-first-run")
# No graphics card is there: to imitate one costs more than to draw without.
WITHOUT_CARD = ("--disable-gpu", "--disable-gpu-rasterization", "--disable-software-rasterizer")
# Whatever tries to leave this machine fails, and is noted besides.
CLOSED = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"
TELL_VIOLATIONS = """
addEventListener("securitypolicyviolation",
    event => console.error("CSP violation: " + event.violatedDirective + " " + event.blockedURI));
"""
OWN_SCHEMES = ("data:", "blob:", "about:")
DESKTOP, PHONE = 1280, 390
# axe leaves the newest rule, the size of targets, off unless it is asked for.
AXE_RULES = {"target-size": {"enabled": True}}
# Of its rules, those whose answer the width of the screen can change.
AXE_BY_WIDTH = ("target-size", "scrollable-region-focusable")
AXE = Axe()
HEIGHT = 900


@contextmanager
def chromium_running() -> Iterator[Browser]:
    sandbox = ["--no-sandbox"] if machine.is_root() else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=[*QUIET, *WITHOUT_CARD, CLOSED, *sandbox]
        )
        yield browser
        browser.close()


@dataclass
class Watched:
    """A visitor: one browser context, and all that went wrong in it."""

    context: BrowserContext
    origins: tuple[str, ...]
    expected_statuses: set[int] = field(default_factory=lambda: {422})
    console: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def page(self) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        return page

    def assert_clean(self) -> None:
        """No console error, no script fault, no violation of the policy, no request to anybody else."""
        assert self.console == []
        assert self.faults == []
        assert self.foreign == []

    def note_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not self._is_expected(message.text):
            self.console.append(f"{message.text} ({message.location})")

    def note_request(self, request: Request) -> None:
        if not request.url.startswith((*self.origins, *OWN_SCHEMES)):
            self.foreign.append(request.url)

    def _is_expected(self, text: str) -> bool:
        # The browser writes a line of its own for every answer of 4xx.
        return any(
            f"the server responded with a status of {status} " in text for status in self.expected_statuses
        )


@contextmanager
def visiting(
    browser: Browser, *origins: str, javascript: bool = True, width: int = DESKTOP, locale: str = "ja-JP"
) -> Iterator[Watched]:
    """A visitor with a profile of its own; the first origin is its home. At its end nothing may be wrong."""
    context = browser.new_context(
        base_url=origins[0],
        java_script_enabled=javascript,
        viewport={"width": width, "height": HEIGHT},
        locale=locale,
        timezone_id="Asia/Tokyo",
        has_touch=width == PHONE,
    )
    context.set_default_timeout(10_000)
    if javascript:
        context.add_init_script(TELL_VIOLATIONS)
    visitor = Watched(context, origins)
    context.on("console", visitor.note_console)
    context.on("request", visitor.note_request)
    yield visitor
    context.close()
    visitor.assert_clean()


def axe_violations(page: Page, *, colours: bool = True) -> list[str]:
    """What axe-core finds by WCAG 2.0-2.2 A and AA and best practice: one line for each rule and place.

    To measure the contrast of every word takes longer than all other rules together.
    """
    return _axe(page, {"rules": AXE_RULES | {"color-contrast": {"enabled": colours}}})


def axe_violations_by_width(page: Page) -> list[str]:
    """The same by the rules of width alone: for a page whose other rules were asked at another width."""
    return _axe(page, {"runOnly": AXE_BY_WIDTH})


def _axe(page: Page, rules: dict[str, object]) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    found = page.evaluate("options => axe.run(options)", {"resultTypes": ["violations"]} | rules)[
        "violations"
    ]
    return [f"{rule['id']}: {rule['help']}: {node['target']}" for rule in found for node in rule["nodes"]]


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))
