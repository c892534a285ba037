"""Says where a filing stands."""

from app.law.catalog import procedure
from app.law.history import amendment_rounds
from app.law.model import Basis, Bound, ClockState, Deadline, FilingState, Kind
from app.law.packs import ANSWERS
from app.law.sheet import Sheet


def filing_state(sheet: Sheet, family: str) -> FilingState:
    """Where the filing stands on the day of the question."""
    history = sheet.history
    if history.first("closed"):
        return FilingState.CLOSED
    if sheet.withdrawn:
        return FilingState.WITHDRAWN
    if family == "abroad":
        return _of_abroad(sheet)
    if history.first("suit_filed"):
        return FilingState.IN_COURT
    if _awaits_determination(sheet):
        return FilingState.IN_REVIEW
    return _OF_FAMILY[family](sheet)


def _awaits_determination(sheet: Sheet) -> bool:
    review = sheet.history.last("review_filed")
    return review is not None and sheet.history.next(review, "determination_notified") is None


def _of_request(sheet: Sheet) -> FilingState:
    """A request that an agency decides."""
    history = sheet.history
    owed = [each for each in sheet.deadlines if is_owed(each)]
    if any(each.state is ClockState.OVERDUE for each in owed):
        return FilingState.OVERDUE
    if history.first("decision_notified") and not any(each.state is ClockState.RUNNING for each in owed):
        return _of_decided(sheet)
    if history.first("disclosed") and not owed:
        return FilingState.DISCLOSED
    return _of_pending(sheet, owed=bool(owed))


def is_owed(deadline: Deadline) -> bool:
    """Whether a deadline is the other side's day to decide or to disclose."""
    return deadline.bound is Bound.AGENCY and deadline.kind is Kind.LATEST


def _of_decided(sheet: Sheet) -> FilingState:
    if sheet.history.first("disclosed"):
        return FilingState.DISCLOSED
    asked = [each for each in sheet.deadlines if each.clock.endswith(".implementation_request")]
    # APPI 87 (4), FOI Act 14 (3): with no request for implementation in time, she must request again.
    if asked and all(each.state is ClockState.EXPIRED for each in asked):
        return FilingState.LAPSED
    return FilingState.DECIDED


def _of_pending(sheet: Sheet, *, owed: bool) -> FilingState:
    history = sheet.history
    rounds = amendment_rounds(history, sheet.as_of)
    if rounds and rounds[-1].answered is None:
        return FilingState.AMENDMENT
    used = procedure(sheet.question.procedure).events
    if history.first("exception_notified") and "exception_notified" in used:
        return FilingState.PENDING_EXCEPTION
    if history.first("extension_notified"):
        return FilingState.PENDING_EXTENDED
    # A day on the agency's own paper shows that the request is there, though nobody noted its arrival.
    return FilingState.PENDING if owed else _of_mail(sheet, FilingState.PENDING)


def _of_mail(sheet: Sheet, arrived: FilingState) -> FilingState:
    if sheet.history.first("received"):
        return arrived
    return FilingState.SENT if sheet.history.first("sent") else FilingState.DRAFT


def _of_answer(sheet: Sheet) -> FilingState:
    """A request, an inquiry or a complaint that is simply answered."""
    if sheet.history.first("disclosed"):
        return FilingState.DISCLOSED
    if any(map(sheet.history.first, ("answered", "refused", "carried_out"))):
        return FilingState.ANSWERED
    return _of_mail(sheet, FilingState.PENDING)


def _of_register(sheet: Sheet) -> FilingState:
    """A request that a register answers by disclosing, within days that its Act numbers."""
    answered = _of_answer(sheet)
    if answered is not FilingState.PENDING:
        return answered
    if any(each.state is ClockState.OVERDUE for each in sheet.deadlines):
        return FilingState.OVERDUE
    extended = any(each.basis is Basis.EXTENSION for each in sheet.deadlines)
    return FilingState.PENDING_EXTENDED if extended else answered


def _of_abroad(sheet: Sheet) -> FilingState:
    """A request abroad: answered like a business's, with a day after which they are late."""
    if any(each.state is ClockState.OVERDUE for each in sheet.deadlines):
        return FilingState.OVERDUE
    used = procedure(sheet.question.procedure).events
    review = sheet.history.last("review_filed") if "review_filed" in used else None
    if review and sheet.history.next(review, *ANSWERS) is None:
        return FilingState.IN_REVIEW
    answer = _of_answer(sheet)
    if answer is not FilingState.PENDING:
        return answer
    rounds = amendment_rounds(sheet.history, sheet.as_of)
    if rounds and rounds[-1].answered is None and "amendment_asked" in used:
        return FilingState.AMENDMENT
    extended = sheet.history.first("extension_notified") and "extension_notified" in used
    return FilingState.PENDING_EXTENDED if extended else FilingState.PENDING


def _of_review(sheet: Sheet) -> FilingState:
    if sheet.history.first("determination_notified"):
        return FilingState.DECIDED
    return _of_mail(sheet, FilingState.IN_REVIEW)


def _of_suit(sheet: Sheet) -> FilingState:
    if sheet.history.first("decision_notified"):
        return FilingState.DECIDED
    return _of_mail(sheet, FilingState.IN_COURT)


_OF_FAMILY = {
    "public": _of_request,
    "private": _of_answer,
    "register": _of_register,
    "without_delay": _of_answer,
    "plain": _of_answer,
    "review": _of_review,
    "suit": _of_suit,
}
