"""Turns what can be done about an answer into links with days: the law's days, this filing's forms."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from urllib.parse import urlencode
from uuid import UUID

from app import law
from app.filings.case_page import CaseView, DatedClock, FilingView
from app.filings.reasons import Reason
from app.filings.ways import Way, may_open

_S = law.ClockState
# Of several rounds of one clock the one that can still be kept goes first.
_USABLE = (_S.RUNNING, _S.OVERDUE, _S.OPEN, _S.WAITING, _S.EXPIRED)
_ENDED = (law.FilingState.WITHDRAWN, law.FilingState.CLOSED)
_ALIASES = ("theirs", "ask")


class Timing(StrEnum):
    """How the day of a choice is to be read; each has a sentence in the catalog."""

    UNTIL = "until"
    EXPECTED = "expected"
    LATE = "late"
    NOW = "now"
    SINCE = "since"
    PASSED = "passed"
    UNDATED = "undated"
    ANY_TIME = "any_time"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Choice:
    """One form that can be opened, what for, and by when."""

    texts: tuple[law.Text, ...]
    verb: str | None
    name: str
    href: str | None
    dated: DatedClock | None
    day: date | None
    timing: Timing
    steps: tuple[str, ...]

    @property
    def is_hers_now(self) -> bool:
        """Whether a clock of hers asks for it: what a button may stand out for."""
        return self.timing in {Timing.UNTIL, Timing.UNDATED} and self.href is not None


def gather(
    view: CaseView, filing: FilingView, told: Iterable[tuple[law.Warning | None, Reason]]
) -> tuple[Choice, ...]:
    """What can be done, each form once with everything that is said for it; the nearest day first."""
    found: dict[tuple[str | None, str, str | None], Choice] = {}
    for warning, reason in told:
        for way in reason.can_do:
            choice = _choice(view, filing, way, warning)
            if choice is not None:
                clock = choice.dated.clock.id if choice.dated else None
                key = (choice.verb, choice.href or way.name, clock)
                found[key] = _joined(found[key], choice) if key in found else choice
    return tuple(sorted(found.values(), key=_place))


def _joined(first: Choice, again: Choice) -> Choice:
    texts = (*first.texts, *(text for text in again.texts if text not in first.texts))
    return replace(first, texts=texts, steps=(*first.steps, *again.steps))


def _place(choice: Choice) -> date:
    return choice.day if choice.day and choice.timing is Timing.UNTIL else date.max


def _choice(view: CaseView, filing: FilingView, way: Way, warning: law.Warning | None) -> Choice | None:
    dated = _dated(filing, way)
    if not may_open(way, filing.procedure) or (way.clock not in (None, *_ALIASES) and dated is None):
        return None
    verb, href = _destination(view, filing, way, warning)
    if href is None and way.verb is not None:
        return None
    day, timing = _when(filing, dated) if dated else (None, _untimed(verb))
    return Choice((way.text,), verb, way.name, href, dated, day, timing, way.steps)


def _dated(filing: FilingView, way: Way) -> DatedClock | None:
    """The deadline that a way keeps to: of several the one that can still be kept, the nearest first."""
    kept = [one for one in filing.clocks if way.clock and way.keeps_to(one.deadline)]
    usable = [one for one in kept if one.deadline.state in _USABLE]
    return min(usable, key=lambda one: (_USABLE.index(one.deadline.state), one.day or date.max), default=None)


def _when(filing: FilingView, one: DatedClock) -> tuple[date | None, Timing]:
    deadline = one.deadline
    if deadline.state is _S.EXPIRED:
        return deadline.due, Timing.PASSED
    if deadline.kind is law.Kind.EARLIEST:
        return deadline.nominal, Timing.NOW if deadline.state is _S.OPEN else Timing.SINCE
    if one.day is None:
        return None, Timing.UNDATED
    if one.is_hers:
        return _nearest(filing, deadline, one.day), Timing.UNTIL
    return one.day, Timing.LATE if deadline.state is _S.OVERDUE else Timing.EXPECTED


def _nearest(filing: FilingView, deadline: law.Deadline, day: date) -> date:
    """The law's own advice where it is nearer than the clock: the year from the decision may end first."""
    same = (deadline.clock, f"{deadline.clock}.objective")
    advised = (step for step in filing.answer.next_steps if step.clock in same)
    return min([day, *(step.by for step in advised if step.by and step.cause == deadline.cause)])


def _untimed(verb: str | None) -> Timing:
    return Timing.ANY_TIME if verb in {"follow", "again", "beside"} else Timing.NONE


def _destination(
    view: CaseView, filing: FilingView, way: Way, warning: law.Warning | None
) -> tuple[str | None, str | None]:
    """Where a way leads in this filing; None when it leads nowhere here."""
    if way.verb == "follow":
        return _following(view, filing, way.name)
    return way.verb, next(_paths(filing, way, warning), None)


def _following(view: CaseView, filing: FilingView, procedure: str) -> tuple[str | None, str | None]:
    begun = [
        one
        for one in view.filings
        if one.row.follows_id == filing.row.id and one.row.procedure == procedure
        if one.answer.state not in _ENDED
    ]
    draft = next((one for one in begun if one.answer.state is law.FilingState.DRAFT), None)
    if draft is not None:
        return "send", f"/filings/{draft.row.id}/events/new?kind=sent"
    return "follow", None if begun else _new(follows=filing.row.id, procedure=procedure)


def _paths(filing: FilingView, way: Way, warning: law.Warning | None) -> Iterator[str]:
    row = filing.row
    here = {"agency": row.agency_id, "case": row.case_id}
    if way.verb == "record":
        yield f"/filings/{row.id}/events/new?kind={way.name}"
    elif way.verb == "beside":
        yield _new(**here, procedure=way.name)
    elif way.verb == "again":
        yield _new(**here, procedure=row.procedure, like=row.id)
    elif way.verb == "retract":
        event = filing.put.causes[warning.event] if warning and warning.event is not None else None
        if event in filing.put.own:
            yield f"/events/{event}/retract"
    else:
        plain = {
            "describe": f"/filings/{row.id}/edit",
            "holding": f"/holdings/new?{urlencode(here)}",
            "search": f"/agencies/search?{urlencode({'for': 'filing', 'case': row.case_id})}",
            "agency": f"/agencies/{row.agency_id}",
        }
        if way.verb in plain:
            yield plain[way.verb]


def _new(**query: UUID | str) -> str:
    return f"/filings/new?{urlencode(query)}"
