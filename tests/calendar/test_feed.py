"""Her dates in the calendars of other programs (T-25): the right day, one entry for one thing."""

import time
from datetime import date, datetime, timedelta

import pytest
import vobject
from sqlalchemy import update
from starlette.testclient import TestClient

from app.agencies.models import Kind
from app.agencies.service import NewAgency, add_own_agency
from app.filings import projection, service
from app.filings.models import FilingDeadline
from app.filings.service import Wish
from app.people import access
from tests.calendar.conftest import Subscriber
from tests.filings.conftest import Story
from tests.support import things

DECISION = "Decision on disclosure"
ZONES = (
    "Asia/Tokyo",
    "UTC",
    "America/Los_Angeles",
    "America/New_York",
    "America/St_Johns",
    "America/Sao_Paulo",
    "Europe/London",
    "Europe/Berlin",
    "Africa/Nairobi",
    "Asia/Kolkata",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
)


def test_their_decision_is_a_whole_day(story: Story, told: Subscriber) -> None:
    story.happens("received", "2026-10-30")
    event = told.one(DECISION)
    assert event["SUMMARY"] == f"{DECISION} (横浜市)"
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event["DTSTART"].dt == date(2026, 11, 30)  # the 29th is a Sunday
    assert "DTEND" not in event
    assert (event["STATUS"], event["TRANSP"], event["CLASS"]) == ("CONFIRMED", "TRANSPARENT", "PRIVATE")


