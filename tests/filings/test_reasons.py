"""The catalog of answers: complete for every state and outcome, in both languages, with articles (T-70)."""

import re
from itertools import product

import pytest

from app import law
from app.filings import packs, reactor
from app.filings.notices import grounds_of, lacks_of
from app.filings.packs import reasons
from app.filings.reactor import Situation, lead_of
from app.filings.reasons import ANSWERS, UNKNOWN
from app.law.book import BadPack
from app.law.files import read_yaml
from app.web.locales import EASY

ALL = reasons()
DECIDED = {"public", "review", "suit"}
SHARED = packs._pack("shared.yaml")
LONGEST = 40  # Signs of a sentence in easy Japanese.
GOOD = {
    "when": {"state": ["decided"]},
    "label": {"ja": "ラベル", "en": "A label"},
    "means": {"ja": "意味です。", "en": "What it means."},
    "rests_on": ["appi 78/1/2"],
    "check": ["days_noted"],
    "can_do": ["review"],
}


def situation(procedure: law.ProcedureInfo, state: str, **more: object) -> Situation:
    known = {"answer": None, "outcome": UNKNOWN, "in_post": False} | more
    nothing = frozenset()
    return Situation(procedure, state, kinds=nothing, grounds=nothing, lacks=nothing, **known)


def ways_to_end(procedure: law.ProcedureInfo) -> tuple[str, ...]:
    own = law.DETERMINATION_OUTCOMES if procedure.family == "review" else procedure.outcomes
    return (*own, UNKNOWN)


@pytest.mark.parametrize("procedure", law.PROCEDURES.values(), ids=lambda procedure: procedure.id)
def test_every_outcome_of_every_procedure_has_an_answer_of_its_own(procedure: law.ProcedureInfo) -> None:
    kind = "determination_notified" if procedure.family == "review" else "decision_notified"
    for outcome in ways_to_end(procedure) if kind in procedure.events else ():
        lead = lead_of(situation(procedure, "decided", answer=kind, outcome=outcome))
        # A judgment needs a lawyer, however it ended.
        assert outcome in lead.when.outcome or procedure.family == "suit", outcome


@pytest.mark.parametrize("procedure", law.PROCEDURES.values(), ids=lambda procedure: procedure.id)
def test_whatever_happens_exactly_one_answer_is_the_nearest(procedure: law.ProcedureInfo) -> None:
    outcomes = (*law.OUTCOMES, UNKNOWN)
    for state, answer, outcome, in_post in product(law.STATES, (*ANSWERS, None), outcomes, (True, False)):
        asked = situation(procedure, state, answer=answer, outcome=outcome, in_post=in_post)
        lead = lead_of(asked)
        rivals = [each for each in reactor._leads(state) if reactor._leads_here(each, asked)]
        assert [each.id for each in rivals if each.when.weight == lead.when.weight] == [lead.id]


@pytest.mark.parametrize("outcome", ["partial", "refused", "existence_refused", "not_held", "inadmissible"])
def test_a_refusal_leads_to_the_review_and_to_the_court(outcome: str) -> None:
    for procedure in law.PROCEDURES.values():
        if procedure.family == "public" and outcome in procedure.outcomes:
            lead = lead_of(situation(procedure, "decided", answer="decision_notified", outcome=outcome))
            assert {"review.request", "suit.revocation"} <= {way.clock for way in lead.can_do}


def test_every_item_of_article_78_is_a_ground_that_a_notice_can_name() -> None:
    grounds = [
        each.when.ground for each in grounds_of(law.procedure("jp.appi.disclosure"), "decision_notified")
    ]
    assert grounds[:7] == [f"78-1-{item}" for item in range(1, 8)]
    assert {"78-2", "81", "82-2", "77-3", "88", "124"} <= set(grounds)


def test_a_ground_and_a_lack_are_one_box_each() -> None:
    for procedure, kind in product(law.PROCEDURES.values(), law.EVENT_KINDS):
        for boxes in (grounds_of(procedure, kind), lacks_of(procedure, kind)):
            named = [each.when.ground or each.when.lack for each in boxes]
            assert len(named) == len(set(named))
            assert not [name for name in named if "," in name]


