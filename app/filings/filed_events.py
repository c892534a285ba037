"""What a document can be the proof of: an event that is recorded, or one still to be."""

from collections.abc import Iterator
from uuid import UUID

from fastapi import Request
from sqlmodel import Session

from app import law
from app.filings import case_page, docket, offers
from app.filings.case_page import FilingView, Told
from app.filings.queries import filings_by_id
from app.filings.reading import Reader
from app.kit.house import House
from app.web.texts import texts_of

# The three answers to "what came": a kind of event, an event by its id, or none.
KIND, EVENT, KEEP = "kind", "event", "keep"


def view_of(session: Session, house: House, filing_id: UUID) -> FilingView:
    """A filing as its pages show it."""
    (row,) = filings_by_id(session, [filing_id])
    found = docket.of_case(session, row.case_id)
    reader = Reader(house.vault.person(row.person_id), row.person_id)
    filing = next(filing for filing in found.filings if filing.id == filing_id)
    return case_page.view_filing(found, filing, reader, house.clock.today())


def ways(view: FilingView) -> list[str]:
    """Every answer that may be given for a filing."""
    kinds = [f"{KIND}:{kind}" for kind in offers.recordable(view.procedure)]
    return [*kinds, *(f"{EVENT}:{told.event.id}" for told in standing(view)), f"{KEEP}:"]


def standing(view: FilingView) -> list[Told]:
    """The events that were not taken back, the newest first."""
    return [told for told in reversed(view.told) if not told.is_retracted]


def kinds_for(request: Request, view: FilingView) -> dict[str, list[tuple[str, str]]]:
    """The kinds of event as answers: the likely ones, and the others."""
    state = view.answer.state
    return {
        "likely": list(_answers(request, offers.likely(view.procedure, state))),
        "others": list(_answers(request, offers.others(view.procedure, state))),
    }


def _answers(request: Request, kinds: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for kind in kinds:
        yield f"{KIND}:{kind}", texts_of(request).pick(law.event_kind(kind).label)
