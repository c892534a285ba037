"""Pages for the printer: envelope, labels, a case on one page, a sheet to take along; and the desk.

What a case says leaves on the summary and on the sheet to take along: for somebody else that is "export". An
envelope and a label say to whom and from whom a letter is, and go with it.
"""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app import law
from app.accounts import drafts
from app.accounts.session import Actor, SignedIn
from app.agencies.queries import agency_for
from app.filings import case_page, docket
from app.filings.models import Filing
from app.filings.reading import Reader
from app.kit.db import Reading
from app.kit.house import House, HouseDep
from app.people import access
from app.people.acting import Acting
from app.people.models import Case
from app.people.profiles import about
from app.sending import forms, packs, page, prints, queries, service
from app.sending.prints import Envelope
from app.sending.sender import sender_of
from app.web.forms import Form
from app.web.pages import render, see_other

router = APIRouter()
MOST_DATES_TO_TAKE = 4


@router.get("/filings/{filing_id}/sending/envelope")
async def show_envelope(
    request: Request, filing_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    """The front of an envelope of the long form 3."""
    filing = access.find(session, actor, Filing, filing_id, "view_content")
    envelope = _envelope(session, house, actor, filing)
    never_post = about(session, house, filing.person_id).never_post
    return render(
        request,
        "sending/envelope.html",
        nav="cases",
        filing=filing,
        envelope=envelope,
        never_post=never_post,
    )


@router.get("/filings/{filing_id}/sending/labels")
async def show_labels(
    request: Request, filing_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    """A sheet of labels: the agency, the sender, what is inside."""
    filing = access.find(session, actor, Filing, filing_id, "view_content")
    envelope = _envelope(session, house, actor, filing)
    never_post = about(session, house, filing.person_id).never_post
    return render(
        request,
        "sending/labels.html",
        nav="cases",
        filing=filing,
        envelope=envelope,
        never_post=never_post,
    )


@router.get("/filings/{filing_id}/sending/desk")
async def edit_desk(
    request: Request, filing_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    filing = access.find(session, actor, Filing, filing_id, "draft_letters")
    reader = Reader(house.vault.person(filing.person_id), filing.person_id)
    known = queries.desk_address(session, reader, filing.agency_id)
    kept = drafts.kept(request, actor)
    form = Form(kept) if kept else Form.blank(address=known.address, section=known.section)
    return _desk_page(request, session, house, actor, filing, form)


@router.post("/filings/{filing_id}/sending/desk")
def keep_desk(filing_id: UUID, act: Acting) -> Response:
    filing = act.look_at(Filing, filing_id, "draft_letters")
    form = Form(act.posted)
    desk = forms.read_desk(form)
    if desk is None:
        return _desk_page(act.request, act.reading, act.house, act.actor, filing, form, status=422)
    mine = act.take(Filing, filing_id, "draft_letters")
    service.keep_desk(act.writing, act.house, mine.person_id, mine.agency_id, desk)
    return see_other(f"/filings/{filing_id}/sending#print", "sending.status.desk_saved")


@router.get("/cases/{case_id}/summary")
async def show_summary(
    request: Request, case_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    """A case on one page: what, who, where it stands, the next dates, what happened."""
    case = access.find(session, actor, Case, case_id, "export")
    reader = Reader(house.vault.person(case.person_id), case.person_id)
    view = case_page.view(docket.of_case(session, case_id), reader, house.clock.today())
    worry = reader.open("case", "worry_sealed", case_id, case.worry_sealed)
    told = prints.summary(reader.title(case_id, case.title_sealed), worry, view)
    return render(
        request,
        "sending/summary.html",
        nav="cases",
        case=case,
        told=told,
        cited=law.citation_label,
        law_outcomes=law.OUTCOMES,
    )


@router.get("/filings/{filing_id}/carry-sheet")
async def show_carry_sheet(
    request: Request, filing_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    """A sheet to take along to the counter or to the telephone, with room to write."""
    filing = access.find(session, actor, Filing, filing_id, "export")
    reader = Reader(house.vault.person(filing.person_id), filing.person_id)
    found = docket.of_case(session, filing.case_id)
    view = page.filing_view(found, filing, reader, house.clock.today())
    said = queries.said_of(session, filing, house.clock.now())
    return render(
        request,
        "sending/carry.html",
        nav="cases",
        filing=filing,
        view=view,
        goal=page.goal_of(found, filing, reader, house.clock.today()),
        dates=prints.next_dates_of(view, MOST_DATES_TO_TAKE),
        wanted=prints.clipped(view.wanted or ""),
        sayings=packs.sayings_for(filing.procedure),
        tracking=queries.tracking_of(reader, said),
        cited=law.citation_label,
    )


def _envelope(session: Session, house: House, actor: Actor, filing: Filing) -> Envelope:
    reader = Reader(house.vault.person(filing.person_id), filing.person_id)
    return Envelope(
        agency=agency_for(session, house, actor, filing.agency_id).name,
        to=queries.desk_address(session, reader, filing.agency_id),
        sender=sender_of(session, house, filing.person_id),
        marking=packs.markings().get(filing.procedure),
    )


def _desk_page(
    request: Request,
    session: Session,
    house: House,
    actor: Actor,
    filing: Filing,
    form: Form,
    status: int = 200,
) -> Response:
    agency = agency_for(session, house, actor, filing.agency_id)
    return render(
        request,
        "sending/desk.html",
        status=status,
        nav="cases",
        form=form,
        filing=filing,
        agency=agency,
        never_post=about(session, house, filing.person_id).never_post,
    )
