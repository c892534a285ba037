"""The kept deadlines equal a fresh computation, whatever happened, in whatever order."""

from datetime import date

import pytest
from sqlalchemy import delete, select, update

from app.filings import projection
from app.filings.models import FilingDeadline
from app.filings.queries import DEADLINE
from tests.filings.conftest import Story


def kept(story: Story, clock: str) -> list[date | None]:
    with story.house.db.reading() as session:
        return list(session.execute(select(DEADLINE.c.due).where(DEADLINE.c.clock == clock)).scalars())


def run_story(story: Story) -> None:
    story.happens("received", "2026-10-30")
    story.happens("amendment_asked", "2026-11-06", until=date(2026, 11, 20))
    story.happens("amendment_received", "2026-11-12")
    story.happens("decision_notified", "2026-12-01", decided_on=date(2026, 11, 30), outcome="refused")
    review = story.follow("jp.review")
    story.happens("sent", "2026-12-20", review)
    story.happens(
        "determination_notified", "2027-06-01", review, decided_on=date(2027, 5, 28), outcome="refused"
    )


def test_after_every_event_the_rows_equal_a_fresh_computation(story: Story) -> None:
    run_story(story)
    assert projection.check(story.house) == []


def test_a_row_that_was_tampered_with_is_found_and_mended(story: Story) -> None:
    run_story(story)
    with story.house.db.writing() as session:
        session.execute(update(FilingDeadline).values(due=date(2030, 1, 1)))
    assert len(projection.check(story.house)) == 2
    assert projection.rebuild(story.house).filings == 2
    assert projection.check(story.house) == []


def test_a_missing_row_is_found(story: Story) -> None:
    run_story(story)
    with story.house.db.writing() as session:
        session.execute(delete(FilingDeadline).where(DEADLINE.c.clock == "appi.disclosure.decision"))
    assert projection.check(story.house) == [str(story.filing_id)]


def test_rows_of_an_older_rule_book_are_computed_anew_at_the_start(story: Story) -> None:
    run_story(story)
    with story.house.db.writing() as session:
        session.execute(update(FilingDeadline).values(rule_book="2020.01"))
    assert projection.rebuild(story.house, only_outdated=True).filings == 2
    assert projection.rebuild(story.house, only_outdated=True).filings == 0
    assert projection.check(story.house) == []


@pytest.mark.today("2026-11-16")
def test_while_an_amendment_is_open_the_row_keeps_the_day_of_the_asking(story: Story) -> None:
    story.happens("received", "2026-10-30")
    story.happens("amendment_asked", "2026-11-06")
    with story.house.db.reading() as session:
        row = session.execute(select(DEADLINE).where(DEADLINE.c.clock == "appi.disclosure.decision")).one()
    assert row.paused_from == date(2026, 11, 6)
    assert row.nominal == date(2026, 11, 29)
    # Ten days later the page counts ten days more: 9 December, a Wednesday.
    assert "2026-12-09" in story.days()
    assert 'datetime="2026-12-09"' in story.client.get("/").text


def test_reading_pages_changes_no_row(story: Story) -> None:
    run_story(story)
    with story.house.db.reading() as session:
        before = session.execute(select(DEADLINE)).all()
    story.page()
    story.client.get("/")
    with story.house.db.reading() as session:
        assert session.execute(select(DEADLINE)).all() == before


def test_the_kept_day_is_the_one_the_page_shows(story: Story) -> None:
    story.happens("received", "2026-10-30")
    assert kept(story, "appi.disclosure.decision") == [date(2026, 11, 30)]
    assert "2026-11-30" in story.days()
