"""Whoever wrote a day down learns that it moved: every move is noted, once, with its reason."""

from datetime import date
from uuid import UUID

from sqlalchemy import select, update

from app.accounts.session import Actor
from app.filings import changes, projection, service
from app.filings.changes import CHANGE
from app.filings.models import FilingDeadline, FilingEvent
from app.people import access
from tests.filings.conftest import Story

DECISION = "appi.disclosure.decision"


def noted(story: Story, clock: str = DECISION) -> list[tuple[str, date | None, date | None, bool, bool]]:
    with story.house.db.reading() as session:
        rows = session.execute(select(CHANGE).where(CHANGE.c.clock == clock).order_by(CHANGE.c.position))
        return [(row.reason, row.old_due, row.new_due, row.is_gone, row.seen_at is not None) for row in rows]


def retract(story: Story, event_id: UUID) -> None:
    with story.house.db.writing() as session:
        actor: Actor = story.actor
        event = access.find(session, actor, FilingEvent, event_id, "edit")
        service.retract_event(session, story.house, actor, event)


def test_a_deadline_that_is_new_has_not_moved(story: Story) -> None:
    story.happens("received", "2026-10-30")
    assert noted(story) == []


def test_an_event_that_moves_a_day_is_noted_as_seen(story: Story) -> None:
    story.happens("received", "2026-10-30")
    story.happens("extension_notified", "2026-11-20", until=date(2026, 12, 29))
    assert noted(story) == [("event", date(2026, 11, 30), date(2027, 1, 4), False, True)]


def test_an_event_that_moves_nothing_notes_nothing(story: Story) -> None:
    story.happens("received", "2026-10-30")
    story.happens("third_party_consulted", "2026-11-05")
    assert noted(story) == []


def test_a_deadline_that_goes_and_comes_back_keeps_its_count(story: Story) -> None:
    story.happens("sent", "2026-10-28")
    received = story.happens("received", "2026-10-30")
    retract(story, received)
    story.happens("received", "2026-11-02")
    assert noted(story) == [
        ("event", date(2026, 11, 30), None, True, True),
        ("event", None, date(2026, 12, 2), False, True),
    ]
    with story.house.db.reading() as session:
        assert changes.count_of_filings(session, [story.filing_id])[story.filing_id, DECISION, 0] == 2


def test_a_change_of_the_law_is_noted_as_not_yet_seen(story: Story) -> None:
    story.happens("received", "2026-10-30")
    with story.house.db.writing() as session:
        session.execute(update(FilingDeadline).values(due=date(2026, 12, 7), rule_book="older"))
    projection.rebuild(story.house, only_outdated=True)
    assert noted(story) == [("law", date(2026, 12, 7), date(2026, 11, 30), False, False)]


def test_an_edition_that_moves_no_day_is_no_change(story: Story) -> None:
    story.happens("received", "2026-10-30")
    with story.house.db.writing() as session:
        session.execute(update(FilingDeadline).values(rule_book="older"))
    assert projection.rebuild(story.house, only_outdated=True).filings == 1
    assert noted(story) == []
    assert projection.rebuild(story.house, only_outdated=True).filings == 0


def test_the_second_deadline_of_a_clock_is_told_from_the_first(story: Story) -> None:
    story.happens("received", "2026-10-30")
    story.happens("amendment_asked", "2026-11-06", until=date(2026, 11, 20))
    story.happens("amendment_received", "2026-11-10")
    story.happens("amendment_asked", "2026-11-12", until=date(2026, 11, 26))
    story.happens("amendment_received", "2026-11-16")
    moved = noted(story, "appi.amendment")
    assert [row[1:3] for row in moved] == [(date(2026, 11, 20),) * 2, (date(2026, 11, 26),) * 2]
    with story.house.db.reading() as session:
        counts = changes.count_of_filings(session, [story.filing_id])
    assert {key[1:]: count for key, count in counts.items() if key[1] == "appi.amendment"} == {
        ("appi.amendment", 0): 1,
        ("appi.amendment", 1): 1,
    }
