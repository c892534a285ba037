"""Chooses what to do today: at most three acts, her dates and theirs kept apart."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from uuid import UUID

from app import law
from app.filings.queries import Draft, OpenDeadline
from app.law.calendars import next_open_day

MOST_ACTS = 3
SOON = 14  # days; an act nearer than this stands before everything else
MAIL_DAYS = 7  # a decision made on the last day is still in the post (public notice of the NRA)
STRIP_WEEKS = 6
_FOLLOW_UPS = (
    "appi_private.follow_up",
    "appi_private.follow_up.second",
    "inquiry.follow_up",
    "complaint.follow_up",
)
INACTION = "review.inaction"
_NO_DAYS: frozenset[date] = frozenset()
# A year after the decision everything ends, also when the notice came late: the nearer of the two is hers.
OUTER_BOUNDS = {
    "review.request.objective": "review.request",
    "suit.revocation.objective": "suit.revocation",
}


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do: `kind` names the sentence, `by` the day until which, if there is one."""

    kind: str
    filing_id: UUID
    case_id: UUID
    agency: str
    procedure: str
    clock: str | None = None
    by: date | None = None
    fallback: date | None = None

    @property
    def go(self) -> str:
        """Where the act is done."""
        if self.kind == "send":
            return f"/filings/{self.filing_id}/events/new?kind=sent"
        if self.kind in {"in_the_post", "no_answer_yet"}:
            return f"/filings/{self.filing_id}/events/new"
        # Once they are late there is more than one thing that she can do.
        return f"/cases/{self.case_id}#{'imi' if self.kind == 'overdue' else 'next'}"


@dataclass(frozen=True, slots=True)
class Dated:
    """A deadline as of today, the days of an open amendment added."""

    row: OpenDeadline
    agency: str
    nominal: date | None
    due: date | None

    @property
    def is_hers(self) -> bool:
        return self.row.bound == law.Bound.REQUESTER

    @property
    def is_soft(self) -> bool:
        """A day for asking, which is our custom and no legal limit."""
        return self.row.clock in _FOLLOW_UPS


@dataclass(frozen=True, slots=True)
class Today:
    """What the home page shows."""

    acts: tuple[Act, ...]
    hers: tuple[Dated, ...]
    theirs: tuple[Dated, ...]
    soft: tuple[Dated, ...]

    @property
    def no_day_count(self) -> tuple[Dated, ...]:
        """One per filing whose answer the law wants "without delay", with no number of days."""
        return tuple({one.row.filing_id: one for one in self.soft}.values())


def as_of(row: OpenDeadline, agency: str, today: date, closed_days: frozenset[date] = _NO_DAYS) -> Dated:
    """A kept row read today: while an amendment is open its day moves on with every day."""
    if row.paused_from is None or row.nominal is None or today <= row.paused_from:
        return Dated(row, agency, row.nominal, row.due)
    nominal = row.nominal + (today - row.paused_from)
    # Only packs whose country has one calendar know a pause: no agency's own one is needed.
    calendar = law.calendar_of(row.clock, law.CALENDARS[0])
    return Dated(row, agency, nominal, next_open_day(nominal, closed_days, calendar))


def choose(
    rows: Iterable[OpenDeadline],
    drafts: Iterable[Draft],
    name_of: Callable[[UUID], str],
    today: date,
    closed_days: Mapping[UUID, frozenset[date]] = MappingProxyType({}),
) -> Today:
    """Sorts a person's open deadlines into what she does, what they owe, and what is only a custom."""
    dated = [
        as_of(row, name_of(row.agency_id), today, closed_days.get(row.agency_id, _NO_DAYS)) for row in rows
    ]
    hers = nearer([one for one in dated if is_her_date(one, today)])
    theirs = [one for one in dated if not one.is_hers and one.row.kind == law.Kind.LATEST]
    soft = [one for one in dated if one.is_soft]
    undated = [_act("undated", one) for one in dated if one.is_hers and one.nominal is None]
    acts = [*_hers(hers), *undated, *_answers(late(dated, today), soft, today), *_unsent(drafts, name_of)]
    acts.sort(key=lambda act: _urgency(act, today))
    return Today(_one_a_filing(acts), _by_day(hers), _by_day(theirs), _by_day(soft))


def is_her_date(one: Dated, today: date) -> bool:
    """Whether it is a last day of hers that she can still meet."""
    is_last_day = one.is_hers and one.row.kind == law.Kind.LATEST
    return is_last_day and one.due is not None and one.due >= today


