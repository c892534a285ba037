"""The time to decide where only the agency's own paper names the day."""

from datetime import date

from app.law.book import ClockInfo
from app.law.history import Fact
from app.law.ledger import Ledger
from app.law.model import Basis
from app.law.pauses import later, moved_from, not_before, paused_days, split_lapsed
from app.law.sheet import NEVER, Sheet
from app.law.timing import Limit, decided_on


def add_from_paper(
    sheet: Sheet, info: ClockInfo, notice: Fact | None, decision: Fact | None, exception: Fact | None
) -> Limit | None:
    """Without a day of arrival, or where no law numbers the days, only a day on their paper is known."""
    received = sheet.history.first("received")
    if received and info.rule("period", received.on):
        # Only an ordinance sets this period, and nobody has said what it says.
        cause: Fact | None = received
    else:
        cause = notice if notice and notice.event.until else None
    if cause is None:
        return None
    until = notice.event.until if notice else None
    limit = limit_on(sheet, info, cause, until, decision, notice.on) if notice and until else None
    sheet.add(
        info,
        cause,
        until,
        basis=_basis(notice),
        met=decided_on(decision) if decision and not exception else None,
        void=exception.on if exception else None,
        ledger=_explain(sheet, info, cause, until),
        late_after=NEVER if sheet.shown_undecided else limit and limit.lawful_due,
    )
    return limit or Limit(cause, None, decision, None)


def limit_on(
    sheet: Sheet, info: ClockInfo, cause: Fact, day: date, decision: Fact | None, since: date
) -> Limit:
    """The day from which silence counts; an agency may take the days of an amendment on top of its day."""
    rounds, _ = split_lapsed(
        sheet.rounds, lambda counted, _: sheet.roll(info, later(day, paused_days(counted, since))) or day
    )
    due = not_before(sheet.roll(info, later(day, paused_days(rounds, since))), rounds)
    return Limit(cause, due, decision, moved_from(rounds, since))


def _basis(notice: Fact | None) -> Basis:
    if notice is None:
        return Basis.ORDINANCE
    return Basis.NOTICE if notice.event.kind == "date_given" else Basis.EXTENSION


def _explain(sheet: Sheet, info: ClockInfo, cause: Fact, until: date | None) -> Ledger | None:
    ledger = sheet.ledger()
    if ledger is None:
        return None
    if until:
        ledger.notice("step.given", until, None)
    else:
        ledger.assume("ordinance_days_unknown")
    value = info.rule("period", cause.on)
    ledger.also(value.citation if value else None)
    return ledger
