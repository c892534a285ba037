"""The sheets for the printer fit their paper and hide nothing (T-66); the pages are fit for all (T-63)."""

import io
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest
from pypdf import PdfReader

from app.filings import service as filings
from app.filings.models import Filing
from app.filings.service import Facts, Wish
from app.kit.house import House
from app.kit.opening import close_house
from app.sending import service as sending
from app.sending.models import Address, CostKind
from tests.browser import checks
from tests.support import things
from tests.support.behalf import open_for_tests
from tests.support.browser import DESKTOP
from tests.support.clients import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
LANGUAGES = {"ja": "ja-JP", "en": "en-GB"}
MILLIMETRE = 72 / 25.4
A4, ENVELOPE = (210, 297), (235, 120)
LONG = "とても長い名前の事案についての記録" * 12


def sign_up(page) -> None:
    page.goto("/sign-up")
    page.fill("[name=login]", "alice")
    page.fill("[name=password]", PASSWORD)
    page.locator("main button").first.click()
    page.wait_for_url("**/")


def fill(house: House) -> dict[str, str]:
    """A full case: nine filings, long words, an hour's worth of events; the pages about it."""
    with house.db.writing() as session:
        actor = things.actor_named(session, house, "alice")
        case = things.open_case(session, house, actor, LONG[:100])
        first = things.begin_filing(session, house, case)
        for place in range(7):
            wish = Wish(first.agency_id, "jp.appi.disclosure", LONG, f"横市民情第{place}号{'の' * 60}")
            other = filings.begin_filing(session, house, case, wish)
            happen(session, house, actor, other, place)
        follower = filings.begin_filing(
            session, house, case, Wish(first.agency_id, "jp.appi.correction", LONG, "Ref 1", follows=first.id)
        )
        desk = Address("〒231-0005\n横浜市中区本町六丁目50番地の10\n横浜市役所\n12階", "情報公開課")
        sending.keep_desk(session, house, case.person_id, first.agency_id, desk)
        cost = sending.spend(
            session, house, first, sending.Spent(CostKind.POSTAGE, 480, date(2026, 11, 1), "x")
        )
        sending.post_by(session, house, follower, "registered", "123-45-67890-1")
        return paths(case.id, follower.id, cost.id)


def happen(session, house: House, actor, filing: Filing, place: int) -> None:
    on = date(2026, 10, 1) + timedelta(days=place)
    for kind in ("sent", "received"):
        filings.record_event(session, house, actor, filing, Facts(kind, on))


def paths(case: UUID, filing: UUID, cost: UUID) -> dict[str, str]:
    return {
        "page": f"/filings/{filing}/sending",
        "envelope": f"/filings/{filing}/sending/envelope",
        "labels": f"/filings/{filing}/sending/labels",
        "desk": f"/filings/{filing}/sending/desk",
        "carry": f"/filings/{filing}/carry-sheet",
        "summary": f"/cases/{case}/summary",
        "cost": f"/costs/{cost}/delete",
        "certified": "/certified-mail",
    }


def prepared(settings, page) -> dict[str, str]:
    sign_up(page)
    house = open_for_tests(settings)
    made = fill(house)
    close_house(house)
    return made


def printed(page, path: str) -> PdfReader:
    page.goto(path)
    return PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))


def size_of(paper: PdfReader) -> tuple[int, int]:
    box = paper.pages[0].mediabox
    return round(float(box.width) / MILLIMETRE), round(float(box.height) / MILLIMETRE)


def words_of(paper: PdfReader) -> str:
    # A font may draw a kanji with the glyph of the radical that looks like it.
    return unicodedata.normalize("NFKC", paper.pages[0].extract_text()).replace("\n", "")


@ON_SQLITE
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sheet_fits_one_page_of_its_paper(settings, visit, language: str) -> None:
    """T-66."""
    page = visit(locale=LANGUAGES[language]).page()
    made = prepared(settings, page)
    papers = {name: printed(page, made[name]) for name in ("envelope", "labels", "carry", "summary")}
    assert {name: (len(paper.pages), size_of(paper)) for name, paper in papers.items()} == {
        "envelope": (1, ENVELOPE),
        "labels": (1, A4),
        "carry": (1, A4),
        "summary": (1, A4),
    }
    text = {name: words_of(paper) for name, paper in papers.items()}
    for name in ("envelope", "labels"):
        for words in ("〒231-0005", "情報公開課", "御中", "保有個人情報訂正請求書在中", "差出人"):
            assert words in text[name], (name, words)
    assert text["labels"].count("〒231-0005") == 4
    assert "123-45-67890-1" in text["carry"]
    assert "Ref 1" in text["carry"]
    assert "83" in text["summary"]  # the article of the decision's period
    assert "横浜市" in text["summary"]

    for name in ("carry", "summary"):
        assert_nothing_is_hidden(page, made[name])


def assert_nothing_is_hidden(page, path: str) -> None:
    """Paper shows what the screen shows, and nothing more."""
    page.goto(path)
    crumb = plain(page.locator(".crumb").inner_text())
    on_screen = seen(page).replace(crumb, "")
    page.emulate_media(media="print")
    assert seen(page) == on_screen, path
    page.emulate_media(media="screen")


def seen(page) -> str:
    return plain(page.locator("#main").inner_text())


def plain(text: str) -> str:
    return "".join(text.split())


def faults(page, path: str) -> Iterator[str]:
    page.goto(path)
    yield from faults_of(page, path)


def faults_of(page, path: str) -> Iterator[str]:
    if checks.landmarks(page) != (1, 1, 1):
        yield f"{path} has {checks.landmarks(page)} of #main, #status, h1"
    yield from checks.faults_at_all_widths(page, path, DESKTOP)


@ON_SQLITE
def test_the_pages_are_fit_for_all(settings, visit) -> None:
    page = visit().page()
    made = prepared(settings, page)
    found = [fault for path in made.values() for fault in faults(page, path)]
    page.goto(made["certified"])
    page.fill("[name=text]", "お返事を😀待つABC（\n" * 30)
    page.locator("main form button").click()
    page.wait_for_selector(".lines")
    found += faults_of(page, "a checked letter")
    assert found == [], "\n".join(found)


@ON_SQLITE
def test_everything_works_without_javascript(settings, visit) -> None:
    page = visit(javascript=False).page()
    made = prepared(settings, page)
    page.goto(made["page"])
    page.locator("[name=done]").first.check()
    page.locator("form[action$='/ticks'] button").click()
    assert page.locator("[name=done]").first.is_checked()
    page.locator("form[action$='/days'] [name=made_residence]").fill("R8.11.1")
    page.locator("form[action$='/days'] button").click()
    assert page.locator("[name=made_residence]").input_value() == "2026-11-01"
    page.locator("form[action$='/sent'] button").click()
    assert page.locator("form[action$='/sent']").count() == 0
    assert page.locator("#sent time").first.get_attribute("datetime") == "2026-11-13"
