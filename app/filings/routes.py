"""Pages of the home, of cases, and of what is recorded in their filings."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app import law
from app.accounts import drafts
from app.accounts.session import Actor, SignedIn
from app.audit.entry import Action
from app.filings import (
    case_page,
    docket,
    documents,
    forms,
    home_page,
    moved,
    notices,
    offers,
    queries,
    reactor,
    service,
    supposing,
)
from app.filings.case_page import FilingView
from app.filings.models import Filing, FilingEvent
from app.filings.options import notes_of, options_of
from app.filings.reading import Reader
from app.kit.db import Reading, Writing
from app.kit.errors import NotFound
from app.kit.house import House, HouseDep
from app.people import access, sharing
from app.people.around import around
from app.people.models import Case
from app.web.forms import Fields, Form, Posted
from app.web.pages import render, see_other

router = APIRouter()
# The law's words by id, for templates.
_NAMES: dict[str, Any] = {
    "clocks": law.CLOCKS,
    "clock_states": {state.value: law.clock_state_label(state) for state in law.ClockState},
    "event_kinds": law.EVENT_KINDS,
    "law_outcomes": law.OUTCOMES,
    "procedures": law.PROCEDURES,
    "offers": offers,
    "cited": law.citation_label,
}


@router.get("/")
async def show_home(request: Request, actor: SignedIn, house: HouseDep, session: Reading) -> Response:
    person = access.own_person(session, actor)
    reader = Reader(house.vault.person(person.id), person.id)
    view = home_page.view(session, reader, house.clock.today())
    told = moved.of_person(session, reader)
    ending = sharing.ending_of(session, person.id, house.clock.today())
    return render(request, "filings/home.html", nav="today", view=view, moved=told, ending=ending, **_NAMES)


@router.get("/new")
async def choose_record(request: Request, actor: SignedIn) -> Response:
    del actor  # only signed-in people record
    return render(request, "filings/new.html", nav="new")


@router.get("/cases")
async def list_cases(request: Request, actor: SignedIn, house: HouseDep, session: Reading) -> Response:
    person = access.own_person(session, actor)
    reader = Reader(house.vault.person(person.id), person.id)
    view = home_page.view(session, reader, house.clock.today())
    closed = [
        (case_id, reader.title(case_id, sealed), on)
        for case_id, sealed, on in queries.closed_cases(session, person.id)
    ]
    return render(request, "filings/cases.html", nav="cases", cases=view.cases, closed=closed, **_NAMES)


@router.get("/cases/{case_id}")
async def show_case(
    request: Request, case_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    case = access.find(session, actor, Case, case_id, "view_content")
    reader = Reader(house.vault.person(case.person_id), case.person_id)
    view = case_page.view(docket.of_case(session, case_id), reader, house.clock.today())
    return render(
        request,
        "filings/case.html",
        nav="cases",
        case=case,
        title=reader.title(case_id, case.title_sealed),
        worry=reader.open("case", "worry_sealed", case_id, case.worry_sealed),
        view=view,
        blank=Form.blank(),
        panels=reactor.panels(view),
        moved=moved.of_case(session, reader, case_id),
        beside=request.app.state.beside_case(session, case_id),
        documents=documents.of_case(session, reader, case_id),
        around=around(session, house, actor, case),
        **_NAMES,
    )


@router.get("/filings/{filing_id}/deadlines/{place}")
async def show_deadline(
    request: Request, filing_id: UUID, place: int, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    """One deadline with its whole explanation; `?all=open` opens the articles, for paper."""
    filing = access.find(session, actor, Filing, filing_id, "view_content")
    view = _view(session, house, filing)
    one = next((one for one in view.clocks if one.place == place), None)
    if one is None:
        raise NotFound
    history = moved.history(session, filing_id, one.clock.id, one.nth)
    opened = "all" in request.query_params
    return render(
        request,
        "filings/deadline.html",
        nav="cases",
        one=one,
        history=history,
        opened=opened,
        can_take_out=access.allows(session, actor, "export", filing.case_id),
    )


@router.get("/filings/{filing_id}/what-if")
async def suppose_event(
    request: Request, filing_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    """The dates that would follow if something happened on a day; nothing is saved."""
    view = _view(session, house, access.find(session, actor, Filing, filing_id, "view_content"))
    form = Form(Fields(tuple(request.query_params.multi_items())), house.clock.today())
    event = supposing.read_event(form, view.procedure) if form.posted else None
    kind = form.value("kind")
    takes = law.event_kind(kind).takes if kind in law.EVENT_KINDS else ()
    outcomes = forms.outcomes(view.procedure, kind) if "outcome" in takes else ()
    return render(
        request,
        "filings/what_if.html",
        status=200 if form.ok else 422,
        nav="cases",
        view=view,
        form=form,
        kinds=options_of(request, map(law.event_kind, offers.supposable(view.procedure, view.answer.state))),
        outcomes=options_of(request, map(law.outcome, outcomes)),
        takes_until="until" in takes,
        outlook=supposing.suppose(view.put, event) if event else None,
        **_NAMES,
    )


@router.get("/filings/{filing_id}/events/new")
async def choose_event(
    request: Request,
    filing_id: UUID,
    actor: SignedIn,
    house: HouseDep,
    session: Reading,
    kind: str = "",
    again: str = "",
    document: str = "",
) -> Response:
    """What happened, then the form of one event; `again` fills it with what an event of hers said.

    The event of a `document` is proved by it.
    """
    view = _view(session, house, access.find(session, actor, Filing, filing_id, "record_filings"))
    kept = drafts.kept(request, actor)
    known = forms.said_before(view.told, again) | {"document": document}
    form = Form(kept, house.clock.today()) if kept else Form.blank(**known)
    kind = form.value("kind") or kind
    if kind not in offers.recordable(view.procedure):
        return _choose_page(request, view)
    return _event_page(request, view, form, kind)


@router.post("/filings/{filing_id}/events")
def record_event(
    request: Request,
    filing_id: UUID,
    actor: SignedIn,
    house: HouseDep,
    posted: Posted,
    reading: Reading,
    session: Writing,
) -> Response:
    filing = access.find(reading, actor, Filing, filing_id, "record_filings")
    procedure, form = law.procedure(filing.procedure), Form(posted, house.clock.today())
    kind = form.choice("kind", offers.recordable(procedure))
    if not kind:
        return _choose_page(request, _view(reading, house, filing), status=422)
    facts = forms.read_facts(form, procedure, kind)
    document = documents.named(reading, filing_id, posted.get("document"))
    if facts is None or not _record(session, house, actor, filing_id, facts, form, document):
        return _event_page(request, _view(reading, house, filing), form, kind, status=422)
    return see_other(f"/cases/{filing.case_id}", "filings.status.event_saved")


def _record(
    session: Session,
    house: House,
    actor: Actor,
    filing_id: UUID,
    facts: service.Facts,
    form: Form,
    document: UUID | None,
) -> bool:
    filing = access.find(session, actor, Filing, filing_id, "record_filings", Action.LOOK)
    try:
        event = service.record_event(session, house, actor, filing, facts)
        access.note_work(session, actor, Action.CREATE, "event", event)
        if document is not None:
            documents.attach(session, document, event.id)
    except service.SameEvent:
        form.problem("when", "filings.errors.same_event")
    return form.ok


@router.get("/events/{event_id}/retract")
async def confirm_retraction(
    request: Request, event_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    event = access.find(session, actor, FilingEvent, event_id, "record_filings")
    view = _view(session, house, access.find(session, actor, Filing, event.filing_id, "record_filings"))
    told = next((told for told in view.told if told.event.id == event_id), None)
    if told is None:
        raise NotFound
    return render(request, "filings/retract.html", nav="cases", told=told)


@router.post("/events/{event_id}/retract")
def retract_event(
    event_id: UUID, actor: SignedIn, house: HouseDep, posted: Posted, session: Writing
) -> Response:
    event = access.find(session, actor, FilingEvent, event_id, "record_filings")
    filing = access.find(session, actor, Filing, event.filing_id, "record_filings", Action.LOOK)
    service.retract_event(session, house, actor, event)
    if posted.get("then") == "again":
        form = f"/filings/{filing.id}/events/new?kind={event.kind}&again={event.id}"
        return see_other(form, "filings.status.write_again")
    return see_other(f"/cases/{filing.case_id}", "filings.status.event_retracted")


def _view(session: Session, house: House, filing: Filing) -> FilingView:
    found = docket.of_case(session, filing.case_id)
    row = next(row for row in found.filings if row.id == filing.id)
    reader = Reader(house.vault.person(filing.person_id), filing.person_id)
    return case_page.view_filing(found, row, reader, house.clock.today())


def _choose_page(request: Request, view: FilingView, status: int = 200) -> Response:
    return render(request, "filings/event_choose.html", status=status, nav="cases", view=view, **_NAMES)


def _event_page(request: Request, view: FilingView, form: Form, kind: str, status: int = 200) -> Response:
    return render(
        request,
        "filings/event_form.html",
        status=status,
        nav="cases",
        view=view,
        form=form,
        kind=law.event_kind(kind),
        outcomes=options_of(request, map(law.outcome, forms.outcomes(view.procedure, kind))),
        clocks=options_of(request, map(law.clock, forms.datable(view.procedure))),
        grounds=notes_of(request, notices.grounds_of(view.procedure, kind)),
        lacks=notes_of(request, notices.lacks_of(view.procedure, kind)),
    )
