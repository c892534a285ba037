"""Pages read little: at most ten queries, each by an index."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import event

from tests.filings.conftest import Story

MOST = 10


@contextmanager
def counted(story: Story) -> Iterator[list[tuple[str, object]]]:
    """The statements that the program sends, its keys' store included."""
    sent: list[tuple[str, object]] = []

    def note(_connection, _cursor, statement, parameters, _context, _many) -> None:
        if not statement.startswith(("BEGIN", "ROLLBACK", "COMMIT")):
            sent.append((statement, parameters))

    engines = {story.house.db.engine, story.house.vault._engine}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)


def fill(story: Story) -> None:
    story.happens("sent", "2026-10-28")
    story.happens("received", "2026-10-30")
    story.happens("decision_notified", "2026-11-10", decided_on=date(2026, 11, 9), outcome="partial")
    correction = story.follow("jp.appi.correction")
    story.happens("sent", "2026-11-12", correction)


@pytest.mark.parametrize(
    "page", ["/", "/cases", "/cases/{case}", "/filings/{filing}/events/new?kind=disclosed"]
)
def test_a_page_takes_at_most_ten_queries(story: Story, page: str) -> None:
    fill(story)
    path = page.format(case=story.case_id, filing=story.filing_id)
    story.client.get(path)
    with counted(story) as sent:
        assert story.client.get(path).status_code == 200
    assert len(sent) <= MOST, "\n".join(statement for statement, _ in sent)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("page", ["/", "/cases/{case}"])
def test_no_query_of_a_page_walks_a_whole_table(story: Story, page: str) -> None:
    fill(story)
    with counted(story) as sent:
        story.client.get(page.format(case=story.case_id))
    with story.house.db.engine.connect() as connection:
        for statement, parameters in sent:
            if "person_key" in statement:
                continue
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
            steps = " | ".join(str(step[3]) for step in plan)
            assert not re.search(r"SCAN (?!\(|CONSTANT)", steps), f"{statement}\n{steps}"


def test_recording_an_event_takes_a_bounded_number_of_queries(story: Story) -> None:
    fill(story)
    data = {"kind": "disclosed", "when": "2026-11-12"}
    with counted(story) as sent:
        assert story.client.post(f"/filings/{story.filing_id}/events", data=data).status_code == 303
    assert len(sent) <= 24, "\n".join(statement for statement, _ in sent)
