"""What a question may look like, and the sentence that says what to mend."""

from datetime import date

import pytest
from refused import REFUSED, ask, event

from app import law


def refusal(**changes):
    with pytest.raises(law.BadQuestion) as caught:
        ask(**changes)
    return caught.value


def test_a_question_becomes_events_in_the_order_they_were_given():
    question = ask(
        events=[
            {"kind": "decision_notified", "on": "2026-12-20", "decided_on": "2026-12-18", "outcome": "full"},
            {"kind": "transferred", "on": "2026-11-30", "to": "神奈川県"},
            {"kind": "amendment_asked", "on": date(2026, 11, 26), "until": "2026-12-10"},
            {
                "kind": "date_given",
                "on": "2026-11-27",
                "until": "2026-11-27",
                "clock": "appi.disclosure.decision",
            },
        ]
    )

    assert question.procedure == "jp.appi.disclosure"
    assert question.as_of == date(2026, 12, 1)
    assert question.events == (
        law.Event("decision_notified", date(2026, 12, 20), decided_on=date(2026, 12, 18), outcome="full"),
        law.Event("transferred", date(2026, 11, 30), to="神奈川県"),
        law.Event("amendment_asked", date(2026, 11, 26), until=date(2026, 12, 10)),
        law.Event(
            "date_given", date(2026, 11, 27), until=date(2026, 11, 27), clock="appi.disclosure.decision"
        ),
    )
    assert question.options == law.Options()


def test_events_and_options_may_be_left_out():
    question = law.parse_question({"procedure": "jp.inquiry", "as_of": "2026-12-01"})

    assert (question.events, question.options) == ((), law.Options())
    assert ask(events=None, options=None).events == ()


def test_options_are_read_from_json_and_from_the_words_of_a_command_line():
    given = {
        "decision_days": 14,
        "extension_days": 0,
        "exception_days": 45,
        "count_mode": "business",
        "calendar": "local",
        "closed_days": ["2026-12-28"],
        "provision_record": True,
        "by_post": False,
    }
    words = {
        "decision_days": "14",
        "extension_days": "0",
        "exception_days": "45",
        "count_mode": "business",
        "calendar": "local",
        "closed_days": "2026-12-28",
        "provision_record": "true",
        "by_post": "false",
    }
    expected = law.Options(14, 0, 45, "business", "local", frozenset({date(2026, 12, 28)}), True)

    assert ask(options=given).options == expected
    assert ask(options=words).options == expected
    assert ask(options={"closed_days": "2026-12-28,2026-12-29"}).options.closed_days == {
        date(2026, 12, 28),
        date(2026, 12, 29),
    }
    assert ask(options={"decision_days": None}).options == law.Options()


@pytest.mark.parametrize(("changes", "code", "where"), REFUSED)
def test_bad_input_is_named_and_placed(changes, code, where):
    error = refusal(**changes)

    assert (error.code, error.where) == (code, where)
    assert error.message == error.text["en"]
    assert set(error.text) == {"ja", "en", "ja_easy"}
    assert all(text and "{" not in text for text in error.text.values())
    assert str(error) == f"{where}: {error.message}"


@pytest.mark.parametrize("given", [None, "received", 3, [], [("procedure", "jp.review")]])
def test_a_question_that_is_no_mapping_is_told_so(given):
    with pytest.raises(law.BadQuestion) as caught:
        law.parse_question(given)

    assert (caught.value.code, caught.value.where) == ("not_a_mapping", "")


def test_dates_at_the_borders_of_the_range_are_read():
    question = ask(events=event(on="1989-01-08") + event(on="2056-12-01") + event(until="2026-11-24"))

    assert [each.on for each in question.events[:2]] == [date(1989, 1, 8), date(2056, 12, 1)]


def test_thirty_years_after_a_leap_day_end_on_the_28th():
    question = {"procedure": "jp.inquiry", "as_of": "2028-02-29"}
    inside = {"kind": "sent", "on": "2058-02-28"}

    assert law.parse_question(question | {"events": [inside]}).events
    with pytest.raises(law.BadQuestion):
        law.parse_question(question | {"events": [inside | {"on": "2058-03-01"}]})


def test_the_same_event_with_other_details_is_another_event():
    assert len(ask(events=event(kind="transferred", to="a") + event(kind="transferred", to="b")).events) == 2


def test_five_hundred_events_and_two_hundred_letters_are_not_too_many():
    many = [{"kind": "transferred", "on": "2026-11-24", "to": f"{n}"} for n in range(500)]

    assert len(ask(events=many).events) == 500
    assert ask(events=event(kind="transferred", to="庁" * 200)).events[0].to == "庁" * 200


def test_the_largest_numbers_that_are_read():
    days = ["2026-12-28"] * 1000

    assert ask(options={"decision_days": 3650, "closed_days": days}).options.decision_days == 3650


def test_a_very_long_name_is_not_repeated_in_full():
    error = refusal(procedure="x" * 10_000)

    assert "x" * 60 in error.message
    assert "x" * 61 not in error.message


def test_a_named_day_needs_no_clock_where_the_procedure_has_its_own():
    question = law.parse_question(
        {
            "procedure": "jp.review",
            "as_of": "2026-12-01",
            "events": [{"kind": "date_given", "on": "2026-11-24", "until": "2026-12-24"}],
        }
    )

    assert question.events[0].clock is None


def test_the_sentence_names_what_is_known():
    assert "full, partial" in refusal(events=event(outcome="granted")).message
    assert "jp.nothing" in refusal(procedure="jp.nothing").message
    assert "1989-01-08" in refusal(events=event(on="1989-01-07")).text["ja"]
    assert (
        "accepted, partial, refused, inadmissible"
        in refusal(events=event(kind="determination_notified", outcome="x")).message
    )
