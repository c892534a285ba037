"""Says what is missing in the record, what to check on their paper, and whom else to ask."""

from collections.abc import Iterator
from datetime import date

from app.law.catalog import outcomes, procedure
from app.law.history import Fact
from app.law.model import ClockState, Deadline, FilingState, NextStep
from app.law.phrases import Phrase
from app.law.sheet import Sheet
from app.law.timing import GRANTING


def step(step_id: str, by: date | None, deadline: Deadline | None = None, said: str = "") -> NextStep:
    """One thing to do; `said` names the sentence where an act has several."""
    clock, cause = (deadline.clock, deadline.cause) if deadline else (None, None)
    return NextStep(step_id, by, Phrase(f"next.{said or step_id}"), clock, cause)


def hints(sheet: Sheet, state: FilingState) -> list[NextStep]:
    """Whatever needs no day: gaps in the record, papers to check, questions to ask."""
    return [*_of_record(sheet, state), *_of_decision(sheet), *_of_review(sheet, state), *_of_register(sheet)]


def _of_record(sheet: Sheet, state: FilingState) -> Iterator[NextStep]:
    decisions = sheet.history.all("decision_notified")
    if any(fact.event.outcome is None for fact in decisions):
        yield step("record_outcome", None)
    if state is FilingState.LAPSED:
        yield step("request_again", None)


def _of_decision(sheet: Sheet) -> Iterator[NextStep]:
    decision = sheet.history.last("decision_notified")
    if decision is None:
        return
    for deadline in sheet.deadlines:
        if deadline.clock == "review.request" and deadline.state is ClockState.RUNNING and _adverse(decision):
            # ACRA 22 and 83: a wrong or missing instruction costs her nothing, if she knows.
            yield step("check_instruction", None, deadline)
            break
    if sheet.question.procedure == "jp.jlis.documents" and _adverse(decision):
        yield step("object_to_jlis", None)
    if sheet.question.procedure == "jp.appi.correction" and decision.event.outcome in {*GRANTING, "partial"}:
        # APPI 97; My Number Act 31 (1) reads it anew for records of information provision.
        said = "ask_recipients_provision" if sheet.options.provision_record else ""
        yield step("ask_recipients", None, said=said)


def _adverse(decision: Fact) -> bool:
    outcome = decision.event.outcome
    return outcome is not None and outcomes()[outcome].adverse


def _of_review(sheet: Sheet, state: FilingState) -> Iterator[NextStep]:
    if sheet.question.procedure != "jp.review" or state is not FilingState.IN_REVIEW:
        return
    consulted = sheet.history.first("consultation_notified")
    yield step("wait_for_determination" if consulted else "ask_consultation", None)


def _of_register(sheet: Sheet) -> Iterator[NextStep]:
    if procedure(sheet.question.procedure).family != "register":
        return
    if sheet.history.first("disclosed"):
        # Residential Basic Book Act 30-35; Certification Business Act 61: neither sets a last day.
        yield step("correct_register", None)
    late = any(each.state is ClockState.OVERDUE for each in sheet.deadlines)
    if sheet.question.procedure == "jp.basic_resident.disclosure" and (
        late or sheet.history.first("refused")
    ):
        yield step("complain_register", None)