def test_every_warning_of_the_rule_book_says_what_can_be_done() -> None:
    warned = {each.when.warning for each in ALL.values() if each.when.warning}
    assert set(read_yaml("phrases.yaml")["warn"]) - warned == set()


def test_every_next_step_that_a_choice_stands_for_is_the_laws() -> None:
    known = set(read_yaml("phrases.yaml")["next"])
    assert {step for each in ALL.values() for way in each.can_do for step in way.steps} <= known


def texts() -> list[tuple[str, dict[str, str]]]:
    return [
        (each.id, text)
        for each in ALL.values()
        for text in (
            each.label,
            each.means,
            each.inferred,
            *each.check,
            *(way.text for way in each.can_do),
        )
        if text
    ]


def test_every_sentence_is_there_in_every_language_and_calm() -> None:
    for name, text in texts():
        assert set(text) == {*law.LANGUAGES, EASY.code}, name
        assert not re.search(r"[!！]|さん[はがのにをへ]", "".join(text.values())), name
        assert not re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", text["en"]), name
        assert "{" not in "".join(text.values()), name


def test_the_easy_words_of_an_answer_are_short() -> None:
    for name, text in texts():
        easy = text[EASY.code].replace(" ", "")
        assert [each for each in re.split("[。？]", easy) if len(each) > LONGEST] == [], name


def test_what_speaks_of_the_law_names_its_article() -> None:
    legal = re.compile(r"決まり|条文|義務|法律")
    silent = [each.id for each in ALL.values() if each.means and legal.search(each.means["ja"])]
    # These say that no Act sets anything.
    plain = {"sent", "pending_plain", "overdue_in_post", "foi_pending_local"}
    assert [name for name in silent if not ALL[name].rests_on and name not in plain] == []


@pytest.mark.parametrize(
    "broken",
    [
        {"label": {"ja": "ラベル"}},
        {"means": None},
        {"means": {"ja": "意味です。", "en": ""}},
        {"check": []},
        {"check": ["nobody_knows_this"]},
        {"can_do": []},
        {"can_do": [{"text": {"ja": "する。", "en": "Do it."}}]},
        {"can_do": [{"text": {"ja": "する。", "en": "Do it."}, "to": "fly away"}]},
        {"can_do": [{"text": {"ja": "する。", "en": "Do it."}, "to": "record nothing"}]},
        {"rests_on": ["appi 9999"]},
        {"rests_on": ["appi 78/9"]},
        {"rests_on": ["appi 78/1/8"]},
        {"certainty": "inference"},
        {"inferred": {"ja": "読みました。", "en": "We read it so."}},
        {"when": {"state": ["dreaming"]}},
        {"when": {"outcome": ["lost"]}},
        {"when": {"answer": ["sent"]}},
        {"when": {"weather": ["rain"]}},
    ],
)
def test_an_incomplete_answer_is_refused(broken: dict) -> None:
    packs.parse_reason("a test", "test", GOOD, SHARED)
    with pytest.raises(BadPack, match="a test"):
        packs.parse_reason("a test", "test", GOOD | broken, SHARED)


def test_a_form_or_a_clock_that_no_procedure_has_is_refused() -> None:
    only = {"when": {"state": ["decided"], "procedure": ["jp.inquiry"]}}
    for way in ({"clock": "no.such.clock"}, {"to": "follow jp.review"}, {"to": "record extension_notified"}):
        told = {"text": {"ja": "する。", "en": "Do it."}} | way
        reason = packs.parse_reason("a test", "test", GOOD | only | {"can_do": [told]}, SHARED)
        with pytest.raises(BadPack):
            packs._require_open("a test", reason)


def test_a_pack_may_wait_for_a_procedure_that_is_not_there_yet() -> None:
    later = {"when": {"state": ["decided"], "procedure": ["jp.not.yet"]}}
    told = {"text": {"ja": "する。", "en": "Do it."}, "clock": "no.such.clock"}
    packs._require_open(
        "a test", packs.parse_reason("a test", "t", GOOD | later | {"can_do": [told]}, SHARED)
    )
