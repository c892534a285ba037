"""The sentences of the rule book in easy Japanese: short, whole, and never part of the answers' contract."""

import re
from string import Formatter

import pytest
from scenarios_told import questions_of_scenarios

from app import law
from app.law.files import read_yaml
from app.law.phrases import EASY, PHRASE_FILES, easy_phrases, in_language, join, phrase_template

LONGEST = 40
# How many sentences of each group still wait for their easy words; this only goes down.
WAITING = {
    "phrases_abroad.yaml country": 36,
    "phrases_abroad.yaml step": 12,
    "phrases_abroad.yaml reason": 1,
    "phrases_abroad.yaml assume": 25,
    "phrases_abroad.yaml warn": 6,
    "phrases_abroad.yaml next": 6,
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


def test_plain_japanese_stands_in_where_easy_words_are_not_written():
    plain, easy = {"ja": "土曜日", "en": "a Saturday"}, {"ja": "休み", "en": "closed", EASY: "お休み"}

    assert in_language(plain, EASY) == "土曜日"
    assert join("・", plain, easy)[EASY] == "土曜日・お休み"
    assert EASY not in join("・", plain, plain)


def test_the_answers_on_the_wire_speak_the_two_languages_of_the_contract():
    for _, question in questions_of_scenarios():
        assert EASY not in str(law.to_wire(law.deadlines(question)))
    with pytest.raises(law.BadQuestion) as refused:
        law.parse_question([])
    assert EASY in refused.value.text
    assert EASY not in str(law.error_wire(refused.value))
