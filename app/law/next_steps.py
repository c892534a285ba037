"""Says what the requester can do now, by when, and why."""

from datetime import date, timedelta

from app.law.catalog import procedure
from app.law.hints import hints, step
from app.law.model import Basis, ClockState, Deadline, FilingState, NextStep
from app.law.sheet import Sheet
from app.law.states import is_owed

# The letter travels after the decision is made; this many days are a custom of the product, not law.
MAIL_GRACE = timedelta(days=7)
# What a running or open clock of hers asks her to do.
_ACTS = {
    "appi.amendment": "answer_amendment",
    "foi.amendment": "answer_amendment",
    "foi.local.amendment": "answer_amendment",
    "jlis.documents.amendment": "answer_amendment",
    "appi.disclosure.implementation_request": "request_implementation",
    "foi.implementation_request": "request_implementation",
    "foi.more_disclosure": "request_more",
    "appi.correction.window": "consider_correction",
    "appi.suspension.window": "consider_suspension",
    "review.request": "consider_review",
    "review.inaction": "review_inaction",
    "suit.revocation": "consider_suit",
    "review.date_given": "keep_date",
    "suit.date_given": "keep_date",
    "appi_private.follow_up": "ask_again",
    "appi_private.suit": "private_suit",
    "basic_resident.correction.follow_up": "ask_again",
    "jpki.correction.follow_up": "ask_again",
    "inquiry.follow_up": "ask_again",
    "complaint.follow_up": "ask_again",
}
# The year from the decision ends with the period from its notice, where it ends first.
_OUTER = {"review.request": "review.request.objective", "suit.revocation": "suit.revocation.objective"}
_MAIL = {FilingState.DRAFT: "send_request", FilingState.SENT: "record_arrival"}
_FAR = date.max


def next_steps(sheet: Sheet, state: FilingState) -> tuple[NextStep, ...]:
    """What can be done next, the nearest day first; what has no day comes last."""
    if state is FilingState.CLOSED:
        return ()
    # After a withdrawal only what an earlier decision gave her is left.
    steps = _of_hers(sheet)
    if state is not FilingState.WITHDRAWN:
        theirs = [*_of_agency(sheet), *_of_reply(sheet)]
        steps = [*_of_mail(sheet, state), *theirs, *steps, *hints(sheet, state)]
    # One act by one day is said once, however many clocks ask for it.
    said: dict[tuple[str, date | None], NextStep] = {}
    for each in steps:
        said.setdefault((each.id, each.by), each)
    return tuple(sorted(said.values(), key=lambda each: each.by or _FAR))


def _of_mail(sheet: Sheet, state: FilingState) -> list[NextStep]:
    if state not in _MAIL:
        return []
    step_id = _MAIL[state]
    counted = procedure(sheet.question.procedure).counts_from_arrival
    return [step(step_id, None, said=step_id if counted else f"{step_id}_uncounted")]


def _of_agency(sheet: Sheet) -> list[NextStep]:
    """While they owe a decision, or a register owes its data: wait for it, and once it is late, ask."""
    info = procedure(sheet.question.procedure)
    if sheet.shown_undecided and "decision_notified" in info.events:
        return [step("record_decision", None)]
    if info.not_reviewed:
        return []  # an answer abroad has its own words (_of_reply)
    return [_of_owed(sheet, each) for each in sheet.deadlines if is_owed(each) and _is_pending(each)]


def _is_pending(deadline: Deadline) -> bool:
    return deadline.state in (ClockState.OVERDUE, ClockState.RUNNING)


def _of_owed(sheet: Sheet, deadline: Deadline) -> NextStep:
    kind = "decision" if ".decision" in deadline.clock else "disclosure"
    if deadline.state is ClockState.OVERDUE:
        return step(
            "ask_status", None, deadline, said="ask_status" if kind == "decision" else "ask_status_disclosure"
        )
    if deadline.due:
        return step(f"wait_for_{kind}", _heard_by(sheet, deadline.due), deadline)
    if deadline.basis is Basis.ORDINANCE:
        return step("find_ordinance_days", None, deadline)
    return step("ask_until", None, deadline)


def _of_reply(sheet: Sheet) -> list[NextStep]:
    """While somebody abroad owes an answer: wait for it, and once it is late, ask."""
    steps = []
    for deadline in sheet.deadlines:
        if not deadline.clock.endswith(".respond"):
            continue
        if deadline.state is ClockState.OVERDUE:
            steps.append(step("ask_status", None, deadline, said="ask_answer"))
        elif deadline.state is ClockState.RUNNING and deadline.due:
            steps.append(step("wait_for_answer", deadline.due + MAIL_GRACE, deadline))
        elif deadline.state is ClockState.RUNNING:
            steps.append(step("ask_until", None, deadline, said="ask_answer_day"))
    return steps


def _heard_by(sheet: Sheet, due: date) -> date:
    """When a decision made in time is here; the days of an amendment may come on top of its day."""
    silent = next((each.nominal for each in sheet.deadlines if each.clock == "review.inaction"), None)
    return max(due, silent - timedelta(days=1) if silent else due) + MAIL_GRACE


def _of_hers(sheet: Sheet) -> list[NextStep]:
    steps = []
    for deadline in sheet.deadlines:
        act = _ACTS.get(deadline.clock)
        if act and deadline.state is ClockState.RUNNING:
            # She acts by the day of the count; the closed days after it are only a fallback.
            steps.append(_nearer(sheet, act, deadline))
        elif act and deadline.state is ClockState.OPEN and not _is_settled(sheet, deadline):
            steps.append(step(act, None, deadline))
    return steps


def _is_settled(sheet: Sheet, deadline: Deadline) -> bool:
    # What was shown was decided, though nobody recorded the notice.
    return deadline.clock == "review.inaction" and sheet.shown_undecided


def _nearer(sheet: Sheet, act: str, deadline: Deadline) -> NextStep:
    """The act by the nearest day that may end it: the year from the decision, or the first decision's own."""
    by, ends = deadline.nominal, deadline
    outer = _OUTER.get(deadline.clock)
    if outer is None:
        return step(act, by, deadline)
    for each in sheet.deadlines:
        if each.clock == outer and each.cause == deadline.cause and by and each.nominal and each.nominal < by:
            by, ends = each.nominal, each
    safe = [each.on for each in deadline.assumptions if each.code == "original_suit_day" and each.on]
    if by and safe and sheet.as_of <= safe[0] < by:
        return step(act, safe[0], deadline)
    return step(act, by, ends, said=act if ends is deadline else f"{act}_by_year")
