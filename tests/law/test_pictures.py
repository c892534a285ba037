"""The month picture shows on each day what the calculation does with it."""

from app import law


def picture(clock, events, *, as_of="2026-11-23", procedure="jp.appi.disclosure", **options):
    question = law.parse_question(
        {"procedure": procedure, "as_of": as_of, "events": events, "options": options}
    )
    deadline = next(each for each in law.deadlines(question).deadlines if each.clock == clock)
    return law.month_picture(deadline, question.options, question.as_of)


def drawn(weeks):
    """One line a week, as the case page draws it."""
    return [" ".join(_cell(day) for day in week.days) for week in weeks]


def _cell(day):
    letters = "".join(
        letter
        for mark, letter in (
            (law.Mark.START, "S"),
            (law.Mark.PAUSED, "p"),
            (law.Mark.NOMINAL, "N"),
            (law.Mark.ROLLED, "r"),
            (law.Mark.DUE, "D"),
            (law.Mark.TODAY, "t"),
        )
        if mark in day.marks
    )
    counted = str(day.number or "c") if law.Mark.COUNTED in day.marks else ""
    return f"{counted}{letters}{'*' if day.closed else ''}" or "-"


def test_the_picture_of_yokohama_is_the_one_on_the_case_page():
    weeks = picture(
        "appi.disclosure.decision",
        [
            {"kind": "received", "on": "2026-10-30"},
            {"kind": "amendment_asked", "on": "2026-11-06", "until": "2026-11-20"},
            {"kind": "amendment_received", "on": "2026-11-12"},
        ],
        calendar="local",
    )

    assert drawn(weeks) == [
        "- - - - S 1* 2*",
        "3 4* 5 6 7 p* p*",
        "p p p p 8 9* 10*",
        "11 12 13 14 15 16* 17*",
        "18t* 19 20 21 22 23* 24*",
        "25 26 27 28 29 30N* r*",
        "D - - - - * *",
    ]
    assert weeks[1].days[1].holiday == "文化の日"
    assert not any(week.skipped for week in weeks)


def test_a_count_that_includes_its_first_day_starts_with_one():
    weeks = picture(
        "appi.disclosure.decision",
        [{"kind": "received", "on": "2026-12-01"}],
        decision_days=7,
        count_mode="incl",
    )

    assert drawn(weeks) == ["- 1S 2 3 4 5* 6*", "7ND - - - - * *"]


def test_a_business_count_leaves_the_closed_days_without_a_number():
    weeks = picture(
        "appi.disclosure.decision",
        [{"kind": "received", "on": "2026-12-01"}],
        decision_days=5,
        count_mode="business",
        closed_days=["2026-12-03"],
    )

    assert drawn(weeks) == ["- S 1 * 2 * *", "3 4 5ND - - * *"]


def test_certificates_are_counted_back():
    weeks = picture("certificate.oldest", [{"kind": "sent", "on": "2026-10-28"}])

    assert drawn(weeks)[0] == "30ND 29 28 27 26 25* 24*"
    assert drawn(weeks)[-1] == "2 1 S - - * *"


def test_a_named_day_and_the_next_one_have_no_picture():
    asked = {"kind": "amendment_asked", "on": "2026-11-16", "until": "2026-11-22"}

    assert picture("appi.amendment", [{"kind": "received", "on": "2026-10-30"}, asked]) == ()
    assert picture("review.inaction", [{"kind": "received", "on": "2026-10-30"}]) == ()


def test_months_are_counted_without_numbers_and_the_middle_is_left_out():
    decided = {
        "kind": "decision_notified",
        "on": "2026-11-24",
        "decided_on": "2026-11-24",
        "outcome": "refused",
    }
    weeks = picture("suit.revocation", [decided])

    assert [week.skipped for week in weeks] == [0, 0, 0, 21, 0, 0]
    assert drawn(weeks)[0] == "t* S c c c c* c*"
    assert drawn(weeks)[-1] == "cND - - - - * *"
    assert weeks[3].days[0].on.isoformat() == "2027-05-10"


def test_ninety_days_are_shown_whole():
    weeks = picture("appi.correction.window", [{"kind": "disclosed", "on": "2026-11-24"}])

    assert len(weeks) == 14
    assert not any(week.skipped for week in weeks)
    assert weeks[-1].days[0].number == 90


def test_fifteen_weeks_are_shown_whole_and_sixteen_are_not():
    def extended(until):
        notice = {"kind": "extension_notified", "on": "2026-12-01", "until": until}
        return picture("appi.disclosure.decision", [{"kind": "received", "on": "2026-11-23"}, notice])

    assert len(extended("2027-03-05")) == 15
    assert len(extended("2027-03-08")) == 6


def test_a_deadline_without_a_day_has_no_picture():
    weeks = picture(
        "appi.disclosure.decision.rest",
        [{"kind": "received", "on": "2026-10-30"}, {"kind": "exception_notified", "on": "2026-11-16"}],
    )

    assert weeks == ()


def test_a_deadline_computed_without_steps_has_no_picture():
    question = law.parse_question(
        {
            "procedure": "jp.appi.disclosure",
            "as_of": "2026-11-23",
            "events": [{"kind": "received", "on": "2026-11-24"}],
        }
    )
    bare = law.deadlines(question, explain=False).deadlines[0]

    assert law.month_picture(bare, question.options) == ()
    assert law.stretches(bare, question.options) == ()


def test_an_agency_own_closed_day_is_drawn_closed():
    weeks = picture(
        "appi.disclosure.decision",
        [{"kind": "received", "on": "2026-11-16"}],
        decision_days=4,
        closed_days=["2026-11-18"],
    )

    assert drawn(weeks) == ["S 1 2* 3 4ND * *"]


def in_words(clock, events, **more):
    options = more.pop("options", {})
    question = law.parse_question(
        {"procedure": "jp.appi.disclosure", "as_of": "2026-11-23", "events": events, "options": options}
    )
    deadline = next(each for each in law.deadlines(question).deadlines if each.clock == clock)
    return [stretch.text for stretch in law.stretches(deadline, question.options)]


def test_the_words_tell_every_day_of_the_picture():
    told = in_words(
        "appi.disclosure.decision",
        [
            {"kind": "received", "on": "2026-10-30"},
            {"kind": "amendment_asked", "on": "2026-11-06", "until": "2026-11-20"},
            {"kind": "amendment_received", "on": "2026-11-12"},
        ],
    )

    assert [text["ja"] for text in told] == [
        "2026年10月30日：はじめの日（数えません）",
        "2026年10月31日から11月6日まで：1日目から7日目",
        "2026年11月7日から11月12日まで：書類の直し（補正）のあいだ（数えません）",
        "2026年11月13日から12月5日まで：8日目から30日目",
        "2026年12月6日：休みの日（期限がその後に移ります）",
        "2026年12月7日：期限の日",
    ]
    assert told[1]["en"] == "31 October 2026 to 6 November: days 1 to 7"


def test_the_words_tell_months_first_days_and_closed_days():
    refused = {"kind": "decision_notified", "on": "2026-11-24", "outcome": "refused"}
    assert in_words("review.request", [refused])[1]["en"] == (
        "25 November 2026 to 23 February 2027: counted by the calendar"
    )
    few = {"decision_days": 4, "count_mode": "business"}
    told = in_words("appi.disclosure.decision", [{"kind": "received", "on": "2026-11-25"}], options=few)
    assert [text["en"] for text in told][1:] == [
        "26 November 2026 to 27 November: days 1 to 2",
        "28 November 2026 to 29 November: closed, not counted",
        "30 November 2026: day 3",
        "1 December 2026: day 4, the last day",
    ]
