"""A date that moved without her doing is told at home and in the case, until she says that she saw it."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select, update
from starlette.testclient import TestClient

from app.filings import changes, projection
from app.filings.changes import CHANGE
from app.filings.models import DeadlineChange, FilingDeadline
from app.filings.queries import DEADLINE
from app.people import access
from tests.filings.conftest import Story
from tests.filings.test_closed_days import add
from tests.filings.test_periods import due, enter
from tests.support import things
from tests.support.older import ARRIVED_FOR_IT, LABOUR_DAY, before_the_holiday_was_added

TITLE = "期限が変わりました"


def see(client: TestClient, path: str, **more: str):
    """Presses the button of a page."""
    until = re.search(r'name="until" value="([^"]+)"', client.get(path).text)
    assert until is not None
    return client.post("/changes/seen", data={"until": until[1], **more})


def unseen(story: Story) -> int:
    with story.house.db.reading() as session:
        return len(session.execute(select(CHANGE.c.id).where(CHANGE.c.seen_at.is_(None))).all())


def test_a_holiday_that_a_release_adds_moves_the_day_and_is_told(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T-23."""
    with before_the_holiday_was_added(monkeypatch):
        story.happens("received", ARRIVED_FOR_IT.isoformat())
        assert due(story) == LABOUR_DAY
    done = projection.rebuild(story.house, only_outdated=True)
    assert done.filings == 1
    assert done.moved >= 1
    assert due(story) == date(2026, 11, 24)
    for path in ("/", f"/cases/{story.case_id}", "/changes"):
        page = story.client.get(path).text
        assert TITLE in page, path
        assert '<del><time datetime="2026-11-23">' in page, path
        assert "祝日の一覧" in page, path
    assert projection.check(story.house) == []


def test_what_follows_from_the_day_is_not_told_again(story: Story) -> None:
    story.happens("received", "2026-10-30")
    enter(story.client)
    page = story.client.get("/").text
    assert page.count("<del>") == 1  # not the first day of a review of inaction, which moved, too
    assert unseen(story) > 1


