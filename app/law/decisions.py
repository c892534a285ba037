"""The agency's time to decide on a request, with amendments, extensions and the exception."""

from datetime import date
from functools import partial

from app.law.book import ClockInfo, Value, clocks
from app.law.calendars import LOCAL
from app.law.exceptions import add_excepted, knows_exception, noticed_exception, start_from_arrival
from app.law.history import Fact, Round, amendment_rounds
from app.law.ledger import Ledger
from app.law.model import Basis, CountMode, Deadline
from app.law.ordinances import info_of, ordinance_article
from app.law.pauses import later, moved_from, not_before, paused_days, split_lapsed
from app.law.periods import business_days_after, days_after, days_from
from app.law.phrases import Phrase, plain
from app.law.printed import add_from_paper
from app.law.sheet import NEVER, Sheet
from app.law.statutes import Citation
from app.law.timing import Limit, Period, at_most, decided_on

# An ordinance's own count of open days, where no Act caps it, ends somewhere all the same.
_UNCAPPED = 3650


def add_decision_clocks(sheet: Sheet, prefix: str) -> Limit | None:
    """Write the clocks of the decision; the limit that runs, or ran last, is handed back."""
    sheet.rounds = amendment_rounds(sheet.history, _rounds_end(sheet))
    period = sheet.period = _period(sheet, prefix)
    exception = noticed_exception(sheet, prefix)
    limit = _add_plain(sheet, prefix, period, exception)
    if exception is None:
        return limit
    excepted = add_excepted(sheet, prefix, exception)
    if limit is None or excepted is None or not came_late(sheet, exception):
        return excepted
    # Articles 84, 95 and 103: noticed after the first period the exception may have no effect, so silence
    # is counted from the limit that ran before it.
    return limit._replace(decided=excepted.decided)


def came_late(sheet: Sheet, notice: Fact) -> bool:
    """Whether a notice came after the first period, within which Articles 84, 95 and 103 want it."""
    period = sheet.period
    if period is None or not period.value.days:
        # Of a period that only an ordinance sets nobody here knows when a notice is due.
        return False
    return notice.on > _rolled(sheet, period.info, period.first_at(notice))


def _rolled(sheet: Sheet, info: ClockInfo, day: date) -> date:
    return sheet.roll(info, day) or day


def _period(sheet: Sheet, prefix: str) -> Period | None:
    info = clocks()[f"{prefix}.decision"]
    received = sheet.history.first("received")
    value = sheet.rule(info, "period", received) if received else None
    if received is None or value is None:
        return None
    extension = info.rule("extension", received.on)
    days = at_most(value.days, sheet.options.decision_days)
    if not days:
        return None
    # Articles 83 (2), 94 (2), 102 (2), FOI Article 10 (2): extended by 30 days at most.
    more = _longest_extension(sheet, extension)
    bare = _count(sheet, received.on, days, cap=value.days)
    rounds, lapsed = split_lapsed(sheet.rounds, partial(_end_when_asked, sheet, info, (bare, more)))
    first = later(bare, paused_days(rounds))
    cap = None if more is None else later(first, more)
    return Period(info, received, value, days, bare, rounds, lapsed, first, cap, extension)


def _longest_extension(sheet: Sheet, extension: Value | None) -> int | None:
    """By how many days the period may be extended; None where no rule here says it."""
    if extension is None:
        return 0
    given = sheet.options.extension_days
    return None if not extension.days and given is None else at_most(extension.days, given)


def _end_when_asked(
    sheet: Sheet, info: ClockInfo, days: tuple[date, int | None], rounds: tuple[Round, ...], asked: Fact
) -> date:
    """The end of the time to decide as it stood when an amendment was asked."""
    bare, more = days
    first = later(bare, paused_days(rounds))
    exception = sheet.history.first("exception_notified") if knows_exception(info_of(sheet).prefix) else None
    if exception and exception < asked and exception.on <= _rolled(sheet, info, first):
        return date.max
    notice = max([fact for fact in _said(sheet, info) if fact < asked], default=None)
    if notice is None:
        return _rolled(sheet, info, first)
    until = notice.event.until
    if until:
        return _rolled(sheet, info, later(until, paused_days(rounds, notice.on)))
    return date.max if more is None else _rolled(sheet, info, later(first, more))


def _count(sheet: Sheet, on: date, days: int, *, cap: int) -> date:
    mode = sheet.options.count_mode
    if mode == CountMode.INCL:
        return days_from(on, days)
    if mode == CountMode.BUSINESS:
        return business_days_after(on, days, sheet.options.closed_days, cap=cap or _UNCAPPED)
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
        return add_from_paper(sheet, info, notice, decision, exception)
    nominal, basis = _nominal(sheet, period, notice)
    since = notice.on if notice and notice.event.until else None
    paused = paused_days(period.rounds, since) if since else 0
    held = sheet.roll(info, nominal and later(nominal, paused))
    deadline = sheet.add(
        info,
        period.received,
        nominal,
        basis=basis,
        met=decided_on(decision) if decision and not exception else None,
        void=exception.on if exception else None,
        paused_from=None if since else moved_from(period.rounds),
        ledger=_explain(sheet, period, notice, nominal),
        late_after=NEVER if sheet.shown_undecided else not_before(held, period.rounds),
    )
    _doubt_late_extension(sheet, period, notice, deadline)
    lawful = nominal and min(later(nominal, paused), period.cap or date.max)
    worst = later(lawful, len(period.rounds)) if lawful and period.rounds else None
    moved = moved_from(period.rounds, since or date.min)
    due = not_before(sheet.roll(info, lawful), period.rounds)
    return Limit(period.received, due, decision, moved, sheet.roll(info, worst))


