"""Gathers what the sheets for the printer show: as much as fits, saying how much is left out."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from app import law
from app.filings.case_page import CaseView, DatedClock, FilingView, Told
from app.law.statutes import Citation
from app.sending.models import Address
from app.sending.sender import Sender

MOST_FILINGS, MOST_DATES, MOST_TOLD, MOST_WORDS = 4, 6, 8, 120


class Dated(NamedTuple):
    """A next date and the article that it rests on."""

    one: DatedClock
    article: Citation | None


@dataclass(frozen=True, slots=True)
class Envelope:
    """What stands on an envelope and on labels."""

    agency: str
    to: Address
    sender: Sender | None
    marking: str | None

    @property
    def address_lines(self) -> list[str]:
        """The agency's address as she wrote it."""
        return self.to.address.splitlines()


@dataclass(frozen=True, slots=True)
class Summary:
    """A case on one page."""

    title: str
    worry: str
    filings: tuple[FilingView, ...]
    more_filings: int
    dates: tuple[Dated, ...]
    more_dates: int
    told: tuple[Told, ...]
    earlier_told: int


def summary(title: str, worry: str | None, view: CaseView) -> Summary:
    """The newest filings, the next dates and the latest events, and how many of each are left out."""
    clocks, told = next_dates(view.running, MOST_DATES), view.told
    return Summary(
        title=clipped(title),
        worry=clipped(worry or ""),
        filings=view.filings[-MOST_FILINGS:],
        more_filings=max(0, len(view.filings) - MOST_FILINGS),
        dates=clocks,
        more_dates=max(0, len(view.running) - MOST_DATES),
        told=tuple(told[-MOST_TOLD:]),
        earlier_told=max(0, len(told) - MOST_TOLD),
    )


def next_dates(clocks: list[DatedClock], most: int) -> tuple[Dated, ...]:
    """The nearest days with their first article."""
    return tuple(Dated(one, _article(one.deadline)) for one in clocks[:most])


def _article(deadline: law.Deadline) -> Citation | None:
    """The article that sets the period; where a notice sets the day, the one that lets it."""
    sets = (law.StepKind.COUNT, law.StepKind.NOTICE)
    named = (step.citation for step in deadline.steps if step.kind in sets)
    return next((citation for citation in named if citation), None) or next(iter(deadline.citations), None)


def next_dates_of(filing: FilingView, most: int) -> tuple[Dated, ...]:
    """The same for one filing."""
    clocks = sorted(filing.running, key=lambda one: one.day or date.max)
    return next_dates([one for one in clocks if one.day], most)


def clipped(text: str) -> str:
    """As much as fits, with a mark where it goes on."""
    plain = " ".join(text.split())
    return plain if len(plain) <= MOST_WORDS else f"{plain[: MOST_WORDS - 1]}…"
