"""Notes what is odd in the events: everything is answered, and what is odd is said."""

from collections.abc import Iterable
from datetime import date, timedelta

from app.law.book import clocks, counting
from app.law.calendars import LOCAL
from app.law.catalog import event_kinds, procedure
from app.law.history import Fact
from app.law.model import Bound, ClockState, Deadline, Kind
from app.law.sheet import Sheet
from app.law.statutes import Citation
from app.law.timing import decided_on

_LOCAL_SINCE = date(2023, 4, 1)
_FIELDS = ("until", "decided_on", "outcome", "clock", "to")
# What an agency or a person can only do once the papers are there.
_AFTER_ARRIVAL = (
    "amendment_asked",
    "amendment_received",
    "extension_notified",
    "exception_notified",
    "transferred",
    "third_party_consulted",
    "third_party_objected",
    "answered",
    "refused",
)
# The families whose clocks are counted from the day of arrival.
_COUNT_FROM_ARRIVAL = ("public", "private")
_AFTER_WITHDRAWAL_FINE = ("closed", "agent_lost_authority", "withdrawn")


def note_oddities(sheet: Sheet) -> None:
    """Write every warning that the events of a question deserve."""
    _note_events(sheet)
    _note_arrival(sheet)
    _note_endings(sheet)
    _note_lateness(sheet)
    if procedure(sheet.question.procedure).family == "public":
        _note_public(sheet)


def _note_events(sheet: Sheet) -> None:
    used = procedure(sheet.question.procedure).events
    for fact in sheet.history.facts:
        if fact.on > sheet.as_of:
            sheet.warn("event_in_future", fact)
        if fact.event.kind not in used:
            _note_unused(sheet, fact)
        takes = event_kinds()[fact.event.kind].takes
        for field in _FIELDS:
            if field not in takes and getattr(fact.event, field) is not None:
                sheet.warn("field_not_used", fact, field=field)


def _note_unused(sheet: Sheet, fact: Fact) -> None:
    if fact.event.kind == "transferred" and sheet.question.procedure == "jp.appi.suspension":
        sheet.warn("suspension_not_transferable", fact)
    else:
        sheet.warn("event_not_used", fact)


def _note_arrival(sheet: Sheet) -> None:
    received = sheet.history.all("received")
    for again in received[1:]:
        sheet.warn("received_twice", again)
    if not received:
        counts = procedure(sheet.question.procedure).family in _COUNT_FROM_ARRIVAL
        if counts and any(sheet.history.first(kind) for kind in (*_AFTER_ARRIVAL, "decision_notified")):
            sheet.warn("not_received")
        return
    for fact in _facts(sheet, _AFTER_ARRIVAL):
        if fact < received[0]:
            sheet.warn("before_received", fact)
    for decision in sheet.history.all("decision_notified"):
        if decision < received[0] or decided_on(decision) < received[0].on:
            sheet.warn("decision_before_received", decision)


def _note_endings(sheet: Sheet) -> None:
    withdrawn = sheet.withdrawn
    for fact in sheet.history.facts if withdrawn else ():
        if withdrawn and fact > withdrawn and fact.event.kind not in _AFTER_WITHDRAWAL_FINE:
            sheet.warn("event_after_withdrawal", fact)
    decision = sheet.history.first("decision_notified")
    if withdrawn and decision and decision < withdrawn:
        sheet.warn("withdrawn_after_decision", withdrawn)
    closed = sheet.history.first("closed")
    if closed and any(_is_her_running_clock(each) for each in sheet.deadlines):
        sheet.warn("closed_with_running_clock", closed)


def _is_her_running_clock(deadline: Deadline) -> bool:
    hers = deadline.bound is Bound.REQUESTER and deadline.kind is Kind.LATEST
    return hers and deadline.state is ClockState.RUNNING


def _note_lateness(sheet: Sheet) -> None:
    """A duty met late, or an act of hers after its time."""
    for deadline in sheet.deadlines:
        if deadline.state is not ClockState.MET_LATE:
            continue
        fact = _ending_fact(sheet, deadline)
        code = "decision_late" if deadline.bound is Bound.AGENCY else "filed_late"
        sheet.warn(code, fact, _citation(deadline))


def _ending_fact(sheet: Sheet, deadline: Deadline) -> Fact | None:
    """The event that ended a deadline: the one of that day, or the decision made on that day."""
    if deadline.bound is Bound.AGENCY:
        decisions = sheet.history.all("decision_notified")
        return next((fact for fact in decisions if decided_on(fact) == deadline.ended_on), None)
    on_the_day = [fact for fact in sheet.history.facts if fact.on == deadline.ended_on]
    return on_the_day[-1] if on_the_day else None


def _note_public(sheet: Sheet) -> None:
    _note_options(sheet)
    _note_amendments(sheet)
    _note_notices(sheet)
    _note_decisions(sheet)
    _note_special_records(sheet)
    received = sheet.history.first("received")
    if received and received.on < _LOCAL_SINCE and sheet.options.calendar == LOCAL:
        sheet.warn("local_before_act", received)


