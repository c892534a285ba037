"""Reads what a person says of a filing and of its events, and names what must be mended."""

from collections.abc import Collection, Iterable
from uuid import UUID

from app import law
from app.filings.case_page import Told
from app.filings.notices import grounds_of, lacks_of
from app.filings.service import Facts, Wish
from app.people.forms import TITLE_LIMIT
from app.web.forms import Form

WANTED_LIMIT = 4000
REFERENCE_LIMIT = 100
NOTE_LIMIT = 2000
NEW_CASE = "new"


def read_facts(form: Form, procedure: law.ProcedureInfo, kind: str) -> Facts | None:
    """One event, or None when something in the form must be mended."""
    takes = law.event_kind(kind).takes
    on = form.day("when")
    until = form.day("until", required=kind == "date_given") if "until" in takes else None
    decided_on = form.day("decided_on", required=False) if "decided_on" in takes else None
    outcome = form.choice("outcome", outcomes(procedure, kind)) if "outcome" in takes else None
    clock = form.choice("clock", datable(procedure)) if "clock" in takes else None
    note = form.long_text("note", NOTE_LIMIT)
    grounds, lacks = _read_notice(form, procedure, kind, outcome)
    if on is not None and until is not None and until < on:
        form.problem("until", "filings.errors.until_before")
    if on is not None and decided_on is not None and decided_on > on:
        form.problem("decided_on", "filings.errors.decided_after")
    if on is None or not form.ok:
        return None
    return Facts(kind, on, until, decided_on, outcome, clock, note or None, grounds, lacks)


def _read_notice(
    form: Form, procedure: law.ProcedureInfo, kind: str, outcome: str | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The grounds that a notice names and what it lacks; both may be left open."""
    known = {
        "grounds": [reason.when.ground or "" for reason in grounds_of(procedure, kind)],
        "lacks": [reason.when.lack or "" for reason in lacks_of(procedure, kind)],
    }
    ticked = {name: form.choices(name, allowed) for name, allowed in known.items()}
    if outcome and not law.outcome(outcome).adverse:
        for name in (name for name, chosen in ticked.items() if chosen):
            form.problem(name, "filings.errors.nothing_refused")
    grounds, lacks = (tuple(each for each in known[name] if each in ticked[name]) for name in known)
    return grounds, lacks


def said_before(told: Iterable[Told], event_id: str) -> dict[str, str]:
    """What one of the filing's own events said, taken back or not, to write it anew."""
    one = next((one for one in told if str(one.event.id) == event_id), None)
    if one is None:
        return {}
    said = {
        "kind": one.event.kind,
        "when": one.event.on,
        "until": one.event.until,
        "decided_on": one.event.decided_on,
        "outcome": one.event.outcome,
        "clock": one.event.clock,
        "note": one.note,
    }
    return {name: str(value) for name, value in said.items() if value is not None}


def outcomes(procedure: law.ProcedureInfo, kind: str) -> tuple[str, ...]:
    """The ways this decision can end."""
    return law.DETERMINATION_OUTCOMES if kind == "determination_notified" else procedure.outcomes


def datable(procedure: law.ProcedureInfo) -> tuple[str, ...]:
    """The clocks whose day an agency's own paper may name."""
    return tuple(clock for clock in procedure.clocks if law.is_datable(clock))


def read_wish(form: Form, agency_id: UUID, allowed: Collection[str]) -> Wish | None:
    """What a new filing is about, or None when something must be mended."""
    procedure = form.choice("procedure", allowed)
    wanted = form.long_text("wanted", WANTED_LIMIT)
    reference = form.text("reference", REFERENCE_LIMIT, required=False)
    provision = form.flag("provision") and procedure.startswith("jp.appi.")
    return Wish(agency_id, procedure, wanted or None, reference or None, provision) if form.ok else None


def read_title_of_new_case(form: Form) -> str | None:
    """The name of the case that the filing opens, when a new one was chosen."""
    if form.posted.get("case", NEW_CASE) != NEW_CASE:
        return None
    return form.text("case_title", TITLE_LIMIT)
