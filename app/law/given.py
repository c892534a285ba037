"""Days that somebody named: the agency's own paper wins, and a person may set a day of her own."""

from app.law.book import clocks
from app.law.catalog import procedure
from app.law.closing import close
from app.law.history import Fact
from app.law.model import Basis, Bound, ClockState, Deadline
from app.law.sheet import Sheet, standing

# Where a procedure has no statutory clock, a named day belongs to this one.
OWN_CLOCK = {
    "jp.review": "review.date_given",
    "jp.suit": "suit.date_given",
    "jp.inquiry": "inquiry.follow_up",
    "jp.complaint": "complaint.follow_up",
}
# What ends a clock of hers that is known only from a day on their paper.
_ENDS = {
    "appi.amendment": ("amendment_received",),
    "appi.disclosure.implementation_request": ("implementation_requested", "disclosed"),
    "appi.correction.window": ("correction_filed",),
    "appi.suspension.window": ("suspension_filed",),
    "review.request": ("review_filed",),
    "review.request.objective": ("review_filed",),
    "suit.revocation": ("suit_filed",),
    "suit.revocation.objective": ("suit_filed",),
    "review.date_given": ("sent", "amendment_received"),
    "suit.date_given": ("sent",),
}
_ANSWERS = ("answered", "refused")


def add_named_days(sheet: Sheet) -> None:
    """Write the days named in a procedure without statutory clocks of its own."""
    own = OWN_CLOCK[sheet.question.procedure]
    for given in sheet.history.all("date_given"):
        if given.event.clock in (None, own):
            _add_named(sheet, own, given)
    if sheet.question.procedure == "jp.review":
        # Administrative Complaint Review Act, Article 23: the reviewing agency sets the day.
        for asked in sheet.history.all("amendment_asked"):
            _add_named(sheet, own, asked)


def override_by_paper(sheet: Sheet) -> None:
    """Let each day on the agency's own paper replace the computed day of its clock."""
    own, heeded = OWN_CLOCK.get(sheet.question.procedure), _decision_clocks(sheet)
    for given in sheet.history.all("date_given"):
        clock_id = given.event.clock
        if clock_id is None or clock_id == own or clock_id in heeded:
            continue
        found = [each for each in sheet.deadlines if each.clock == clock_id]
        if found:
            _override(sheet, _meant(sheet, found, given), given)
        else:
            _add_named(sheet, clock_id, given)


def _decision_clocks(sheet: Sheet) -> tuple[str, ...]:
    """The clocks of the decision heed the paper themselves, for their extensions build on it."""
    prefix = sheet.question.procedure.removeprefix("jp.") + ".decision"
    return tuple(each for each in procedure(sheet.question.procedure).clocks if each.startswith(prefix))


def _meant(sheet: Sheet, found: list[Deadline], given: Fact) -> Deadline:
    """Of several deadlines of one clock, the youngest that had started when the paper came."""
    events = sheet.question.events
    started = [each for each in found if each.cause is not None and events[each.cause].on <= given.on]
    return (started or found)[-1]


def _override(sheet: Sheet, deadline: Deadline, given: Fact) -> None:
    info, until = clocks()[deadline.clock], given.event.until
    due = sheet.roll(info, until) if info.bound is Bound.AGENCY else until
    ended, void = deadline.ended_on, deadline.state is ClockState.VOID
    ledger = sheet.ledger()
    if ledger and until and due:
        ledger.notice("step.given", until, None)
        if deadline.nominal:
            ledger.assume_with("given_overrides", nominal=deadline.nominal)
        close(ledger, info, sheet.options, (until, due), rolls=info.bound is Bound.AGENCY)
    changed = deadline._replace(
        nominal=until,
        due=due,
        basis=Basis.NOTICE,
        state=standing(info, due, sheet.as_of, None if void else ended, ended if void else None),
        steps=tuple(ledger.steps) if ledger else (),
        citations=deadline.citations,
        assumptions=tuple(ledger.assumptions) if ledger else (),
        paused_from=None,
    )
    sheet.deadlines[sheet.deadlines.index(deadline)] = changed


def _add_named(sheet: Sheet, clock_id: str, named: Fact) -> None:
    """A clock of its own for a named day: what she does ends hers, an answer ends a day of asking."""
    info, until = clocks()[clock_id], named.event.until
    asks = info.id.endswith((".follow_up", ".second"))
    follow = sheet.history.next(named, *(_ANSWERS if asks else _ENDS.get(clock_id, ())))
    ledger = sheet.ledger()
    if ledger and until:
        ledger.notice("step.own_date" if asks else "step.notice_date", until, None)
    sheet.add(
        info,
        named,
        until,
        basis=Basis.INFERENCE if asks else Basis.NOTICE,
        met=follow.on if follow and not asks else None,
        void=follow.on if follow and asks else None,
        ledger=ledger,
        rolls=info.bound is Bound.AGENCY,
    )
