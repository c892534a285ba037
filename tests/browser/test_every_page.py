"""Every page that links lead to, in both languages: quiet (T-31), fit for all (T-63), forgetful (T-33)."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import select

from app.filings import demo
from app.filings.models import Filing
from app.kit.house import House
from app.kit.opening import close_house
from app.letters import service as letters
from app.people import access
from tests.browser import checks
from tests.browser.person import Person
from tests.browser.street import MENDED, Street
from tests.browser.walk import kind_of, walk
from tests.support import things
from tests.support.behalf import open_for_tests

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

OUTSIDE = (
    "/sign-in",
    "/sign-up",
    "/calculator",
    "/law",
    "/playbooks",
    "/promises",
    "/receipts",
    "/exit",
    "/nowhere",
)
DIFFERENT_FORMS = ("=sent", "=decision_notified", "=amendment_asked", "=date_given")
ANSWERS = (
    "answering=procedure&procedure=jp.appi.disclosure",
    "answering=agency&procedure=jp.appi.disclosure&who=府中市",
    "answering=agency&procedure=jp.appi.disclosure&kind=local",
    "answering=when&procedure=jp.appi.disclosure&kind=local&happened=decision_notified&decision_notified=x",
)
SUPPOSED = ("", "?kind=decision_notified&when=2026-12-01", "?kind=decision_notified&when=2026-12-32")
ASKED = (
    "/calculator?procedure=jp.appi.disclosure&who=yokohama&received=2026-10-30&decision_notified=2026-12-23",
    "/calculator?procedure=jp.appi_private.disclosure&received=2026-10-30",
    "/calculator?procedure=jp.appi.disclosure&received=2026-11-31",
    "/calculator?procedure=jp.appi.disclosure&kind=local&decision_notified=2026-11-02",
    "/calculator?whole=yes",
    *(f"/calculator/ask?{answers}" for answers in ANSWERS),
    *(f"/law/{clock}" for clock in ("review.request", "certificate.oldest", "appi.amendment")),
    "/agencies/search?for=holding&q=よこはま",
    "/agencies/search?for=filing&q=ん",
    "/agencies/new?name=x",
    "/agencies/search?q=nowhere",
)


@contextmanager
def house_of(street: Street) -> Iterator[House]:
    house = open_for_tests(street.settings.model_copy(update={"today": MENDED}))
    yield house
    close_house(house)


def let_in_with_six_cases(her: Person, street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    """Signs in the person of the demonstration, under a name of her own."""
    monkeypatch.setattr(demo, "LOGIN", her.name)
    with house_of(street) as house:
        _, password = demo.make(house, her.language, even_beside_real_data=True)
        draft_two_letters(house, her.name)
    her.go("/sign-in", MENDED)
    her.sign_in(password)
    her.expect_status("accounts.status.signed_in")


def draft_two_letters(house: House, name: str) -> None:
    """One on our sheet, with an annex and a sign that cannot be printed; one on the agency's own form."""
    with house.db.writing() as session:
        person = access.own_person(session, things.actor_named(session, house, name))
        filing = session.execute(select(Filing).where(Filing.person_id == person.id)).scalars().first()
        rare = {"name": "\U00020bb7\u7530", "annexed": "yes", "id_paper": "licence,other"}
        letters.draft(session, house, filing, "letter.disclosure_request", rare)
        letters.draft(session, house, filing, "letter.appeal_decision", on_own_form=True)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_page_has_a_fault(street, meet, monkeypatch, language):
    her = meet("walker", language)
    her.watched.expected_statuses |= {404}
    her.day = MENDED
    faults = [fault for path in walk(her, OUTSIDE, most=1) for fault in faults_of(her, path)]
    let_in_with_six_cases(her, street, monkeypatch)
    forms = forms_of_events(her)
    seen = []
    supposed = [f"{forms[0].partition('/events')[0]}/what-if{query}" for query in SUPPOSED]
    for path in walk(her, ("/", *ASKED, *supposed, *forms)):
        faults += faults_of(her, path, is_first=look_of(path) not in seen)
        seen.append(look_of(path))
    assert faults == []
    assert len(seen) > 60
    assert checks.kept_by_the_browser(her.page) == []


def look_of(path: str) -> str:
    """What tells one page from another of its kind: of the events, those that ask for different things."""
    kind = kind_of(path)
    if path.startswith("/calculator/ask?answering="):
        return path
    if "/events/new?" not in kind or kind.endswith(DIFFERENT_FORMS):
        return kind
    return "/filings/{}/events/new?kind=sent"


def forms_of_events(her: Person) -> list[str]:
    """The form of each kind of event that the first filing takes."""
    path = next(path for path in walk(her, ("/cases",), most=1) if kind_of(path) == "/filings/{}/events/new")
    kinds = her.page.locator("input[name=kind]").evaluate_all("all => all.map(one => one.value)")
    return [f"{path}?kind={kind}" for kind in dict.fromkeys(kinds)]


def faults_of(her: Person, path: str, *, is_first: bool = True) -> Iterator[str]:
    """What is wrong with the open page; the slow checks for the first page of a kind."""
    page = her.page
    if not page.title().strip() or her.name in page.title():
        yield f"{path} has the title {page.title()}"
    if checks.landmarks(page) != (1, 1, 1):
        yield f"{path} has {checks.landmarks(page)} of #main, #status, h1"
    is_whole = is_first or kind_of(path) == "/cases/{}"
    yield from checks.faults_at_all_widths(page, path, checks.WHOLE_AT[her.language] if is_whole else None)
