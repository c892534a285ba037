"""The working sheet of one question: its events in order, and the deadlines found so far."""

from datetime import date, timedelta

from app.law.book import ClockInfo, Value, clocks
from app.law.calendars import next_open_day
from app.law.closing import close
from app.law.history import Fact, History, Round
from app.law.ledger import Ledger, Told
from app.law.model import (
    Assumption,
    Basis,
    Bound,
    Certainty,
    ClockState,
    Deadline,
    Kind,
    Question,
    Warning,  # noqa: A004 - the contract's word
)
from app.law.periods import days_after, months_after
from app.law.phrases import Phrase, plain
from app.law.phrases import Value as Filling
from app.law.statutes import Citation
from app.law.timing import Period
from app.law.withdrawals import outlives, withdrawal

# Which rule of the amendment clock a procedure reads.
AMENDMENT_RULES = {
    "jp.appi.disclosure": "period",
    "jp.appi.correction": "period_correction",
    "jp.appi.suspension": "period_suspension",
}
# A clock held against this day is never late.
NEVER = date.max
_NO_DAYS: frozenset[date] = frozenset()
_UNTOLD: Told = ((), (), ())


class Sheet:
    """Collects what one question leads to."""

    __slots__ = (
        "as_of",
        "deadlines",
        "decided",
        "explain",
        "history",
        "options",
        "period",
        "question",
        "rounds",
        "warnings",
        "withdrawn",
    )

    def __init__(self, question: Question, *, explain: bool) -> None:
        self.question = question
        self.options = question.options
        self.as_of = question.as_of
        self.explain = explain
        self.history = History(question.events)
        self.decided = self.history.first("decision_notified")
        self.withdrawn = withdrawal(self.history, question.procedure)
        self.rounds: tuple[Round, ...] = ()
        self.period: Period | None = None
        self.deadlines: list[Deadline] = []
        self.warnings: dict[tuple[str, int | None], Warning] = {}

    def ledger(self) -> Ledger | None:
        """A ledger to explain with; None when only the dates are asked."""
        return Ledger() if self.explain else None

    def warn(
        self,
        code: str,
        fact: Fact | None = None,
        citation: Citation | None = None,
        *,
        said: str = "",
        **fill: Filling,
    ) -> None:
        """Note something odd, once for each event; `said` names the sentence where a code has several."""
        if self.explain:
            index = fact.place if fact else None
            phrase = Phrase(f"warn.{said or code}", tuple(fill.items()))
            self.warnings.setdefault((code, index), Warning(code, phrase, index, citation))

    def doubt(self, deadline: Deadline, code: str, on: date | None = None, **fill: Filling) -> None:
        """Add to a deadline on the sheet something it leans on."""
        if self.explain:
            phrase = Phrase(f"assume.{code}", tuple(fill.items()))
            assumptions = (*deadline.assumptions, Assumption(code, phrase, on))
            place = self.deadlines.index(deadline)
            self.deadlines[place] = deadline._replace(assumptions=assumptions)

    def rule(self, info: ClockInfo, name: str, fact: Fact) -> Value | None:
        """The value of a rule on the day of an event; an event older than the rule is warned about."""
        value = info.rule(name, fact.on)
        if value is None:
            self.warn("no_rule_for_day", fact)
        return value

    def add_counted(
        self,
        clock_id: str,
        cause: Fact,
        start: str,
        count: str,
        *,
        on: date | None = None,
        met: date | None = None,
        void: date | None = None,
        also: Citation | None = None,
        assume: tuple[str, ...] = (),
    ) -> Deadline | None:
        """A clock that counts one period from one day, its first day excluded."""
        info = clocks()[clock_id]
        value = self.rule(info, "period", cause)
        if value is None:
            return None
        begins = on or cause.on
        nominal = months_after(begins, value.months) if value.months else days_after(begins, value.days)
        ledger = self.ledger()
        if ledger:
            ledger.start(start, begins)
            ledger.count(plain(count), nominal, value.citation, value.months)
            ledger.lead(also)
            for code in assume:
                ledger.assume(code)
        return self.add(info, cause, nominal, met=met, void=void, ledger=ledger)

    def add(
        self,
        info: ClockInfo,
        cause: Fact,
        nominal: date | None,
        *,
        basis: Basis = Basis.STATUTE,
        met: date | None = None,
        void: date | None = None,
        paused_from: date | None = None,
        ledger: Ledger | None = None,
        rolls: bool = True,
        late_after: date | None = None,
        certainty: Certainty | None = None,
    ) -> Deadline:
        """Write one deadline on the sheet, with its closed days, its end and its state.

        `late_after` is the day it is held against where that is not the day it is due.
        """
        due = self.roll(info, nominal) if rolls else nominal
        if self.withdrawn and cause < self.withdrawn:
            if not outlives(info.id, self.withdrawn, self.decided):
                met, void = self._ended_by_withdrawal(info, due, met, void)
            elif ledger and not void:
                ledger.assume("kept_after_withdrawal")
        ended = void or met
        if ledger and nominal and due:
            close(ledger, info, self.options, (nominal, due), rolls=rolls)
        told = ledger.told() if ledger else _UNTOLD
        state = standing(info, late_after or due, self.as_of, met, void)
        who = (info.id, cause.place, info.bound, info.kind)
        sure, paused = certainty or info.certainty, paused_from if ended is None else None
        deadline = Deadline(*who, nominal, due, basis, state, *told, sure, paused, ended)
        self.deadlines.append(deadline)
        return deadline

    @property
    def shown_undecided(self) -> bool:
        """Whether the records were shown though no decision was recorded: there must have been one."""
        return self.decided is None and self.history.first("disclosed") is not None

    def roll(self, info: ClockInfo, nominal: date | None) -> date | None:
        """The day itself or, when the office is closed and the law moves the limit, the next open day."""
        if nominal is None or info.rolls == "never":
            return nominal
        # An agency's own closed days do not close a court.
        return next_open_day(nominal, _NO_DAYS if info.rolls == "court" else self.options.closed_days)

    def _ended_by_withdrawal(
        self, info: ClockInfo, due: date | None, met: date | None, void: date | None
    ) -> tuple[date | None, date | None]:
        """A withdrawal voids what is running; what was done, void or passed before it stays so."""
        assert self.withdrawn is not None
        on = self.withdrawn.on
        earlier = met or void
        passed = info.kind is Kind.LATEST and info.bound is Bound.REQUESTER and due is not None and due < on
        if passed or (earlier is not None and earlier <= on):
            return met, void
        return None, on


def standing(
    info: ClockInfo, due: date | None, as_of: date, met: date | None, void: date | None
) -> ClockState:
    """Where a clock stands on a day that ends at 24:00, Tokyo time."""
    if void is not None:
        return ClockState.VOID
    if info.kind is Kind.EARLIEST:
        if met is not None:
            return ClockState.MET
        return ClockState.OPEN if due is not None and due <= as_of else ClockState.WAITING
    if met is not None:
        return ClockState.MET if due is None or met <= due else ClockState.MET_LATE
    if due is None or as_of <= due:
        return ClockState.RUNNING
    return ClockState.OVERDUE if info.bound is Bound.AGENCY else ClockState.EXPIRED


def next_day(on: date) -> date:
    """The day after."""
    return on + timedelta(days=1)
