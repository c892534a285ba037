"""A session that ends in the middle of a form: the same account finds it as she left it, nobody else does."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlmodel import col, update

from app.accounts.models import AccountSession
from app.kit.opening import close_house
from tests.browser.person import Person
from tests.browser.street import MENDED, Street
from tests.support.behalf import open_for_tests
from tests.support.things import actor_named

pytestmark = pytest.mark.browser

WAYS = pytest.mark.parametrize("javascript", [True, False], ids=["js", "plain"])
NOTE = "窓口で 𠮷野さんに聞いた。\n<b>二行目</b>"


def change_sessions(street: Street, name: str, **ending: object) -> None:
    """Does to all sessions of a person what time, or she on another device, would do."""
    house = open_for_tests(street.settings)
    with house.db.writing() as session:
        actor = actor_named(session, house, name)
        mine = col(AccountSession.account_id) == actor.account_id
        session.execute(update(AccountSession).where(mine).values(**ending))
    close_house(house)


def let_time_pass(street: Street, name: str, hours: int = 1) -> None:
    house = open_for_tests(street.settings)
    then = house.clock.now() - timedelta(hours=hours)
    close_house(house)
    change_sessions(street, name, last_seen_at=then, created_at=then)


@pytest.fixture
def her(meet, javascript):
    her = meet("lost", javascript=javascript)
    her.sign_up()
    her.day = MENDED
    her.open_case()
    her.add_filing()
    her.begin_record("received")
    her.write("R8.10.30", note=NOTE)
    return her


@WAYS
def test_she_finds_the_form_as_she_left_it(street, her):
    let_time_pass(street, her.name)
    her.press("filings.event_form.save")
    assert her.heading() == her.say("accounts.sign_in.title")
    expect(her.page.locator("#main")).to_contain_text(her.say("accounts.sign_in.kept"))
    expect(her.page.locator("#main")).not_to_contain_text("𠮷野")
    her.sign_in()
    expect(her.field("when")).to_have_value("R8.10.30")
    expect(her.field("note")).to_have_value(NOTE)
    her.press("filings.event_form.save")
    her.expect_status("filings.status.event_saved")
    expect(her.page.locator(".tl li", has_text="𠮷野")).to_have_count(1)


@WAYS
def test_another_account_does_not_find_it(street, her, meet):
    stranger = meet("stranger")
    stranger.sign_up()
    let_time_pass(street, her.name)
    her.press("filings.event_form.save")
    her.watched.expected_statuses |= {404}
    name, her.name = her.name, stranger.name
    her.sign_in()
    expect(her.page.locator("#main")).to_contain_text(her.say("web.errors.not_found_text"))
    assert "𠮷野" not in her.page.content()
    her.name = name


@WAYS
def test_a_session_ended_on_purpose_keeps_nothing(street, her):
    house = open_for_tests(street.settings)
    change_sessions(street, her.name, ended_at=house.clock.now())
    close_house(house)
    her.press("filings.event_form.save")
    assert her.heading() == her.say("accounts.sign_in.title")
    her.sign_in()
    expect(her.field("when")).to_have_value("")


@WAYS
@pytest.mark.parametrize("form", ["case", "holding", "filing", "agency"])
def test_other_forms_are_kept_too(street, meet, javascript, form):
    her = meet("forms", javascript=javascript)
    her.sign_up()
    name, press = FORMS[form](her)
    her.field(name).fill(NOTE)
    let_time_pass(street, her.name)
    her.press(press)
    her.sign_in()
    expect(her.field(name)).to_have_value(NOTE)
    her.press(press)
    assert her.heading() != her.say("accounts.sign_in.title")
    expect(her.page.locator("#status")).not_to_be_empty()


def begin_case(her: Person) -> tuple[str, str]:
    her.go("/cases/new")
    her.field("title").fill("A photo")
    return "worry", "people.case_form.save"


def begin_holding(her: Person) -> tuple[str, str]:
    her.go("/agencies/search?for=holding")
    her.find_city()
    her.tick(her.say("holdings.category.face_photo"))
    return "why", "holdings.form.save"


def begin_filing(her: Person) -> tuple[str, str]:
    her.go("/agencies/search?for=filing")
    her.find_city()
    her.field("case_title").fill("A photo")
    return "wanted", "filings.filing_form.save"


def begin_agency(her: Person) -> tuple[str, str]:
    her.go("/agencies/new?for=holding")
    her.field("name").fill("A clinic")
    her.tick(her.say("agencies.kind.business"))
    return "contact", "agencies.new.save"


FORMS = {"case": begin_case, "holding": begin_holding, "filing": begin_filing, "agency": begin_agency}
