"""The agency's time to decide under Chapter 5 of the APPI, with amendments, extensions and the exception."""

from datetime import date, timedelta

from app.law.book import ClockInfo, clocks
from app.law.calendars import LOCAL
from app.law.exceptions import add_excepted, noticed_exception, start_from_arrival
from app.law.history import Fact, amendment_rounds
from app.law.ledger import Ledger, cited
from app.law.model import Basis, CountMode
from app.law.periods import business_days_after, days_after, days_from
from app.law.phrases import Phrase, plain
from app.law.sheet import Sheet
from app.law.statutes import Citation
from app.law.timing import Limit, Period, at_most, decided_on


def add_decision_clocks(sheet: Sheet, prefix: str) -> Limit | None:
    """Write the clocks of the decision; the limit that runs, or ran last, is handed back."""
    period = sheet.period = _period(sheet, prefix)
    exception = noticed_exception(sheet, prefix)
    limit = _add_plain(sheet, prefix, period, exception)
    return add_excepted(sheet, prefix, exception) if exception else limit


def _period(sheet: Sheet, prefix: str) -> Period | None:
    info = clocks()[f"{prefix}.decision"]
    received = sheet.history.first("received")
    value = sheet.rule(info, "period", received) if received else None
    if received is None or value is None:
        return None
    extension = info.rule("extension", received.on)
    days = at_most(value.days, sheet.options.decision_days)
    # Articles 83 (2), 94 (2), 102 (2): extended by 30 days at most.
    more = at_most(extension.days, sheet.options.extension_days) if extension else 0
    bare = _count(sheet, received.on, days, cap=value.days)
    rounds = amendment_rounds(sheet.history, _rounds_end(sheet))
    # Articles 83 (1), 94 (1) and 102 (1), provisos: the days an amendment took are not counted.
    first = bare + timedelta(days=sum([each.days for each in rounds]))
    cap = first + timedelta(days=more)
    return Period(info, received, value, days, bare, rounds, first, cap, extension)


def _count(sheet: Sheet, on: date, days: int, *, cap: int) -> date:
    mode = sheet.options.count_mode
    if mode == CountMode.INCL:
        return days_from(on, days)
    if mode == CountMode.BUSINESS:
        return business_days_after(on, days, sheet.options.closed_days, cap=cap)
    return days_after(on, days)


def _rounds_end(sheet: Sheet) -> date:
    """Until when an open round is counted: the decision, the withdrawal, or else the day of asking."""
    decision = sheet.history.first("decision_notified")
    ends = [sheet.as_of]
    if decision:
        ends = [decided_on(decision)]
    if sheet.withdrawn:
        ends.append(sheet.withdrawn.on)
    return min(ends)


def _add_plain(sheet: Sheet, prefix: str, period: Period | None, exception: Fact | None) -> Limit | None:
    info = clocks()[f"{prefix}.decision"]
    decision = sheet.history.first("decision_notified")
    notice = _notice(sheet, info, decision)
    if period is None:
        return _add_printed(sheet, info, notice, decision, exception)
    nominal, basis = _nominal(sheet, period, notice)
    named = notice is not None and notice.event.until is not None
    paused_from = None if named else period.paused_from
    sheet.add(
        info,
        period.received,
        nominal,
        basis=basis,
        met=decided_on(decision) if decision and not exception else None,
        void=exception.on if exception else None,
        paused_from=paused_from,
        ledger=_explain(sheet, period, notice, nominal),
    )
    return Limit(period.received, sheet.roll(info, min(nominal, period.cap)), decision, paused_from)


def _notice(sheet: Sheet, info: ClockInfo, decision: Fact | None) -> Fact | None:
    """The agency's last word on the day before it decided: an extension, or a date on its own paper."""
    history = sheet.history
    said = [*history.all("extension_notified"), *history.named_days(info.id)]
    return max([fact for fact in said if decision is None or fact < decision], default=None)


