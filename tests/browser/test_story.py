"""The story of the first person, word for word, from an empty house to a correction (T-37)."""

from itertools import product

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.person import CITY, Person
from tests.browser.street import DECIDED, MENDED, SEEN
from tests.support.browser import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

WHY = {
    "ja": "カードを受け取った日に、窓口の機械が顔を写しました。",
    "en": "A machine at the counter took my picture.",
}
WANTED = {
    "ja": "2024年5月10日の顔認証の結果と、私の顔写真",
    "en": "The result of the face matching, and my photo",
}

SATURDAY_AND_MONDAY = {"ja": ("12月5日（土）", "12月7日（月）"), "en": ("Sat 5 December", "Mon 7 December")}
COUNT = {
    "ja": ["10月30日（金）", "＋30日", "＋6日", "12月5日（土）", "＋2日", "12月7日（月）"],
    "en": ["Fri 30 October", "+30 days", "+6 days", "Sat 5 December", "+2 days", "Mon 7 December"],
}

BOTH_CALENDARS = {
    "ja": "2026年11月13日（金）（令和8年11月13日）",
    "en": "Fri 13 November 2026 (13 November Reiwa 8)",
}

# All eight ways; each language, each width, and with and without JavaScript, on both databases.
ON_POSTGRES = (1, 2, 4, 7)
WAYS = [
    pytest.param("postgres", *way, marks=pytest.mark.postgres) if number in ON_POSTGRES else ("sqlite", *way)
    for number, way in enumerate(product((True, False), ("ja", "en"), (DESKTOP, PHONE)))
]


@pytest.mark.parametrize(("street", "javascript", "language", "width"), WAYS, indirect=["street"])
def test_she_asks_the_city_and_sees_every_date_that_follows(street, meet, javascript, language, width):
    her = meet("hanako", language, javascript=javascript, width=width)
    she_starts_empty(her)
    she_notes_what_the_city_holds(her)
    she_opens_the_case_and_adds_a_filing(her)
    she_records_until_the_amendment(her)
    she_sees_how_monday_comes_about(her)
    her_clocks_and_theirs_stay_apart_at_home(her)
    she_records_the_extension_and_the_decision(her)
    she_sees_the_clocks_against_her(her)
    she_has_seen_her_data_and_asks_for_a_correction(her)


def she_starts_empty(her: Person) -> None:
    her.sign_up()
    assert her.heading() == her.say("filings.home.title")
    expect(her.page.get_by_role("heading", name=her.say("filings.empty.title"))).to_be_visible()
    her.follow("filings.empty.holding")


def she_notes_what_the_city_holds(her: Person) -> None:
    her.find_city()
    for category in ("face_photo", "face_matching"):
        her.tick(her.say(f"holdings.category.{category}"))
    her.field("since").fill("令和６年５月１０日")
    her.field("why").fill(WHY[her.language])
    her.press("holdings.form.save")
    her.expect_status("holdings.status.added")
    drawers = her.page.locator(".cab", has_text=CITY).locator(".drw .s1")
    expect(drawers).to_have_count(2)  # Both are drawn as guesses.
    her.click(drawers.filter(has_text=her.say("holdings.category.face_matching")))
    for words in (WHY[her.language], her.say("holdings.certainty.guess"), "2024"):
        expect(her.page.locator("#main")).to_contain_text(words)


def she_opens_the_case_and_adds_a_filing(her: Person) -> None:
    her.open_case()
    her.add_filing(WANTED[her.language])
    assert her.heading() == her.say("filings.event_form.choose")
    her.record("sent", "2026-10-28")
    expect(next_act(her)).to_contain_text(her.say("filings.case.next_none"))


def she_records_until_the_amendment(her: Person) -> None:
    her.go(case_of(her), MENDED)
    her.record("received", "R8.10.30")
    expect(due(her, "appi.disclosure.decision")).to_have_attribute("datetime", "2026-11-30")
    her.record("amendment_asked", "令和8年11月6日", until="２０２６／１１／２０")
    # While it is open her own day stands first, and theirs moves on with every day.
    expect(next_act(her).locator("time").first).to_have_attribute("datetime", "2026-11-20")
    her.record("amendment_received", "R8.11.12")


