"""A person at the browser: she reads the words of her language and acts on what they name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from playwright.sync_api import Locator, Page, expect

from app import law
from app.kit.clock import Clock
from app.web.texts import Texts, all_texts
from tests.support.browser import Watched

PASSWORD = "correct horse of Yokohama"
CITY = "\u6a2a\u6d5c\u5e02"  # Yokohama
CASE = "マイナンバーカード交付のときの顔写真・顔認証"


@cache
def _texts_on(day: date) -> dict[str, Texts]:
    return all_texts(Clock(day))


@dataclass
class Person:
    """Somebody with a name, a language and one page open."""

    name: str
    language: str
    watched: Watched
    urls: Mapping[date, str]
    page: Page = field(init=False)
    day: date = field(init=False)

    def __post_init__(self) -> None:
        self.page = self.watched.page()
        self.day = min(self.urls)

    # Words

    @property
    def texts(self) -> Texts:
        return _texts_on(self.day)[self.language]

    def say(self, key: str, **values: object) -> str:
        """A sentence of the catalog, in her language."""
        return self.texts.t(key, **values)

    def kind(self, kind: str) -> str:
        return law.EVENT_KINDS[kind].label[self.language]

    def act(self, clock: str) -> str:
        return law.CLOCKS[clock].act[self.language].replace("{agency}", CITY)

    # Going about

    def go(self, path: str = "/", day: date | None = None) -> None:
        """Opens an address, on another day when one is given."""
        self.day = day or self.day
        self.page.goto(self.urls[self.day] + path)

    def follow(self, key: str, within: Locator | None = None, **values: object) -> None:
        name = self.say(key, **values)
        self.click((within or self.page).get_by_role("link", name=name, exact=True).first)

    def press(self, key: str, **values: object) -> None:
        name = self.say(key, **values)
        self.click(self.page.get_by_role("main").get_by_role("button", name=name, exact=True))

    def click(self, what: Locator) -> None:
        """Clicks it and waits for what it fetches: until then the old page is still the one to be read."""
        what.click()
        self.page.locator(".htmx-request").first.wait_for(state="detached")

    def field(self, name: str) -> Locator:
        return self.page.locator(f"#f-{name}")

    def tick(self, words: str) -> None:
        """Ticks the box or the circle whose label begins with these words."""
        self.label(words).click()

    def label(self, words: str) -> Locator:
        return self.page.locator("label", has=self.page.get_by_text(words, exact=True)).first

    # What she does

    def sign_up(self) -> None:
        self.go("/sign-up")
        self.field("login").fill(self.name)
        self.field("password").fill(PASSWORD)
        self.press("accounts.sign_up.button")
        self.expect_status("accounts.status.signed_up")

    def sign_in(self, password: str = PASSWORD) -> None:
        """Fills in the page that asks who she is."""
        self.field("login").fill(self.name)
        self.field("password").fill(password)
        self.press("accounts.sign_in.button")

    def find_city(self) -> None:
        """Searches Yokohama as she hears it, and takes the first that is found."""
        self.page.locator("#q").fill("よこはま")
        self.press("agencies.search.button")
        self.tick(CITY)
        self.press("agencies.search.next")

    def open_case(self, title: str = CASE, worry: str = "") -> None:
        self.go("/cases/new")
        self.field("title").fill(title)
        self.field("worry").fill(worry)
        self.press("people.case_form.save")
        self.expect_status("people.status.case_saved")

    def add_filing(self, wanted: str = "") -> None:
        """Adds a disclosure request to the city, from the page of a case; it ends at "what happened"."""
        self.follow("filings.case.add")
        self.find_city()
        self.field("wanted").fill(wanted)
        self.press("filings.filing_form.save")
        self.expect_status("filings.status.filing_saved")

    def begin_record(self, kind: str) -> None:
        """From the page of a case, or of "what happened", to the form of one event."""
        if not self.label(self.kind(kind)).count():
            self.tick(self.say("filings.case.record_other"))
            self.press("filings.case.record_next")
        self.tick(self.kind(kind))
        self.press("filings.event_form.next")

    def record(self, kind: str, when: str, **more: str) -> None:
        """Records one event; `outcome` is ticked, the rest is written."""
        self.begin_record(kind)
        self.write(when, **more)
        self.press("filings.event_form.save")
        self.expect_status("filings.status.event_saved")

    def write(self, when: str, outcome: str | None = None, **more: str) -> None:
        self.field("when").fill(when)
        if outcome is not None:
            self.tick(law.OUTCOMES[outcome].label[self.language])
        for name, text in more.items():
            self.field(name).fill(text)

    # What she sees

    def expect_status(self, key: str) -> None:
        expect(self.page.locator("#status")).to_have_text(self.say(key))

    def heading(self) -> str:
        return self.page.locator("h1").inner_text()
