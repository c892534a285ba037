"""Text that would be code elsewhere stays text on every page that shows it (T-36)."""

from urllib.parse import quote

import pytest

from tests.browser.person import Person
from tests.browser.street import MENDED
from tests.browser.walk import walk

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

# Each shorter than the shortest field; one for each place in a page that text could break out of.
CORPUS = (
    "<script>hit()</script>",
    '"><img src=x onerror=hit()>',
    "' onfocus=hit() autofocus x='",
    "</textarea></title><svg onload=hit()>",
    "javascript:hit()//",
    "{{ 7*7 }}{% raise %}${7*7}#{7*7}",
    "<iframe srcdoc='<script>parent.hit()</script>'>",
    '"hx-get="/account" hx-trigger="load',
    "--><!--<style>*{display:none}</style>",
    '=HYPERLINK("http://x.invalid")&#60;b&#62;\\u003cb\\u003e',
)
ALL = "\n".join(CORPUS)
# Elements and attributes that our pages never have outside the head.
_ALIVE = """
() => [...document.querySelectorAll("body *")].filter(one =>
    one.matches("script, img, iframe, style, object, embed, link, base, meta, [hx-trigger=load]")
    || /^\\s*javascript:/i.test(one.getAttribute("href") ?? one.getAttribute("action") ?? "")
    || [...one.attributes].some(each => each.name.startsWith("on")))
    .map(one => one.outerHTML.slice(0, 200))
"""
_TRAP = "window.hits = 0; window.hit = () => { window.hits += 1; };"


def fill_all_fields(her: Person) -> None:
    """An agency, a case, holdings, a filing and events of hers, with the corpus in every text."""
    her.go("/agencies/new?for=holding", MENDED)
    her.field("name").fill(CORPUS[0])
    her.field("kana").fill(CORPUS[1])
    her.field("contact").fill(ALL)
    her.tick(her.say("agencies.kind.municipality"))
    her.press("agencies.new.save")
    her.tick(her.say("holdings.category.other"))
    her.field("words").fill(CORPUS[3])
    her.field("why").fill(ALL)
    her.press("holdings.form.save")
    her.click(her.page.locator(".drw a").first)
    her.follow("holdings.show.ask")
    her.field("case_title").fill(CORPUS[2])
    her.field("wanted").fill(ALL)
    her.field("reference").fill(CORPUS[6])
    her.press("filings.filing_form.save")
    her.record("sent", "2026-10-28", note=ALL)
    her.record("received", "2026-10-30", note=CORPUS[9])
    write_a_letter(her)
    for title in CORPUS:
        her.open_case(title, ALL)


def write_a_letter(her: Person) -> None:
    """A letter of the filing with the corpus in every field; her name on it is short."""
    her.go("/cases")
    her.click(her.page.locator("main a[href^='/cases/']").first)
    her.follow("letters.link")
    her.click(her.page.locator("main form button").first)
    for area in her.page.locator("main textarea:visible").all():
        # An address is short.
        area.fill(ALL[:180] if area.get_attribute("rows") == "2" else ALL)
    for number, line in enumerate(her.page.locator("main input.inp:not(.w-date):visible").all()):
        line.fill(CORPUS[number % len(CORPUS)][:12])
    her.press("letters.edit.save")
    her.expect_status("letters.status.saved")


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "plain"])
def test_text_that_would_be_code_stays_text(meet, javascript):
    her = meet("<b onclick=hit()>", javascript=javascript)
    her.watched.context.add_init_script(_TRAP)
    her.sign_up()
    fill_all_fields(her)
    reflecting = [f"/agencies/search?for=filing&q={quoted}" for quoted in map(quote, CORPUS)]
    reflecting += [f"/agencies/new?name={quoted}" for quoted in map(quote, CORPUS)]
    reflecting += [
        f"/calculator?procedure={quoted}&who={quoted}&received={quoted}" for quoted in map(quote, CORPUS)
    ]
    alive, text = [], ""
    # Without scripts forms go another way, to the same pages: one of each kind is enough.
    starts = ("/", "/cases", "/holdings", "/account", *reflecting)
    for path in walk(her, starts, most=2 if javascript else 1):
        alive += [f"{path}: {each}" for each in her.page.evaluate(_ALIVE)]
        assert not javascript or her.page.evaluate("window.hits") == 0, path
        text += her.page.locator("main").text_content()
    assert alive == []
    assert [each for each in CORPUS if each not in text] == []