def she_sees_how_monday_comes_about(her: Person) -> None:
    saturday, monday = SATURDAY_AND_MONDAY[her.language]
    decision = clock(her, "appi.disclosure.decision")
    expect(decision.locator("summary .big")).to_have_text(monday)
    # Each line of the count with its own amount: 30 days, 6 of amendment, 2 closed ones.
    steps = decision.locator(".ledger > div")
    expect(steps.locator("dd")).to_have_text(COUNT[her.language])
    expect(steps.nth(3).locator("dd")).to_have_text(saturday)
    expect(decision.locator("table.cal td.due")).to_contain_text("7")
    her.click(decision.get_by_role("link", name=her.say("filings.case.all_days")))
    she_reads_the_article(her)
    her.follow("filings.deadline.back")


def she_reads_the_article(her: Person) -> None:
    counted = her.page.locator("table.cal")
    expect(counted).to_be_visible()
    expect(counted.locator("td.c, td.nom")).not_to_have_count(0)
    article = her.page.locator("details.article", has_text="開示決定等の期限").first
    expect(article.locator("div")).to_be_hidden()
    article.locator("summary").click()
    expect(article.locator("div")).to_contain_text("開示請求があった日から三十日以内")


def her_clocks_and_theirs_stay_apart_at_home(her: Person) -> None:
    her.go("/", MENDED)
    expect(her.page.locator(".kick")).to_have_text(BOTH_CALENDARS[her.language])
    expect(her.page.locator(".acts > li")).to_have_count(0)
    assert days_in(her, "you") == []
    assert days_in(her, "them") == ["2026-12-07"]


def she_records_the_extension_and_the_decision(her: Person) -> None:
    her.go(case_of(her), DECIDED)
    her.record("extension_notified", "2026-12-04", until="令和9年1月4日")
    expect(due(her, "appi.disclosure.decision")).to_have_attribute("datetime", "2027-01-04")
    her.record("decision_notified", "R8.12.23", outcome="partial", decided_on="2026/12/21")


def she_sees_the_clocks_against_her(her: Person) -> None:
    for one, day in {
        "appi.disclosure.implementation_request": "2027-01-22",
        "review.request": "2027-03-23",
        "review.request.objective": "2027-12-21",
        "suit.revocation": "2027-06-23",
        "suit.revocation.objective": "2027-12-21",
    }.items():
        expect(due(her, one)).to_have_attribute("datetime", day)
        expect(clock(her, one).locator(".chip.you")).to_have_count(1)
    her.go("/", DECIDED)
    first = her.page.locator(".acts > li.first")
    expect(first.locator("h2")).to_have_text(her.act("appi.disclosure.implementation_request"))
    expect(first.locator("time").first).to_have_attribute("datetime", "2027-01-22")
    assert days_in(her, "you") == ["2027-01-22", "2027-03-23", "2027-06-23"]
    assert days_in(her, "them") == []


def she_has_seen_her_data_and_asks_for_a_correction(her: Person) -> None:
    her.go(case_of(her), SEEN)
    her.record("disclosed", "Ｒ９．１．１３")
    for one in ("appi.correction.window", "appi.suspension.window"):
        expect(due(her, one)).to_have_attribute("datetime", "2027-04-13")
    her.click(her.page.locator('main a[href*="procedure=jp.appi.correction"]').first)
    her.press("filings.filing_form.save")
    her.expect_status("filings.status.filing_saved")
    her.record("sent", "2027-01-14")
    her.go("/", SEEN)
    acts = her.page.locator(".acts > li")
    assert 1 <= acts.count() <= 3
    assert "2027-04-13" in days_in(her, "you")
    assert days_in(her, "them") == []


def case_of(her: Person) -> str:
    """The address of her only case."""
    her.go("/cases")
    return her.page.locator(".cases h3 a").first.get_attribute("href")


def next_act(her: Person) -> Locator:
    return her.page.locator("#next")


def clock(her: Person, one: str) -> Locator:
    """One deadline of the case, opened."""
    summary = her.page.locator("#kigen details.dl > summary").filter(
        has=her.page.get_by_text(her.act(one), exact=True)
    )
    opened = summary.locator("..")
    if opened.get_attribute("open") is None:
        summary.click()
    return opened


def due(her: Person, one: str) -> Locator:
    return clock(her, one).locator("summary .big time")


def days_in(her: Person, side: str) -> list[str]:
    """The days on one side of the home page, which holds no chip of the other side."""
    return her.page.locator(f".folder.{side} .clk time").evaluate_all("all => all.map(one => one.dateTime)")
