"""Days that somebody named: the agency's own paper wins, and a person may set a day of her own."""

from app.law.book import clocks
from app.law.catalog import procedure
from app.law.closing import close
from app.law.history import Fact
from app.law.model import Basis, ClockState, Deadline, Kind
from app.law.sheet import Sheet, standing

# Where a procedure has no statutory clock, a named day belongs to this one.
OWN_CLOCK = {
    "jp.review": "review.date_given",
    "jp.suit": "suit.date_given",
    "jp.inquiry": "inquiry.follow_up",
    "jp.complaint": "complaint.follow_up",
}
# What ends a clock that is known only from a day on their paper, or from a day she chose.
_ANSWERS = ("answered", "refused")
_ENDS = {
    "appi.amendment": ("amendment_received",),
    "appi.disclosure.implementation_request": ("implementation_requested", "disclosed"),
    "appi.disclosure.third_party_gap": ("disclosed",),
    "appi.correction.window": ("correction_filed",),
    "appi.suspension.window": ("suspension_filed",),
    "review.request": ("review_filed",),
    "review.request.objective": ("review_filed",),
    "review.inaction": ("decision_notified", "review_filed"),
    "suit.revocation": ("suit_filed",),
    "suit.revocation.objective": ("suit_filed",),
    "suit.inaction": ("decision_notified", "suit_filed"),
    "review.date_given": ("sent", "amendment_received"),
    "suit.date_given": ("sent",),
    "appi_private.suit": ("answered",),
    "appi_private.follow_up": _ANSWERS,
    "appi_private.follow_up.second": _ANSWERS,
    "inquiry.follow_up": _ANSWERS,
    "complaint.follow_up": _ANSWERS,
    "certificate.oldest": ("received",),
}


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
    """The same clock with the day on the paper; it ends where it ended. A day they set does not roll."""
    info, until = clocks()[deadline.clock], given.event.until
    void = deadline.state is ClockState.VOID
    met = None if void else deadline.ended_on
    ledger = sheet.ledger()
    if ledger and until:
        ledger.notice("step.given", until, None)
        if deadline.nominal:
            ledger.assume_with("given_overrides", nominal=deadline.nominal)
        close(ledger, info, sheet.options, (until, until), rolls=False)
    sheet.deadlines[sheet.deadlines.index(deadline)] = deadline._replace(
        nominal=until,
        due=until,
        basis=Basis.NOTICE,
        state=ClockState.VOID if void else standing(info, until, sheet.as_of, met, None),
        steps=tuple(ledger.steps) if ledger else (),
        assumptions=tuple(ledger.assumptions) if ledger else (),
        paused_from=None,
    )


def _add_named(sheet: Sheet, clock_id: str, named: Fact) -> None:
    """A clock of its own for a named day: what she has to do meets it, what she may do no longer applies."""
    info, until = clocks()[clock_id], named.event.until
    follow = sheet.history.next(named, *_ENDS[clock_id])
    ended = follow.on if follow else None
    chosen = _ENDS[clock_id] is _ANSWERS
    ledger = sheet.ledger()
    if ledger and until:
        ledger.notice("step.own_date" if chosen else "step.notice_date", until, None)
    sheet.add(
        info,
        named,
        until,
        basis=Basis.INFERENCE if chosen else Basis.NOTICE,
        met=ended if info.kind is Kind.LATEST else None,
        void=ended if info.kind is Kind.EARLIEST else None,
        ledger=ledger,
        rolls=False,
    )
