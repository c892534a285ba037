"""The packs: what loading refuses, what they cite, and what they say in every language."""

from datetime import date

import pytest

from app import law
from app.law.book import CLOCK_PACKS, BadPack, clocks, counting, parse_clocks, parse_rules, value_on
from app.law.catalog import clock_state_label, parse_procedure
from app.law.files import parse_yaml, read_yaml
from app.law.given import _ENDS
from app.law.notices import parse_notice
from app.law.phrases import EASY, LANGUAGES, Phrase, amount_in_words, day_in_words, plain

PACK = """
applies_by: event_date
clocks:
  a.clock:
    bound: agency
    kind: latest
    rolls: agency
    certainty: statute
    label: {ja: 期限, en: Limit}
    act: {ja: 決める, en: decide}
    if_missed: {ja: 遅れ, en: late}
    rules:
      period:
        - from: 2022-04-01
          days: 30
          citation: {law: 415AC0000000057, article: "83", paragraph: 1}
          until: null
"""


def load(text):
    return {info.id: info for info in parse_clocks("a.yaml", parse_yaml(text))}


def test_a_pack_is_read_with_its_dated_values():
    info = load(PACK)["a.clock"]

    value = info.rule("period", date(2022, 4, 1))
    assert value.days == 30
    assert value.citation == law.Citation("415AC0000000057", "83", 1)
    assert value.certainty is law.Certainty.STATUTE
    assert (value.months, value.citation.item) == (0, None)
    assert (info.bound, info.kind, info.certainty) == ("agency", "latest", "statute")
    assert info.act == {"ja": "決める", "en": "decide"}
    assert info.if_missed == {"ja": "遅れ", "en": "late"}
    assert info.rule("period", date(2022, 3, 31)) is None
    assert info.rule("extension", date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("from: 2022-04-01\n          days", "days", "the day it applies from"),
        ("\n          until: null", "", "the last value needs an end"),
        ("until: null", "until: 2022-03-31", "not before it begins"),
        ("until: null", "until: for ever", "ends on a day"),
        ("until: null", "until: null\n          certainty: inference", "what is inferred needs its reason"),
        ("until: null", "until: null\n          certainty: official_guidance", "as certain as the clock"),
        ("      period:", "      extension:", "its period must be there"),
        (", paragraph: 1}", "}", "say which paragraph of article 83"),
        ("from: 2022-04-01", "from: soon", "the day it applies from"),
        ('citation: {law: 415AC0000000057, article: "83", paragraph: 1}', "", "the article it rests on"),
        ('article: "83"', 'article: "999"', "carries no text of 415AC0000000057, article 999"),
        ("law: 415AC0000000057", "law: 999AC0000000001", "carries no text of 999AC0000000001"),
        ("paragraph: 1", "paragraph: 3", "article 83 has no paragraph 3"),
        ("applies_by: event_date", "applies_by: today", "applies_by: event_date"),
        ("rolls: agency", "rolls: sometimes", "rolls must be one of"),
        ("ja: 期限, en: Limit", "ja: 期限", "missing in en"),
        ("ja: 期限, en: Limit", "ja: '', en: Limit", "missing in ja"),
        (PACK[PACK.index("      period:") :], "      period: []", "at least one dated value"),
    ],
)
def test_loading_refuses_a_pack_that_cannot_be_trusted(old, new, complaint):
    assert old in PACK
    with pytest.raises(BadPack, match=complaint) as caught:
        load(PACK.replace(old, new))
    assert "a.yaml" in str(caught.value)


def test_two_values_for_one_day_are_refused():
    value = {"from": date(2022, 4, 1), "citation": {"law": "129AC0000000089", "article": "140"}}
    with pytest.raises(BadPack, match="two values start on 2022-04-01"):
        parse_rules("a.yaml", {"period": [value, {**value, "days": 30}]})
    later = {**value, "from": date(2027, 4, 1), "until": None}
    with pytest.raises(BadPack, match="on 2027-04-01 two values apply"):
        parse_rules("a.yaml", {"period": [{**value, "until": date(2027, 4, 1)}, later]})


def test_a_value_ends_with_its_successor_or_on_its_own_last_day():
    cited = {"citation": {"law": "129AC0000000089", "article": "140"}}
    first = {"from": date(2022, 4, 1), "until": date(2024, 3, 31), "days": 14, **cited}
    last = {"from": date(2027, 4, 1), "until": date(2030, 3, 31), "days": 30, **cited}
    values = parse_rules("a.yaml", {"period": [last, first]})["period"]

    def days(on):
        value = value_on(values, on)
        return value and value.days

    assert [days(date(2022, 3, 31)), days(date(2022, 4, 1)), days(date(2024, 3, 31))] == [None, 14, 14]
    assert [days(date(2024, 4, 1)), days(date(2027, 3, 31)), days(date(2027, 4, 1))] == [None, None, 30]
    assert [days(date(2030, 3, 31)), days(date(2030, 4, 1))] == [30, None]


