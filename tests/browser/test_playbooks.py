"""From the playbook's button to five letters, read back from paper; with and without JavaScript (T-37)."""

import io
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser import checks
from tests.browser.person import CITY, Person
from tests.browser.street import DECIDED, MENDED, SEEN
from tests.support.browser import DESKTOP, PHONE, axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

NAME, ADDRESS = "見本 花子", "神奈川県横浜市西区1-1"
FEW = 12
SOON = 120  # seconds, for somebody who types fast; nobody waits for the program
# Whom each of the five letters goes to, and the article it rests on.
LETTERS = (
    ("横浜市長", "第77条第1項"),
    ("地方公共団体情報システム機構", "第33条第1項"),
    ("神奈川県知事", "第77条第1項"),
    ("総務大臣", "第4条第1項"),
    ("デジタル庁", "第23条第3項"),
)
WAYS = ((True, "ja", DESKTOP), (False, "ja", PHONE), (True, "en", PHONE), (False, "en", DESKTOP))


@pytest.mark.parametrize(("javascript", "language", "width"), WAYS)
def test_from_the_button_to_five_letters(meet, javascript, language, width):
    her = meet("yuki", language, javascript=javascript, width=width)
    her.day = MENDED
    her.sign_up()
    began = time.monotonic()
    she_starts_from_the_worry(her)
    assert she_answers(her) <= FEW
    her.press("playbooks.start.next")
    expect(her.page.locator("input[name=request]:checked")).to_have_count(5)
    her.press("playbooks.recap.make")
    her.expect_status("playbooks.status.made")
    read_the_letters(her)
    assert time.monotonic() - began < SOON


def she_starts_from_the_worry(her: Person) -> None:
    her.go("/")
    her.follow("playbooks.index.link")
    her.click(her.page.locator("main .card-link").first)
    her.follow("playbooks.show.start")


def she_answers(her: Person) -> int:
    """Fills in every question that has no answer yet; the number of all fields on the page."""
    told = {"municipality": CITY, "card_received_on": "令和6年5月", "birth_date": "H2.4.1"}
    for name, text in (told | {"name": NAME, "address": ADDRESS}).items():
        her.field(name).fill(text)
    her.tick(her.say("playbooks.way.post"))
    fields = her.page.locator("main form :is(input, textarea, select):not([type=hidden])")
    return len(set(fields.evaluate_all("all => all.map(one => one.name)")))


def read_the_letters(her: Person) -> None:
    paths = her.page.locator("main a[href^='/letters/']").evaluate_all("all => all.map(one => one.href)")
    assert len(paths) == len(LETTERS)
    for path, (agency, article) in zip(paths, LETTERS, strict=True):
        her.page.goto(path)
        text = text_of_paper(her, path)
        for words in (NAME, agency, article, "令和8年11月"):
            assert words.replace(" ", "") in text, (agency, words)
        assert "{{" not in text


def text_of_paper(her: Person, path: str) -> str:
    """What the letter's PDF says, without the breaks of its lines."""
    link = her.page.locator(f"a[href='{path.removeprefix(her.urls[her.day])}.pdf']").first
    expect(link).to_be_visible()
    answer = her.watched.context.request.get(f"{path}.pdf")
    assert answer.status == 200
    pages = PdfReader(io.BytesIO(answer.body())).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def test_after_not_held_the_playbook_offers_what_follows_and_all_can_be_taken_back(meet):
    her = meet("yuki")
    her.day = DECIDED
    her.sign_up()
    her.go("/playbooks/mynumber_card_face/start")
    she_answers(her)
    her.press("playbooks.start.next")
    her.press("playbooks.recap.make")
    made = her.page.url.removeprefix(her.urls[her.day])
    her.click(her.page.locator("main a[href$='/playbook']").first)
    filing = her.page.url.removeprefix(her.urls[her.day]).removesuffix("/playbook")
    for kind, when, more in (
        ("sent", "2026-10-20", {}),
        ("received", "2026-10-21", {}),
        ("decision_notified", "2026-11-18", {"outcome": "not_held"}),
    ):
        her.go(f"{filing}/events/new?kind={kind}")
        her.write(when, **more)
        her.press("filings.event_form.save")
    her.go(f"{filing}/playbook")
    expect(her.page.locator(".folder.pine")).to_contain_text("4通りがあります")
    her.click(her.page.locator(".folder.pine form button").first)
    her.expect_status("playbooks.status.added")
    her.go(made)
    her.follow("playbooks.made.undo")
    expect(her.page.locator("main")).to_contain_text(her.say("playbooks.stays.events"))
    her.press("playbooks.undo.do")
    her.expect_status("playbooks.status.undone_partly")


def pages_of(her: Person) -> Iterator[str]:
    """Every page of the playbooks, one of each kind, open."""
    her.go("/playbooks")
    yield "index"
    for name in ("mynumber_card_face", "police_consultation"):
        her.go(f"/playbooks/{name}")
        yield name
        her.go(f"/playbooks/{name}/start")
        yield f"{name} start"
    her.press("playbooks.start.next")
    yield "mistakes"
    her.go("/playbooks/mynumber_card_face/start")
    she_answers(her)
    her.field("municipality").fill("府中市")
    her.press("playbooks.start.next")
    yield "which"
    her.field("municipality").fill(CITY)
    her.press("playbooks.start.next")
    yield "recap"
    her.press("playbooks.recap.make")
    yield "made"
    made = her.page.url
    her.click(her.page.locator("main a[href$='/playbook']").first)
    yield "meaning"
    filing = her.page.url
    her.page.goto(f"{filing}/letter?outcome=partial&nth=1")
    yield "next letter"
    her.page.goto(f"{made}/undo")
    yield "undo"
    yield from pages_of_her_own(her)


def pages_of_her_own(her: Person) -> Iterator[str]:
    her.go("/playbooks/own/new")
    yield "own form"
    her.press("playbooks.own.save")
    yield "own mistakes"
    own = {"title": "保育園", "worry": "点数", "who_0": CITY, "wording_0": "{{name}}の記録"}
    for name, text in own.items():
        her.field(name).fill(text)
    her.press("playbooks.own.save")
    yield "own"
    shown = her.page.url
    her.page.goto(f"{shown}/delete")
    yield "own delete"
    her.page.goto(f"{shown}/start")
    yield "own start"
    her.go("/playbooks/own/import")
    her.field("file").fill("format: other")
    her.press("playbooks.import.take")
    yield "import mistakes"


@pytest.mark.parametrize(("language", "width"), [("ja", DESKTOP), ("en", PHONE)])
def test_every_page_of_the_playbooks_is_fit_for_all(meet, language, width):
    her = meet("yuki", language, width=width)
    her.day = SEEN
    her.sign_up()
    faults = []
    for name in pages_of(her):
        checks.open_all_details(her.page)
        found = [*axe_violations(her.page), *checks.too_small(her.page)]
        found += ["too wide"] if checks.is_too_wide(her.page) else []
        found += [] if checks.landmarks(her.page) == (1, 1, 1) else ["landmarks"]
        faults += [f"{name}: {fault}" for fault in found]
    assert faults == []
