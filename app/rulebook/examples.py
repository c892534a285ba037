"""Finds for each clock the smallest story that starts it, so that its counting can be shown on an example."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import combinations, product

from app import law
from app.calculator.explain import Explained, explain

_MOST_EVENTS = 3
# On which day of a story an event happens: day 0 is the arrival of the papers.
_SENT, _SOON, _MIDDLE, _LATE, _AFTER, _LONG_AFTER = -3, 5, 12, 20, 40, 200
_DAY_OF = {
    "sent": _SENT,
    "received": 0,
    "amendment_asked": _SOON,
    "date_given": _SOON,
    "third_party_objected": _SOON,
    "refused": _SOON,
    "amendment_received": _MIDDLE,
    "disclosed": _AFTER,
    "carried_out": _AFTER,
    "determination_notified": _LONG_AFTER,
}
_UNTIL_AFTER = 30
_DECIDED_BEFORE = 2
# These end a story, or come from another filing; none of them starts a clock in the simplest story.
_LEFT_OUT = frozenset({"withdrawn", "agent_lost_authority", "closed"})
_BASE = date(2026, 12, 1)


@dataclass(frozen=True, slots=True)
class Example:
    """A story in which a clock runs, and the explanation of its day."""

    question: law.Question
    explained: Explained


def example_of(clock_id: str, today: date) -> Example | None:
    """The example of a clock with the papers arriving today; None when no short story starts it."""
    story = stories().get(clock_id)
    if story is None:
        return None
    question = law.Question(story.procedure, _moved(story.events, today), today)
    deadline = _of(clock_id, law.deadlines(question))
    return None if deadline is None else Example(question, explain(deadline, question.options))


@cache
def stories() -> Mapping[str, law.Question]:
    """For each clock its smallest story, beginning on a fixed day."""
    found: dict[str, law.Question] = {}
    for procedure in law.PROCEDURES.values():
        wanted = {clock for clock in procedure.clocks if clock not in found}
        for question in _questions(procedure) if wanted else ():
            dated = _dated(question) & wanted
            found |= dict.fromkeys(dated, question)
            wanted -= dated
            if not wanted:
                break
    return found


def _questions(procedure: law.ProcedureInfo) -> Iterator[law.Question]:
    kinds = [kind for kind in procedure.events if kind not in _LEFT_OUT and not kind.endswith("_filed")]
    # What the law counts goes before a day that a paper names.
    kinds.sort(key="date_given".__eq__)
    for size in range(1, _MOST_EVENTS + 1):
        for chosen in combinations(kinds, size):
            for events in product(*(list(_events(procedure, kind)) for kind in chosen)):
                yield law.Question(procedure.id, events, _BASE)


def _events(procedure: law.ProcedureInfo, kind: str) -> Iterator[law.Event]:
    """The ways in which an event of that kind can happen."""
    on = _BASE + timedelta(days=_DAY_OF.get(kind, _LATE))
    takes = law.event_kind(kind).takes
    until = on + timedelta(days=_UNTIL_AFTER) if "until" in takes else None
    decided_on = on - timedelta(days=_DECIDED_BEFORE) if "decided_on" in takes else None
    known = law.DETERMINATION_OUTCOMES if kind == "determination_notified" else procedure.outcomes
    outcomes: tuple[str | None, ...] = known if "outcome" in takes else (None,)
    datable = tuple(clock for clock in procedure.clocks if law.is_datable(clock))
    clocks: tuple[str | None, ...] = (datable or (None,)) if "clock" in takes else (None,)
    for outcome, clock in product(outcomes, clocks):
        yield law.Event(kind, on, until, decided_on, outcome, clock)


def _dated(question: law.Question) -> set[str]:
    answer = law.deadlines(question, explain=False)
    return {deadline.clock for deadline in answer.deadlines if deadline.due is not None}


def _of(clock_id: str, answer: law.Answer) -> law.Deadline | None:
    return next((deadline for deadline in answer.deadlines if deadline.clock == clock_id), None)


def _moved(events: tuple[law.Event, ...], today: date) -> tuple[law.Event, ...]:
    """The same story with its first event today."""
    by = today - min(event.on for event in events)
    return tuple(
        law.Event(
            event.kind,
            event.on + by,
            event.until and event.until + by,
            event.decided_on and event.decided_on + by,
            event.outcome,
            event.clock,
        )
        for event in events
    )
