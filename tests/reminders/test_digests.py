"""One discreet mail a day tells how much is due; nothing is told twice, and nothing is left out (T-27)."""

from datetime import date
from uuid import UUID

import pytest

from app.accounts.session import Found
from app.boards.tally import tally
from app.groups import service as groups
from app.kit.clock import TOKYO
from app.people import grants
from app.people.grant_models import AccessGrant, Ended
from app.reminders.worker import Worker
from tests.reminders.conftest import ADDRESS, Alice
from tests.support import things


def test_nothing_is_mailed_without_an_address(alice: Alice) -> None:
    alice.happens("received", "2026-10-30")
    assert alice.lives_until("2026-12-05") == []
    assert alice.mails() == []


def test_their_last_day_is_told_on_its_border_days(alice: Alice) -> None:
    alice.happens("received", "2026-10-30")  # they decide by 30 November
    alice.wants_mail()
    days = [day for day, _ in alice.lives_until("2026-12-20")]
    assert days == ["2026-11-16", "2026-11-23", "2026-11-27", "2026-11-29", "2026-11-30", "2026-12-01"]


def test_her_last_day_is_told_up_to_the_day_and_not_after(alice: Alice) -> None:
    alice.wants_mail(theirs=False)
    alice.happens("received", "2026-10-30")
    alice.happens("amendment_asked", "2026-11-02", until=date(2026, 11, 20))
    days = [day for day, _ in alice.lives_until("2026-11-24")]
    assert days == ["2026-11-06", "2026-11-13", "2026-11-17", "2026-11-19", "2026-11-20"]


GROUP = "Friends of paper"


def consents(alice: Alice, until: str) -> UUID:
    """She lets a group look, until a day; the consent's id."""
    with alice.house.db.writing() as session:
        bob = groups.found_group(session, alice.house, alice.actor, groups.GroupWords(GROUP, "045"), "Bob")
        agreed = things.consent(alice.house, alice.person_id, bob, signed_on=date(2026, 10, 1))
        grant = grants.make_grant(session, alice.house, alice.actor, agreed)
        grant.expires_on = date.fromisoformat(until)
        for scope in grants.scopes_of(session, [grant.id])[grant.id]:
            scope.expires_on = grant.expires_on
        return grant.id


def test_the_end_of_a_consent_is_told_thirty_and_seven_days_before(alice: Alice) -> None:
    alice.wants_mail()
    consents(alice, "2026-12-10")
    assert [day for day, _ in alice.lives_until("2026-12-20")] == ["2026-11-10", "2026-12-03"]
    first, second = alice.mailbox.texts()
    assert "The nearest is 30 days away." in first
    assert "The nearest is 7 days away." in second
    assert GROUP not in first + second


def test_after_a_silence_the_end_of_a_consent_is_told_until_its_last_day(alice: Alice) -> None:
    for day, until, is_told in (
        ("11-11", "12-10", True),
        ("11-20", "11-20", True),
        ("11-30", "11-29", False),
    ):
        alice.wants_mail()
        consents(alice, f"2026-{until}")
        alice.goes_to(f"2026-{day}")
        assert bool(alice.works(Worker(alice.house, tally))) is is_told, day


def test_a_consent_that_she_ended_or_a_switch_that_is_off_tells_nothing(alice: Alice) -> None:
    alice.wants_mail()
    grant_id = consents(alice, "2026-12-10")
    with alice.house.db.writing() as session:
        grant = session.get_one(AccessGrant, grant_id)
        grants.end_grant(session, grant, alice.house.clock.now(), Ended.REVOKED)
    assert alice.lives_until("2026-11-12") == []
    consents(alice, "2026-12-20")
    alice.wants_mail(own=False)
    assert alice.lives_until("2026-12-20") == []


def test_her_page_of_reminders_leads_to_whom_she_lets_look(
    alice: Alice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Found, "has_two_factors", property(lambda _: True))  # she is in the group, too
    consents(alice, "2026-12-10")
    for day, is_there in (("11-09", False), ("11-10", True), ("12-10", True), ("12-11", False)):
        alice.goes_to(f"2026-{day}")
        alice.signs_in()
        page = alice.client.get("/reminders").text
        assert ('<h2><a href="/access">' in page) is is_there, day
        assert GROUP not in page


def test_the_mail_says_how_many_and_how_soon_and_no_more(alice: Alice) -> None:
    alice.happens("received", "2026-10-30")
    alice.plans("2026-11-24")
    alice.wants_mail()
    alice.goes_to("2026-11-23")
    assert alice.works() == ["2 reminders"]
    (text,) = alice.mailbox.texts()
    assert "2 dates need your attention.\nThe nearest is tomorrow.\n" in text
    assert "http://localhost:8000/reminders" in text
    for word in ("Yokohama", "\u6a2a\u6d5c", "alice", "doctor", "photo", "disclosure"):
        assert word not in text


def test_the_mail_speaks_her_language(alice: Alice) -> None:
    alice.plans("2026-11-02")
    alice.wants_mail(locale="ja")
    (subject,) = alice.works()
    assert subject == "\u304a\u77e5\u3089\u305b\u304c1\u4ef6\u3042\u308a\u307e\u3059"
    assert "\u4eca\u65e5" in alice.mailbox.texts()[0]