def nearer(hers: Sequence[Dated]) -> list[Dated]:
    """Of the two periods for one remedy only the one that ends first."""
    first: dict[tuple[UUID, str], Dated] = {}
    for one in _by_day(hers):
        remedy = OUTER_BOUNDS.get(one.row.clock, one.row.clock)
        first.setdefault((one.row.filing_id, remedy), one)
    return list(first.values())


def _by_day(dated: Sequence[Dated]) -> tuple[Dated, ...]:
    return tuple(sorted(dated, key=lambda one: one.nominal or date.max))


def _hers(hers: list[Dated]) -> list[Act]:
    return [replace(_act("deadline", one), by=one.nominal, fallback=one.due) for one in hers]


def late(dated: Sequence[Dated], today: date) -> list[Dated]:
    """Whose day has passed; but nobody is late while an amendment is still hers to make."""
    opens = {one.row.filing_id: one.nominal for one in dated if one.row.clock == INACTION}
    return [
        one for one in dated if _has_passed(one, today) and (opens.get(one.row.filing_id) or today) <= today
    ]


def _has_passed(one: Dated, today: date) -> bool:
    return not one.is_hers and one.row.kind == law.Kind.LATEST and one.due is not None and one.due < today


def _answers(late: list[Dated], soft: list[Dated], today: date) -> list[Act]:
    asked = [one for one in soft if one.due is not None and today >= one.due]
    return [_act(_lateness(one, today), one) for one in late] + [_act("no_answer_yet", one) for one in asked]


def _lateness(one: Dated, today: date) -> str:
    assert one.due is not None
    return "overdue" if today > one.due + timedelta(days=MAIL_DAYS) else "in_the_post"


def _act(kind: str, one: Dated) -> Act:
    row = one.row
    return Act(kind, row.filing_id, row.case_id, one.agency, row.procedure, row.clock)


def _unsent(drafts: Iterable[Draft], name_of: Callable[[UUID], str]) -> list[Act]:
    return [
        Act("send", draft.filing_id, draft.case_id, name_of(draft.agency_id), draft.procedure)
        for draft in drafts
    ]


def _urgency(act: Act, today: date) -> tuple[int, date]:
    if act.by is not None and act.by <= today + timedelta(days=SOON):
        return 0, act.by
    ranks = {"undated": 1, "overdue": 1, "in_the_post": 2, "no_answer_yet": 2, "send": 3, "deadline": 4}
    return ranks[act.kind], act.by or today


def _one_a_filing(acts: list[Act]) -> tuple[Act, ...]:
    first: dict[UUID, Act] = {}
    for act in acts:
        first.setdefault(act.filing_id, act)
    return tuple(first.values())[:MOST_ACTS]


# What stands on a day of the strip.
Marks = dict[date | None, str]


@dataclass(frozen=True, slots=True)
class StripDay:
    """A day of the six-week strip and the marks on it."""

    on: date
    is_closed: bool
    mark: str | None


@dataclass(frozen=True, slots=True)
class StripWeek:
    """A week of the strip, with what falls into it told in words."""

    days: tuple[StripDay, ...]
    hers: tuple[Dated, ...]
    theirs: tuple[Dated, ...]


def strip(today_: Today, today: date) -> tuple[StripWeek, ...]:
    """The next six weeks, Monday first, hers below and theirs above."""
    monday = today - timedelta(days=today.weekday())
    hers = [(one.nominal, one) for one in today_.hers]
    theirs = [(one.due, one) for one in (*today_.theirs, *today_.soft)]
    marks: Marks = {on: "t soft" if one.is_soft else "t" for on, one in theirs}
    marks |= {on: "y" for on, _ in hers}
    mondays = (monday + timedelta(weeks=n) for n in range(STRIP_WEEKS))
    return tuple(
        StripWeek(_days(first, marks, today), _in(hers, first), _in(theirs, first)) for first in mondays
    )


def _days(monday: date, marks: Marks, today: date) -> tuple[StripDay, ...]:
    days = (monday + timedelta(days=n) for n in range(7))
    return tuple(StripDay(on, law.is_closed(on), _mark(marks.get(on), on, today)) for on in days)


def _in(dated: list[tuple[date | None, Dated]], monday: date) -> tuple[Dated, ...]:
    sunday = monday + timedelta(days=6)
    return tuple(one for on, one in dated if on is not None and monday <= on <= sunday)


def _mark(mark: str | None, on: date, today: date) -> str | None:
    return mark or ("now" if on == today else None)


def remedy_of(clock: str) -> str:
    """The remedy that a clock is a period for: of several periods only the one that ends first is shown."""
    return OUTER_BOUNDS.get(clock, clock)
