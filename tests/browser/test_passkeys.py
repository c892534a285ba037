"""Passkeys in a real browser, with a device of the browser's own (T-01): made, used, asked again (T-09)."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import CDPSession, expect

from app.kit.opening import close_house
from tests.browser import checks
from tests.browser.person import PASSWORD, Person
from tests.browser.street import MENDED, Street
from tests.browser.test_leaving import sign_out
from tests.browser.test_lost_session import change_sessions
from tests.support.behalf import open_for_tests
from tests.support.browser import axe_violations

pytestmark = pytest.mark.browser

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def give_device(her: Person) -> tuple[CDPSession, str]:
    """A device that knows its owner, as a phone does."""
    tools = her.watched.context.new_cdp_session(her.page)
    tools.send("WebAuthn.enable")
    added = tools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return tools, added["authenticatorId"]


def let_five_minutes_pass(street: Street, her: Person) -> None:
    house = open_for_tests(street.settings)
    then = house.clock.now() - timedelta(minutes=5, seconds=1)
    close_house(house)
    change_sessions(street, her.name, confirmed_at=then)


def is_fit_for_all(her: Person) -> bool:
    return axe_violations(her.page) == [] and not checks.is_too_wide(her.page)


def test_she_adds_a_passkey_and_comes_back_with_it(street, meet):
    her = meet("passkey")
    her.day = MENDED
    tools, device = give_device(her)
    her.sign_up()
    her.go("/account/passkeys/new")
    her.field("name").fill("わたしのスマホ")
    her.press("accounts.passkeys.make")
    her.expect_status("accounts.status.passkey_added")
    made = tools.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]
    assert [key["isResidentCredential"] for key in made] == [True]
    put_on_paper(her)
    sign_out(her)

    her.go("/sign-in")
    her.press("accounts.passkey.button")
    her.expect_status("accounts.status.signed_in")
    let_five_minutes_pass(street, her)
    her.go("/account/password")
    assert her.heading() == her.say("accounts.confirm.title")
    assert is_fit_for_all(her)
    her.press("accounts.confirm.passkey_button")
    expect(her.page.locator("h1")).to_have_text(her.say("accounts.account.change"))
    sign_out(her)

    second_step_by_passkey(her, tools, device)


def put_on_paper(her: Person) -> None:
    her.press("accounts.recovery.make_button")
    assert is_fit_for_all(her)
    codes = re.findall(r"\b[2-9a-z]{4}-[2-9a-z]{4}-[2-9a-z]{4}\b", her.page.locator("#main").inner_text())
    assert len(codes) == 10
    her.field("recovery_password").fill(codes[0])
    her.press("accounts.recovery.check_button")
    her.expect_status("accounts.status.paper_proved")


def second_step_by_passkey(her: Person, tools: CDPSession, device: str) -> None:
    """The password leads to the second step; a device that does not know its owner is refused there."""
    her.go("/sign-in")
    her.sign_in(PASSWORD)
    assert her.heading() == her.say("accounts.code.title")
    assert is_fit_for_all(her)
    tools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    her.press("accounts.passkey.button")
    expect(her.page.get_by_text(her.say("accounts.passkey.failed"))).to_be_visible()
    tools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": True})
    her.press("accounts.passkey.button")
    her.expect_status("accounts.status.signed_in")
