"""Requests abroad: what the packs say of themselves, how they count, and what they never claim."""

import json
import random
from datetime import date, timedelta
from pathlib import Path

import holidays
import pytest
from scenarios_told import questions_of_scenarios
from test_second_opinion_abroad import random_question

from app import law
from app.law.book import clocks
from app.law.countries import holiday_abroad, is_closed_abroad, knows_holidays_of, next_open_day_abroad
from app.law.files import read_rows, read_yaml
from app.law.packs import packs
from app.law.periods import corresponding_day
from app.law.phrases import EASY, LANGUAGES, Phrase

DAY = timedelta(days=1)
VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))
ABROAD = {each.id: each for each in law.PROCEDURES.values() if each.not_reviewed}
# The reference's names of the clocks that its worked cases are about.
CLOCKS = {
    ("uk-gdpr", "respond"): "uk.gdpr.access.respond",
    ("au-foi", "decide"): "au.foi.respond",
    ("us-privacy-act", "acknowledge_amendment"): "us.privacy_act.acknowledge",
    ("ca-pipeda", "respond"): "ca.pipeda.access.respond",
    ("tw-pdpa", "access"): "tw.pdpa.access.respond",
    ("ch-fadp", "information"): "ch.fadp.access.respond",
}
WORKED = [row for row in VECTORS["private_and_abroad"] if row["pack"] != "jp-appi-private"]


def ask(procedure, *events, as_of="2026-12-01", **options):
    return law.parse_question(
        {"procedure": procedure, "as_of": as_of, "events": list(events), "options": options}
    )


def received(on):
    return {"kind": "received", "on": on}


def reply(procedure, *events, **more):
    """The deadline of the answer."""
    return law.deadlines(ask(procedure, *events, **more)).deadlines[-1]


@pytest.mark.parametrize("row", WORKED, ids=lambda row: f"{row['pack']} {row['in']['received']}")
def test_a_worked_case_abroad_is_due_on_its_day(row):
    clock = CLOCKS[row["pack"], row["clock"]]
    info = next(each for each in ABROAD.values() if clock in each.clocks)
    events = [received(row["in"]["received"])]
    found = {each.clock: each for each in law.deadlines(ask(info.id, *events)).deadlines}

    assert found[clock].due == date.fromisoformat(row["out"]["due"])
    if "due_extended" in row["out"]:
        notice = {"kind": "extension_notified", "on": row["in"]["received"]}
        assert reply(info.id, *events, notice).due == date.fromisoformat(row["out"]["due_extended"])


def test_every_worked_case_abroad_is_covered():
    assert {(row["pack"], row["clock"]) for row in WORKED} == set(CLOCKS)


def test_there_are_twelve_packs_and_two_clocks_beside_the_answer():
    assert (
        set(ABROAD)
        == set(packs())
        == {
            "eu.gdpr.access",
            "uk.gdpr.access",
            "ch.fadp.access",
            "us.ca.ccpa.know",
            "us.foia",
            "us.privacy_act.amendment",
            "ca.pipeda.access",
            "kr.pipa.access",
            "tw.pdpa.access",
            "br.lgpd.access",
            "au.app12.access",
            "au.foi",
        }
    )
    all_clocks = {clock for info in ABROAD.values() for clock in info.clocks}
    assert all_clocks - {f"{name}.respond" for name in ABROAD} == {
        "us.ca.ccpa.confirm",
        "us.privacy_act.acknowledge",
    }
    assert all(f"{name}.respond" in info.clocks for name, info in ABROAD.items())


def test_no_pack_of_japan_is_marked_and_every_pack_abroad_is():
    for info in law.PROCEDURES.values():
        assert info.not_reviewed is not info.id.startswith("jp.")
        assert info.counts_from_arrival or not info.not_reviewed


def test_every_answer_abroad_says_that_nobody_has_checked_it():
    for name, info in ABROAD.items():
        start = "review_filed" if name == "us.privacy_act.amendment" else "received"
        deadlines = law.deadlines(
            ask(name, received("2026-11-02"), {"kind": start, "on": "2026-11-03"})
        ).deadlines
        assert {each.clock for each in deadlines} == set(info.clocks)
        for deadline in deadlines:
            codes = [each.code for each in deadline.assumptions]
            assert codes[0] == "not_reviewed"
            assert codes[1] == f"source_{packs()[name].evidence}"
            assert deadline.assumptions[0].text["ja"].startswith("確認前：")
            assert deadline.assumptions[0].text["en"].startswith("Not reviewed: ")


