"""The other clocks of a request to the public sector: amendment, implementation, windows, certificates."""

from datetime import timedelta

from app.law.book import clocks
from app.law.catalog import ProcedureInfo
from app.law.decisions import add_decision_clocks
from app.law.history import Fact
from app.law.ledger import cited
from app.law.model import Basis, ClockState
from app.law.ordinances import info_of, leave_out_ordinance
from app.law.phrases import plain
from app.law.remedies import add_inaction_clocks, add_remedies
from app.law.sheet import AMENDMENT_RULES, Sheet
from app.law.timing import GRANTING, decided_on

# What a favourable decision opens: seeing the records.
_FAVOURABLE = GRANTING | {"partial"}


def add_public_request(sheet: Sheet) -> None:
    """Write every clock of a request to the public sector."""
    info = info_of(sheet)
    leave_out_ordinance(sheet)
    if "certificate.oldest" in info.clocks:
        _add_certificates(sheet)
    if sheet.options.provision_record and info.id == "jp.appi.suspension":
        # My Number Act, Article 31: the section on suspension of use is not applied to these records.
        sheet.warn("provision_record_no_suspension", None, cited("no_suspension_of_provision_records"))
    else:
        limit = add_decision_clocks(sheet, info.prefix)
        if limit and "review.inaction" in info.clocks:
            add_inaction_clocks(sheet, limit)
    _add_amendments(sheet, next(each for each in info.clocks if each.endswith(".amendment")))
    for decision in sheet.history.all("decision_notified"):
        _add_after_decision(sheet, info, decision)
        if "review.request" in info.clocks:
            add_remedies(sheet, decision)
    if "appi.correction.window" in info.clocks:
        for disclosed in sheet.history.all("disclosed"):
            _add_windows(sheet, disclosed)
    if "foi.more_disclosure" in info.clocks:
        _add_more_disclosure(sheet)


def _add_certificates(sheet: Sheet) -> None:
    """Order for Enforcement, Article 22 (2) and (3): made within 30 days before the day of the request."""
    sent = sheet.history.first("sent")
    info = clocks()["certificate.oldest"]
    value = sheet.rule(info, "period", sent) if sent else None
    if sent is None or value is None:
        return
    nominal = sent.on - timedelta(days=value.days)
    ledger = sheet.ledger()
    if ledger:
        ledger.start("step.start_sent", sent.on)
        ledger.count_back("step.period_certificate", value.days, value.citation)
    received = sheet.history.first("received")
    sheet.add(info, sent, nominal, void=received.on if received else None, ledger=ledger)


def _add_amendments(sheet: Sheet, clock_id: str) -> None:
    """APPI 77 (3), 91 (3), 99 (3), FOI Act 4 (2): the agency sets the day; a day it set does not roll."""
    info = clocks()[clock_id]
    rule = AMENDMENT_RULES.get(sheet.question.procedure, "period")
    for asked in sheet.history.all("amendment_asked"):
        value = sheet.rule(info, rule, asked)
        answered = sheet.history.next(asked, "amendment_received")
        decision = sheet.history.next(asked, "decision_notified")
        settled = decision is not None and (answered is None or decision < answered)
        until = asked.event.until
        ledger = sheet.ledger()
        if ledger and until:
            ledger.notice("step.notice_date", until, value.citation if value else None)
        sheet.add(
            info,
            asked,
            until,
            basis=Basis.NOTICE,
            met=answered.on if answered and not settled else None,
            void=decision.on if decision and settled else None,
            ledger=ledger,
            rolls=False,
        )


def _add_after_decision(sheet: Sheet, info: ProcedureInfo, decision: Fact) -> None:
    outcome = decision.event.outcome
    gap, implementation = info.own_clock("third_party_gap"), info.own_clock("implementation_request")
    if gap is None or implementation is None or (outcome is not None and outcome not in _FAVOURABLE):
        return
    _add_third_party_gap(sheet, gap, decision)
    done = sheet.history.next(decision, "implementation_requested", "disclosed")
    request = sheet.add_counted(
        implementation,
        decision,
        "step.start_decision",
        "step.period_implementation",
        met=done.on if done else None,
        assume=() if outcome else ("outcome_unknown",),
    )
    if request and request.state is ClockState.EXPIRED:
        settled = "implementation_maybe_settled"
        sheet.doubt(request, settled if info.prefix == "appi.disclosure" else f"{settled}_documents")


def _add_third_party_gap(sheet: Sheet, clock_id: str, decision: Fact) -> None:
    """APPI 86 (3), FOI Act 13 (3): two weeks lie between the decision and the disclosure; day 15 is free."""
    objected = sheet.history.first("third_party_objected")
    info = clocks()[clock_id]
    if objected is None or decision < objected:
        return
    value = sheet.rule(info, "period", decision)
    if value is None:
        return
    made = decided_on(decision)
    between = made + timedelta(days=value.days)
    nominal = between + timedelta(days=1)
    disclosed = sheet.history.next(decision, "disclosed")
    ledger = sheet.ledger()
    if ledger:
        ledger.start("step.start_decided", made)
        ledger.count(plain("step.period_gap"), between, value.citation)
        ledger.count(plain("step.next_day"), nominal, value.citation)
        ledger.assume_with("third_party_gap_lower", on=between, day=between)
        if decision.event.decided_on is None:
            ledger.assume("decided_on_unknown")
    sheet.add(info, decision, nominal, met=disclosed.on if disclosed else None, ledger=ledger)


def _add_windows(sheet: Sheet, disclosed: Fact) -> None:
    """Articles 90 (3) and 98 (3): 90 days from the day of the disclosure."""
    filed = sheet.history.next(disclosed, "correction_filed")
    sheet.add_counted(
        "appi.correction.window",
        disclosed,
        "step.start_disclosed",
        "step.period_correction",
        met=filed.on if filed else None,
    )
    if sheet.options.provision_record:
        sheet.warn("provision_record_no_suspension", None, cited("no_suspension_of_provision_records"))
        return
    filed = sheet.history.next(disclosed, "suspension_filed")
    sheet.add_counted(
        "appi.suspension.window",
        disclosed,
        "step.start_disclosed",
        "step.period_suspension",
        met=filed.on if filed else None,
    )


def _add_more_disclosure(sheet: Sheet) -> None:
    """FOI Act 14 (4): more may be asked for within 30 days of the first disclosure under a decision."""
    decisions = sheet.history.all("decision_notified")
    seen = [sheet.history.first("disclosed"), *[sheet.history.next(each, "disclosed") for each in decisions]]
    for disclosed in dict.fromkeys(filter(None, seen)):
        asked = sheet.history.next(disclosed, "implementation_requested")
        sheet.add_counted(
            "foi.more_disclosure",
            disclosed,
            "step.start_first_disclosed",
            "step.period_more_disclosure",
            met=asked.on if asked else None,
        )
