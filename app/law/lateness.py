"""Says who was late: a duty met after its day, or an act of hers after its time."""

from app.law.book import clocks
from app.law.history import Fact
from app.law.model import Bound, ClockState, Deadline
from app.law.sheet import Sheet
from app.law.statutes import Citation
from app.law.timing import decided_on

_IMPLEMENTATION = ".implementation_request"
_GAP = ".third_party_gap"


def note_lateness(sheet: Sheet) -> None:
    """Write the warnings about what was done too late, or too early."""
    for deadline in sheet.deadlines:
        if deadline.clock.endswith(_GAP):
            _note_gap(sheet, deadline)
        elif deadline.state is ClockState.MET_LATE:
            _note_late(sheet, deadline)


def _note_gap(sheet: Sheet, deadline: Deadline) -> None:
    if deadline.ended_on and deadline.nominal and deadline.ended_on < deadline.nominal:
        sheet.warn("disclosed_before_gap", sheet.history.first("disclosed"), _article(sheet, deadline))


def _note_late(sheet: Sheet, deadline: Deadline) -> None:
    fact = _ending_fact(sheet, deadline)
    if deadline.bound is Bound.AGENCY:
        said = "decision_late" if ".decision" in deadline.clock else "disclosure_late"
        sheet.warn("decision_late", fact, _article(sheet, deadline), said=said)
    elif not (deadline.clock.endswith(_IMPLEMENTATION) and fact and fact.event.kind == "disclosed"):
        # Shown without a request for implementation on record: none was needed, or it was made in time.
        sheet.warn("filed_late", fact, _article(sheet, deadline), said=_sentence(deadline.clock))


def _sentence(clock_id: str) -> str:
    """A justifiable reason excuses a late review, suit or request; no article says so of the windows."""
    if clock_id.endswith(".window"):
        return "filed_late_window"
    named_by_them = clock_id.endswith((".amendment", ".date_given"))
    return "filed_late_amendment" if named_by_them else "filed_late"


def _ending_fact(sheet: Sheet, deadline: Deadline) -> Fact | None:
    """The event that ended a deadline: the one of that day, or the decision made on that day."""
    if ".decision" in deadline.clock:
        decisions = sheet.history.all("decision_notified")
        return next((fact for fact in decisions if decided_on(fact) == deadline.ended_on), None)
    on_the_day = [fact for fact in sheet.history.facts if fact.on == deadline.ended_on]
    return on_the_day[-1] if on_the_day else None


def _article(sheet: Sheet, deadline: Deadline) -> Citation | None:
    """The article that sets the day: not the one that says how days are counted."""
    if deadline.clock.endswith(".amendment") or deadline.cause is None:
        return deadline.citations[0] if deadline.citations else None
    value = clocks()[deadline.clock].rule("period", sheet.question.events[deadline.cause].on)
    return value.citation if value else None
