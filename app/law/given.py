"""Days that somebody named: the agency's own paper wins, and a person may set a day of her own."""

from datetime import date

from app.law.book import ClockInfo, clocks
from app.law.calendars import LOCAL
from app.law.catalog import procedure
from app.law.closing import close
from app.law.history import Fact
from app.law.model import Basis, Bound, ClockState, Kind
from app.law.sheet import AMENDMENT_RULES, Sheet, standing

# Where a procedure has no statutory clock, a named day belongs to this one.
OWN_CLOCK = {
    "jp.review": "review.date_given",
    "jp.suit": "suit.date_given",
    "jp.inquiry": "inquiry.follow_up",
    "jp.complaint": "complaint.follow_up",
}
# A register answers by showing what it holds; that it holds nothing is told as an answer.
_SHOWN = ("disclosed", "answered")
# What ends a clock that is known only from a day on their paper, or from a day she chose.
_ANSWERS = ("answered", "refused")
_ENDS = {
    "appi.amendment": ("amendment_received",),
    "foi.amendment": ("amendment_received",),
    "foi.local.amendment": ("amendment_received",),
    "jlis.documents.amendment": ("amendment_received",),
    "appi.disclosure.implementation_request": ("implementation_requested", "disclosed"),
    "foi.implementation_request": ("implementation_requested", "disclosed"),
    "foi.more_disclosure": ("implementation_requested",),
    "basic_resident.disclosure": _SHOWN,
    "jpki.disclosure": _SHOWN,
    "appi.correction.window": ("correction_filed",),
    "appi.suspension.window": ("suspension_filed",),
    "review.request": ("review_filed",),
    "review.request.objective": ("review_filed",),
    "suit.revocation": ("suit_filed",),
    "suit.revocation.objective": ("suit_filed",),
    "review.date_given": ("sent", "amendment_received"),
    "suit.date_given": ("sent",),
    "inquiry.follow_up": _ANSWERS,
    "complaint.follow_up": _ANSWERS,
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


def is_datable(clock_id: str) -> bool:
    """Whether an agency's own paper may name the day of a clock; her limits by law are not theirs to move."""
    info = clocks()[clock_id]
    if info.kind is Kind.EARLIEST:
        return False
    # Where they may set her a day, the law lets that day stand as it is; what the law sets itself rolls.
    return info.bound is Bound.AGENCY or info.rolls == "never"


def override_by_paper(sheet: Sheet) -> None:
    """Let each day on the agency's own paper replace the computed day of its clock."""
    own, heeded = OWN_CLOCK.get(sheet.question.procedure), _decision_clocks(sheet)
    named: dict[int, Fact] = {}
    for given in sheet.history.all("date_given"):
        clock_id = given.event.clock
        if clock_id is None or clock_id == own or clock_id in heeded:
            continue
        if clocks()[clock_id].kind is Kind.EARLIEST:
            # The first day on which she may act is the law's, whatever a paper says.
            sheet.warn("given_for_first_day", given)
            continue
        place = _meant(sheet, clock_id, given)
        if place is None:
            _add_named(sheet, clock_id, given)
        else:
            named[place] = given
    for place, given in named.items():
        _heed(sheet, place, given)


def _decision_clocks(sheet: Sheet) -> tuple[str, ...]:
    """The clocks of the decision heed the paper themselves, for their extensions build on it."""
    info = procedure(sheet.question.procedure)
    return tuple(each for each in info.clocks if each.startswith(f"{info.prefix}.decision"))


def _meant(sheet: Sheet, clock_id: str, given: Fact) -> int | None:
    """The place of the deadline that a paper speaks of: the youngest that had started when it came."""
    events = sheet.question.events
    found = [place for place, each in enumerate(sheet.deadlines) if each.clock == clock_id]
    causes = {place: sheet.deadlines[place].cause for place in found}
    started = [place for place, cause in causes.items() if cause is not None and events[cause].on <= given.on]
    return max(started or found, default=None)


def _heed(sheet: Sheet, place: int, given: Fact) -> None:
    """The day on the paper; where the law sets her limit, never a later one than the law's."""
    deadline, until = sheet.deadlines[place], given.event.until
    if is_datable(deadline.clock) or deadline.nominal is None or deadline.due is None:
        _override(sheet, place, given, None)
    elif until and until < deadline.nominal:
        _override(sheet, place, given, deadline.due)
    elif until and until > deadline.due:
        # Neither a review nor a suit nor a window is theirs to prolong: ACRA 18, ACLA 14, APPI 87, 90, 98.
        value = clocks()[deadline.clock].rule("period", given.on)
        said = "given_after_window" if deadline.clock.endswith(".window") else "given_after_own_limit"
        cited = value.citation if value else None
        sheet.warn("given_after_limit", given, cited, said=said, given=until, nominal=deadline.nominal)


def _override(sheet: Sheet, place: int, given: Fact, lawful: date | None) -> None:
    """The same clock with the day on the paper; it ends where it ended. A day they set does not roll.

    `lawful` is the last day by law: an agency that names an earlier one does not make her late.
    """
    deadline, until = sheet.deadlines[place], given.event.until
    info = clocks()[deadline.clock]
    void = deadline.state is ClockState.VOID
    met = None if void else deadline.ended_on
    ledger = sheet.ledger()
    if ledger and until:
        ledger.notice("step.given", until, None)
        if deadline.nominal:
            ledger.assume_with("given_overrides", nominal=deadline.nominal)
        close(ledger, info, sheet.options, (until, until), rolls=False)
    sheet.deadlines[place] = deadline._replace(
        nominal=until,
        due=until,
        basis=Basis.NOTICE,
        state=ClockState.VOID if void else standing(info, lawful or until, sheet.as_of, met, None),
        steps=tuple(ledger.steps) if ledger else (),
        assumptions=tuple(ledger.assumptions) if ledger else (),
        paused_from=None,
    )


def _rule(sheet: Sheet, info: ClockInfo, named: Fact) -> str:
    """Which of a clock's rules lets the other side name the day."""
    if info.id == "appi.amendment":
        return AMENDMENT_RULES[sheet.question.procedure]
    if info.id != "review.date_given":
        return "period"
    if named.event.kind == "amendment_asked":
        return "amendment"
    # Article 106 of the APPI leaves Article 30 of the Review Act to local governments; before a national
    # organ the Review Board sets the day.
    return "period" if sheet.options.calendar == LOCAL else "board"


def _add_named(sheet: Sheet, clock_id: str, named: Fact) -> None:
    """A clock of its own for a named day: what she has to do meets it, what she may do no longer applies."""
    info, until = clocks()[clock_id], named.event.until
    follow = sheet.history.next(named, *_ENDS[clock_id])
    ended = follow.on if follow else None
    chosen = _ENDS[clock_id] is _ANSWERS
    ledger = sheet.ledger()
    if ledger and until:
        ledger.notice("step.own_date" if chosen else "step.notice_date", until, None)
        value = info.rule(_rule(sheet, info, named), named.on)
        ledger.also(value.citation if value else None)
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
