"""What holds for every filing, however odd its events."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from questions_made_up import questions

from app import law

DAY = timedelta(days=1)
relaxed = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def _dates(question):
    answer = law.deadlines(question, explain=False)
    return {(each.clock, each.cause): (each.nominal, each.due) for each in answer.deadlines}


def _states(question):
    return {(each.clock, each.cause): each.state for each in law.deadlines(question, explain=False).deadlines}


@relaxed
@given(questions())
def test_replay_equals_incremental(question):
    """Recording one event after another, in the order of their days, ends where asking at once ends."""
    order = sorted(range(len(question.events)), key=lambda place: (question.events[place].on, place))
    recorded = tuple(question.events[place] for place in order)

    told = law.deadlines(replace(question, events=recorded))
    whole = law.deadlines(question)

    names = dict(enumerate(order))
    assert [each._replace(cause=names[each.cause]) for each in told.deadlines] == list(whole.deadlines)
    assert told.state == whole.state
    assert told.next_steps == tuple(
        each._replace(cause=order.index(each.cause)) if each.cause is not None else each
        for each in whole.next_steps
    )


@relaxed
@given(questions(), st.integers(0, 400))
def test_no_date_moves_without_an_event(question, days):
    """Only an open amendment moves a date as the days go by."""
    assume("amendment_asked" not in {event.kind for event in question.events})

    assert _dates(question) == _dates(replace(question, as_of=question.as_of + days * DAY))


@relaxed
@given(questions())
def test_dates_alone_are_the_dates_of_the_explained_answer(question):
    explained, dates = law.deadlines(question), law.deadlines(question, explain=False)

    bare = [each._replace(steps=(), citations=(), assumptions=()) for each in explained.deadlines]
    assert bare == list(dates.deadlines)
    assert explained.state == dates.state
    assert (dates.warnings, dates.next_steps) == ((), ())


@relaxed
@given(questions(), st.integers(1, 20))
def test_a_longer_period_never_ends_earlier(question, more):
    days = min(question.options.decision_days or 10, 10)
    short = replace(question, options=replace(question.options, decision_days=days))
    longer = replace(question, options=replace(question.options, decision_days=days + more))

    after = _dates(longer)
    for key, (nominal, due) in _dates(short).items():
        # A notice of the exception may be late for the shorter period only: silence then has another cause.
        if nominal and key in after:
            assert nominal <= after[key][0]
            assert due <= after[key][1]


@relaxed
@given(questions())
def test_a_request_that_arrives_later_is_never_due_earlier(question):
    moved = tuple(
        replace(event, on=event.on + DAY) if event.kind == "received" else event for event in question.events
    )
    later = _dates(replace(question, events=moved))

    for key, (nominal, due) in _dates(question).items():
        if key in later and nominal and later[key][0]:
            assert nominal <= later[key][0]
            assert due <= later[key][1]


@relaxed
@given(questions())
def test_a_due_day_is_the_nominal_day_or_an_open_day_after_it(question):
    for deadline in law.deadlines(question).deadlines:
        if deadline.nominal != deadline.due:
            assert deadline.nominal < deadline.due
            assert not law.is_closed(deadline.due)
            assert all(
                law.is_closed(deadline.nominal + n * DAY, closed_days=question.options.closed_days)
                for n in range((deadline.due - deadline.nominal).days)
            )


@relaxed
@given(questions(), st.integers(0, 60))
def test_a_clock_that_is_over_stays_over(question, days):
    later = _states(replace(question, as_of=question.as_of + days * DAY))

    for key, state in _states(question).items():
        if state in {law.ClockState.MET, law.ClockState.MET_LATE, law.ClockState.VOID}:
            assert later[key] is state


@relaxed
@given(questions())
def test_an_ended_clock_and_only_an_ended_clock_has_an_end(question):
    over = {law.ClockState.MET, law.ClockState.MET_LATE, law.ClockState.VOID}
    for deadline in law.deadlines(question).deadlines:
        assert (deadline.ended_on is not None) == (deadline.state in over)
        assert deadline.paused_from is None or deadline.ended_on is None


@relaxed
@given(questions())
def test_an_open_amendment_moves_the_paused_clocks_by_the_days_since(question):
    """What the projection relies on: the day as of the asking, and the days since."""
    for deadline in law.deadlines(question).deadlines:
        asked = deadline.paused_from
        if asked is None or question.as_of < asked:
            continue
        then = law.deadlines(replace(question, as_of=asked)).deadlines
        before = next(each for each in then if (each.clock, each.cause) == (deadline.clock, deadline.cause))
        if deadline.clock.endswith(".decision"):
            # Where an extension names no day there is none to move.
            since = question.as_of - asked
            assert deadline.nominal == (before.nominal and before.nominal + since)


@relaxed
@given(questions())
def test_the_steps_lead_to_the_day(question):
    for deadline in law.deadlines(question).deadlines:
        if deadline.nominal is None:
            continue
        assert deadline.steps[-1].kind is law.StepKind.RESULT
        assert deadline.steps[-1].to == deadline.due
        _walk(deadline)


def _walk(deadline):
    """A reader with a paper calendar: put a finger on the first day and count."""
    finger, counted_start = None, False
    for step in deadline.steps:
        if step.kind in {law.StepKind.COUNT, law.StepKind.PAUSE, law.StepKind.ROLL}:
            next_to_count = finger + (DAY if step.days >= 0 else -DAY)
            assert step.from_ == (finger if counted_start else next_to_count)
            first = step.from_ - (DAY if step.days >= 0 else -DAY)
            assert step.to == first + step.days * DAY
            if step.kind is law.StepKind.ROLL:
                assert finger == deadline.nominal
        else:
            assert step.from_ == step.to
            assert step.days == 0
        finger, counted_start = step.to, step.phrase.key.endswith("_counted")
    assert finger == deadline.due


@relaxed
@given(questions())
def test_every_sentence_is_complete_in_both_languages(question):
    wire = law.to_wire(law.deadlines(question))

    for text in _texts(wire):
        assert set(text) == {"ja", "en"}
        assert all(words and "{" not in words and "None" not in words for words in text.values())


def _texts(value):
    if isinstance(value, dict):
        if "ja" in value:
            yield value
        else:
            for each in value.values():
                yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


@relaxed
@given(questions())
def test_the_picture_counts_what_the_steps_count(question):
    for deadline in law.deadlines(question).deadlines:
        weeks = law.month_picture(deadline, question.options)
        days = [day for week in weeks for day in week.days]
        if not weeks:
            continue
        told = law.stretches(deadline, question.options)
        assert all(one.last.on + DAY == next_one.first.on for one, next_one in pairwise(told))
        assert {told[0].first.on, told[-1].last.on} == {deadline.steps[0].from_, deadline.due}
        assert all(stretch.text["ja"] and stretch.text["en"] for stretch in told)
        assert all(len(week.days) == 7 and week.days[0].on.weekday() == 0 for week in weeks)
        assert [day.on for day in days if law.Mark.DUE in day.marks] == [deadline.due]
        if not any(week.skipped for week in weeks):
            assert [day.on for day in days if law.Mark.NOMINAL in day.marks] == [deadline.nominal]
        assert len(weeks) <= 15


@relaxed
@given(st.dates(date(1989, 1, 8), date(2055, 12, 31)), st.integers(1, 90), st.integers(0, 30))
def test_adding_days_is_monotone(on, n, more):
    def due(days):
        question = law.Question(
            "jp.appi.disclosure",
            (law.Event("received", max(on, date(2022, 4, 1))),),
            on,
            law.Options(decision_days=days),
        )
        return law.deadlines(question, explain=False).deadlines[0].due

    assert due(n) <= due(n + more)
