"""Knows where what can be done is done: the forms of this filing, of the next one, and of others."""

from collections.abc import Iterator
from urllib.parse import urlencode
from uuid import UUID

from app import law
from app.filings.case_page import CaseView, FilingView
from app.filings.ways import Way

_ENDED = (law.FilingState.WITHDRAWN, law.FilingState.CLOSED)


def destination(
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