def test_what_was_not_read_is_never_called_statute():
    for name, pack in packs().items():
        for clock in ABROAD[name].clocks:
            sure = {value.certainty for value in clocks()[clock].rules["period"]}
            assert (sure == {law.Certainty.INFERENCE}) == (pack.evidence != "copy"), clock
            assert clocks()[clock].certainty in sure, clock


def test_a_law_abroad_is_cited_by_name_and_has_no_text():
    gdpr = law.Citation("eu.gdpr", "12", 3)

    assert not law.can_be_opened(gdpr)
    assert law.can_be_opened(law.Citation("415AC0000000057", "83", 1))
    with pytest.raises(KeyError):
        law.article_text("eu.gdpr", "12")
    assert law.citation_label(gdpr) == {"ja": "EU一般データ保護規則（GDPR）12条3項", "en": "GDPR Art. 12(3)"}
    assert law.citation_label(law.Citation("ca.pipeda", "8(3)"))["en"] == "PIPEDA s 8(3)"
    assert law.citation_label(law.Citation("us.code", "552(a)(6)"))["ja"] == "アメリカ連邦法典5編 § 552(a)(6)"
    assert law.citation_label(law.Citation("br.lgpd", "19", None, "II"))["en"] == "LGPD Art. 19, item II"
    assert law.citation_label(law.Citation("uk.ico", "time-limits"))["en"].startswith("ICO, Time limits")


def test_no_line_of_a_count_abroad_cites_a_law_of_japan():
    rng = random.Random(5)
    for _ in range(300):
        for deadline in law.deadlines(random_question(rng)).deadlines:
            assert deadline.citations
            assert not any(law.can_be_opened(each) for each in deadline.citations)


