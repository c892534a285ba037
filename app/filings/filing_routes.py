"""Pages on which a filing is begun, described and, while nothing has happened, removed."""

from dataclasses import replace
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.accounts import drafts
from app.accounts.session import Actor, Fresh, SignedIn
from app.audit.entry import Action
from app.filings import case_page, docket, forms, known, service, starting
from app.filings.models import Filing
from app.filings.options import cases_of, procedures_of
from app.filings.reading import Reader
from app.filings.service import Wish
from app.filings.starting import Start
from app.kit.db import Reading, Writing
from app.kit.house import House, HouseDep
from app.people import access
from app.people import service as people
from app.people.models import Case
from app.web.forms import Form, Posted
from app.web.pages import render, see_other
from app.web.texts import texts_of

router = APIRouter()


@router.get("/filings/new")
async def new_filing(request: Request, actor: SignedIn, house: HouseDep, session: Reading) -> Response:
    kept = drafts.kept(request, actor)
    asked = starting.Asked.of(Form(kept).values if kept else request.query_params)
    if asked.agency is None and asked.follows is None:
        return see_other(starting.search_path(asked))
    start = starting.start(session, house, actor, asked)
    if kept:
        return _start_page(request, start, Form(kept))
    words = known.words(texts_of(request), session, house, start)
    return _start_page(request, start, Form.blank(**start.known | words))


@router.post("/filings")
def begin_filing(
    request: Request,
    actor: SignedIn,
    house: HouseDep,
    posted: Posted,
    reading: Reading,
    session: Writing,
) -> Response:
    form = Form(posted)
    start = starting.start(reading, house, actor, starting.Asked.of(form.values))
    wish = forms.read_wish(form, start.agency.id, [each.id for each in start.procedures])
    new_title = forms.read_title_of_new_case(form)
    case_id = None if new_title is not None else _chosen_case(form, start)
    if wish is None or not form.ok:
        return _start_page(request, start, form, status=422)
    wish = replace(wish, follows=start.follows)
    filing = _begin(session, house, actor, wish, case_id, new_title)
    return see_other(f"/filings/{filing.id}/events/new", "filings.status.filing_saved")


def _chosen_case(form: Form, start: Start) -> UUID | None:
    chosen = form.choice("case", [str(case_id) for case_id, _ in start.cases])
    return UUID(chosen) if chosen else None


def _begin(
    session: Session, house: House, actor: Actor, wish: Wish, case_id: UUID | None, new_title: str | None
) -> Filing:
    if case_id is not None:
        case = access.find(session, actor, Case, case_id, "record_filings", Action.LOOK)
    else:
        person = access.own_person(session, actor)
        case = people.open_case(session, house, person.id, new_title or "")
    filing = service.begin_filing(session, house, case, wish)
    access.note_work(session, actor, Action.CREATE, "filing", filing)
    return filing


@router.get("/filings/{filing_id}/edit")
async def edit_filing(
    request: Request, filing_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    filing = access.find(session, actor, Filing, filing_id, "edit")
    kept = drafts.kept(request, actor)
    return _edit_page(request, session, house, filing, Form(kept) if kept else None)


@router.post("/filings/{filing_id}/edit")
def describe_filing(
    request: Request,
    filing_id: UUID,
    actor: SignedIn,
    house: HouseDep,
    posted: Posted,
    reading: Reading,
    session: Writing,
) -> Response:
    filing = access.find(reading, actor, Filing, filing_id, "edit")
    form = Form(posted)
    wanted = form.long_text("wanted", forms.WANTED_LIMIT)
    reference = form.text("reference", forms.REFERENCE_LIMIT, required=False)
    if not form.ok:
        return _edit_page(request, reading, house, filing, form, status=422)
    mine = access.find(session, actor, Filing, filing_id, "edit")
    service.describe_filing(house, mine, wanted, reference)
    return see_other(f"/cases/{mine.case_id}", "filings.status.filing_saved")


@router.get("/filings/{filing_id}/discard")
async def confirm_discarding(
    request: Request, filing_id: UUID, actor: SignedIn, session: Reading
) -> Response:
    filing = access.find(session, actor, Filing, filing_id, "edit")
    return render(request, "filings/discard.html", nav="cases", filing=filing)


@router.post("/filings/{filing_id}/discard")
def discard_filing(filing_id: UUID, actor: Fresh, session: Writing) -> Response:
    filing = access.find(session, actor, Filing, filing_id, "edit", Action.DELETE)
    service.discard_draft(session, filing)
    return see_other(f"/cases/{filing.case_id}", "filings.status.filing_discarded")


def _start_page(request: Request, start: Start, form: Form, status: int = 200) -> Response:
    return render(
        request,
        "filings/filing_form.html",
        status=status,
        nav="new",
        start=start,
        form=form,
        procedures=procedures_of(request, start.procedures),
        cases=cases_of(request, start.cases),
    )


def _edit_page(
    request: Request, session: Session, house: House, filing: Filing, form: Form | None, status: int = 200
) -> Response:
    found = docket.of_case(session, filing.case_id)
    row = next(row for row in found.filings if row.id == filing.id)
    reader = Reader(house.vault.person(filing.person_id), filing.person_id)
    view = case_page.view_filing(found, row, reader, house.clock.today())
    form = form or Form.blank(wanted=view.wanted or "", reference=view.reference or "")
    return render(request, "filings/filing_edit.html", status=status, nav="cases", view=view, form=form)