def test_a_value_that_ends_on_the_day_it_begins_applies_on_that_day():
    cited = {"citation": {"law": "129AC0000000089", "article": "140"}}
    value = {"from": date(2022, 4, 1), "until": date(2022, 4, 1), **cited}
    values = parse_rules("a.yaml", {"period": [value]})["period"]

    assert value_on(values, date(2022, 4, 1)) is values[0]
    assert value_on(values, date(2022, 4, 2)) is None


def test_a_pack_may_say_once_what_holds_for_all_its_values():
    bare = PACK.replace("\n          until: null", "").replace("certainty: statute", "certainty: inference")
    bare = bare.replace("days: 30", "days: 30\n          certainty: inference")
    info = load("defaults: {until: null, reason: {ja: 未確認です。, en: Nobody has checked it.}}" + bare)[
        "a.clock"
    ]

    assert info.rules["period"][0].until is None
    assert info.reason == {"ja": "未確認です。", "en": "Nobody has checked it."}
    with pytest.raises(BadPack, match="what is inferred needs its reason"):
        load("defaults: {until: null}" + bare)


def test_what_a_pack_says_for_all_gives_way_to_a_value_of_its_own():
    ended = PACK.replace("until: null", "until: 2024-03-31")
    value = load("defaults: {until: null, reason: {ja: 未確認です。, en: Unchecked.}}" + ended)[
        "a.clock"
    ].rules["period"][0]

    assert (value.until, value.reason) == (date(2024, 3, 31), None)


def test_the_youngest_value_in_force_applies():
    cited = {"citation": {"law": "129AC0000000089", "article": "140"}}
    rules = parse_rules(
        "a.yaml",
        {
            "period": [
                {"from": date(2030, 4, 1), "until": None, "years": 1, "months": 2, **cited},
                {"from": date(2022, 4, 1), "days": 30, **cited},
            ]
        },
    )

    assert value_on(rules["period"], date(2022, 3, 31)) is None
    assert value_on(rules["period"], date(2030, 3, 31)).days == 30
    assert value_on(rules["period"], date(2030, 4, 1)).months == 14
    assert value_on(rules["period"], date(2030, 4, 1)).days == 0


def test_a_value_may_be_an_inference_and_may_name_an_item():
    value = {
        "from": date(2022, 4, 1),
        "until": None,
        "certainty": "inference",
        "reason": {"ja": "そう読めます。", "en": "It reads so."},
        "citation": {"law": "415AC0000000057", "article": "84", "item": "2"},
    }
    read = parse_rules("a.yaml", {"period": [value]})["period"][0]

    assert read.certainty is law.Certainty.INFERENCE
    assert read.reason == {"ja": "そう読めます。", "en": "It reads so."}
    assert read.citation == law.Citation("415AC0000000057", "84", None, "2")


def test_a_procedure_may_only_name_what_the_rule_book_knows():
    content = read_yaml("procedures.yaml")["jp.inquiry"]
    for field in ("events", "clocks", "outcomes"):
        with pytest.raises(BadPack, match=r"a\.procedure: nothing is not in the rule book"):
            parse_procedure("a.procedure", {**content, field: ["nothing"]})


def test_every_clock_of_the_rule_book_belongs_to_a_procedure():
    used = {clock for procedure in law.PROCEDURES.values() for clock in procedure.clocks}

    assert used == set(clocks())


