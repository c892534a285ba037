"""The dates of the story that Misete was made for."""

from datetime import date

import pytest

from tests.filings.conftest import Story

pytestmark = pytest.mark.today("2026-11-23")


def amend(story: Story) -> None:
    story.happens("sent", "2026-10-28")
    story.happens("received", "2026-10-30")
    story.happens("amendment_asked", "2026-11-06", until=date(2026, 11, 20))
    story.happens("amendment_received", "2026-11-12")


def decide(story: Story) -> None:
    amend(story)
    story.happens("extension_notified", "2026-12-01", until=date(2027, 1, 4))
    story.happens("decision_notified", "2026-12-21", decided_on=date(2026, 12, 18), outcome="partial")


def test_the_count_ends_on_saturday_5_december_and_rolls_to_monday_7_december(story: Story) -> None:
    amend(story)
    page = story.page()
    assert '<time datetime="2026-12-05">12' in page
    assert story.days()[0] == "2026-12-07"


def test_an_extension_notice_moves_the_city_s_day_to_the_one_it_names(story: Story) -> None:
    amend(story)
    story.happens("extension_notified", "2026-12-01", until=date(2027, 1, 4))
    assert story.days()[0] == "2027-01-04"


def test_a_partial_decision_starts_three_clocks_against_her(story: Story) -> None:
    decide(story)
    days = story.days()
    # 30 days, then three and six months, from the notice; a year from the decision, for each remedy.
    assert {"2027-01-20", "2027-03-21", "2027-06-21", "2027-12-18"} <= set(days)
    assert days.count("2027-12-18") == 2


def test_after_the_disclosure_ninety_days_remain_for_correction_and_suspension(story: Story) -> None:
    decide(story)
    story.happens("disclosed", "2027-01-08")
    assert story.days().count("2027-04-08") == 2
    assert "2027-01-20" not in story.days()


def test_a_correction_that_arrived_ends_the_window_of_the_disclosure(story: Story) -> None:
    decide(story)
    story.happens("disclosed", "2027-01-08")
    correction = story.follow("jp.appi.correction")
    story.happens("sent", "2027-02-01", correction)
    assert story.days().count("2027-04-08") == 2, "a letter in the post is not yet a request"
    story.happens("received", "2027-02-03", correction)
    assert story.days().count("2027-04-08") == 1


def test_a_review_that_was_posted_ends_her_clock_and_stops_the_suit_s(story: Story) -> None:
    decide(story)
    review = story.follow("jp.review")
    story.happens("sent", "2027-03-01", review)
    assert not {"2027-03-21", "2027-06-21"} & set(story.days())


def test_a_determination_opens_the_suit_on_the_review_alone(story: Story) -> None:
    decide(story)
    review = story.follow("jp.review")
    story.happens("sent", "2027-03-01", review)
    story.happens(
        "determination_notified", "2027-09-10", review, decided_on=date(2027, 9, 3), outcome="refused"
    )
    days = story.days()
    assert days.count("2028-03-10") == 1
    assert days.count("2028-09-03") == 1


def test_taking_an_event_back_brings_the_earlier_date_again(story: Story) -> None:
    amend(story)
    extension = story.happens("extension_notified", "2026-12-01", until=date(2027, 1, 4))
    answer = story.client.post(f"/events/{extension}/retract")
    assert answer.status_code == 303
    assert story.days()[0] == "2026-12-07"
    assert "<del>" in story.page()
    again = story.client.post(f"/events/{extension}/retract")
    assert again.status_code == 409


def test_a_review_that_was_withdrawn_gives_the_suit_its_day_back(story: Story) -> None:
    decide(story)
    review = story.follow("jp.review")
    story.happens("sent", "2027-01-10", review)
    assert "2027-06-21" not in story.days()
    story.happens("withdrawn", "2027-02-01", review)
    assert "2027-06-21" in story.days()


def test_a_suit_counts_from_its_arrival_at_the_court_and_not_from_the_post(story: Story) -> None:
    decide(story)
    suit = story.follow("jp.suit")
    story.happens("sent", "2027-06-20", suit)
    assert "2027-06-21" in story.days()
    story.happens("received", "2027-06-21", suit)
    assert "2027-06-21" not in story.days()
