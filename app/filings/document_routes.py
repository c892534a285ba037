"""Pages on which a document is uploaded, shown with the event that it proves, and deleted."""

from functools import partial
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.accounts.session import Actor, Fresh, SignedIn
from app.audit.entry import Action
from app.documents import kinds
from app.documents import service as documents
from app.documents.desk import Arrived
from app.documents.models import Document
from app.documents.service import Kept
from app.documents.taking import NotTaken, about_room, take_in
from app.filings import documents as filed
from app.filings import filed_events, offers
from app.filings.case_page import FilingView
from app.filings.filed_events import EVENT, KEEP, KIND
from app.filings.models import Filing
from app.filings.reading import Reader
from app.kit.db import Reading, Writing
from app.kit.house import House, HouseDep
from app.people import access
from app.people.acting import Acting
from app.web.forms import Form
from app.web.pages import render, see_other
from app.web.texts import texts_of
from app.web.uploads import Interrupted

router = APIRouter()


@router.get("/filings/{filing_id}/documents")
async def list_documents(
    request: Request, filing_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    """What belongs to a filing, and the form that adds to it."""
    filing = access.find(session, actor, Filing, filing_id, "receive_documents")
    return _list_page(request, session, house, filing)


@router.post("/filings/{filing_id}/documents")
async def add_document(
    request: Request, filing_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    """Takes a file in; nothing is open in the database while it arrives and is checked."""
    person_id = access.find(session, actor, Filing, filing_id, "receive_documents").person_id
    session.rollback()
    try:
        taken = await take_in(request, house, person_id, partial(_keep, request, house, actor, filing_id))
    except Interrupted:
        return Response(status_code=400)
    if isinstance(taken, Kept):
        return _said_of(taken)
    filing = access.find(session, actor, Filing, filing_id, "receive_documents")
    return _list_page(request, session, house, filing, taken)


def _keep(request: Request, house: House, actor: Actor, filing_id: UUID, arrived: Arrived) -> Kept:
    # Begun and ended in one go, in a thread that writes: its commit is before the answer.
    otherwise = texts_of(request).t("documents.unnamed")
    with house.db.writing(actor.behalf) as session:
        filing = access.find(session, actor, Filing, filing_id, "receive_documents", Action.LOOK)
        kept = documents.keep(session, house, arrived, filing.id, otherwise)
        if kept.is_new:
            filed.place(session, kept.document_id, filing.person_id, filing.id)
            access.note_work(session, actor, Action.CREATE, "document", filing, kept.document_id)
        return kept


def _said_of(kept: Kept) -> Response:
    if kept.is_new:
        return see_other(f"/documents/{kept.document_id}/event", "documents.status.added")
    return see_other(f"/documents/{kept.document_id}", "documents.status.same")


@router.get("/documents/{document_id}")
async def show_document(
    request: Request, document_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    document = access.find(session, actor, Document, document_id, "receive_documents")
    return _document_page(request, session, house, document, "filings/document.html")


@router.get("/documents/{document_id}/event")
async def ask_event(
    request: Request, document_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    """The first question: what came? The others are those of the event's own form."""
    document = access.find(session, actor, Document, document_id, "receive_documents")
    return _document_page(request, session, house, document, "filings/document_event.html", form=Form())


@router.post("/documents/{document_id}/event")
def choose_event(document_id: UUID, act: Acting) -> Response:
    """Keeps it at an event that is there, at none, or leads to the form of a new one."""
    document = act.look_at(Document, document_id, "receive_documents")
    one, view = _where(act.reading, act.house, document)
    form = Form(act.posted)
    way, _, what = form.choice("what", filed_events.ways(view)).partition(":")
    if not form.ok:
        page = "filings/document_event.html"
        return _document_page(act.request, act.reading, act.house, document, page, status=422, form=form)
    if way == KIND:
        return see_other(f"/filings/{one.filing_id}/events/new?kind={what}&document={document_id}")
    act.take(Document, document_id, "receive_documents")
    filed.attach(act.writing, document_id, UUID(what) if way == EVENT else None)
    return see_other(f"/documents/{document_id}", "documents.status.placed" if way != KEEP else None)


@router.get("/documents/{document_id}/delete")
async def confirm_deletion(
    request: Request, document_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    document = access.find(session, actor, Document, document_id, "receive_documents")
    return _document_page(request, session, house, document, "filings/document_delete.html")


@router.post("/documents/{document_id}/delete")
def delete_document(document_id: UUID, actor: Fresh, house: HouseDep, session: Writing) -> Response:
    document = access.find(session, actor, Document, document_id, "receive_documents", Action.DELETE)
    reader = Reader(house.vault.person(document.person_id), document.person_id)
    filing_id = filed.of_document(session, reader, document).filing_id
    documents.delete(session, document)
    return see_other(f"/filings/{filing_id}/documents", "documents.status.deleted")


def _where(session: Session, house: House, document: Document) -> tuple[filed.Listed, FilingView]:
    reader = Reader(house.vault.person(document.person_id), document.person_id)
    one = filed.of_document(session, reader, document)
    return one, filed_events.view_of(session, house, one.filing_id)


def _list_page(
    request: Request, session: Session, house: House, filing: Filing, not_taken: NotTaken | None = None
) -> Response:
    reader = Reader(house.vault.person(filing.person_id), filing.person_id)
    again = not_taken or NotTaken(Form(), 200)
    return render(
        request,
        "filings/documents.html",
        status=again.status,
        nav="cases",
        view=filed_events.view_of(session, house, filing.id),
        documents=filed.of_filing(session, reader, filing.id).all,
        form=again.form,
        accepted=kinds.ACCEPTED,
        **about_room(session, house, filing.person_id, again.numbers),
    )


def _document_page(
    request: Request,
    session: Session,
    house: House,
    document: Document,
    template: str,
    status: int = 200,
    **more: Any,
) -> Response:
    one, view = _where(session, house, document)
    told = {told.event.id: told for told in view.told}
    return render(
        request,
        template,
        status=status,
        nav="cases",
        one=one,
        view=view,
        proves=told.get(one.event_id) if one.event_id else None,
        has_preview=document.preview_sealed is not None,
        readable=documents.readable,
        kinds=filed_events.kinds_for(request, view),
        events=filed_events.standing(view),
        offers=offers,
        **more,
    )