@pytest.mark.parametrize(
    ("clock", "bound", "kind", "rolls", "certainty"),
    [
        ("appi.disclosure.decision", "agency", "latest", "agency", "statute"),
        ("appi.amendment", "requester", "latest", "never", "statute"),
        ("appi.disclosure.implementation_request", "requester", "latest", "requester", "statute"),
        ("appi.disclosure.third_party_gap", "agency", "earliest", "never", "inference"),
        ("appi.correction.window", "requester", "latest", "requester", "statute"),
        ("review.request", "requester", "latest", "requester", "statute"),
        ("review.inaction", "requester", "earliest", "never", "inference"),
        ("suit.revocation", "requester", "latest", "court", "statute"),
        ("suit.revocation.objective", "requester", "latest", "court", "statute"),
        ("suit.inaction", "requester", "earliest", "never", "inference"),
        ("appi_private.suit", "requester", "earliest", "never", "statute"),
        ("appi_private.follow_up", "requester", "earliest", "never", "inference"),
        ("certificate.oldest", "requester", "earliest", "never", "inference"),
        ("foi.decision", "agency", "latest", "agency", "statute"),
        ("foi.implementation_request", "requester", "latest", "requester", "statute"),
        ("foi.more_disclosure", "requester", "latest", "requester", "statute"),
        ("foi.third_party_gap", "agency", "earliest", "never", "inference"),
        ("foi.local.decision", "agency", "latest", "agency", "inference"),
        ("basic_resident.disclosure", "agency", "latest", "agency", "statute"),
        ("basic_resident.correction.follow_up", "requester", "earliest", "never", "inference"),
        ("jpki.disclosure", "agency", "latest", "agency", "statute"),
        ("jlis.documents.decision", "agency", "latest", "agency", "official_guidance"),
    ],
)
def test_a_clock_binds_whom_the_contract_says(clock, bound, kind, rolls, certainty):
    info = law.clock(clock)

    assert (info.bound, info.kind, info.rolls, info.certainty) == (bound, kind, rolls, certainty)


def test_an_act_of_the_agency_names_it():
    for info in law.CLOCKS.values():
        filled = {lang: info.act[lang].format(agency="横浜市") for lang in LANGUAGES}
        if info.bound is law.Bound.AGENCY:
            assert all("横浜市" in words for words in filled.values()), info.id


def test_every_rule_of_counting_has_its_article():
    assert {name: values[0].citation.article for name, values in counting().items()} == {
        "first_day_excluded": "140",
        "first_day_included": "138",
        "calendar_months": "143",
        "roll_agency": "142",
        "roll_national": "2",
        "roll_local": "4の2",
        "roll_court": "95",
        "ordinance": "108",
        "foi_ordinance": "25",
        "no_suspension_of_provision_records": "31",
    }


def test_procedures_know_their_events_clocks_and_outcomes():
    procedure = law.procedure("jp.appi.disclosure")

    assert procedure.label["ja"] == "開示請求（役所）"
    assert procedure.events[:2] == ("sent", "received")
    assert procedure.outcomes == (
        "full",
        "partial",
        "refused",
        "existence_refused",
        "not_held",
        "inadmissible",
    )
    assert law.procedure("jp.inquiry").outcomes == ()
    assert procedure.duty == law.Citation("415AC0000000057", "76", 1)
    assert next(iter(law.PROCEDURES)) == "jp.appi.disclosure"
    assert len([each for each in law.PROCEDURES if each.startswith("jp.")]) == 19
    assert (procedure.prefix, procedure.ordinance) == ("appi.disclosure", "ordinance")
    documents = law.procedure("jp.foi.national")
    assert (documents.prefix, documents.ordinance) == ("foi", None)
    assert documents.own_clock("more_disclosure") == "foi.more_disclosure"
    assert documents.own_clock("window") is None
    assert law.procedure("jp.foi.local").prefix == "foi.local"
    assert law.procedure("jp.foi.local").own_clock("implementation_request") is None


def test_events_say_who_acts_and_what_they_carry():
    assert law.event_kind("decision_notified").takes == ("decided_on", "outcome")
    assert law.event_kind("decision_notified").actor is law.Bound.AGENCY
    assert law.event_kind("sent").takes == ()
    assert law.event_kind("sent").actor is law.Bound.REQUESTER
    assert {kind.id for kind in law.EVENT_KINDS.values() if kind.derived} == {
        "correction_filed",
        "suspension_filed",
        "review_filed",
        "suit_filed",
        "determination_notified",
    }
    assert len(law.EVENT_KINDS) == 26


def test_an_adverse_outcome_is_one_of_five():
    adverse = {each.id for each in law.OUTCOMES.values() if each.adverse}

    assert adverse == {"partial", "refused", "existence_refused", "not_held", "inadmissible"}
    assert not law.outcome("full").adverse
    assert not law.outcome("accepted").adverse


def test_every_state_has_a_word_and_a_sentence():
    assert set(law.STATES) == {state.value for state in law.FilingState}
    assert law.state("lapsed").about["ja"].startswith("見せてもらう方法を申し出る期間が過ぎました。")
    assert {clock_state_label(state)["en"] for state in law.ClockState} >= {"Overdue", "No longer applies"}


@pytest.mark.parametrize("look", [law.procedure, law.clock, law.event_kind, law.outcome, law.state])
def test_what_is_not_in_the_catalog_is_a_key_error(look):
    with pytest.raises(KeyError):
        look("nothing")