def _doubt_late_extension(sheet: Sheet, period: Period, notice: Fact | None, deadline: Deadline) -> None:
    """An extension noticed after the first period: the decision may have been late already."""
    if notice and notice.event.kind == "extension_notified" and came_late(sheet, notice):
        first = _rolled(sheet, period.info, period.first_at(notice))
        sheet.doubt(deadline, "extension_came_late", first, day=first)


def _notice(sheet: Sheet, info: ClockInfo, decision: Fact | None) -> Fact | None:
    """The agency's last word on the day before it decided: an extension, or a date on its own paper."""
    said = _said(sheet, info)
    return max([fact for fact in said if decision is None or fact < decision], default=None)


def _said(sheet: Sheet, info: ClockInfo) -> list[Fact]:
    return [*sheet.history.all("extension_notified"), *sheet.history.named_days(info.id)]


def _nominal(sheet: Sheet, period: Period, notice: Fact | None) -> tuple[date | None, Basis]:
    if notice is None:
        given = sheet.options.decision_days
        local = given is not None and given <= (period.value.days or given)
        odd = sheet.options.count_mode in (CountMode.INCL, CountMode.BUSINESS)
        return period.first, Basis.ORDINANCE if local or odd else Basis.STATUTE
    basis = Basis.NOTICE if notice.event.kind == "date_given" else Basis.EXTENSION
    return notice.event.until or period.cap, basis


def _explain(sheet: Sheet, period: Period, notice: Fact | None, nominal: date | None) -> Ledger | None:
    ledger = sheet.ledger()
    if ledger is None:
        return None
    until = notice.event.until if notice else None
    inclusive = sheet.options.count_mode == CountMode.INCL
    start_from_arrival(ledger, period.received.on, inclusive=inclusive)
    if notice and until and notice.event.kind == "extension_notified":
        phrase = Phrase("step.extended_to", (("asked", notice.on),))
        ledger.count(phrase, until, _extension(sheet, period))
    elif notice and until:
        ledger.notice("step.given", until, None)
        ledger.also(period.value.citation)
        ledger.assume_with("given_overrides", nominal=period.first)
    else:
        _count_lines(sheet, ledger, period)
        if notice and nominal:
            ledger.count(plain("step.extension"), nominal, _extension(sheet, period))
            ledger.assume("extension_full")
    _assumptions(sheet, ledger, period, notice, nominal)
    return ledger


def _extension(sheet: Sheet, period: Period) -> Citation:
    """The article of an extension; an ordinance that shortens it stands in for the Act."""
    if sheet.options.extension_days is not None:
        return ordinance_article(sheet)
    return (period.extension or period.value).citation


def _count_lines(sheet: Sheet, ledger: Ledger, period: Period) -> None:
    mode = sheet.options.count_mode
    ordinance = sheet.options.decision_days is not None or mode in (CountMode.INCL, CountMode.BUSINESS)
    citation = ordinance_article(sheet) if ordinance else period.value.citation
    if mode == CountMode.BUSINESS:
        key = "step.period_business" if period.value.days else "step.period_business_uncapped"
        ledger.count(Phrase(key, (("n", period.days),)), period.bare, citation)
    else:
        ledger.count(plain("step.period_decision"), period.bare, citation)
    amendment = period.info.rule("amendment", period.received.on)
    for each in period.rounds:
        ledger.pause(each, (amendment or period.value).citation)


def _assumptions(
    sheet: Sheet, ledger: Ledger, period: Period, notice: Fact | None, nominal: date | None
) -> None:
    named = notice is not None and notice.event.until is not None
    if period.rounds and period.info.rule("amendment", period.received.on) is None:
        ledger.assume("amendment_unwritten")
    since_then = notice and any(notice < each.asked or notice.on < each.ends for each in period.rounds)
    if notice and named and nominal and since_then:
        held = _rolled(sheet, period.info, later(nominal, paused_days(period.rounds, notice.on)))
        ledger.assume_with("amendment_after_notice", on=held, day=held)
    if not named and nominal and period.rounds:
        # Whether both end days of a round are left out is not settled: a day more for each round at worst.
        worst = later(nominal, len(period.rounds))
        rolled = _rolled(sheet, period.info, worst)
        ledger.assume_with("amendment_worst_case", on=worst, nominal=worst, due=rolled)
        if moved_from(period.rounds):
            ledger.assume_with("amendment_open", day=period.rounds[-1].ends)
    transfer = period.info.rule("transfer", period.received.on)
    # My Number Act, Article 31: records of information provision are not transferred.
    if transfer and sheet.history.first("transferred") and not sheet.options.provision_record:
        ledger.assume("transfer_keeps_arrival")
        ledger.also(transfer.citation)
    if not named and _may_be_shorter(sheet):
        ledger.assume_with("statute_days", n=period.days)


def _may_be_shorter(sheet: Sheet) -> bool:
    """Whether the days are the Act's though an ordinance may have set fewer."""
    local = sheet.options.calendar == LOCAL and sheet.options.decision_days is None
    return local and info_of(sheet).ordinance is not None
