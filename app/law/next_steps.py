"""Says what the requester can do now, by when, and why."""

from datetime import date, timedelta

from app.law.model import ClockState, Deadline, FilingState, NextStep
from app.law.phrases import Phrase
from app.law.sheet import Sheet

# The letter travels after the decision is made; this many days are a custom of the product, not law.
MAIL_GRACE = timedelta(days=7)
# What a running or open clock of hers asks her to do.
_ACTS = {
    "appi.amendment": "answer_amendment",
    "appi.disclosure.implementation_request": "request_implementation",
    "appi.correction.window": "consider_correction",
    "appi.suspension.window": "consider_suspension",
    "review.request": "consider_review",
    "review.inaction": "review_inaction",
    "suit.revocation": "consider_suit",
    "review.date_given": "keep_date",
    "suit.date_given": "keep_date",
    "appi_private.follow_up": "ask_again",
    "appi_private.suit": "private_suit",
    "inquiry.follow_up": "ask_again",
    "complaint.follow_up": "ask_again",
}
_ENDED = (FilingState.WITHDRAWN, FilingState.CLOSED)
_FAR = date.max


def next_steps(sheet: Sheet, state: FilingState) -> tuple[NextStep, ...]:
    """What can be done next, the nearest day first; what has no day comes last."""
    if state in _ENDED:
        return ()
    steps = [*_of_mail(state), *_of_agency(sheet), *_of_hers(sheet), *_of_gaps(sheet, state)]
    # One act by one day is said once, however many clocks ask for it.
    said: dict[tuple[str, date | None], NextStep] = {}
    for step in steps:
        said.setdefault((step.id, step.by), step)
    return tuple(sorted(said.values(), key=lambda step: step.by or _FAR))


def _of_mail(state: FilingState) -> list[NextStep]:
    if state is FilingState.DRAFT:
        return [_step("send_request", None)]
    return [_step("record_arrival", None)] if state is FilingState.SENT else []


def _of_agency(sheet: Sheet) -> list[NextStep]:
    """While they owe a decision: wait for it, and once it is late, ask."""
    steps = []
    for deadline in sheet.deadlines:
        if ".decision" not in deadline.clock:
            continue
        if deadline.state is ClockState.OVERDUE:
            steps.append(_step("ask_status", None, deadline))
        elif deadline.state is ClockState.RUNNING and deadline.due:
            steps.append(_step("wait_for_decision", deadline.due + MAIL_GRACE, deadline))
        elif deadline.state is ClockState.RUNNING:
            steps.append(_step("ask_until", None, deadline))
    return steps


def _of_hers(sheet: Sheet) -> list[NextStep]:
    steps = []
    for deadline in sheet.deadlines:
        act = _ACTS.get(deadline.clock)
        if act and deadline.state is ClockState.RUNNING:
            # She acts by the day of the count; the closed days after it are only a fallback.
            steps.append(_step(act, deadline.nominal, deadline))
        elif act and deadline.state is ClockState.OPEN:
            steps.append(_step(act, None, deadline))
    return steps


def _of_gaps(sheet: Sheet, state: FilingState) -> list[NextStep]:
    """What is missing in the record, or has to begin again."""
    steps = []
    decisions = sheet.history.all("decision_notified")
    if any(fact.event.outcome is None for fact in decisions):
        steps.append(_step("record_outcome", None))
    if state is FilingState.LAPSED:
        steps.append(_step("request_again", None))
    return steps


def _step(step_id: str, by: date | None, deadline: Deadline | None = None) -> NextStep:
    clock, cause = (deadline.clock, deadline.cause) if deadline else (None, None)
    return NextStep(step_id, by, Phrase(f"next.{step_id}"), clock, cause)
