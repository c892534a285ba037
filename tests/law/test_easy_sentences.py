"""The sentences of the rule book in easy Japanese: short, whole, and never part of the answers' contract."""

import re
from datetime import date
from string import Formatter

import pytest
from scenarios_told import questions_of_scenarios

from app import law
from app.law.files import read_yaml
from app.law.model import Step, StepKind
from app.law.phrases import EASY, PHRASE_FILES, Phrase, easy_phrases, in_language, join, phrase_template
from app.law.statutes import Citation

LONGEST = 40

WRITTEN = [(key, part, words) for key, parts in easy_phrases().items() for part, words in parts.items()]


def names(words):
    return sorted(name for _, name, _, _ in Formatter().parse(words) if name)


@pytest.mark.parametrize(("key", "part", "words"), WRITTEN, ids=[f"{key}.{part}" for key, part, _ in WRITTEN])
def test_an_easy_sentence_is_short_and_says_every_value_of_the_japanese(key, part, words):
    assert names(words) == names(phrase_template(key)[part]["ja"])
    for sentence in re.split(r"[。？]", re.sub(r"\{\w+\}|\s", "", words)):
        assert len(sentence) <= LONGEST, sentence
    assert not re.search(r"[!！]", words)


def test_every_sentence_of_the_rule_book_has_its_easy_words():
    waiting = {
        f"{name}: {group}.{key}"
        for name in PHRASE_FILES
        for group, phrases in read_yaml(name).items()
        for key in phrases
        for each in phrase_template(f"{group}.{key}").values()
        if EASY not in each
    }
    assert waiting == set()


def test_plain_japanese_stands_in_where_easy_words_are_not_written():
    plain, easy = {"ja": "土曜日", "en": "a Saturday"}, {"ja": "休み", "en": "closed", EASY: "お休み"}

    assert in_language(plain, EASY) == "土曜日"
    assert join("・", plain, easy)[EASY] == "土曜日・お休み"
    assert EASY not in join("・", plain, plain)


def test_a_step_that_names_its_article_keeps_its_easy_note():
    day = date(2026, 11, 2)
    step = Step(StepKind.START, Phrase("step.start_received"), day, 0, day, Citation("eu.gdpr", "12", 3))

    assert step.note[EASY] == "この 日は 数えません（EU一般データ保護規則（GDPR）12条3項）"


def test_the_answers_on_the_wire_speak_the_two_languages_of_the_contract():
    for _, question in questions_of_scenarios():
        assert EASY not in str(law.to_wire(law.deadlines(question)))
    with pytest.raises(law.BadQuestion) as refused:
        law.parse_question([])
    assert EASY in refused.value.text
    assert EASY not in str(law.error_wire(refused.value))
