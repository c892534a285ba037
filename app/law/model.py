"""The things the rule book is asked and answers: questions, events, deadlines."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from app.law.phrases import Phrase, Text, amount_in_words, in_brackets, in_language, join, on_a_day
from app.law.statutes import Citation, citation_label


class Bound(StrEnum):
    """Who has to act."""

    AGENCY = "agency"
    REQUESTER = "requester"


class Kind(StrEnum):
    """Whether a day is the last one to act or the first one."""

    LATEST = "latest"
    EARLIEST = "earliest"


class Basis(StrEnum):
    """Where a deadline's day comes from."""

    STATUTE = "statute"
    ORDINANCE = "ordinance"
    EXTENSION = "extension"
    EXCEPTION = "exception"
    NOTICE = "notice"
    INFERENCE = "inference"


class ClockState(StrEnum):
    """Where a deadline stands on the day of the question."""

    RUNNING = "running"
    MET = "met"
    MET_LATE = "met_late"
    OVERDUE = "overdue"
    EXPIRED = "expired"
    OPEN = "open"
    WAITING = "waiting"
    VOID = "void"


class FilingState(StrEnum):
    """Where a filing stands on the day of the question."""

    DRAFT = "draft"
    SENT = "sent"
    PENDING = "pending"
    AMENDMENT = "amendment"
    PENDING_EXTENDED = "pending_extended"
    PENDING_EXCEPTION = "pending_exception"
    OVERDUE = "overdue"
    DECIDED = "decided"
    LAPSED = "lapsed"
    DISCLOSED = "disclosed"
    WITHDRAWN = "withdrawn"
    ANSWERED = "answered"
    IN_REVIEW = "in_review"
    IN_COURT = "in_court"
    CLOSED = "closed"


class Certainty(StrEnum):
    """How sure a reading of the law is."""

    STATUTE = "statute"
    OFFICIAL_GUIDANCE = "official_guidance"
    INFERENCE = "inference"


class CountMode(StrEnum):
    """How the first day and the closed days of a decision period are counted."""

    EXCL = "excl"
    INCL = "incl"
    BUSINESS = "business"


class StepKind(StrEnum):
    """What a line of the calculation does."""

    START = "start"
    COUNT = "count"
    PAUSE = "pause"
    NOTICE = "notice"
    NOMINAL = "nominal"
    ROLL = "roll"
    RESULT = "result"


# What is asked is a frozen dataclass. What is answered is a named tuple: as frozen, and built four times
# faster, which counts where one question leads to fifty of them.
_COUNTING = frozenset({StepKind.COUNT, StepKind.PAUSE, StepKind.ROLL})
_OPEN_DAYS = frozenset({"step.period_business", "step.period_open_days", "step.extension_open_days"})


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened on one day."""

    kind: str
    on: date
    until: date | None = None
    decided_on: date | None = None
    outcome: str | None = None
    clock: str | None = None
    to: str | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """What differs from the statute at one agency, or in one request."""

    decision_days: int | None = None
    extension_days: int | None = None
    exception_days: int | None = None
    count_mode: str | None = None
    calendar: str = "national"
    closed_days: frozenset[date] = frozenset()
    provision_record: bool = False
    by_post: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One filing: its procedure, its events in the order they were given, and the day of asking."""

    procedure: str
    events: tuple[Event, ...]
    as_of: date
    options: Options = Options()


class Step(NamedTuple):
    """One line of a calculation: counting `days` from `from_`, that day included, ends on `to`."""

    kind: StepKind
    phrase: Phrase
    from_: date
    days: int
    to: date
    citation: Citation | None = None
    months: int = 0
    paused: tuple[date, date] | None = None

    @property
    def counts_open_days(self) -> bool:
        """Whether closed days are left out of this stretch."""
        return self.phrase.key in _OPEN_DAYS

    @property
    def text(self) -> Text:
        """The whole line, in every language."""
        return join(" — ", join("", self.label, self.amount), self.note)

    @property
    def label(self) -> Text:
        """What is counted: the first column of the ledger."""
        return self.phrase.part("label")

    @property
    def amount(self) -> Text:
        """How much is counted, or the day itself where nothing is counted."""
        if self.kind not in _COUNTING:
            return on_a_day(self.to)
        return amount_in_words(self.days, self.months)

    @property
    def note(self) -> Text:
        """Why, and by which article: the small print under the label; empty when there is none."""
        note = self.phrase.part("note")
        if self.citation is None:
            return note
        label = citation_label(self.citation)
        if not note["ja"]:
            return label
        return {lang: words + in_brackets(in_language(label, lang), lang) for lang, words in note.items()}


class Assumption(NamedTuple):
    """Something a date leans on that nobody has confirmed."""

    code: str
    phrase: Phrase
    on: date | None = None

    @property
    def text(self) -> Text:
        """The sentence, in every language."""
        return self.phrase.text


class Warning(NamedTuple):  # noqa: A001 - the contract's word; nobody in this package warns in Python's sense
    """Something odd in the events: recorded and answered, but worth a look."""

    code: str
    phrase: Phrase
    event: int | None = None
    citation: Citation | None = None

    @property
    def text(self) -> Text:
        """The sentence, in every language."""
        return self.phrase.text


class NextStep(NamedTuple):
    """One thing the requester can do now, by when, and why."""

    id: str
    by: date | None
    phrase: Phrase
    clock: str | None = None
    cause: int | None = None

    @property
    def text(self) -> Text:
        """What to do, in every language."""
        return self.phrase.part("label")

    @property
    def why(self) -> Text:
        """Why it matters, in every language."""
        return self.phrase.part("note")


class Deadline(NamedTuple):
    """One day the law gives, for one clock and the event that started it.

    `paused_from` is the asking day of the amendment round that is still open and moves this day;
    `ended_on` is the day the clock was met, ended or became void.
    """

    clock: str
    cause: int | None
    bound: Bound
    kind: Kind
    nominal: date | None
    due: date | None
    basis: Basis
    state: ClockState
    steps: tuple[Step, ...]
    citations: tuple[Citation, ...]
    assumptions: tuple[Assumption, ...]
    certainty: Certainty
    paused_from: date | None = None
    ended_on: date | None = None


class Answer(NamedTuple):
    """Every deadline of one filing as of one day, with what is odd and what to do next."""

    procedure: str
    state: FilingState
    as_of: date
    rule_book: str
    deadlines: tuple[Deadline, ...]
    warnings: tuple[Warning, ...]
    next_steps: tuple[NextStep, ...]
