"""Two implementations that share no code agree on thousands of made-up requests abroad."""

import random
from datetime import date, timedelta

import pytest
from naive_abroad import RULES, naive_answer_abroad

from app import law

ABROAD = [each.id for each in law.PROCEDURES.values() if each.not_reviewed]
FIRST = date(2023, 1, 1)


def random_question(rng):
    """A question from a random number generator; dates lie close together, so that orders get odd."""
    info = law.procedure(rng.choice(ABROAD))
    start = FIRST + timedelta(days=rng.randrange(4500))
    events = [law.Event("received", start)] if rng.random() < 0.95 else []
    kinds = [kind for kind in info.events if kind not in {"sent", "closed"}] + ["extension_notified"]
    events += [_event(rng, rng.choice(kinds), start, info) for _ in range(rng.randrange(6))]
    rng.shuffle(events)
    closed = frozenset(start + timedelta(days=rng.randrange(60)) for _ in range(rng.choice([0, 0, 3])))
    calendar = rng.choice([*info.calendars, "national", "de", "us"])
    options = law.Options(calendar=calendar, closed_days=closed)
    as_of = start + timedelta(days=rng.randrange(-5, 150))
    return law.Question(info.id, tuple(dict.fromkeys(events)), as_of, options)


def _event(rng, kind, start, info):
    on = start + timedelta(days=rng.choice([rng.randrange(-3, 30), rng.randrange(100)]))
    until = on + timedelta(days=rng.randrange(90))
    if kind == "date_given":
        return law.Event(kind, on, until=until, clock=rng.choice(info.clocks))
    named = kind == "extension_notified" and rng.random() < 0.7
    return law.Event(kind, on, until=until if named else None)


def _dates(question):
    answer = law.deadlines(question, explain=False)
    return {(each.clock, each.cause): (each.nominal, each.due, each.state.value) for each in answer.deadlines}


def _compare(seed, count):
    rng = random.Random(seed)
    for _ in range(count):
        question = random_question(rng)
        assert _dates(question) == naive_answer_abroad(question), question


def test_a_naive_second_implementation_agrees_on_two_thousand_requests_abroad():
    _compare(seed=1, count=2000)


@pytest.mark.prove
def test_a_naive_second_implementation_agrees_on_twenty_thousand_requests_abroad():
    _compare(seed=2, count=20_000)


def test_the_made_up_requests_are_not_all_alike():
    rng = random.Random(1)
    answers = [law.deadlines(random_question(rng)) for _ in range(2000)]

    states = {each.state for answer in answers for each in answer.deadlines}
    assert states == {
        law.ClockState.RUNNING,
        law.ClockState.MET,
        law.ClockState.MET_LATE,
        law.ClockState.OVERDUE,
        law.ClockState.VOID,
    }
    assert {each.clock for answer in answers for each in answer.deadlines} == set(RULES)
    assert len({each.code for answer in answers for each in answer.warnings}) >= 12
