"""What a person mistypes: a sentence says what to mend, what she typed is kept, nothing is half saved."""

from collections import Counter

import pytest
from playwright.sync_api import expect
from sqlmodel import SQLModel, func, select

from app.kit.opening import close_house
from tests.browser.street import MENDED
from tests.support.behalf import open_for_tests

pytestmark = pytest.mark.browser

WAYS = pytest.mark.parametrize("javascript", [True, False], ids=["js", "plain"])
# An emoji of several signs, a letter beyond the first plane, a combining accent, a variant of a character.
RARE = "👩‍👧‍👦 𠮷野家 cafe\u0301 葛\U000e0100飾 か\u3099"
UNREADABLE = {
    "2026-02-30": "kit.dates.impossible",
    "R8.11.31": "kit.dates.impossible",
    "8.10.30": "kit.dates.era_missing",
    "10月30日": "kit.dates.year_missing",
    "1988-12-31": "kit.dates.too_early",
    "2056-11-14": "kit.dates.too_late",
    "あした": "kit.dates.unreadable",
    "": "kit.dates.empty",
}
TURNED = "invoice\u202egnp.exe"


@pytest.fixture
def her(meet, javascript):
    her = meet("bad", javascript=javascript)
    her.sign_up()
    her.day = MENDED
    her.open_case()
    her.add_filing()
    her.record("sent", "2026-10-28")
    return her


@pytest.fixture
def rows(street):
    """Counts the rows of every table but those of sessions."""
    house = open_for_tests(street.settings)

    def count() -> Counter[str]:
        with house.db.reading() as session:
            tables = {name: table for name, table in SQLModel.metadata.tables.items() if name != "session"}
            return Counter(
                {
                    name: session.execute(select(func.count()).select_from(table)).scalar()
                    for name, table in tables.items()
                }
            )

    yield count
    close_house(house)


def expect_problem(her, name: str, key: str, **values: object) -> None:
    """The sentence stands beside the field and above the form, and the cursor waits there."""
    sentence = her.say(key, **values)
    expect(her.page.locator(f"#e-{name}")).to_have_text(sentence)
    expect(her.page.locator(f'.esum a[href="#f-{name}"]')).to_contain_text(sentence)
    expect(her.field(name)).to_be_focused()


@WAYS
def test_a_day_that_cannot_be_is_said_and_kept(her, rows):
    her.begin_record("received")
    before = rows()
    for when, key in UNREADABLE.items():
        her.write(when, note=RARE)
        her.press("filings.event_form.save")
        expect_problem(her, "when", key)
        expect(her.field("when")).to_have_value(when)
        expect(her.field("note")).to_have_value(RARE)
    assert rows() == before
    her.field("when").fill("2026-10-30")
    her.press("filings.event_form.save")
    her.expect_status("filings.status.event_saved")
    expect(her.page.locator(".tl")).to_contain_text(RARE)


@WAYS
def test_until_before_on_and_the_same_event_twice_are_said(her, rows):
    her.record("received", "2026-10-30")
    her.begin_record("amendment_asked")
    before = rows()
    her.write("2026-11-06", until="2026-11-05")
    her.press("filings.event_form.save")
    expect_problem(her, "until", "filings.errors.until_before")
    her.field("until").fill("2026-11-20")
    assert rows() == before
    her.press("filings.event_form.save")
    her.expect_status("filings.status.event_saved")
    her.begin_record("received")
    once = rows()
    her.write("令和8年10月30日")
    her.press("filings.event_form.save")
    expect_problem(her, "when", "filings.errors.same_event")
    assert rows() == once


@WAYS
def test_a_name_may_be_rare_but_neither_endless_nor_turned(her, rows):
    her.go("/cases/new")
    before = rows()
    for title, key in (
        ("あ" * 10_000, "web.form.too_long"),
        (TURNED, "web.form.direction"),
        ("", "web.form.missing"),
    ):
        her.field("title").fill(title)
        her.field("worry").fill(RARE)
        her.press("people.case_form.save")
        expect_problem(her, "title", key, **({"limit": 120} if "long" in key else {}))
        expect(her.field("title")).to_have_value(title)
        expect(her.field("worry")).to_have_value(RARE)
    assert rows() == before
    her.open_case(RARE)
    assert her.page.locator("h1").text_content() == RARE


@WAYS
def test_an_odd_order_is_saved_and_warned_about(her):
    her.record("received", "2026-10-30")
    her.record("decision_notified", "2026-10-29", outcome="full")
    expect(her.page.locator("#imi .note")).not_to_have_count(0)


@WAYS
def test_a_search_for_nothing_offers_to_add_it(her):
    her.go("/agencies/search?for=filing")
    her.page.locator("#q").fill(f"{RARE} <b>")
    her.press("agencies.search.button")
    her.follow("agencies.search.add")
    expect(her.field("name")).to_have_value(f"{RARE} <b>")
    her.field("name").fill(TURNED)
    her.press("agencies.new.save")
    expect_problem(her, "name", "web.form.direction")
