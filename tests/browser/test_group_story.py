"""The story of a support group: a client signs on paper, is helped, takes over, and stops the help (T-37)."""

import io

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser import checks
from tests.browser.person import CITY, Person
from tests.browser.street import MENDED
from tests.browser.test_leaving import sign_out
from tests.browser.test_passkeys import give_device, put_on_paper
from tests.support import files
from tests.support.browser import DESKTOP, PHONE, axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

HER, OPPONENT = "山田花子", "山田太郎"
FIRST_CASE = "カードの顔写真"
NOTE = "次は決定の通知を待ちます。"
# Thirty days before the request, and the last day on which the paper is new enough.
MADE, LAST = "2026-10-14", "2026-11-13"
ALLOWED = ("view_content", "edit", "draft_letters", "record_filings")

WAYS = [
    ("sqlite", "en", DESKTOP),
    pytest.param("postgres", "ja", PHONE, marks=pytest.mark.postgres),
]


@pytest.mark.parametrize(("street", "language", "width"), WAYS, indirect=["street"])
def test_a_group_helps_and_she_stays_the_owner(street, meet, language, width):
    bob, dan, hanako = (meet(name, language, width=width) for name in ("bob", "dan", "hanako"))
    for each in (bob, dan, hanako):
        each.day = MENDED
        each.watched.expected_statuses |= {404}
    comes_with_a_passkey(bob)
    group = bob_starts_a_group(bob)
    dan_joins_by_a_link(bob, dan, group)
    client = bob_enters_a_client(bob, group)
    dan_meets_a_conflict(dan, bob, group)
    she_signs_on_paper(bob, client)
    case = bob_files_under_a_mandate(bob, client)
    bob_hands_over_to_dan(bob, dan, client, case)
    she_takes_over_her_records(bob, hanako, client, case)
    she_stops_the_help(hanako, dan, case)
    she_ends_the_mandate_and_is_warned(hanako, case)
    she_reads_who_looked(hanako)


def path_of(her: Person) -> str:
    return her.page.url.removeprefix(her.urls[her.day])


def is_fit_for_all(her: Person) -> bool:
    return axe_violations(her.page, colours=False) == [] and not checks.is_too_wide(her.page)


def comes_with_a_passkey(her: Person) -> None:
    """Whoever helps others signs in with more than a password."""
    give_device(her)
    her.sign_up()
    her.go("/account/passkeys/new")
    her.field("name").fill("phone")
    her.press("accounts.passkeys.make")
    her.expect_status("accounts.status.passkey_added")
    put_on_paper(her)
    sign_out(her)
    her.go("/sign-in")
    her.press("accounts.passkey.button")
    her.expect_status("accounts.status.signed_in")


def bob_starts_a_group(bob: Person) -> str:
    bob.go("/groups")
    bob.follow("groups.new.title")
    bob.field("name").fill("見せての会")
    bob.field("contact").fill("045-000-0000")
    bob.field("own_name").fill("bob")
    bob.press("groups.new.save")
    bob.expect_status("groups.status.founded")
    return path_of(bob)


def dan_joins_by_a_link(bob: Person, dan: Person, group: str) -> None:
    bob.press("groups.invite.button")
    link = bob.field("address").input_value()
    comes_with_a_passkey(dan)
    dan.page.goto(link.replace(link.split("/join")[0], dan.urls[dan.day]))
    dan.field("own_name").fill("dan")
    dan.press("groups.join.button")
    dan.expect_status("groups.status.joined")
    # Once used, it opens nothing for anybody.
    dan.page.goto(link)
    expect(dan.page.locator("#main")).not_to_contain_text("見せての会")


def bob_enters_a_client(bob: Person, group: str) -> str:
    """She has no account; her opponent is named, so that the group never helps both."""
    return enters(bob, group, HER, other=OPPONENT)


