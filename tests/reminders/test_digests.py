"""One discreet mail a day tells how much is due; nothing is told twice, and nothing is left out (T-27)."""

from datetime import date

from app.kit.clock import TOKYO
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
