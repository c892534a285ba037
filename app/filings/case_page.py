"""Gathers what the case page shows: each filing's state, its deadlines with their reasons, the timeline."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from app import law
from app.agencies.overrides import Applied, Override
from app.agencies.rules import with_source
from app.agencies.service import statute_days
from app.filings import mending, rails, timeline
from app.filings.docket import Docket
from app.filings.notices import noted
from app.filings.queries import FiledRow, RecordedEvent
from app.filings.reading import Reader
from app.filings.reasons import Reason
from app.filings.timeline import Put

# A clock in one of these states is history or cannot be used: it is listed apart.
_OVER = (law.ClockState.MET, law.ClockState.MET_LATE, law.ClockState.VOID)


@dataclass(frozen=True, slots=True)
class DatedClock:
    """One deadline of a filing, beside the question that it answers."""

    place: int
    nth: int  # the clock's first deadline in this filing, its second, ...
    deadline: law.Deadline
    clock: law.ClockInfo
    filing: FiledRow
    agency: str
    put: Put
    applied: Applied
    mend: Mapping[str, str]

    @property
    def is_hers(self) -> bool:
        return self.deadline.bound == law.Bound.REQUESTER

    @property
    def is_their_decision(self) -> bool:
        """Whether an agency's own rules may shorten it."""
        return not self.is_hers and self.clock.id.endswith(".decision")

    @property
    def hints(self) -> list[Override]:
        """Periods that were only heard of; one that says what the Act says adds nothing."""
        acts_days = statute_days(self.put.question.as_of)
        return [hint for hint in self.applied.hints if hint.decision_days != acts_days]

    @property
    def is_over(self) -> bool:
        return self.deadline.state in _OVER

    @property
    def day(self) -> date | None:
        """The day to show first: hers the one to act by, theirs the one after which they are late."""
        return self.deadline.nominal if self.is_hers else self.deadline.due


@dataclass(frozen=True, slots=True)
class Told:
    """An event of the timeline in words: who acted, what happened, and whether it was taken back."""

    event: RecordedEvent
    filing: FiledRow
    agency: str
    kind: law.EventKind
    note: str | None
    grounds: tuple[Reason, ...]
    lacks: tuple[Reason, ...]
    is_retracted: bool


@dataclass(frozen=True, slots=True)
class FilingView:
    """One filing of the page."""

    row: FiledRow
    agency: str
    procedure: law.ProcedureInfo
    answer: law.Answer
    put: Put
    applied: Applied
    rail: tuple[rails.Stop, ...]
    clocks: tuple[DatedClock, ...]
    told: tuple[Told, ...]
    wanted: str | None
    reference: str | None

    @property
    def state(self) -> law.StateInfo:
        return law.state(self.answer.state, self.procedure.id)

    @property
    def running(self) -> tuple[DatedClock, ...]:
        """The clocks that still matter."""
        return tuple(one for one in self.clocks if not one.is_over)

    @property
    def over(self) -> tuple[DatedClock, ...]:
        """The clocks that were met or no longer apply."""
        return tuple(one for one in self.clocks if one.is_over)

    @property
    def has_no_day_count(self) -> bool:
        """Whether the law says "without delay" and no number, and an answer is still awaited."""
        waiting = (law.FilingState.PENDING, law.FilingState.SENT)
        return self.procedure.family == "private" and self.answer.state in waiting


@dataclass(frozen=True, slots=True)
class CaseView:
    """The whole page."""

    filings: tuple[FilingView, ...]

    @property
    def running(self) -> list[DatedClock]:
        """Every day by which somebody must act, the nearest first."""
        return [one for one in self._all_running if one.deadline.kind == law.Kind.LATEST]

    @property
    def possible(self) -> list[DatedClock]:
        """Every day from which she may do something more."""
        return [one for one in self._all_running if one.deadline.kind == law.Kind.EARLIEST]

    @property
    def _all_running(self) -> list[DatedClock]:
        return _by_day(one for filing in self.filings for one in filing.running)

    @property
    def over(self) -> list[DatedClock]:
        """Every clock that was met or no longer applies, by day."""
        return _by_day(one for filing in self.filings for one in filing.over)

    @property
    def told(self) -> list[Told]:
        """What happened, in the order of days."""
        everything = [told for filing in self.filings for told in filing.told]
        return sorted(everything, key=lambda told: (told.event.on, told.event.recorded_at))

    def begun(self, follows: UUID, procedure: str) -> FilingView | None:
        """The filing of a procedure that already follows another one."""
        found = (
            one for one in self.filings if one.row.follows_id == follows and one.row.procedure == procedure
        )
        return next(found, None)

    @property
    def next_clock(self) -> DatedClock | None:
        """Her own next day; None when she has nothing to do now."""
        hers = (one for one in self.running if one.is_hers)
        return next((one for one in hers if one.deadline.state == law.ClockState.RUNNING), None)


