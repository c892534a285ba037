"""The picture of the counted days shows what the ledger says."""

from datetime import date, timedelta
from operator import itemgetter

import pytest

from app import law
from app.calculator import explain as explain_module
from app.calculator.explain import Explained, correction_of, explain, explanation_lines, looks_of
from app.law.files import read_yaml

TODAY = date(2026, 11, 13)
PLAIN = law.Options()
JAPANESE, ENGLISH = itemgetter("ja"), itemgetter("en")


def explained(clock: str, *events: law.Event, options: law.Options = PLAIN) -> Explained:
    answer = law.deadlines(law.Question("jp.appi.disclosure", events, TODAY, options))
    deadline = next(each for each in answer.deadlines if each.clock == clock)
    return explain(deadline, options, TODAY)


def cells(one: Explained) -> dict[date, law.Day]:
    return {day.on: day for week in one.weeks for day in week.days}


def on(text: str) -> date:
    return date.fromisoformat(text)


STORY = (
    law.Event("received", on("2026-10-30")),
    law.Event("amendment_asked", on("2026-11-06"), until=on("2026-11-20")),
    law.Event("amendment_received", on("2026-11-12")),
)


def test_the_story_looks_like_the_calendar_of_the_case_page():
    days = cells(explained("appi.disclosure.decision", *STORY))
    looks = {day: looks_of(cell, rolls=True) for day, cell in days.items()}
    assert looks[on("2026-10-30")] == "st"
    assert looks[on("2026-11-03")] == "off c"
    assert looks[on("2026-11-09")] == "p"
    assert looks[on("2026-11-13")] == "now c"
    assert looks[on("2026-12-05")] == "off c nom"
    assert looks[on("2026-12-06")] == "off rl"
    assert looks[on("2026-12-07")] == "due"
    assert looks_of(days[on("2026-12-05")], rolls=False) == "off c"


@pytest.mark.parametrize("offset", range(0, 120, 7))
def test_the_last_number_is_the_number_of_days_whatever_the_day(offset):
    received = law.Event("received", on("2026-09-01") + timedelta(days=offset))
    one = explained("appi.disclosure.decision", received)
    numbers = [cell.number for cell in cells(one).values() if cell.number]
    assert numbers == list(range(1, 31))


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


def test_the_lines_tell_who_by_when_how_counted_how_sure_and_which_article():
    lines = explanation_lines(explained("appi.disclosure.decision", *STORY), JAPANESE, "横浜市")
    assert lines[:3] == [
        "横浜市が、見せるかどうかを決める",
        "2026年12月7日。この日を過ぎても済んでいなければ、相手の「遅れ」です。",
        "- 書類が届いた日：2026年10月30日 — この日は数えません（民法140条）",
    ]
    assert "2026年11月13日から12月5日まで：8日目から30日目" in lines
    assert any("民法142条からの推測です" in line for line in lines)
    assert lines[-1] == "条文：民法140条、個人情報保護法83条1項、民法142条"


def test_the_lines_are_easy_for_who_reads_easy_japanese():
    def say(text: law.Text) -> str:
        return text.get("ja_easy", text["ja"])

    lines = explanation_lines(explained("appi.disclosure.decision", *STORY), say, "横浜市")
    assert lines[:3] == [
        "横浜市が、見せるか どうかを 決める",
        "2026年12月7日。この 日を 過ぎても 終わって いなければ、相手の 「遅れ」です。",
        "- 書類が 届いた 日：2026年10月30日 — この 日は 数えません（民法140条）",
    ]


def test_the_lines_of_her_own_day_name_both_days_and_the_safe_one():
    decided = law.Event("decision_notified", on("2026-12-03"), outcome="partial")
    lines = explanation_lines(explained("appi.disclosure.implementation_request", *STORY, decided), ENGLISH)
    assert lines[0] == "Tell the agency how you want to see the records"
    assert lines[1] == "2 January 2027. Make sure that it arrives by this day."
    assert any("2 January 2027 is the safe day" in line for line in lines)
    assert all("{" not in line for line in lines)


def test_a_deadline_without_a_day_says_so():
    asked = law.Event("exception_notified", on("2026-11-16"))
    lines = explanation_lines(explained("appi.disclosure.decision.rest", STORY[0], asked), ENGLISH)
    assert lines[1] == "No day is known yet."


def test_what_she_can_correct_leads_to_an_event_and_a_reading_of_the_law_does_not():
    decided = law.Event("decision_notified", on("2026-12-03"), outcome="refused")
    one = explained("review.request", *STORY, decided)
    corrections = {each.code: correction_of(each) for each in one.deadline.assumptions}
    assert corrections["known_on_receipt"] == ("recorded", "decision_notified")
    rolled = explained("appi.disclosure.decision", *STORY).deadline.assumptions
    assert [correction_of(each) for each in rolled if each.code == "agency_roll"] == [None]


def test_every_correction_is_of_an_assumption_and_by_an_event_of_the_rule_book():
    written = read_yaml("phrases.yaml")["assume"]
    for code, correction in explain_module.corrections().items():
        assert code in written
        assert correction.where == "agency" or correction.kind in law.EVENT_KINDS
