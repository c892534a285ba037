"""Takes the pictures of the README: a fictional person's home page and case page, on a fixed day."""

import tempfile
from datetime import date
from pathlib import Path

from playwright.sync_api import Page

from app.cli import furnish
from app.filings import demo
from app.kit.opening import close_house
from app.kit.preparing import prepare_house
from tests.support.browser import DESKTOP, PHONE, chromium_running, visiting
from tests.support.servers import serving
from tests.support.sources import ROOT
from tests.support.templates import settings_for

THE_DAY = date(2026, 11, 23)
PICTURES = ROOT / "docs" / "pictures"
HEIGHTS = {DESKTOP: 1250, PHONE: 844}
CASE_HEIGHTS = {DESKTOP: 2500, PHONE: 844}  # down to the first deadline with its count
LANGUAGES = {"ja": "ja-JP", "en": "en-GB"}


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    for language in LANGUAGES:
        with tempfile.TemporaryDirectory() as folder:
            take_all(language, Path(folder))


def take_all(language: str, folder: Path) -> None:
    """The pictures of one language, on a house of its own."""
    settings = settings_for(folder, today=THE_DAY)
    house = furnish(prepare_house(settings))
    login, password = demo.make(house, language)
    close_house(house)
    with serving(settings) as server, chromium_running() as browser:
        for width, height in HEIGHTS.items():
            with visiting(browser, server.url, width=width, locale=LANGUAGES[language]) as visitor:
                page = visitor.page()
                page.set_viewport_size({"width": width, "height": height})
                page.emulate_media(reduced_motion="reduce")
                sign_in(page, login, password)
                page.goto("/")
                take(page, f"home-{language}-{width}")
                page.goto(page.locator(".cases h3 a").last.get_attribute("href") or "")
                page.set_viewport_size({"width": width, "height": CASE_HEIGHTS[width]})
                take(page, f"case-{language}-{width}")


def sign_in(page: Page, login: str, password: str) -> None:
    page.goto("/sign-in")
    page.fill("[name=login]", login)
    page.fill("[name=password]", password)
    page.locator("main button").first.click()
    page.wait_for_url("**/")


def take(page: Page, name: str) -> None:
    page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    main()
