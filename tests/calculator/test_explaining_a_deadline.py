"""The picture of the counted days shows what the ledger says."""

from datetime import date, timedelta

import pytest

from app import law
from app.calculator.explain import Cell, Explained, explain

TODAY = date(2026, 11, 13)
PLAIN = law.Options()


def explained(clock: str, *events: law.Event, options: law.Options = PLAIN) -> Explained:
    answer = law.deadlines(law.Question("jp.appi.disclosure", events, TODAY, options))
    deadline = next(each for each in answer.deadlines if each.clock == clock)
    return explain(deadline, options, TODAY)


def cells(one: Explained) -> dict[date, Cell]:
    return {cell.day: cell for week in one.weeks for cell in week}


def on(text: str) -> date:
    return date.fromisoformat(text)


STORY = (
    law.Event("received", on("2026-10-30")),
    law.Event("amendment_asked", on("2026-11-06"), until=on("2026-11-20")),
    law.Event("amendment_received", on("2026-11-12")),
)


def test_the_story_is_drawn_day_by_day():
    days = cells(explained("appi.disclosure.decision", *STORY))
    assert days[on("2026-10-30")].mark == "start"
    assert days[on("2026-10-31")].number == 1
    assert days[on("2026-11-06")].number == 7
    assert days[on("2026-11-07")].mark == "paused"
    assert days[on("2026-11-12")].mark == "paused"
    assert days[on("2026-11-13")].number == 8
    assert days[on("2026-11-13")].is_today
    assert days[on("2026-12-05")].number == 30
    assert "nom" in days[on("2026-12-05")].looks.split()
    assert days[on("2026-12-06")].mark == "closed"
    assert days[on("2026-12-07")].mark == "due"


def test_weeks_are_whole_and_begin_on_monday():
    one = explained("appi.disclosure.decision", *STORY)
    for week in one.weeks:
        assert len(week) == 7
        assert week[0].day.weekday() == 0


@pytest.mark.parametrize("offset", range(0, 120, 7))
def test_the_last_number_is_the_number_of_days_whatever_the_day(offset):
    received = law.Event("received", on("2026-09-01") + timedelta(days=offset))
    one = explained("appi.disclosure.decision", received)
    numbers = [cell.number for cell in cells(one).values() if cell.number]
    assert numbers == list(range(1, 31))


def test_a_count_that_includes_the_first_day_numbers_it_one():
    options = law.Options(decision_days=15, count_mode="incl", calendar="local")
    days = cells(
        explained("appi.disclosure.decision", law.Event("received", on("2026-11-24")), options=options)
    )
    assert days[on("2026-11-24")].mark == "start"
    assert days[on("2026-11-24")].number == 1
    assert days[on("2026-12-08")].number == 15
    assert days[on("2026-12-08")].mark == "due"


def test_a_count_of_open_days_skips_the_closed_ones():
    options = law.Options(decision_days=14, count_mode="business", calendar="local")
    days = cells(
        explained("appi.disclosure.decision", law.Event("received", on("2026-11-24")), options=options)
    )
    assert days[on("2026-11-28")].number is None
    assert days[on("2026-12-14")].number == 14
    assert days[on("2026-12-14")].mark == "due"


def test_months_are_shown_at_their_end_without_numbers():
    decided = law.Event("decision_notified", on("2026-11-02"), outcome="refused")
    one = explained("review.request", law.Event("received", on("2026-10-01")), decided)
    assert not one.is_whole
    assert 1 <= len(one.weeks) <= 3
    assert all(cell.number is None for cell in cells(one).values())
    assert cells(one)[on("2027-02-02")].mark == "due"


def test_ninety_days_are_drawn_at_their_end_with_their_true_numbers():
    seen = (law.Event("received", on("2026-10-01")), law.Event("disclosed", on("2026-11-10")))
    one = explained("appi.correction.window", *seen)
    assert not one.is_whole
    days = cells(one)
    assert days[on("2027-02-08")].number == 90
    assert days[on("2027-02-01")].number == 83
    assert len(one.weeks) <= 3


def test_sixty_days_are_drawn_whole():
    notice = law.Event("extension_notified", on("2026-12-20"), until=on("2027-01-23"))
    one = explained("appi.disclosure.decision", law.Event("received", on("2026-11-24")), notice)
    assert one.is_whole
    assert [c.number for c in cells(one).values() if c.number] == list(range(1, 61))


def test_a_day_that_was_named_has_no_picture():
    one = explained("appi.amendment", *STORY[:2])
    assert one.weeks == ()
    assert one.day == on("2026-11-20")


def test_hers_is_the_day_to_act_by_and_theirs_the_one_after_which_they_are_late():
    theirs = explained("appi.disclosure.decision", *STORY)
    assert theirs.day == theirs.deadline.due
    decided = law.Event("decision_notified", on("2026-12-03"), outcome="partial")
    hers = explained("appi.disclosure.implementation_request", *STORY, decided)
    assert hers.day == hers.deadline.nominal == on("2027-01-02")
    assert hers.has_fallback


def test_every_article_is_there_once_with_its_text():
    one = explained("appi.disclosure.decision", *STORY)
    places = [(citation.law, citation.article) for citation, _ in one.articles]
    assert len(places) == len(set(places)) == 3
    assert all(article.paragraphs for _, article in one.articles)
