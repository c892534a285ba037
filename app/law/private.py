"""The clocks of a request to a business: the Act says "without delay", and one day opens the courts."""

from datetime import date, timedelta

from app.law.book import Value, clocks
from app.law.catalog import procedure
from app.law.history import Fact
from app.law.ledger import Ledger
from app.law.model import Basis, Certainty
from app.law.phrases import plain
from app.law.sheet import Sheet, next_day

# To show the data or to correct it is an answer too, though nobody wrote a letter.
_ANSWERS = ("answered", "disclosed", "carried_out")


def add_private_request(sheet: Sheet) -> None:
    """Write every clock of a request to a business."""
    if "appi_private.suit" in procedure(sheet.question.procedure).clocks:
        # Article 39 does not name Article 32 (2), so the purpose of use has no such day.
        _add_suit(sheet)
    add_follow_ups(sheet)


def add_follow_ups(sheet: Sheet) -> None:
    """Where the law only says "without delay": the days on which this product suggests to ask."""
    for clock_id in procedure(sheet.question.procedure).clocks:
        if ".follow_up" in clock_id:
            _add_follow_up(sheet, clock_id)


def _add_suit(sheet: Sheet) -> None:
    received, refused = sheet.history.first("received"), sheet.history.first("refused")
    cause = received or refused
    info = clocks()["appi_private.suit"]
    value = sheet.rule(info, "period", cause) if cause else None
    if cause is None or value is None:
        return
    answered = _ending_answer(sheet)
    nominal = _first_day(received, refused, value)
    by_analogy = sheet.question.procedure == "jp.appi_private.third_party_record"
    ledger = sheet.ledger()
    if ledger:
        if refused and refused.on == nominal:
            ledger.notice("step.start_refused", nominal, value.citation)
        else:
            _explain_two_weeks(ledger, cause, nominal, value)
        if by_analogy:
            ledger.assume("third_party_record_suit")
    sheet.add(
        info,
        cause,
        nominal,
        void=answered.on if answered else None,
        ledger=ledger,
        certainty=Certainty.INFERENCE if by_analogy else value.certainty,
    )


def _ending_answer(sheet: Sheet) -> Fact | None:
    """The answer that leaves nothing to sue over: Article 39 (1), proviso, reopens the court on a refusal."""
    refused = sheet.history.last("refused")
    return sheet.history.next(refused, *_ANSWERS) if refused else _first(sheet, _ANSWERS)


def _first_day(received: Fact | None, refused: Fact | None, value: Value) -> date:
    """Article 39 (1): once two weeks from the arrival have passed, or at once after a refusal."""
    days = [refused.on] if refused else []
    if received:
        days.append(next_day(received.on + timedelta(days=value.days)))
    return min(days)


def _explain_two_weeks(ledger: Ledger, cause: Fact, nominal: date, value: Value) -> None:
    ledger.start("step.start_received", cause.on)
    ledger.count(plain("step.period_two_weeks"), cause.on + timedelta(days=value.days), value.citation)
    ledger.count(plain("step.next_day"), nominal, value.citation)
    ledger.assume("two_weeks_official")


def _add_follow_up(sheet: Sheet, clock_id: str) -> None:
    info = clocks()[clock_id]
    received = sheet.history.first("received")
    value = sheet.rule(info, "period", received) if received else None
    if received is None or value is None:
        return
    nominal = received.on + timedelta(days=value.days)
    ended = _first(sheet, (*_ANSWERS, "refused"))
    ledger = sheet.ledger()
    if ledger:
        ledger.start("step.start_received", received.on)
        ledger.count(plain("step.period_custom"), nominal, procedure(sheet.question.procedure).duty)
    sheet.add(
        info,
        received,
        nominal,
        basis=Basis.INFERENCE,
        void=ended.on if ended else None,
        ledger=ledger,
    )


def _first(sheet: Sheet, kinds: tuple[str, ...]) -> Fact | None:
    return min(filter(None, map(sheet.history.first, kinds)), default=None)
