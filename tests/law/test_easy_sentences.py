"""The sentences of the rule book in easy Japanese: short, whole, and never part of the answers' contract."""

import re
from datetime import date
from string import Formatter

import pytest
from scenarios_told import questions_of_scenarios

from app import law
from app.law.catalog import event_kinds
from app.law.files import read_yaml
from app.law.model import Step, StepKind
from app.law.phrases import EASY, PHRASE_FILES, Phrase, easy_phrases, phrase_template
from app.law.statutes import Citation

LONGEST = 40
EVENTS_WAITING = 9
# How many sentences of each group still wait for their easy words; this only goes down.
WAITING = {
    "phrases.yaml check": 5,
    "phrases.yaml bad": 18,
}

WRITTEN = [(key, part, words) for key, parts in easy_phrases().items() for part, words in parts.items()]


def names(words):
    return sorted(name for _, name, _, _ in Formatter().parse(words) if name)


@pytest.mark.parametrize(("key", "part", "words"), WRITTEN, ids=[f"{key}.{part}" for key, part, _ in WRITTEN])
def test_an_easy_sentence_is_short_and_says_every_value_of_the_japanese(key, part, words):
    assert names(words) == names(phrase_template(key)[part]["ja"])
    for sentence in re.split(r"[。？]", re.sub(r"\{\w+\}|\s", "", words)):
        assert len(sentence) <= LONGEST, sentence
    assert not re.search(r"[!！]", words)


def test_no_more_sentences_wait_for_their_easy_words_than_are_counted_here():
    waiting = {}
    for name in PHRASE_FILES:
        for group, phrases in read_yaml(name).items():
            parts = [each for key in phrases for each in phrase_template(f"{group}.{key}").values()]
            count = sum(EASY not in each for each in parts)
            if count:
                waiting[f"{name} {group}"] = count
    assert waiting == WAITING


def test_a_phrase_falls_back_to_plain_japanese_inside_an_easy_sentence():
    filled = Phrase("step.nominal_agency", (("reason", Phrase("bad.not_a_list")),))

    assert filled.part("note")[EASY] == "この 日は 出来事は、並べた形（リスト）で書いてください。です"


def test_a_sentence_without_easy_words_has_no_easy_text():
    assert set(Phrase("bad.not_a_list").text) == set(law.LANGUAGES)


def test_a_step_that_names_its_article_keeps_its_easy_note():
    day = date(2026, 11, 2)
    step = Step(StepKind.START, Phrase("step.start_received"), day, 0, day, Citation("eu.gdpr", "12", 3))

    assert step.note[EASY] == "この 日は 数えません（EU一般データ保護規則（GDPR）12条3項）"


def test_the_answers_on_the_wire_speak_the_two_languages_of_the_contract():
    for _, question in questions_of_scenarios():
        assert EASY not in str(law.to_wire(law.deadlines(question)))


def test_no_more_kinds_of_event_wait_for_an_easy_label_than_are_counted_here():
    assert sum(EASY not in each.label for each in event_kinds().values()) == EVENTS_WAITING
