"""The month picture shows on each day what the calculation does with it."""

from app import law


def picture(clock, events, *, as_of="2026-11-23", procedure="jp.appi.disclosure", **options):
    question = law.parse_question(
        {"procedure": procedure, "as_of": as_of, "events": events, "options": options}
    )
    deadline = next(each for each in law.deadlines(question).deadlines if each.clock == clock)
    return law.month_picture(deadline, question)


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
    assert not any(week.gap for week in weeks)


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


def test_a_named_day_has_no_numbers():
    weeks = picture(
        "appi.amendment",
        [
            {"kind": "received", "on": "2026-10-30"},
            {"kind": "amendment_asked", "on": "2026-11-16", "until": "2026-11-22"},
        ],
    )

    assert drawn(weeks) == ["S - - - - * ND*"]


def test_months_are_counted_without_numbers_and_the_middle_is_left_out():
    decided = {
        "kind": "decision_notified",
        "on": "2026-11-24",
        "decided_on": "2026-11-24",
        "outcome": "refused",
    }
    weeks = picture("suit.revocation", [decided])

    assert [week.gap for week in weeks] == [False, False, False, True, False, False]
    assert drawn(weeks)[0] == "t* S c c c c* c*"
    assert drawn(weeks)[-1] == "cND - - - - * *"
    assert weeks[3].days[0].on.isoformat() == "2027-05-10"


def test_ninety_days_are_shown_whole():
    weeks = picture("appi.correction.window", [{"kind": "disclosed", "on": "2026-11-24"}])

    assert len(weeks) == 14
    assert not any(week.gap for week in weeks)
    assert weeks[-1].days[0].number == 90


def test_fifteen_weeks_are_shown_whole_and_sixteen_are_not():
    def given(until):
        return picture(
            "review.date_given",
            [{"kind": "date_given", "on": "2026-11-23", "until": until}],
            procedure="jp.review",
        )

    assert len(given("2027-03-07")) == 15
    assert len(given("2027-03-08")) == 6


def test_a_deadline_without_a_day_has_no_picture():
    weeks = picture(
        "appi.disclosure.decision.rest",
        [{"kind": "received", "on": "2026-10-30"}, {"kind": "exception_notified", "on": "2026-11-16"}],
    )

    assert weeks == ()


def test_a_deadline_computed_without_steps_is_drawn_all_the_same():
    question = law.parse_question(
        {
            "procedure": "jp.appi.disclosure",
            "as_of": "2026-11-23",
            "events": [{"kind": "received", "on": "2026-11-24"}],
        }
    )
    bare = law.deadlines(question, explain=False).deadlines[0]
    whole = law.deadlines(question).deadlines[0]

    assert law.month_picture(bare, question) == law.month_picture(whole, question)
    assert law.month_picture(bare._replace(clock="appi.amendment"), question) == ()
    assert law.month_picture(bare._replace(cause=None), question) == ()


def test_an_agency_own_closed_day_is_drawn_closed():
    weeks = picture(
        "appi.amendment",
        [{"kind": "amendment_asked", "on": "2026-11-16", "until": "2026-11-20"}],
        closed_days=["2026-11-18"],
    )

    assert drawn(weeks) == ["S - * - ND * *"]
