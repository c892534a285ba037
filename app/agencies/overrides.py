"""Chooses the periods of one agency that differ from the Act's: from when, who says so, how sure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

# Chapter 5 governs local governments from this day; older pages describe ordinances that ended with it.
CHAPTER_5_FOR_LOCAL_GOVERNMENTS = date(2023, 4, 1)
DISCLOSURE = "jp.appi.disclosure"
CORRECTION = "jp.appi.correction"
SUSPENSION = "jp.appi.suspension"
PROCEDURES_WITH_PERIODS = (DISCLOSURE, CORRECTION, SUSPENSION)
NATIONAL = "national"  # the rule book's calendar when none is named


@dataclass(frozen=True, slots=True)
class Override:
    """A period that an agency is said to apply under one procedure, and by whom it is said."""

    procedure: str
    decision_days: int | None = None
    count_mode: str | None = None
    extension_days: int | None = None
    exception_days: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    words: str = ""
    source_url: str | None = None
    page_date: date | None = None
    confidence: str = "high"
    own: bool = False
    id: UUID | None = None  # of a person's own entry, whose source is sealed with her key
    source_sealed: bytes | None = None

    @property
    def is_clock(self) -> bool:
        """A low row, or one that does not say how it counts, is a hint and never a clock."""
        return self.confidence != "low" and self.decision_days is not None and self.count_mode is not None

    def governs(self, received: date | None) -> bool:
        """Whether a request that arrived on this day falls under it."""
        if received is None:
            return self.ends_on is None
        begun = self.starts_on is None or self.starts_on <= received
        return begun and (self.ends_on is None or received <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Applied:
    """What the rule book is told about an agency, why, and what was only heard."""

    options: Mapping[str, int | str]
    source: Override | None = None
    hints: tuple[Override, ...] = ()

    @property
    def assumes_extension_cap(self) -> bool:
        """The page names no extension, so the Act's longest one is assumed, and said to be."""
        return self.source is not None and self.source.extension_days is None


def choose(calendar: str, overrides: Iterable[Override], procedure: str, received: date | None) -> Applied:
    """The override that governs a request which arrived that day; a person's own beats a shipped one."""
    known = [one for one in overrides if one.procedure == procedure and one.governs(received)]
    clocks = sorted((one for one in known if one.is_clock), key=_own_and_latest_first)
    hints = tuple(one for one in known if not one.is_clock)
    base: dict[str, int | str] = {} if calendar == NATIONAL else {"calendar": calendar}
    if not clocks:
        return Applied(base, hints=hints)
    return Applied(base | _options(clocks[0]), clocks[0], hints)


def _own_and_latest_first(one: Override) -> tuple[bool, int]:
    return not one.own, -(one.starts_on or date.min).toordinal()


def _options(one: Override) -> dict[str, int | str]:
    named = {
        "decision_days": one.decision_days,
        "count_mode": one.count_mode,
        "extension_days": one.extension_days,
        "exception_days": one.exception_days,
    }
    return {name: value for name, value in named.items() if value is not None}