def test_it_is_the_same_day_wherever_the_server_and_the_reader_stand(
    story: Story, told: Subscriber, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T-25: a day has no zone; two programs that share no code read the same one."""
    story.happens("received", "2026-10-30")
    written = told.read()
    assert b"\r\nDTSTART;VALUE=DATE:20261130\r\n" in written
    assert b"TZID" not in written
    for zone in ZONES:
        with monkeypatch.context() as moved:
            moved.setenv("TZ", zone)
            time.tzset()
            assert told.read() == written, zone
            assert told.one(DECISION).start == date(2026, 11, 30), zone
            others = {
                str(event.summary.value): event.dtstart.value
                for event in vobject.readOne(written.decode()).vevent_list
            }
            assert others == told.days(), zone
    time.tzset()


def test_it_rings_at_nine_seven_days_and_one_day_before(story: Story, quiet: Subscriber) -> None:
    story.happens("received", "2026-10-30")
    (event,) = [event for event in quiet.events() if event.walk("VALARM") and len(event.walk("VALARM")) == 2]
    midnight = datetime.combine(event.start, datetime.min.time())
    rings = [midnight + alarm.TRIGGER for alarm in event.walk("VALARM")]
    assert [str(ring) for ring in rings] == ["2026-11-23 09:00:00", "2026-11-29 09:00:00"]


def test_a_first_day_rings_on_the_day_and_says_so(story: Story, told: Subscriber) -> None:
    story.happens("received", "2026-10-30")
    event = told.one("Request for review of inaction")
    assert event["SUMMARY"].startswith("From this day: ")
    assert [alarm.TRIGGER for alarm in event.walk("VALARM")] == [timedelta(hours=9)]


def test_hers_is_the_day_to_act_by_and_theirs_the_one_they_are_late_after(
    story: Story, told: Subscriber
) -> None:
    story.happens("received", "2026-10-30")
    story.happens("decision_notified", "2026-11-13", outcome="full")
    hers = told.one("Request for implementation")
    assert hers.start == date(2026, 12, 13)  # a Sunday
    assert "14 December can be read as in time" in hers["DESCRIPTION"]
    theirs = told.one(f"Done: {DECISION}")
    assert theirs.start == date(2026, 11, 30)
    assert theirs["STATUS"] == "CONFIRMED"
    assert theirs.walk("VALARM") == []


def test_the_explanation_counts_with_articles(story: Story, told: Subscriber) -> None:
    story.happens("received", "2026-10-30")
    text = str(told.one(DECISION)["DESCRIPTION"])
    assert "横浜市 decides whether to disclose" in text
    assert "Art. 83(1)" in text
    assert "30 days" in text
    assert "29 November 2026 — It falls on a Sunday" in text


def test_a_discreet_entry_names_nobody_and_nothing(story: Story, quiet: Subscriber) -> None:
    story.happens("received", "2026-10-30")
    story.happens("decision_notified", "2026-11-13", outcome="full")
    text = quiet.read().decode()
    assert {str(event["SUMMARY"]) for event in quiet.events()} == {
        "Misete: a date",
        "Misete: done",
        "Misete: called off",
    }
    for word in ("横浜", "Yokohama", "isclosure", "Article", "photo", "alice"):
        assert word not in text


def test_each_entry_leads_to_its_case_and_to_nothing_personal(story: Story, quiet: Subscriber) -> None:
    story.happens("received", "2026-10-30")
    links = {str(event["URL"]) for event in quiet.events()}
    assert links == {f"{story.house.settings.url}/cases/{story.case_id}"}


def test_what_moves_stays_the_same_entry_with_a_higher_number(story: Story, told: Subscriber) -> None:
    story.happens("received", "2026-10-30")
    before = told.one(DECISION)
    story.happens("extension_notified", "2026-11-20", until=date(2026, 12, 29))
    after = told.one(DECISION)
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert (before.start, after.start) == (date(2026, 11, 30), date(2027, 1, 4))
    assert after["LAST-MODIFIED"].dt >= before["LAST-MODIFIED"].dt


def test_a_rule_that_changes_moves_the_entry_too(story: Story, told: Subscriber) -> None:
    story.happens("received", "2026-10-30")
    before = told.one(DECISION)
    with story.house.db.writing() as session:
        session.execute(
            update(FilingDeadline)
            .where(FilingDeadline.clock == "appi.disclosure.decision")
            .values(due=date(2026, 12, 7), rule_book="older")
        )
    assert told.one(DECISION).start == date(2026, 12, 7)
    projection.rebuild(story.house, only_outdated=True)
    after = told.one(DECISION)
    assert (after.start, after["UID"], after["SEQUENCE"]) == (before.start, before["UID"], 1)


def test_while_an_amendment_is_open_the_moving_day_is_left_out(story: Story, told: Subscriber) -> None:
    story.happens("received", "2026-10-30")
    uid = told.one(DECISION)["UID"]
    story.happens("amendment_asked", "2026-11-06", until=date(2026, 11, 20))
    assert not [event for event in told.events() if event["UID"] == uid]
    assert told.one("Amendment").start == date(2026, 11, 20)
    story.happens("amendment_received", "2026-11-10")
    back = told.one(DECISION)
    assert (back["UID"], back.start) == (uid, date(2026, 12, 3))
    assert back["SEQUENCE"] > 0


def test_what_no_longer_applies_is_called_off(story: Story, told: Subscriber) -> None:
    story.happens("received", "2026-10-30")
    uid = told.one(DECISION)["UID"]
    story.happens("withdrawn", "2026-11-10")
    event = told.one(DECISION)
    assert (event["UID"], event["STATUS"], event["SEQUENCE"]) == (uid, "CANCELLED", 1)
    assert event["SUMMARY"].startswith("Called off: ")
    assert event.walk("VALARM") == []


def test_what_was_taken_back_is_called_off_and_can_return(story: Story, told: Subscriber) -> None:
    received = story.happens("received", "2026-10-30")
    uid = told.one(DECISION)["UID"]
    assert story.client.post(f"/events/{received}/retract").status_code == 303
    gone = told.one(DECISION)
    assert (gone["UID"], gone["STATUS"], gone.start) == (uid, "CANCELLED", date(2026, 11, 30))
    story.happens("received", "2026-11-02")
    back = told.one(DECISION)
    assert (back["UID"], back["STATUS"], back.start) == (uid, "CONFIRMED", date(2026, 12, 2))
    assert back["SEQUENCE"] > gone["SEQUENCE"]


def test_what_never_stood_in_a_calendar_is_not_called_off(story: Story, quiet: Subscriber) -> None:
    story.happens("received", "2026-10-30")
    with story.house.db.writing() as session:
        session.execute(update(FilingDeadline).values(is_void=True, ended_on=date(2026, 11, 1)))
    assert quiet.events() == []


def test_of_two_periods_for_one_remedy_the_nearer_is_shown(story: Story, told: Subscriber) -> None:
    story.happens("received", "2026-10-30")
    story.happens("decision_notified", "2026-11-12", outcome="refused", decided_on=date(2026, 11, 12))
    assert len([name for name in told.days() if name.startswith("Request for review")]) == 1
    assert len([name for name in told.days() if name.startswith("Suit for revocation")]) == 1


def test_a_closed_case_leaves_the_calendar_and_comes_back(story: Story, quiet: Subscriber) -> None:
    story.happens("received", "2026-10-30")
    before = quiet.read()
    assert story.client.post(f"/cases/{story.case_id}/close").status_code == 303
    assert quiet.events() == []
    assert story.client.post(f"/cases/{story.case_id}/reopen").status_code == 303
    assert quiet.read() == before


@pytest.mark.today("2027-11-30")
def test_a_day_of_a_year_ago_is_still_there(story: Story, told: Subscriber) -> None:
    story.happens("received", "2026-10-30")
    assert told.one(DECISION).start == date(2026, 11, 30)


@pytest.mark.today("2027-12-01")
def test_a_day_of_more_than_a_year_ago_is_left_out(story: Story, told: Subscriber) -> None:
    story.happens("received", "2026-10-30")
    assert not [name for name in told.days() if name.startswith(DECISION)]


def test_a_calendar_without_days_is_a_calendar(story: Story, quiet: Subscriber) -> None:
    assert quiet.events() == []
    assert quiet.read().startswith(b"BEGIN:VCALENDAR\r\n")


def test_an_agency_of_her_own_is_named_only_when_she_wants_words(
    story: Story, alice: TestClient, told: Subscriber
) -> None:
    """T-36: her own words come back letter by letter, folded and escaped."""
    name = "𠮷田, クリニック; 🏥 \\n مستشفى"
    with story.house.db.writing() as session:
        person = access.own_person(session, story.actor)
        agency = add_own_agency(session, story.house, person.id, NewAgency(name, Kind.MUNICIPALITY))
        case = things.open_case(session, story.house, story.actor)
        wish = Wish(agency.id, "jp.appi.disclosure")
        filing_id = service.begin_filing(session, story.house, case, wish).id
    story.happens("received", "2026-10-30", filing_id)
    assert told.one(DECISION)["SUMMARY"] == f"{DECISION} ({name})"
    assert f"{name} decides whether to disclose" in told.one(DECISION)["DESCRIPTION"]
    alice.post("/calendar/words", data={"words": "discreet"})
    assert "クリニック" not in told.read().decode()