def test_seen_is_seen_and_the_earlier_day_stays_on_the_page_of_the_deadline(story: Story) -> None:
    story.happens("received", "2026-10-30")
    enter(story.client)
    answer = see(story.client, "/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert unseen(story) == 0
    for path in ("/", f"/cases/{story.case_id}", "/changes"):
        assert "<del>" not in story.client.get(path).text, path
    place = re.search(rf"/filings/{story.filing_id}/deadlines/\d+", story.page())
    assert place is not None
    history = story.client.get(place[0]).text
    assert '<del><time datetime="2026-11-30">' in history
    assert "この相手の日数" in history


def test_the_history_tells_every_move_with_its_reason_the_oldest_first(story: Story) -> None:
    story.happens("received", "2026-10-30")
    enter(story.client)
    add(story.client, "2026-11-13")
    story.happens("extension_notified", "2026-11-10", until=date(2026, 12, 1))
    place = re.search(rf"/filings/{story.filing_id}/deadlines/\d+", story.page())
    assert place is not None
    history = story.client.get(place[0]).text
    days = re.findall(r'<del><time datetime="([\d-]+)">.*?<strong><time datetime="([\d-]+)">', history)
    assert days == [("2026-11-30", "2026-11-13"), ("2026-11-13", "2026-11-16"), ("2026-11-16", "2026-12-01")]
    assert "記録した出来事で" in history


def test_moves_that_nobody_saw_are_told_as_one_from_the_first_day_to_the_last(story: Story) -> None:
    story.happens("received", "2026-10-30")
    enter(story.client)
    add(story.client, "2026-11-13")
    page = story.client.get("/").text
    assert '<del><time datetime="2026-11-30">' in page
    assert '<strong><time datetime="2026-11-16">' in page
    assert page.count("<del>") == 1


def test_a_day_that_came_back_is_no_news(story: Story) -> None:
    story.happens("received", "2026-10-30")
    enter(story.client)
    period = re.search(
        r"/agencies/[\w-]+/periods/[\w-]+/delete", story.client.get(f"/agencies/{_city(story)}").text
    )
    assert period is not None
    story.client.post(period[0])
    assert TITLE not in story.client.get("/").text


def _city(story: Story) -> str:
    found = re.search(r'href="/agencies/([0-9a-f-]{36})"', story.page())
    assert found is not None
    return found[1]


def test_a_decision_that_came_is_over_and_its_day_no_news(story: Story) -> None:
    story.happens("received", "2026-10-30")
    story.happens("decision_notified", "2026-11-10", decided_on=date(2026, 11, 9), outcome="full")
    enter(story.client)
    assert TITLE not in story.client.get("/").text


def test_what_she_typed_herself_is_no_news(story: Story) -> None:
    story.happens("received", "2026-10-30")
    story.happens("extension_notified", "2026-11-10", until=date(2026, 12, 1))
    assert TITLE not in story.client.get("/").text


def test_a_move_after_the_page_was_read_stays_unseen(story: Story) -> None:
    story.happens("received", "2026-10-30")
    enter(story.client)
    page = story.client.get("/").text
    until = re.search(r'name="until" value="([^"]+)"', page)
    assert until is not None
    add(story.client, "2026-11-13")
    story.client.post("/changes/seen", data={"until": until[1]})
    page = story.client.get("/").text
    assert '<del><time datetime="2026-11-13">' in page
    assert '<strong><time datetime="2026-11-16">' in page


def test_a_case_marks_its_own_and_a_stranger_nothing(
    story: Story, client_for: Callable[[str], TestClient]
) -> None:
    story.happens("received", "2026-10-30")
    enter(story.client)
    before = unseen(story)
    far = (story.house.clock.now() + timedelta(days=1)).isoformat()
    carol = client_for("carol")
    assert carol.post("/changes/seen", data={"until": far}).status_code == 303
    assert carol.post("/changes/seen", data={"until": far, "case": str(story.case_id)}).status_code == 404
    assert unseen(story) == before
    answer = see(story.client, f"/cases/{story.case_id}", case=str(story.case_id))
    assert answer.headers["location"] == f"/cases/{story.case_id}"
    assert unseen(story) == 0


@pytest.mark.parametrize("until", ["", "yesterday", "2026-11-13", "2026-11-13T00:00:00"])
def test_a_button_of_nobodys_is_not_understood(story: Story, until: str) -> None:
    assert story.client.post("/changes/seen", data={"until": until}).status_code == 400


def test_a_filing_without_rows_is_asked_about_when_the_rules_change(story: Story) -> None:
    story.happens("received", "2026-10-30")
    other = story.follow("jp.review")
    story.happens("received", "2026-11-01", other)
    with story.house.db.writing() as session:
        session.execute(delete(FilingDeadline).where(DEADLINE.c.filing_id == story.filing_id))
        session.execute(update(FilingDeadline).values(rule_book="older"))
    projection.rebuild(story.house, only_outdated=True)
    assert projection.check(story.house) == []


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ({"old_due": date(2026, 11, 30), "is_gone": True}, "</time></del>の期限は、なくなりました"),
        ({"new_due": date(2026, 11, 30)}, "</time></strong>が、また期限になりました"),
        ({"old_due": date(2026, 11, 30)}, "</time></del>から、日付のない期限に変わりました"),
    ],
)
def test_a_day_that_goes_comes_back_or_loses_its_date_is_told(
    story: Story, days: dict[str, object], sentence: str
) -> None:
    with story.house.db.writing() as session:
        person = access.own_person(session, story.actor)
        session.add(
            DeadlineChange(
                filing_id=story.filing_id,
                case_id=story.case_id,
                person_id=person.id,
                clock="appi.disclosure.decision",
                nth=0,
                position=1,
                reason=changes.Reason.LAW,
                changed_at=story.house.clock.now(),
                **days,
            )
        )
    assert sentence in story.client.get("/").text


def test_more_than_three_filings_are_told_on_a_page_of_their_own(story: Story) -> None:
    with story.house.db.writing() as session:
        case = access.find(session, story.actor, things.Case, story.case_id, "edit")
        more = [things.begin_filing(session, story.house, case).id for _ in range(4)]
    for filing in (story.filing_id, *more):
        story.happens("received", "2026-10-30", filing)
    enter(story.client)
    assert story.client.get("/").text.count("<del>") == 3
    assert "ほかに2つの手続き" in story.client.get("/").text
    assert story.client.get("/changes").text.count("<del>") == 5


def test_two_starts_at_once_note_a_move_once(story: Story) -> None:
    story.happens("received", "2026-10-30")
    with story.house.db.writing() as session:
        session.execute(update(FilingDeadline).values(due=date(2026, 12, 7), rule_book="older"))
    for _ in range(2):
        with story.house.db.writing() as session:
            projection.refresh_all(session, [story.filing_id], story.house.clock.now(), changes.Reason.LAW)
    assert unseen(story) == len({"appi.disclosure.decision", "review.inaction", "suit.inaction"})