def _nominal(sheet: Sheet, period: Period, notice: Fact | None) -> tuple[date, Basis]:
    if notice is None:
        local = sheet.options.decision_days is not None and sheet.options.decision_days <= period.value.days
        odd = sheet.options.count_mode in (CountMode.INCL, CountMode.BUSINESS)
        return period.first, Basis.ORDINANCE if local or odd else Basis.STATUTE
    basis = Basis.NOTICE if notice.event.kind == "date_given" else Basis.EXTENSION
    return notice.event.until or period.cap, basis


def _add_printed(
    sheet: Sheet, info: ClockInfo, notice: Fact | None, decision: Fact | None, exception: Fact | None
) -> Limit | None:
    """Without a day of arrival only a day on the agency's own paper is known."""
    if notice is None or notice.event.until is None:
        return None
    ledger = sheet.ledger()
    if ledger:
        ledger.notice("step.given", notice.event.until, None)
    deadline = sheet.add(
        info,
        notice,
        notice.event.until,
        basis=Basis.NOTICE if notice.event.kind == "date_given" else Basis.EXTENSION,
        met=decided_on(decision) if decision and not exception else None,
        void=exception.on if exception else None,
        ledger=ledger,
    )
    return Limit(notice, deadline.due, decision, None)


def _explain(sheet: Sheet, period: Period, notice: Fact | None, nominal: date) -> Ledger | None:
    ledger = sheet.ledger()
    if ledger is None:
        return None
    until = notice.event.until if notice else None
    inclusive = sheet.options.count_mode == CountMode.INCL
    start_from_arrival(ledger, period.received.on, inclusive=inclusive)
    if notice and until and notice.event.kind == "extension_notified":
        phrase = Phrase("step.extended_to", (("asked", notice.on),))
        ledger.count(phrase, until, _extension(period))
    elif notice and until:
        ledger.notice("step.given", until, None)
        ledger.assume_with("given_overrides", nominal=period.first)
    else:
        _count_lines(sheet, ledger, period)
        if notice:
            ledger.count(plain("step.extension"), nominal, _extension(period))
            ledger.assume("extension_full")
    _assumptions(sheet, ledger, period, notice, nominal)
    return ledger


def _extension(period: Period) -> Citation:
    return (period.extension or period.value).citation


def _count_lines(sheet: Sheet, ledger: Ledger, period: Period) -> None:
    mode = sheet.options.count_mode
    ordinance = sheet.options.decision_days is not None or mode in (CountMode.INCL, CountMode.BUSINESS)
    citation = cited("ordinance") if ordinance else period.value.citation
    if mode == CountMode.BUSINESS:
        ledger.count(Phrase("step.period_business", (("n", period.days),)), period.bare, citation)
    else:
        ledger.count(plain("step.period_decision"), period.bare, citation)
    amendment = period.info.rule("amendment", period.received.on)
    for each in period.rounds:
        ledger.pause(each, (amendment or period.value).citation)


def _assumptions(sheet: Sheet, ledger: Ledger, period: Period, notice: Fact | None, nominal: date) -> None:
    named = notice is not None and notice.event.until is not None
    if named and any(notice < each.asked for each in period.rounds if notice):
        ledger.assume("amendment_after_notice")
    if not named and period.rounds:
        # Whether both end days of a round are left out is not settled: a day more for each round at worst.
        worst = nominal + timedelta(days=len(period.rounds))
        rolled = sheet.roll(period.info, worst) or worst
        ledger.assume_with("amendment_worst_case", on=worst, nominal=worst, due=rolled)
        if period.paused_from:
            ledger.assume_with("amendment_open", day=period.rounds[-1].ends)
    if sheet.history.first("transferred"):
        ledger.assume("transfer_keeps_arrival")
    if not named and sheet.options.calendar == LOCAL and sheet.options.decision_days is None:
        ledger.assume_with("statute_days", n=period.days)