def test_the_mail_is_plain_marked_as_a_machines_and_named_for_good(alice: Alice) -> None:
    alice.plans("2026-11-02")
    alice.wants_mail()
    alice.works()
    (message,) = alice.mailbox.arrived
    (mail,) = alice.mails()
    assert message["to"] == ADDRESS
    assert message["message-id"] == f"<{mail.id}@example.org>"
    assert message["auto-submitted"] == "auto-generated"
    assert message.get_content_type() == "text/plain"
    assert set(message.keys()) <= {
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Type",
        "Content-Transfer-Encoding", "MIME-Version", "X-Peer", "X-MailFrom", "X-RcptTo",
    }  # fmt: skip


def test_a_second_run_on_the_same_day_sends_nothing(alice: Alice) -> None:
    alice.plans("2026-11-02")
    alice.wants_mail()
    assert len(alice.works()) == 1
    alice.plans("2026-11-02", "another")
    for _ in range(3):
        alice.waits(minutes=61)
        assert alice.works() == []
    alice.goes_to("2026-11-03")
    assert alice.works() == ["1 reminder"]  # the other one, made good


def test_a_lost_week_is_made_good_by_one_mail(alice: Alice) -> None:
    alice.happens("received", "2026-10-30")
    alice.plans("2026-11-20")
    alice.plans("2026-11-26")
    alice.wants_mail()
    alice.goes_to("2026-11-15")
    alice.works()
    alice.goes_to("2026-11-24")
    assert alice.works() == ["3 reminders"]
    assert alice.works() == []
    assert [day for day, _ in alice.lives_until("2026-11-30")] == [
        "2026-11-25", "2026-11-26", "2026-11-27", "2026-11-29", "2026-11-30",
    ]  # fmt: skip


def test_a_date_that_moved_is_told_anew(alice: Alice) -> None:
    alice.happens("received", "2026-10-30")
    alice.wants_mail()
    alice.goes_to("2026-11-23")
    alice.works()
    alice.happens("extension_notified", "2026-11-24", until=date(2026, 12, 7))
    alice.goes_to("2026-11-24")
    alice.works()
    assert ("theirs", "2026-11-30", 7) in alice.reminders()
    assert ("theirs", "2026-12-07", 14) in alice.reminders()


def test_what_was_done_in_the_meantime_is_not_told(alice: Alice) -> None:
    alice.happens("received", "2026-10-30")
    alice.wants_mail(quiet_from=21, quiet_until=8)
    alice.goes_to("2026-11-23", hour=3)
    assert alice.works() == []
    assert alice.states() == ["waiting"]
    alice.happens("decision_notified", "2026-11-22", outcome="full")
    alice.goes_to("2026-11-23", hour=8)
    assert alice.works() == []
    assert alice.states() == ["moot"]


def test_quiet_hours_hold_a_mail_back_until_they_end(alice: Alice) -> None:
    alice.plans("2026-11-03")
    alice.wants_mail(quiet_from=21, quiet_until=8)
    alice.goes_to("2026-11-02", hour=21)
    assert alice.works() == []
    alice.goes_to("2026-11-03", hour=7, minute=59)
    assert alice.works() == []
    alice.goes_to("2026-11-03", hour=8)
    assert len(alice.works()) == 1
    # Yesterday's is told in today's: one mail, not two.
    assert alice.states() == ["merged", "sent"]


def test_quiet_hours_that_begin_meanwhile_count_too(alice: Alice) -> None:
    alice.plans("2026-11-02")
    alice.wants_mail()
    alice.mailbox.on_mail = lambda: "451 Later"
    alice.works()
    alice.wants_mail(quiet_from=9, quiet_until=12)
    alice.mailbox.on_mail = lambda: None
    alice.waits(minutes=2)
    assert alice.works() == []
    (mail,) = alice.mails()
    assert mail.not_before.astimezone(TOKYO).hour == 12
    alice.goes_to("2026-11-02", hour=12)
    assert len(alice.works()) == 1


def test_a_kind_that_is_switched_off_is_not_told(alice: Alice) -> None:
    alice.happens("received", "2026-10-30")
    alice.plans("2026-11-30")
    alice.wants_mail(theirs=False, own=False)
    assert alice.lives_until("2026-12-02") == []


def test_her_own_date_is_told_a_week_and_a_day_before_and_on_the_day(alice: Alice) -> None:
    alice.plans("2026-11-20")
    alice.wants_mail()
    assert [day for day, _ in alice.lives_until("2026-11-30")] == ["2026-11-13", "2026-11-19", "2026-11-20"]


def test_the_digest_counts_only_what_its_reader_may_see(alice: Alice, client_for) -> None:
    """T-16: other people's dates change nothing in her mail."""
    client_for("carol")
    alice.plans("2026-11-02")
    alice.wants_mail()
    with alice.house.db.writing() as session:
        carol = things.actor_named(session, alice.house, "carol")
        case = things.open_case(session, alice.house, carol)
        filing = things.begin_filing(session, alice.house, case)
        facts = things.Facts("received", date(2026, 10, 3))
        things.filings.record_event(session, alice.house, carol, filing, facts)
    assert alice.works() == ["1 reminder"]
    assert [message["to"] for message in alice.mailbox.arrived] == [ADDRESS]