def _by_day(clocks: Iterable[DatedClock]) -> list[DatedClock]:
    return sorted(clocks, key=lambda one: (one.day or date.max, one.clock.id))


def view(docket: Docket, reader: Reader, today: date) -> CaseView:
    """The page of a case as of today."""
    return CaseView(tuple(view_filing(docket, filing, reader, today) for filing in docket.filings))


def view_filing(docket: Docket, filing: FiledRow, reader: Reader, today: date) -> FilingView:
    """One filing as of today."""
    put = docket.put(filing, today)
    answer = law.deadlines(put.question)
    agency, applied = agency_name(reader, filing), _with_sources(docket.applied(filing), reader)
    events = docket.events.get(filing.id, ())
    procedure = law.procedure(filing.procedure)
    return FilingView(
        row=filing,
        agency=agency,
        procedure=procedure,
        answer=answer,
        put=put,
        applied=applied,
        rail=rails.stops(procedure, answer.state, timeline.standing(events)),
        clocks=tuple(
            DatedClock(place, nth, deadline, law.clock(deadline.clock), filing, agency, put, applied, mend)
            for place, nth, deadline in _own_clocks(put, answer)
            for mend in [mending.links(filing, deadline, events, put.cause_of(deadline))]
        ),
        told=tuple(_tell(filing, agency, events, reader)),
        wanted=reader.open("filing", "wanted_sealed", filing.id, filing.wanted_sealed),
        reference=reader.open("filing", "reference_sealed", filing.id, filing.reference_sealed),
    )


def _own_clocks(put: Put, answer: law.Answer) -> Iterator[tuple[int, int, law.Deadline]]:
    """The filing's own deadlines, each with its place in the answer and among those of its clock."""
    counted: Counter[str] = Counter()
    for place, deadline in enumerate(answer.deadlines):
        if put.is_own(deadline):
            yield place, counted[deadline.clock], deadline
            counted[deadline.clock] += 1


def _with_sources(applied: Applied, reader: Reader) -> Applied:
    """The same with the addresses where she read her own periods."""

    def opened(one: Override) -> Override:
        return with_source(one, reader.cipher, reader.person_id)

    source = opened(applied.source) if applied.source else None
    return replace(applied, source=source, hints=tuple(map(opened, applied.hints)))


def _tell(filing: FiledRow, agency: str, events: Sequence[RecordedEvent], reader: Reader) -> Iterable[Told]:
    retracted = {event.retracts_id for event in events if event.retracts_id}
    procedure = law.procedure(filing.procedure)
    for event in events:
        if event.kind == timeline.RETRACTED:
            continue
        note = reader.open("filing_event", "note_sealed", event.id, event.note_sealed)
        grounds, lacks = noted(procedure, event.kind, event.grounds, event.lacks)
        kind = law.event_kind(event.kind)
        yield Told(event, filing, agency, kind, note, grounds, lacks, event.id in retracted)


def agency_name(reader: Reader, filing: FiledRow) -> str:
    """The agency's name: clear in the directory, sealed when the person added it herself."""
    if filing.agency_name is not None:
        return filing.agency_name
    return own_agency_name(reader, filing.agency_id, filing.agency_name_sealed)


def own_agency_name(reader: Reader, agency_id: UUID, sealed: bytes | None) -> str:
    """The name of an agency that the person added herself."""
    return reader.open("agency", "name_sealed", agency_id, sealed) or ""
