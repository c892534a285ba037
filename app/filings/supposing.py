"""What would follow if something happened on a day: computed beside the filing, and never recorded."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app import law
from app.calculator.explain import Explained, explain
from app.filings import offers
from app.filings.forms import outcomes
from app.filings.timeline import Put
from app.web.forms import Form

_OVER = {law.ClockState.MET, law.ClockState.MET_LATE, law.ClockState.VOID}


@dataclass(frozen=True, slots=True)
class Supposed:
    """One deadline as it would be, beside the day on which it is now."""

    one: Explained
    before: date | None
    is_new: bool

    @property
    def is_moved(self) -> bool:
        return not self.is_new and self.one.day != self.before


@dataclass(frozen=True, slots=True)
class Outlook:
    """All that would follow, and what would end."""

    event: law.Event
    options: law.Options
    running: tuple[Supposed, ...]
    ended: tuple[Explained, ...]


def read_event(form: Form, procedure: law.ProcedureInfo) -> law.Event | None:
    """The event that is supposed, or None when something in the form must be mended."""
    kind = form.choice("kind", offers.recordable(procedure))
    on = form.day("when")
    takes = law.event_kind(kind).takes if kind else ()
    outcome = form.choice("outcome", outcomes(procedure, kind), required=False) if "outcome" in takes else ""
    until = form.day("until", required=False) if "until" in takes else None
    if on is not None and until is not None and until < on:
        form.problem("until", "filings.errors.until_before")
    if on is None or not form.ok:
        return None
    return law.Event(kind, on, until, outcome=outcome or None)


def suppose(put: Put, event: law.Event) -> Outlook:
    """The deadlines on the day of the event, as if it had been recorded."""
    question = put.question
    # Put at the end, it leaves the places of all others as they are, by which deadlines are known again.
    supposed = replace(question, events=(*question.events, event), as_of=max(question.as_of, event.on))
    now = {(each.clock, each.cause): each for each in law.deadlines(question).deadlines}
    shown = [
        (each, now.get((each.clock, each.cause)))
        for each in law.deadlines(supposed).deadlines
        if each.cause is None or each.cause == len(question.events) or put.causes[each.cause] in put.own
    ]
    running = [_beside(each, before, question.options) for each, before in shown if each.state not in _OVER]
    ended = [
        explain(each, question.options)
        for each, before in shown
        if each.state in _OVER and before is not None and before.state not in _OVER
    ]
    return Outlook(event, question.options, tuple(_by_day(running)), tuple(ended))


def _beside(deadline: law.Deadline, before: law.Deadline | None, options: law.Options) -> Supposed:
    one = explain(deadline, options)
    return Supposed(one, explain(before, options).day if before else None, before is None)


def _by_day(supposed: Sequence[Supposed]) -> list[Supposed]:
    """What is new or moved first, then by day."""
    return sorted(
        supposed,
        key=lambda each: (not (each.is_new or each.is_moved), each.one.day or date.max, each.one.clock.id),
    )
