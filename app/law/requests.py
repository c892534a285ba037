"""The other clocks of a request under Chapter 5: amendment, implementation, windows, certificates."""

from datetime import timedelta

from app.law.book import clocks
from app.law.decisions import add_decision_clocks
from app.law.history import Fact
from app.law.ledger import cited
from app.law.model import Basis, ClockState
from app.law.phrases import plain
from app.law.remedies import add_inaction_clocks, add_remedies
from app.law.sheet import AMENDMENT_RULES, Sheet
from app.law.timing import GRANTING, decided_on

# What a favourable decision opens: seeing the records.
_FAVOURABLE = GRANTING | {"partial"}


def add_public_request(sheet: Sheet) -> None:
    """Write every clock of a request to the public sector."""
    prefix = sheet.question.procedure.removeprefix("jp.")
    _add_certificates(sheet)
    if sheet.options.provision_record and prefix == "appi.suspension":
        # My Number Act, Article 31: the section on suspension of use is not applied to these records.
        sheet.warn("provision_record_no_suspension", None, cited("no_suspension_of_provision_records"))
    else:
        limit = add_decision_clocks(sheet, prefix)
        if limit:
            add_inaction_clocks(sheet, limit)
    _add_amendments(sheet)
    for decision in sheet.history.all("decision_notified"):
        if prefix == "appi.disclosure":
            _add_after_decision(sheet, decision)
        add_remedies(sheet, decision)
    if prefix == "appi.disclosure":
        for disclosed in sheet.history.all("disclosed"):
            _add_windows(sheet, disclosed)


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


def _add_amendments(sheet: Sheet) -> None:
    """Articles 77 (3), 91 (3), 99 (3): the agency sets the day; a day it set does not roll."""
    info = clocks()["appi.amendment"]
    for asked in sheet.history.all("amendment_asked"):
        value = sheet.rule(info, AMENDMENT_RULES[sheet.question.procedure], asked)
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


def _add_after_decision(sheet: Sheet, decision: Fact) -> None:
    outcome = decision.event.outcome
    if outcome is not None and outcome not in _FAVOURABLE:
        return
    _add_third_party_gap(sheet, decision)
    done = sheet.history.next(decision, "implementation_requested", "disclosed")
    request = sheet.add_counted(
        "appi.disclosure.implementation_request",
        decision,
        "step.start_decision",
        "step.period_implementation",
        met=done.on if done else None,
        assume=() if outcome else ("outcome_unknown",),
    )
    if request and request.state is ClockState.EXPIRED:
        sheet.doubt(request, "implementation_maybe_settled")


def _add_third_party_gap(sheet: Sheet, decision: Fact) -> None:
    """Article 86 (3): two weeks lie between the decision and the disclosure, so it may follow on day 15."""
    objected = sheet.history.first("third_party_objected")
    info = clocks()["appi.disclosure.third_party_gap"]
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
