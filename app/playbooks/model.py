"""What a playbook is: who probably holds what about a worry, how sure that is, and what to ask."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.holdings.models import Category
from app.law import Text

# Asked of everybody who makes letters, and so known to every wording.
ABOUT_HER = ("name", "kana", "birth_date", "postal_code", "address", "phone")
# Questions that stand in no wording: how she hands it in, what else she wants to see, whom she asks.
WAY, EXTRA, AGENCY = "way", "extra", "agency"


class Certainty(StrEnum):
    """How sure a statement is, and where it was read."""

    LAW = "law"
    OFFICIAL = "official"
    REPORT = "report"
    INFERENCE = "inference"
    UNVERIFIED = "unverified"


class Expect(StrEnum):
    """How likely it is that something is there."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    MAYBE = "maybe"
    UNLIKELY = "unlikely"
    UNKNOWN = "unknown"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was read; the address is only ever shown."""

    label: str
    url: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is known of the worry, and how."""

    id: str
    text: Text
    certainty: Certainty
    sources: tuple[Source, ...]
    cite: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question whose answer stands in the letters."""

    key: str
    label: Text
    required: bool
    is_day: bool  # a day, a month or a year, as far as she remembers
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """What is done together, and when."""

    number: int
    do: tuple[str, ...]
    when: Text
    clocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drawer:
    """One kind of record that a holder may have."""

    id: str
    kind: Category
    expect: Expect
    label: Text


@dataclass(frozen=True, slots=True)
class Resolve:
    """How a holder becomes an agency: one that is known, one she names, or entries of her own."""

    agency: str | None = None
    question: str | None = None  # whose answer names it
    organ: str | None = None  # the mayor or the governor of the answer
    own: tuple[str, ...] = ()
    kind: str = "business"  # of an entry of her own


@dataclass(frozen=True, slots=True)
class Next:
    """One thing that can be done after an answer."""

    action: str
    procedure: str | None
    clock: str | None
    letter: str | None
    insert: str | None
    request: str | None
    reason: str | None
    when: Text | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One kind of answer: what it means for this worry, what to check, and what can be done."""

    id: str
    meaning: Text
    certainty: Certainty | None
    check: tuple[Text, ...]
    next: tuple[Next, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """One request to a holder: its procedure, its wording, its papers and its fee."""

    id: str
    procedure: str
    is_self_service: bool
    takes_extra: bool  # what else she wants to know goes here
    is_later: bool  # it needs to be known first what was disclosed
    # What a letter to a business ticks, and whether its wording asks for Chapter 5 in its own words.
    kinds: tuple[str, ...]
    says_chapter_5: bool
    letter: str | None
    title: Text
    form_box: str | None
    wording: str
    how: Text | None  # what she does herself, where no letter is needed
    certainty: Certainty | None
    send_to: Text
    attachments: tuple[str, ...]
    attachments_at_window: tuple[str, ...]
    fee: Text
    fee_certainty: Certainty | None
    clocks: tuple[str, ...]
    clock_note: Text | None
    notes: tuple[Text, ...]
    only_if: Mapping[str, tuple[str, ...]]
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who may hold something, with what is expected there and what can be asked."""

    id: str
    name: Text
    resolve: Resolve
    regime: str
    regime_certainty: Certainty
    likelihood: Expect
    why: Text
    why_certainty: Certainty
    drawers: tuple[Drawer, ...]
    requests: tuple[Request, ...]

    @property
    def holds_hers(self) -> bool:
        """Whether what it holds is about her, and not documents or advice."""
        return self.likelihood not in {Expect.NONE, Expect.UNLIKELY}


@dataclass(frozen=True, slots=True)
class Insert:
    """Wording for a later letter."""

    id: str
    letter: str
    body: str
    certainty: Certainty | None


@dataclass(frozen=True, slots=True)
class Playbook:
    """A worry, from who may hold what to what each answer means."""

    id: str
    version: int
    as_of: date | None
    title: Text
    summary: Text
    audience: Text
    facts: tuple[Fact, ...]
    inputs: Mapping[str, Asked]
    ask: tuple[str, ...]
    prepare: tuple[str, ...]
    order: tuple[Stage, ...]
    tasks: Mapping[str, Text]
    safety: Text | None
    holders: tuple[Holder, ...]
    inserts: Mapping[str, Insert]
    open_points: tuple[Text, ...]

    @property
    def requests(self) -> dict[str, tuple[Holder, Request]]:
        """Every request by its id, with its holder, in the order in which they are best made."""
        found = {request.id: (holder, request) for holder in self.holders for request in holder.requests}
        place = {each: stage.number for stage in self.order for each in stage.do}
        last = len(self.order) + 1
        return dict(sorted(found.items(), key=lambda one: place.get(one[0], last)))

    def stage_of(self, request_id: str) -> Stage | None:
        """When a request is best made."""
        return next((stage for stage in self.order if request_id in stage.do), None)

    def letters(self) -> Iterator[tuple[Holder, Request]]:
        """The requests that can be made on paper with what is asked before."""
        for holder, request in self.requests.values():
            if request.letter and not request.is_self_service and not request.is_later:
                yield holder, request
