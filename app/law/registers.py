"""The clock of a request to a register whose own Act numbers the days and counts the first one."""

from app.law.book import ClockInfo, Value, clocks
from app.law.catalog import procedure
from app.law.history import Fact
from app.law.ledger import Ledger
from app.law.model import Basis
from app.law.periods import days_from
from app.law.phrases import Phrase, plain
from app.law.sheet import Sheet


def add_register_request(sheet: Sheet) -> None:
    """Residential Basic Book Act 30-33, Certification Business Act 59: disclosed within thirty days."""
    info = clocks()[procedure(sheet.question.procedure).prefix]
    received = sheet.history.first("received")
    value = sheet.rule(info, "period", received) if received else None
    if received is None or value is None:
        return
    first = days_from(received.on, value.days)
    notice = _notice_in_time(sheet, info, received, value)
    until = notice.event.until if notice else first
    nominal = max(until, first) if until else None
    shown = sheet.history.next(received, "disclosed", "answered")
    refused = sheet.history.next(received, "refused")
    ended = min(filter(None, (shown, refused)), default=None)
    sheet.add(
        info,
        received,
        nominal,
        basis=Basis.EXTENSION if notice else Basis.STATUTE,
        met=shown.on if shown and ended == shown else None,
        void=refused.on if refused and ended == refused else None,
        ledger=_explain(sheet, info, received, value, notice),
    )


def _notice_in_time(sheet: Sheet, info: ClockInfo, received: Fact, value: Value) -> Fact | None:
    """The last notice of a later day that came within the period, which is when the Acts want it."""
    last = sheet.roll(info, days_from(received.on, value.days))
    extension = info.rule("extension", received.on)
    told = None
    for notice in sheet.history.all("extension_notified"):
        if last and notice.on > last:
            sheet.warn("delay_noticed_late", notice, extension.citation if extension else None)
            continue
        told = notice
        if notice.event.until is None:
            sheet.warn("extension_without_until", notice, said="extension_without_until_uncapped")
        elif notice.event.until < days_from(received.on, value.days):
            sheet.warn("extension_shorter", notice)
    return told


def _explain(
    sheet: Sheet, info: ClockInfo, received: Fact, value: Value, notice: Fact | None
) -> Ledger | None:
    ledger = sheet.ledger()
    if ledger is None:
        return None
    ledger.start_counted("step.start_accepted_counted", received.on)
    first = days_from(received.on, value.days)
    until = notice.event.until if notice else None
    extension = info.rule("extension", received.on)
    if notice and until and until > first and extension:
        phrase = Phrase("step.extended_to", (("asked", notice.on),))
        ledger.count(phrase, until, extension.citation)
    elif notice is None or until:
        ledger.count(plain("step.period_disclosure"), first, value.citation)
    ledger.assume("accepted_on_arrival")
    return ledger
