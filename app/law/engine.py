"""The one function: turns a question into its answer."""

from collections.abc import Callable

from app.law.abroad import add_request_abroad
from app.law.book import version
from app.law.catalog import procedure
from app.law.given import add_named_days, override_by_paper
from app.law.model import Answer, Question
from app.law.next_steps import next_steps
from app.law.oddities import note_oddities
from app.law.private import add_follow_ups, add_private_request
from app.law.registers import add_register_request
from app.law.remedies import add_suits_after_determination
from app.law.requests import add_public_request
from app.law.sheet import Sheet
from app.law.states import filing_state


def deadlines(question: Question, *, explain: bool = True) -> Answer:
    """Every deadline of one filing as of one day.

    With `explain=False` only the dates, states and ids are computed: no steps, citations, assumptions,
    warnings or next steps. Raises KeyError when the rule book does not know the procedure.

    A deadline's `cause` is the index of an event as the question lists them. Where a question carries a
    `determination_notified` derived from a review filed later, the suit it opens has that event as its cause;
    it belongs to the review's own filing.
    """
    info = procedure(question.procedure)
    sheet = Sheet(question, explain=explain)
    _FAMILIES[info.family](sheet)
    if sheet.history.first("date_given") and info.family != "abroad":
        override_by_paper(sheet)
    state = filing_state(sheet, info.family)
    if explain:
        note_oddities(sheet)
    return Answer(
        question.procedure,
        state,
        question.as_of,
        version(),
        tuple(sheet.deadlines),
        tuple(sheet.warnings.values()),
        next_steps(sheet, state) if explain else (),
    )


def _public(sheet: Sheet) -> None:
    add_public_request(sheet)
    if "suit.revocation" in procedure(sheet.question.procedure).clocks:
        add_suits_after_determination(sheet)


def _review(sheet: Sheet) -> None:
    add_named_days(sheet)
    add_suits_after_determination(sheet)


_FAMILIES: dict[str, Callable[[Sheet], None]] = {
    "public": _public,
    "private": add_private_request,
    "register": add_register_request,
    "without_delay": add_follow_ups,
    "review": _review,
    "suit": _review,
    "plain": add_named_days,
    "abroad": add_request_abroad,
}
