"""Writes the last lines of a calculation: the closed days, and the day that comes out."""

from datetime import date

from app.law.book import ClockInfo
from app.law.calendars import LOCAL, closed_reason, is_forecast, is_year_end
from app.law.ledger import Ledger, cited
from app.law.model import Bound, Kind, Options


def close(
    ledger: Ledger, info: ClockInfo, options: Options, days: tuple[date, date], *, rolls: bool = True
) -> None:
    """End a ledger with the day by the count, the closed days after it, and the day that comes out."""
    nominal, due = days
    if nominal != due:
        _move(ledger, info, options, nominal, due)
    ledger.result(_result_key(info, options, moved=nominal != due, rolls=rolls), due)
    if rolls and info.rolls != "never" and is_forecast(due):
        ledger.assume_with("forecast_calendar", year=due.year)


def _move(ledger: Ledger, info: ClockInfo, options: Options, nominal: date, due: date) -> None:
    hers = info.bound is Bound.REQUESTER
    key = "step.nominal_requester" if hers else "step.nominal_agency"
    ledger.nominal(key, nominal, closed_reason(nominal))
    ledger.roll(f"step.roll_{info.rolls}", due, cited(_roll_rule(info, options)))
    if info.rolls == "agency":
        ledger.assume("agency_roll")
    if info.rolls == "requester" and options.calendar != LOCAL:
        ledger.assume("requester_roll_incorporated")
    if options.calendar == LOCAL and is_year_end(nominal):
        ledger.assume("local_year_end")


def _result_key(info: ClockInfo, options: Options, *, moved: bool, rolls: bool) -> str:
    if info.kind is Kind.EARLIEST:
        return "step.result_earliest" if info.bound is Bound.REQUESTER else "step.result_earliest_agency"
    if info.bound is Bound.AGENCY:
        return "step.result_agency"
    if not rolls:
        return "step.result_given"
    if moved:
        return "step.result_fallback"
    if info.rolls == "court":
        return "step.result_suit"
    return "step.result_posted" if options.by_post and "post" in info.rules else "step.result_requester"


def _roll_rule(info: ClockInfo, options: Options) -> str:
    if info.rolls == "requester":
        # Acts toward a local agency follow the Local Autonomy Act, all others the national one.
        return "roll_local" if options.calendar == LOCAL else "roll_national"
    return f"roll_{info.rolls}"
