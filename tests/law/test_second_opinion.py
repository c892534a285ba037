"""Two implementations that share no code agree on thousands of made-up filings."""

import random

import pytest
from naive import naive_answer
from questions_made_up import DOCUMENTS, OTHERS, PUBLIC, random_question

from app import law


def _given_before_arrival(question):
    """A notice without a day of arrival: answered by app/law alone."""
    kinds = {event.kind for event in question.events}
    return "received" not in kinds and kinds & {"date_given", "extension_notified", "exception_notified"}


def _dates(question):
    answer = law.deadlines(question, explain=False)
    return {(each.clock, each.cause): (each.nominal, each.due, each.state.value) for each in answer.deadlines}


def _compare(seed, count):
    rng = random.Random(seed)
    for _ in range(count):
        question = random_question(rng)
        if not _given_before_arrival(question):
            assert _dates(question) == naive_answer(question), question


def test_a_naive_second_implementation_agrees_on_two_thousand_filings():
    _compare(seed=1, count=2000)


@pytest.mark.prove
def test_a_naive_second_implementation_agrees_on_twenty_thousand_filings():
    _compare(seed=2, count=20_000)


def test_the_made_up_filings_are_not_all_alike():
    rng = random.Random(1)
    answers = [law.deadlines(random_question(rng)) for _ in range(2000)]

    states = {each.state for answer in answers for each in answer.deadlines}
    warned = {each.code for answer in answers for each in answer.warnings}
    assert states == set(law.ClockState)
    assert len({answer.state for answer in answers}) >= 12
    assert len(warned) >= 25
    assert {answer.procedure for answer in answers} == set(PUBLIC + DOCUMENTS + OTHERS)
