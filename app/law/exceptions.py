"""The exception to the time limit: a part first and the rest later, or one decision on a named day."""

from collections.abc import Sequence
from datetime import date

from app.law.book import clocks
from app.law.history import Fact
from app.law.ledger import Ledger
from app.law.model import Basis, CountMode
from app.law.ordinances import ordinance_article
from app.law.periods import days_after, days_from
from app.law.phrases import plain
from app.law.printed import limit_on
from app.law.sheet import NEVER, Sheet
from app.law.timing import GRANTING, Limit, at_most, decided_on


def noticed_exception(sheet: Sheet, prefix: str) -> Fact | None:
    """The last notice of the exception; after the only decision there is nothing left to except."""
    exception = sheet.history.last("exception_notified")
    if not knows_exception(prefix):
        return None
    decided = sheet.history.first("decision_notified")
    if exception and decided and decided < exception and not _splits(prefix):
        sheet.warn("exception_after_decision", exception)
        return None
    return exception


def knows_exception(prefix: str) -> bool:
    """Whether the rules of a procedure know an exception to its time limit at all."""
    return _splits(prefix) or f"{prefix}.decision.exception" in clocks()


def add_excepted(sheet: Sheet, prefix: str, exception: Fact) -> Limit | None:
    """Write the clocks of the exception; the limit that runs, or ran last, is handed back."""
    if _splits(prefix):
        return _add_part_and_rest(sheet, prefix, exception)
    decided = sheet.history.last("decision_notified")
    return _add_named_day(sheet, f"{prefix}.decision.exception", exception, decided)


def start_from_arrival(ledger: Ledger, on: date, *, inclusive: bool) -> None:
    """The first line of a count from the arrival, in the agency's way of counting."""
    if inclusive:
        ledger.start_counted("step.start_received_counted", on)
    else:
        ledger.start("step.start_received", on)


def _splits(prefix: str) -> bool:
    # Article 84 lets an agency decide a part first; Articles 95 and 103 know one decision only.
    return f"{prefix}.decision.part" in clocks()


def _add_part_and_rest(sheet: Sheet, prefix: str, exception: Fact) -> Limit | None:
    """Article 84: a considerable part within 60 days, the rest by the day in the notice."""
    decisions = sheet.history.all("decision_notified")
    first = decisions[0] if decisions else None
    part = _add_part(sheet, f"{prefix}.decision.part", first)
    rest = _add_named_day(sheet, f"{prefix}.decision.rest", exception, _answers_rest(decisions, exception))
    if first:
        _doubt_rest(sheet, decisions, exception)
    return rest if first else part or rest


def _answers_rest(decisions: Sequence[Fact], exception: Fact) -> Fact | None:
    """One decision answers the part and the last one the rest; one that grants all answers both."""
    if len(decisions) > 1:
        return decisions[-1]
    whole = decisions and exception < decisions[0] and decisions[0].event.outcome in GRANTING
    return decisions[0] if whole else None


def _doubt_rest(sheet: Sheet, decisions: Sequence[Fact], exception: Fact) -> None:
    if len(decisions) == 1:
        covered = _answers_rest(decisions, exception) is not None
        sheet.doubt(sheet.deadlines[-1], "rest_granted" if covered else "rest_maybe_answered")


def _add_part(sheet: Sheet, clock_id: str, decision: Fact | None) -> Limit | None:
    info = clocks()[clock_id]
    received = sheet.history.first("received")
    value = sheet.rule(info, "period", received) if received else None
    if received is None or value is None:
        return None
    days = at_most(value.days, sheet.options.exception_days)
    if not days:
        return None
    inclusive = sheet.options.count_mode == CountMode.INCL
    nominal = days_from(received.on, days) if inclusive else days_after(received.on, days)
    given = max(sheet.history.named_days(clock_id), default=None)
    ledger = sheet.ledger()
    if ledger:
        start_from_arrival(ledger, received.on, inclusive=inclusive)
        rule = value.citation if sheet.options.exception_days is None else ordinance_article(sheet)
        ledger.count(plain("step.period_part"), nominal, rule)
        if sheet.history.first("amendment_asked"):
            ledger.assume("amendment_not_in_exception")
        if given and given.event.until:
            ledger.also(value.citation)
            ledger.assume_with("given_overrides", nominal=nominal)
            ledger.notice("step.given", given.event.until, None)
    day = (given.event.until if given else None) or nominal
    limit = limit_on(sheet, info, received, day, decision, given.on if given else date.min)
    sheet.add(
        info,
        received,
        day,
        basis=Basis.NOTICE if given else Basis.EXCEPTION,
        met=decided_on(decision) if decision else None,
        ledger=ledger,
        late_after=NEVER if sheet.shown_undecided else limit.lawful_due,
    )
    return limit


def _add_named_day(sheet: Sheet, clock_id: str, exception: Fact, decision: Fact | None) -> Limit:
    """A clock that ends on the day the agency named in its notice of the exception."""
    info = clocks()[clock_id]
    given = max(sheet.history.named_days(clock_id), default=None)
    day = given.event.until if given and given > exception else exception.event.until
    value = sheet.rule(info, "period", exception)
    ledger = sheet.ledger()
    if ledger and day:
        ledger.notice("step.notice_date", day, value.citation if value else None)
    since = given.on if given and given > exception else exception.on
    limit = limit_on(sheet, info, exception, day, decision, since) if day else None
    if ledger and sheet.history.next(exception, "amendment_asked"):
        ledger.assume("amendment_not_in_exception")
    sheet.add(
        info,
        exception,
        day,
        basis=Basis.NOTICE if given and given > exception else Basis.EXCEPTION,
        met=decided_on(decision) if decision else None,
        ledger=ledger,
        late_after=NEVER if sheet.shown_undecided else limit and limit.lawful_due,
    )
    return limit or Limit(exception, None, decision, None)
