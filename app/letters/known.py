"""Fills in a new letter: what the filing, its events and its agency already tell."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlmodel import Session

from app import law
from app.filings import case_page, docket
from app.filings.case_page import FilingView, Told
from app.filings.models import Filing
from app.filings.reading import Reader
from app.kit.house import House
from app.letters import addressing
from app.letters.book import Form, procedure_words, sheet_words

_DECISIONS = {
    "refused": "refused",
    "existence_refused": "refused",
    "not_held": "refused",
    "partial": "partial",
}
_NOT_DONE = {"jp.appi.correction": "not_corrected", "jp.appi.suspension": "not_suspended"}
_REQUEST_KINDS = {
    "jp.appi_private.purpose": "purpose",
    "jp.appi_private.disclosure": "disclosure",
    "jp.appi_private.third_party_record": "third_party",
    "jp.appi_private.correction": "correction",
}
_FOI_BASES = {"jp.foi.national": "national", "jp.foi.local": "ordinance", "jp.jlis.documents": "rule"}
_POWERS = {
    "jp.appi.disclosure": "disclosure",
    "jp.appi.correction": "correction",
    "jp.appi.suspension": "suspension",
}
_WANTED = ("request_items", "request_summary", "document_items", "affair")


def fields(session: Session, house: House, filing: Filing, form: Form) -> dict[str, str]:
    """What can be filled in on this form; days are ISO, empty answers are left out."""
    today = house.clock.today()
    reader = Reader(house.vault.person(filing.person_id), filing.person_id)
    view = case_page.view(docket.of_case(session, filing.case_id), reader, today)
    by_id = {one.row.id: one for one in view.filings}
    own = by_id[filing.id]
    first = by_id.get(filing.follows_id, own) if filing.follows_id else own
    asked = first if own.procedure.id == "jp.review" else own
    told = {
        **procedure_words().get(asked.procedure.id, {}),
        **form.default(asked.procedure.id),
        **dict(_of_agency(own, form)),
        **dict(_of_words(asked)),
        **dict(_of_procedure(asked)),
        **dict(_of_events([*first.told, *own.told])),
        **dict(_of_days(asked)),
        "date": today.isoformat(),
        "requester": "self",
    }
    return {name: text for name, text in told.items() if text and name in form.body_fields}


def _of_agency(view: FilingView, form: Form) -> Iterator[tuple[str, str]]:
    to = addressing.addressee_of(view.row, view.agency)
    yield "addressee", to._replace(salute=form.salute or to.salute).written
    if addressing.takes_stamps(view.row):
        # APPI Art. 89(1), its Order Art. 27, Information Disclosure Act Art. 16: national organs only.
        yield "fee_line", sheet_words()["fee_national"]
    # Administrative Complaint Review Act Art. 4(i): heads with nobody above them review their own decisions.
    yield "review_authority", to.written
    yield "deciding_body", to.name
    if addressing.is_jlis(view.row):
        yield "jlis_treatment", "yes"


def _of_words(view: FilingView) -> Iterator[tuple[str, str]]:
    yield from ((name, view.wanted or "") for name in _WANTED)
    yield "ref_no", view.reference or ""


def _of_procedure(view: FilingView) -> Iterator[tuple[str, str]]:
    procedure = view.procedure.id
    yield "request_kind", _REQUEST_KINDS.get(procedure, "")
    yield "foi_basis", _FOI_BASES.get(procedure, "")
    yield "powers", _POWERS.get(procedure, "")
    yield "body_kind", "private" if view.procedure.family == "private" else "public"


def _of_events(told: Sequence[Told]) -> Iterator[tuple[str, str]]:
    """Later events speak last."""
    for one in told:
        if not one.is_retracted:
            yield from _of_event(one)


def _of_event(one: Told) -> Iterator[tuple[str, str]]:
    event, on = one.event, one.event.on.isoformat()
    if event.kind == "sent":
        yield "filed_on", on
    elif event.kind == "received":
        yield "arrived_on", on
    elif event.kind == "amendment_asked":
        yield "asked_on", on
    elif event.kind == "disclosed":
        yield "disclosed_on", on
    elif event.kind == "decision_notified":
        yield "received_on", on
        yield "decision_date", event.decided_on.isoformat() if event.decided_on else ""
        yield "decision", _decision(one)
    elif event.kind == "extension_notified" and event.until:
        yield "extended_due", event.until.isoformat()


def _decision(one: Told) -> str:
    outcome = one.event.outcome or ""
    not_done = _NOT_DONE.get(one.filing.procedure, "")
    return not_done if not_done and outcome in _DECISIONS else _DECISIONS.get(outcome, "")


def _of_days(view: FilingView) -> Iterator[tuple[str, str]]:
    """The day after which they are late, where it has passed; no law numbers one for everybody."""
    late = [each.deadline.due for each in view.running if _is_late(each.deadline)]
    days: list[date] = [day for day in late if day is not None]
    if days:
        yield "due_date", min(days).isoformat()


def _is_late(deadline: law.Deadline) -> bool:
    return deadline.bound == law.Bound.AGENCY and deadline.state == law.ClockState.OVERDUE