@pytest.mark.parametrize(
    ("on", "months", "ends"),
    [
        ("2026-03-05", 1, "2026-04-05"),
        ("2026-08-31", 1, "2026-09-30"),
        ("2027-02-28", 1, "2027-03-28"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2026-11-25", 0, "2026-11-25"),
    ],
)
def test_a_month_abroad_ends_on_the_day_of_the_same_number(on, months, ends):
    assert corresponding_day(date.fromisoformat(on), months) == date.fromisoformat(ends)


@pytest.mark.parametrize(
    ("day", "country", "closed"),
    [
        ("2026-11-11", "us", True),
        ("2026-11-12", "us", False),
        ("2026-07-03", "us", True),
        ("2026-12-25", "eu", False),
        ("2026-12-26", "eu", True),
        ("2026-12-25", "de", True),
        ("2026-12-28", "uk", True),
        ("2026-08-31", "uk", True),
        ("2026-02-17", "kr", True),
        ("2026-02-17", "tw", True),
        ("2026-12-29", "ch", False),
        ("2026-11-20", "br", True),
        ("2027-01-26", "au", True),
        ("2026-09-30", "ca", True),
    ],
)
def test_a_day_is_closed_or_open_abroad(day, country, closed):
    assert is_closed_abroad(date.fromisoformat(day), country) is closed
    assert law.is_closed(date.fromisoformat(day), country) is closed


def test_a_country_of_no_pack_has_no_calendar():
    with pytest.raises(KeyError):
        law.is_closed(date(2026, 11, 24), "mars")
    with pytest.raises(law.BadQuestion, match="calendar"):
        ask("us.foia", calendar="mars")


def test_an_agency_abroad_may_close_on_days_of_its_own():
    own = frozenset({date(2026, 12, 28)})

    assert next_open_day_abroad(date(2026, 12, 25), "de", own) == date(2026, 12, 29)
    assert next_open_day_abroad(date(2026, 12, 24), "de", own) == date(2026, 12, 24)


def test_the_table_of_holidays_reaches_from_2005_to_2040():
    assert [knows_holidays_of(date(year, 6, 1)) for year in (2004, 2005, 2040, 2041)] == [
        False,
        True,
        True,
        False,
    ]
    assert holiday_abroad(date(2026, 11, 26), "us") == "Thanksgiving Day"
    assert holiday_abroad(date(2026, 11, 27), "us") is None
    assert law.calendars.holiday_name(date(2026, 11, 23), "us") is None


def test_the_table_lists_only_working_weekdays_of_known_countries_in_order():
    rows = read_rows("closed_days_abroad.csv")

    assert all(date.fromisoformat(row["on"]).weekday() < 5 for row in rows)
    assert {country for row in rows for country in row["countries"].split()} == set(law.COUNTRIES) - {"eu"}
    assert [row["on"] for row in rows] == sorted(row["on"] for row in rows)


@pytest.mark.parametrize("country", sorted(set(law.COUNTRIES) - {"eu"}))
def test_the_table_is_what_the_library_says_where_it_is_asked_again(country):
    asked = {"uk": {"country": "GB", "subdiv": "ENG"}, "ca": {"categories": ("government", "public")}}
    how = {"country": country.upper()} | asked.get(country, {})
    found = holidays.country_holidays(years=range(2026, 2029), language="en_US", **how)
    for day in (date(2026, 1, 1) + n * DAY for n in range(1096)):
        if day.weekday() < 5:
            assert (holiday_abroad(day, country) is not None) == (day in found), day


def test_every_country_has_a_name_and_a_pack():
    for country in law.COUNTRIES:
        assert set(law.country_name(country)) == {*LANGUAGES, EASY}
        assert any(country in info.calendars for info in ABROAD.values()), country
    assert len(law.MEMBER_STATES) == 27


def test_a_clock_is_counted_by_its_own_country_whatever_is_given():
    assert law.calendar_of("us.foia.respond", "national") == "us"
    assert law.calendar_of("us.foia.respond", "local") == "us"
    assert law.calendar_of("eu.gdpr.access.respond", "fr") == "fr"
    assert law.calendar_of("eu.gdpr.access.respond", "us") == "eu"
    assert law.calendar_of("appi.disclosure.decision", "local") == "local"
    assert law.calendar_of("appi.disclosure.decision", "us") == "national"


def test_days_abroad_say_whose_clock_and_whose_holidays_they_follow():
    said = {
        calendar: reply("eu.gdpr.access", received("2026-11-25"), calendar=calendar).assumptions[-1]
        for calendar in ("national", "de")
    }

    assert said["national"].code == "calendar_union"
    assert "choose the country" in said["national"].text["en"]
    assert said["de"].code == "calendar_abroad"
    assert "Germany" in said["de"].text["en"]
    assert "ドイツの時刻" in said["de"].text["ja"]


def test_california_says_that_a_day_earlier_is_arguable():
    deadline = reply("us.ca.ccpa.know", received("2026-11-02"))

    assumed = {each.code: each for each in deadline.assumptions}
    assert assumed["ccpa_first_day"].on == deadline.nominal - DAY == date(2026, 12, 16)


def test_foia_says_how_late_it_may_be_when_another_office_got_the_request():
    deadline = reply("us.foia", received("2026-11-02"))

    assumed = {each.code: each for each in deadline.assumptions}
    # Ten days after 2 November; then twenty working days from 12 November, without Thanksgiving.
    assert assumed["foia_component"].on == date(2026, 12, 11)


def test_a_roll_that_no_rule_was_read_for_names_the_day_without_it():
    deadline = reply("au.app12.access", received("2026-11-25"))

    assumed = {each.code: each for each in deadline.assumptions}
    assert (deadline.nominal, deadline.due) == (date(2026, 12, 25), date(2026, 12, 28))
    assert assumed["roll_assumed"].on == deadline.nominal
    assert "holiday (Australia: Christmas Day)" in deadline.steps[2].text["en"]


def test_proof_of_identity_may_start_the_month_of_the_united_kingdom_anew():
    asked = [
        {"kind": "amendment_asked", "on": "2026-09-05"},
        {"kind": "amendment_received", "on": "2026-09-15"},
    ]
    deadline = reply("uk.gdpr.access", received("2026-09-03"), *asked)

    assumed = {each.code: each for each in deadline.assumptions}
    assert (deadline.nominal, assumed["pause_restarts"].on) == (date(2026, 10, 13), date(2026, 10, 15))


def test_the_steps_abroad_lead_to_the_day():
    """A reader with a paper calendar: put a finger on the first day and count."""
    rng = random.Random(3)
    for _ in range(800):
        for deadline in law.deadlines(random_question(rng)).deadlines:
            if deadline.nominal:
                _walk(deadline)


def _walk(deadline):
    finger = deadline.steps[0].to
    for step in deadline.steps[1:]:
        if step.kind in {law.StepKind.COUNT, law.StepKind.PAUSE, law.StepKind.ROLL}:
            assert step.from_ == finger + DAY
            assert step.to == finger + step.days * DAY
        if step.kind is law.StepKind.NOMINAL:
            assert step.to == deadline.nominal != deadline.due
        finger = step.to
    assert deadline.steps[-1].kind is law.StepKind.RESULT
    assert finger == deadline.due


def test_every_sentence_abroad_is_complete_in_both_languages():
    rng = random.Random(4)
    for _ in range(300):
        answer = law.to_wire(law.deadlines(random_question(rng)))
        for text in _texts(answer):
            assert set(text) == {"ja", "en"}
            assert all(words and "{" not in words and "None" not in words for words in text.values())


def _texts(value):
    if isinstance(value, dict) and "ja" in value:
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


@pytest.mark.parametrize("group", ["step", "reason", "assume", "warn", "next"])
def test_every_sentence_abroad_is_said_in_some_scenario(group):
    said = {key for _, question in questions_of_scenarios() for key in _keys(law.deadlines(question))}
    written = {f"{group}.{key}" for key in read_yaml("phrases_abroad.yaml")[group]}

    assert written - said == set()


def _keys(value):
    if isinstance(value, Phrase):
        yield value.key
        for _, filling in value.values:
            yield from _keys(filling)
    elif isinstance(value, tuple):
        for each in value:
            yield from _keys(each)


def test_the_picture_of_a_count_abroad_shades_the_closed_days_of_its_country():
    question = ask("us.foia", received("2026-11-02"))
    weeks = law.month_picture(law.deadlines(question).deadlines[0], question.options)
    days = {day.on: day for week in weeks for day in week.days}

    assert (days[date(2026, 11, 11)].closed, days[date(2026, 11, 11)].holiday) == (True, "Veterans Day")
    assert days[date(2026, 11, 11)].number is None
    # Labour Thanksgiving Day is a holiday in Japan only.
    assert (days[date(2026, 11, 23)].closed, days[date(2026, 11, 23)].holiday) == (False, None)
    assert days[date(2026, 12, 2)].number == 20


def test_a_stopped_clock_is_drawn_without_its_days():
    asked = [
        {"kind": "amendment_asked", "on": "2026-11-10"},
        {"kind": "amendment_received", "on": "2026-11-16"},
    ]
    question = ask("us.foia", received("2026-11-02"), *asked)
    deadline = law.deadlines(question).deadlines[0]
    days = {day.on: day for week in law.month_picture(deadline, question.options) for day in week.days}

    assert deadline.paused_from is None
    assert law.Mark.PAUSED in days[date(2026, 11, 16)].marks
    assert (days[date(2026, 11, 10)].number, days[date(2026, 11, 17)].number) == (6, 7)
    assert days[deadline.nominal].number == 20


def test_an_open_question_of_theirs_is_kept_as_of_the_asking():
    asked = {"kind": "amendment_asked", "on": "2026-09-05"}
    open_round = reply("uk.gdpr.access", received("2026-09-03"), asked, as_of="2026-09-20")

    assert open_round.paused_from == date(2026, 9, 5)
    assert open_round.nominal == date(2026, 10, 18)


def test_the_command_and_the_interface_answer_for_every_country_without_being_asked_to():
    wire = law.answer_wire(
        {"procedure": "kr.pipa.access", "as_of": "2026-12-01", "events": [received("2026-11-24")]}
    )

    assert wire["deadlines"][0]["due"] == "2026-12-04"
    assert wire["deadlines"][0]["citations"] == [{"law": "kr.decree", "article": "41", "paragraph": 4}]
    assert wire["deadlines"][0]["assumptions"][0]["code"] == "not_reviewed"