def _note_options(sheet: Sheet) -> None:
    """APPI, Article 108: an ordinance may go below the Act's periods, never beyond them."""
    info = clocks()[_prefix(sheet) + ".decision"]
    _note_cap(sheet, sheet.options.decision_days, info.id, "period")
    _note_cap(sheet, sheet.options.extension_days, info.id, "extension")
    if f"{info.id}.part" in clocks():
        _note_cap(sheet, sheet.options.exception_days, f"{info.id}.part", "period")


def _note_cap(sheet: Sheet, given: int | None, clock_id: str, rule: str) -> None:
    cap = clocks()[clock_id].rules[rule][-1].days
    if given is not None and given > cap:
        sheet.warn("option_over_cap", None, counting()["ordinance"][-1].citation, given=given, cap=cap)


def _note_amendments(sheet: Sheet) -> None:
    asked = sheet.history.all("amendment_asked")
    for fact in asked:
        if fact.event.until is None:
            sheet.warn("amendment_without_until", fact)
        if _ended_before(sheet, fact):
            sheet.warn("amendment_after_period", fact)
    for fact in sheet.history.all("amendment_received"):
        if not any(each < fact for each in asked):
            sheet.warn("amendment_answer_unasked", fact)


def _note_notices(sheet: Sheet) -> None:
    extensions = sheet.history.all("extension_notified")
    for again in extensions[1:]:
        sheet.warn("extension_repeated", again)
    for fact in extensions:
        if fact.event.until is None:
            sheet.warn("extension_without_until", fact)
    for fact in sheet.history.all("exception_notified"):
        if fact.event.until is None:
            sheet.warn("exception_without_until", fact)
    decision = sheet.history.first("decision_notified")
    for fact in extensions:
        if decision and decision < fact:
            sheet.warn("extension_after_decision", fact)
    _note_against_the_period(sheet)


def _note_against_the_period(sheet: Sheet) -> None:
    """What a notice says, held against the first period and the cap."""
    period = sheet.period
    if period is None:
        return
    ends = sheet.roll(period.info, period.first) or period.first
    for fact in sheet.history.all("extension_notified"):
        until = fact.event.until
        if fact.on > ends:
            sheet.warn("extension_after_first_period", fact)
        if until and until > period.cap:
            sheet.warn(
                "extension_over_cap", fact, (period.extension or period.value).citation, cap=period.cap
            )
        if until and until < period.first:
            sheet.warn("extension_shorter", fact)
    for fact in sheet.history.all("exception_notified"):
        if fact.on > ends:
            sheet.warn("exception_after_first_period", fact)
    for fact in sheet.history.named_days(period.info.id):
        if fact.event.until and fact.event.until > period.cap:
            sheet.warn("given_after_limit", fact, cap=period.cap)


def _note_decisions(sheet: Sheet) -> None:
    for decision in sheet.history.all("decision_notified"):
        if decision.event.outcome is None:
            sheet.warn("outcome_unknown", decision)
    disclosed, decided = sheet.history.first("disclosed"), sheet.history.first("decision_notified")
    if disclosed and (decided is None or disclosed < decided):
        sheet.warn("disclosed_before_decision", disclosed)
    for deadline in sheet.deadlines:
        gap = deadline.clock == "appi.disclosure.third_party_gap"
        if gap and deadline.ended_on and deadline.nominal and deadline.ended_on < deadline.nominal:
            sheet.warn("disclosed_before_gap", sheet.history.first("disclosed"), _citation(deadline))


def _note_special_records(sheet: Sheet) -> None:
    lost = sheet.history.first("agent_lost_authority")
    if lost and _prefix(sheet) != "appi.disclosure":
        sheet.warn("agent_lost_authority_kept", lost)
    transferred = sheet.history.first("transferred")
    if transferred and sheet.options.provision_record:
        sheet.warn("provision_record_no_transfer", transferred)


def _ended_before(sheet: Sheet, asked: Fact) -> bool:
    """Whether the time to decide had run out when an amendment was asked."""
    period = sheet.period
    if period is None:
        return False
    paused = sum(each.days for each in period.rounds if each.asked < asked)
    said = [fact.event.until for fact in sheet.history.all("extension_notified") if fact < asked]
    ends = max([period.bare + timedelta(days=paused), *filter(None, said)])
    return asked.on > (sheet.roll(period.info, ends) or ends)


def _citation(deadline: Deadline) -> Citation | None:
    return deadline.citations[0] if deadline.citations else None


def _facts(sheet: Sheet, kinds: Iterable[str]) -> list[Fact]:
    return [fact for kind in kinds for fact in sheet.history.all(kind)]


def _prefix(sheet: Sheet) -> str:
    return sheet.question.procedure.removeprefix("jp.")