def enters(her: Person, group: str, name: str, other: str = "") -> str:
    her.go(f"{group}/clients/new")
    her.field("name").fill(name)
    her.field("other_name_1").fill(other)
    her.press("clients.new.save")
    her.expect_status("clients.status.entered")
    return path_of(her)


def dan_meets_a_conflict(dan: Person, bob: Person, group: str) -> None:
    """He learns that a coordinator must decide, and neither whom nor why."""
    opponent = enters(dan, group, OPPONENT.replace("山", "⼭"))
    main = dan.page.locator("#main")
    expect(main).to_contain_text(dan.say("clients.show.undecided"))
    for name in (HER, OPPONENT):
        expect(main).not_to_contain_text(name)
    bob.go(opponent)
    bob.follow("clients.show.decide")
    bob.tick(bob.say("clients.conflict.stop"))
    bob.press("clients.conflict.save")
    bob.expect_status("clients.status.stop")


def she_signs_on_paper(bob: Person, client: str) -> None:
    bob.go(client)
    bob.follow("clients.show.sheet_link")
    expect(bob.page.locator("#main")).to_contain_text("見せての会")
    expect(bob.page.locator("#main")).not_to_contain_text(HER)
    for language in ("ja", "ja_easy", "en"):
        bob.go(f"{client}/consent-sheet?language={language}")
        assert len(PdfReader(io.BytesIO(bob.page.pdf(prefer_css_page_size=True))).pages) == 1
    bob.go(f"{client}/consent")
    bob.field("signed_on").fill("R8.11.12")
    bob.page.locator(f"input[name=language][value={bob.language}]").check(force=True)
    for verb in ALLOWED:
        bob.page.locator(f"input[name=verbs][value={verb}]").check(force=True)
    bob.field("until").fill("2027-05-12")
    bob.field("title").fill(FIRST_CASE)
    bob.press("clients.consent.save")
    bob.expect_status("clients.status.signed")
    bob_keeps_the_sheet(bob)
    bob.go(client)
    expect(bob.page.locator("h1")).to_contain_text(HER)


def bob_keeps_the_sheet(bob: Person) -> None:
    photo = {"name": "sheet.jpg", "mimeType": "image/jpeg", "buffer": files.jpeg()}
    bob.field("file").set_input_files(photo)
    bob.press("documents.list.send")
    bob.expect_status("clients.status.photo_added")
    bob.page.locator("#main img.shown").evaluate("one => one.decode()")  # a broken picture is refused
    assert is_fit_for_all(bob)


def bob_files_under_a_mandate(bob: Person, client: str) -> str:
    """The page says until when the paper is new enough for a request (Order, Article 22 (3))."""
    bob.click(bob.page.get_by_role("link", name=FIRST_CASE, exact=True))
    bob.page.wait_for_url("**/cases/*")
    case = path_of(bob)
    bob.add_filing("顔写真")
    notes_a_mandate(bob, case)
    says_who_files(bob, case)
    bob.go(case)
    bob.record("sent", "2026-11-13")
    return case


def notes_a_mandate(bob: Person, case: str) -> None:
    bob.go(f"{case}/mandates/new")
    bob.field("agent").fill("bob")
    bob.field("made_on").fill(MADE)
    bob.press("mandates.new.save")
    bob.expect_status("mandates.status.added")
    expect(bob.page.locator(f"#main time[datetime='{LAST}']").first).to_be_visible()


def says_who_files(bob: Person, case: str) -> None:
    bob.go(case)
    bob.click(bob.page.locator("#main a[href$='/sending']").first)
    bob.page.locator("input[name=agent][value=mandate]").check(force=True)
    bob.press("sending.answers.save")
    bob.expect_status("sending.status.answered")
    expect(bob.page.locator(f"#main time[datetime='{LAST}']").first).to_be_visible()
    assert is_fit_for_all(bob)


