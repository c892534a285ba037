"""Among everybody's dates, the people to tell are found by indices; and they are the right ones."""

from datetime import date

import pytest
from sqlalchemy import event, text, update

from app.filings import projection
from app.filings.models import FilingDeadline
from app.filings.queries import CASE
from app.reminders import finder
from tests.reminders.conftest import Alice

TODAY = date(2026, 11, 2)


def found(alice: Alice, *, make_good: bool = True) -> list:
    with alice.house.db.reading() as session:
        return finder.people_to_tell(session, alice.house.clock.today(), make_good=make_good)


def asked(alice: Alice) -> tuple[str, object]:
    """The finder's question, as the database gets it."""
    heard: list[tuple[str, object]] = []

    def hear(connection, cursor, statement, given, context, many) -> None:
        heard.append((statement, given))

    event.listen(alice.house.db.engine, "before_cursor_execute", hear)
    found(alice)
    event.remove(alice.house.db.engine, "before_cursor_execute", hear)
    return next((statement, given) for statement, given in heard if "filing_deadline" in statement)


def test_all_that_is_asked_of_deadlines_stands_in_their_indices(alice: Alice) -> None:
    statement, given = asked(alice)
    with alice.house.db.engine.connect() as connection:
        if alice.house.db.engine.dialect.name == "sqlite":
            plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)]
            steps = [step for step in plan if "filing_deadline" in step]
            assert len(steps) == 4
            assert all(step.startswith("SEARCH filing_deadline USING COVERING INDEX") for step in steps)
            assert [step for step in plan if step.startswith("SCAN") and "reminder_setting" in step] == []
        else:
            # A table of one page is read whole unless that is forbidden.
            connection.execute(text("SET enable_seqscan = off"))
            rows = connection.exec_driver_sql(f"EXPLAIN {statement}", given)
            plan_text = "\n".join(row[0] for row in rows)
            assert "Seq Scan on filing_deadline" not in plan_text
            assert "ix_filing_deadline_hers" in plan_text
            assert "ix_filing_deadline_theirs" in plan_text


@pytest.mark.parametrize("make_good", [True, False])
def test_who_has_something_to_be_told_today_is_found(alice: Alice, make_good: bool) -> None:
    alice.happens("received", "2026-10-30")
    alice.wants_mail()
    for day, is_found in (("2026-11-15", False), ("2026-11-16", True), ("2026-11-23", True)):
        alice.goes_to(day)
        assert found(alice, make_good=make_good) == ([alice.person_id] if is_found else [])


def test_what_lost_runs_left_over_is_found_when_it_is_looked_for(alice: Alice) -> None:
    alice.happens("received", "2026-10-30")
    alice.wants_mail()
    alice.goes_to("2026-11-17")
    assert found(alice, make_good=False) == []
    assert found(alice) == [alice.person_id]


def test_a_closed_case_is_told_no_more(alice: Alice) -> None:
    alice.happens("received", "2026-10-30")
    alice.wants_mail()
    with alice.house.db.writing() as session:
        session.execute(update(CASE).values(closed_on=TODAY))
    assert alice.lives_until("2026-12-02") == []


def test_a_date_that_the_law_moved_is_told_once(alice: Alice) -> None:
    alice.happens("received", "2026-10-30")
    with alice.house.db.writing() as session:
        session.execute(update(FilingDeadline).values(due=date(2026, 12, 7), rule_book="older"))
    projection.rebuild(alice.house, only_outdated=True)
    alice.wants_mail()
    assert alice.works() == ["1 reminder"]
    assert [row[0] for row in alice.reminders()] == ["changes"]
    alice.goes_to("2026-11-03")
    assert alice.works() == []


def test_nothing_is_told_of_days_that_stand_still_for_an_amendment(alice: Alice) -> None:
    alice.happens("received", "2026-10-30")
    alice.happens("amendment_asked", "2026-11-02")
    alice.wants_mail(hers=False)
    assert alice.lives_until("2026-12-10") == []
