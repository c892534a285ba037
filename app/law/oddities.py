"""Notes what is odd in the events: everything is answered, and what is odd is said."""

from collections.abc import Iterable
from datetime import date

from app.law.book import clocks
from app.law.calendars import LOCAL, NATIONAL
from app.law.catalog import event_kinds, procedure
from app.law.decisions import came_late
from app.law.history import Fact
from app.law.lateness import note_lateness
from app.law.ledger import cited
from app.law.model import Bound, ClockState, Deadline, Kind
from app.law.ordinances import info_of, ordinance_article
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
_AFTER_WITHDRAWAL_FINE = ("closed", "agent_lost_authority", "withdrawn")


def note_oddities(sheet: Sheet) -> None:
    """Write every warning that the events of a question deserve."""
    _note_events(sheet)
    _note_arrival(sheet)
    _note_endings(sheet)
    _note_calendar(sheet)
    if procedure(sheet.question.procedure).family != "abroad":
        note_lateness(sheet)
    if procedure(sheet.question.procedure).family == "public":
        _note_public(sheet)


def _note_calendar(sheet: Sheet) -> None:
    given = sheet.options.calendar
    used = procedure(sheet.question.procedure).calendar(given)
    if given not in (used, NATIONAL):
        sheet.warn("calendar_of_another_country", calendar=given, used=used)


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
        counts = procedure(sheet.question.procedure).counts_from_arrival
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


def _note_public(sheet: Sheet) -> None:
    _note_options(sheet)
    _note_amendments(sheet)
    _note_notices(sheet)
    _note_decisions(sheet)
    _note_special_records(sheet)
    received = sheet.history.first("received")
    is_appi = sheet.question.procedure.startswith("jp.appi.")
    if is_appi and received and received.on < _LOCAL_SINCE and sheet.options.calendar == LOCAL:
        sheet.warn("local_before_act", received)


def _note_options(sheet: Sheet) -> None:
    """APPI, Article 108: an ordinance may go below the Act's periods, never beyond them."""
    if info_of(sheet).ordinance is None:
        return
    decision = _prefix(sheet) + ".decision"
    _note_cap(sheet, sheet.options.decision_days, decision, "period")
    _note_cap(sheet, sheet.options.extension_days, decision, "extension")
    if f"{decision}.part" in clocks():
        _note_cap(sheet, sheet.options.exception_days, f"{decision}.part", "period")


def _note_cap(sheet: Sheet, given: int | None, clock_id: str, rule: str) -> None:
    value = clocks()[clock_id].rule(rule, sheet.as_of) if given is not None else None
    if given is not None and value and value.days and given > value.days:
        sheet.warn("option_over_cap", None, ordinance_article(sheet), given=given, cap=value.days)


def _note_amendments(sheet: Sheet) -> None:
    asked = sheet.history.all("amendment_asked")
    for fact in asked:
        if fact.event.until is None:
            sheet.warn("amendment_without_until", fact)
    for each in sheet.period.lapsed if sheet.period else ():
        sheet.warn("amendment_after_period", each.asked)
    for fact in sheet.history.all("amendment_received"):
        if not any(each < fact for each in asked):
            sheet.warn("amendment_answer_unasked", fact)


def _note_notices(sheet: Sheet) -> None:
    extensions = sheet.history.all("extension_notified")
    for again in extensions[1:]:
        sheet.warn("extension_repeated", again)
    for fact in extensions:
        if fact.event.until is None:
            capped = sheet.options.extension_days is not None or _extension_days(sheet, fact)
            said = "extension_without_until" if capped else "extension_without_until_uncapped"
            sheet.warn("extension_without_until", fact, said=said)
    for fact in sheet.history.all("exception_notified"):
        if fact.event.until is None:
            sheet.warn("exception_without_until", fact)
    decision = sheet.history.first("decision_notified")
    for fact in extensions:
        if decision and decision < fact:
            sheet.warn("extension_after_decision", fact)
    _note_against_the_period(sheet)


def _extension_days(sheet: Sheet, fact: Fact) -> int:
    value = clocks()[_prefix(sheet) + ".decision"].rule("extension", fact.on)
    return value.days if value else 0


def _note_against_the_period(sheet: Sheet) -> None:
    """What a notice says, held against the first period and the cap."""
    period = sheet.period
    if period is None:
        return
    for fact in sheet.history.all("extension_notified"):
        until = fact.event.until
        if came_late(sheet, fact):
            sheet.warn("extension_after_first_period", fact, _notice_rule(sheet, "extension", fact))
        if until and period.cap and until > period.cap:
            sheet.warn("extension_over_cap", fact, _cap_rule(sheet, fact), cap=period.cap)
        if until and until < period.first:
            sheet.warn("extension_shorter", fact)
    for fact in sheet.history.all("exception_notified"):
        if came_late(sheet, fact):
            sheet.warn("exception_after_first_period", fact, _exception_rule(sheet, fact))
    for fact in sheet.history.named_days(period.info.id):
        if fact.event.until and period.cap and fact.event.until > period.cap:
            sheet.warn("given_after_limit", fact, _cap_rule(sheet, fact), cap=period.cap)


def _cap_rule(sheet: Sheet, fact: Fact) -> Citation | None:
    if sheet.options.extension_days is not None:
        return ordinance_article(sheet)
    return _notice_rule(sheet, "extension", fact)


def _notice_rule(sheet: Sheet, rule: str, fact: Fact) -> Citation | None:
    value = clocks()[_prefix(sheet) + ".decision"].rule(rule, fact.on)
    return value.citation if value else None


def _exception_rule(sheet: Sheet, fact: Fact) -> Citation | None:
    last = "part" if info_of(sheet).own_clock("decision.part") else "exception"
    value = clocks()[f"{_prefix(sheet)}.decision.{last}"].rule("period", fact.on)
    return value.citation if value else None


def _note_decisions(sheet: Sheet) -> None:
    known = procedure(sheet.question.procedure).outcomes
    for decision in sheet.history.all("decision_notified"):
        if decision.event.outcome is None:
            sheet.warn("outcome_unknown", decision)
        elif decision.event.outcome not in known:
            sheet.warn("outcome_of_another_procedure", decision)
    disclosed, decided = sheet.history.first("disclosed"), sheet.decided
    if disclosed and (decided is None or disclosed < decided):
        sheet.warn("disclosed_before_decision", disclosed)


def _note_special_records(sheet: Sheet) -> None:
    lost = sheet.history.first("agent_lost_authority")
    if lost and sheet.question.procedure in ("jp.appi.correction", "jp.appi.suspension"):
        sheet.warn("agent_lost_authority_kept", lost)
    transferred = sheet.history.first("transferred")
    if transferred and sheet.options.provision_record:
        sheet.warn("provision_record_no_transfer", transferred, cited("no_suspension_of_provision_records"))


def _facts(sheet: Sheet, kinds: Iterable[str]) -> list[Fact]:
    return [fact for kind in kinds for fact in sheet.history.all(kind)]


def _prefix(sheet: Sheet) -> str:
    return info_of(sheet).prefix