def test_the_rule_book_says_what_it_was_checked_against():
    book = law.about()

    assert (book.version, law.version()) == ("2026.11", "2026.11")
    assert book.text_checked == date(2026, 7, 17)
    assert [(each.id, each.day, each.fixed) for each in book.notices] == [
        ("appi_2026_first_step", date(2026, 7, 17), True),
        ("appi_2026_second_step", date(2027, 1, 17), True),
        ("appi_2026_main_part", date(2028, 7, 16), False),
    ]
    assert all(set(each.text) - {EASY} == set(each.source) == set(LANGUAGES) for each in book.notices)


def test_a_notice_names_the_clocks_that_it_may_touch_and_what_is_unknown():
    first, second, main = law.about().notices

    assert (first.clocks, second.clocks, first.unknown, second.unknown) == ((), (), None, None)
    assert main.unknown["en"].startswith("The day is left to a cabinet order")
    assert set(main.clocks) == {each for each in clocks() if each.startswith(("appi.", "appi_private."))}
    assert law.notices_for("appi.disclosure.decision") == (main,)
    assert law.notices_for("review.request") == ()


def test_a_notice_about_no_clock_of_ours_is_refused():
    content = {**read_yaml("book.yaml")["notices"][0], "touches": ["nothing."]}
    with pytest.raises(BadPack, match="no clock that it may touch"):
        parse_notice(content)


def test_every_inference_says_why_and_what_an_article_says_needs_no_reason():
    for info in law.CLOCKS.values():
        inferred = info.certainty is law.Certainty.INFERENCE
        assert bool(info.reason) == inferred, info.id
        for values in info.rules.values():
            for value in values:
                assert bool(value.reason) == (value.certainty is law.Certainty.INFERENCE), info.id


def test_every_text_of_every_file_is_written_in_both_languages():
    for name in (
        "book",
        "phrases",
        "phrases_abroad",
        "events",
        "procedures",
        *(pack.removesuffix(".yaml") for pack in CLOCK_PACKS),
    ):
        for where, text in _texts(read_yaml(f"{name}.yaml"), name):
            assert set(text) - {EASY} == {"ja", "en"}, where
            assert all(isinstance(words, str) and words.strip() for words in text.values()), where
            assert "！" not in text["ja"]
            assert "!" not in text["en"]
            assert "さん" not in text["ja"]


def _texts(value, where):
    if isinstance(value, dict) and "ja" in value:
        yield where, value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _texts(each, f"{where}.{key}")
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each, where)


def test_days_and_amounts_are_written_in_words():
    day = date(2026, 11, 6)

    assert day_in_words(day, "ja") == "2026年11月6日"
    assert day_in_words(day, "ja", 2026) == "11月6日"
    assert day_in_words(day, "en") == "6 November 2026"
    assert day_in_words(day, "en", 2026) == "6 November"
    assert day_in_words(day, "en", 2025) == "6 November 2026"
    assert amount_in_words(1) == {"ja": " ＋1日", "en": " +1 day"}
    assert amount_in_words(30) == {"ja": " ＋30日", "en": " +30 days"}
    assert amount_in_words(-30) == {"ja": " −30日", "en": " −30 days"}
    assert amount_in_words(92, 3) == {"ja": " ＋3か月", "en": " +3 months"}
    assert amount_in_words(31, 1) == {"ja": " ＋1か月", "en": " +1 month"}
    assert amount_in_words(365, 12) == {"ja": " ＋1年", "en": " +1 year"}
    assert amount_in_words(730, 24) == {"ja": " ＋2年", "en": " +2 years"}


def test_a_phrase_may_fill_a_phrase():
    phrase = Phrase("step.nominal_agency", (("reason", plain("reason.saturday")),))

    assert phrase.text["ja"] == "数えた最後の日 — 土曜日にあたります"
    assert phrase.part("note")["en"] == "It falls on a Saturday"
    assert plain("step.next_day").part("note") == {"ja": "", "en": ""}


def test_every_clock_that_a_paper_may_name_knows_what_ends_it():
    chosen = {"inquiry.follow_up", "complaint.follow_up"}
    # The packs abroad end their clocks themselves (app/law/packs.py).
    abroad = {clock for each in law.PROCEDURES.values() if each.not_reviewed for clock in each.clocks}
    lasts = {info.id for info in clocks().values() if info.kind is law.Kind.LATEST} - abroad

    assert set(_ENDS) == chosen | {clock for clock in lasts if ".decision" not in clock}