def bob_hands_over_to_dan(bob: Person, dan: Person, client: str, case: str) -> None:
    """He leads until the offer is accepted, and from then on the case is not there for him."""
    bob.go(client)
    bob.click(bob.page.get_by_role("link", name=bob.say("teams.team.title")).first)
    bob.field("to").select_option(label="dan")
    bob.field("note").fill(NOTE)
    bob.press("teams.offer.send")
    bob.expect_status("teams.status.offered")
    assert is_there(bob, case)
    assert not is_there(dan, case)
    dan.go("/handovers")
    dan.click(dan.page.locator("#main .cases a"))
    expect(dan.page.locator("#main")).to_contain_text(NOTE)
    dan.press("teams.handover.accept")
    dan.expect_status("teams.status.accepted")
    assert is_there(dan, case)
    assert not is_there(bob, case)
    # She has no account yet, so he has to tell her.
    dan.go(f"{case}/notes")
    expect(dan.page.locator("#main")).to_contain_text(dan.say("casework.kind.tell_of_lead"))


def is_there(her: Person, path: str) -> bool:
    return her.page.goto(her.urls[her.day] + path).status == 200


def she_takes_over_her_records(bob: Person, hanako: Person, client: str, case: str) -> None:
    bob.go(f"{client}/end")
    bob.press("teams.claim.make_button")
    code = bob.page.locator("#main .code").inner_text()
    assert is_fit_for_all(bob)
    hanako.sign_up()
    assert not is_there(hanako, case)
    hanako.go("/access")
    hanako.follow("people.access.claim")
    hanako.field("code").fill(code)
    hanako.press("teams.claim.button")
    hanako.expect_status("teams.status.claimed")
    expect(hanako.page.locator("#main")).to_contain_text("dan")
    assert is_fit_for_all(hanako)
    hanako.go(case)
    for words in (FIRST_CASE, CITY, hanako.say("teams.told", name="dan")):
        expect(hanako.page.locator("#main")).to_contain_text(words)


def she_stops_the_help(hanako: Person, dan: Person, case: str) -> None:
    """Ended means ended at the next request: his open tab shows nothing more."""
    assert is_there(dan, case)
    hanako.go("/access")
    hanako.follow("people.access.end_all")
    hanako.press("people.access_end.confirm")
    hanako.expect_status("people.status.access_ended")
    assert not is_there(dan, case)


def she_ends_the_mandate_and_is_warned(hanako: Person, case: str) -> None:
    """Her request for disclosure falls with it, and she reads so first (Order, Article 22 (4) and (5))."""
    hanako.go(f"{case}/mandates")
    hanako.click(hanako.page.locator("#main a[href$='/end']"))
    main = hanako.page.locator("#main")
    for key in ("mandates.end.warn", "mandates.end.warn_why"):
        expect(main).to_contain_text(hanako.say(key))
    expect(main).to_contain_text(CITY)
    assert is_fit_for_all(hanako)
    hanako.field("ended_on").fill("2026-11-13")
    hanako.tick(hanako.say("mandates.reason.revoked"))
    hanako.press("mandates.end.do")
    hanako.expect_status("mandates.status.ended")
    for step in ("notified", "decided"):
        expect(main).to_contain_text(hanako.say(f"mandates.steps.{step}"))
    hanako.go(f"{case}/notes")
    # The two, and the one that dan found when he took over her case.
    expect(main.locator("form[action*='/tasks/']")).to_have_count(3)


def she_reads_who_looked(hanako: Person) -> None:
    hanako.go("/access")
    hanako.follow("people.access.log")
    main = hanako.page.locator("#main")
    for name in ("bob", "dan", "見せての会"):
        expect(main).to_contain_text(name)
    for action in ("look", "grant", "handover", "take_over", "revoke"):
        expect(main).to_contain_text(hanako.say(f"log.actions.{action}"))
    assert is_fit_for_all(hanako)
    hanako.follow("log.print")
    expect(main).to_contain_text("dan")
