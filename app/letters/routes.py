"""Pages of letters: which to write, the sheet, its form, the PDF."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.accounts import drafts
from app.accounts.session import Actor, Fresh, SignedIn
from app.audit.entry import Action
from app.filings.models import Filing
from app.kit.db import Reading, Writing
from app.kit.house import House, HouseDep
from app.letters import book, forms, offered, offers, page, press, service, wordings
from app.letters.models import Letter
from app.people import access
from app.people.access import Verb
from app.people.acting import Acting
from app.people.noting import note_act
from app.web.forms import Form, Posted
from app.web.pages import render, see_other

router = APIRouter()

OWN_PAPER = "own"


@router.get("/filings/{filing_id}/letters")
async def list_letters(
    request: Request, filing_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    """The letters of a filing, and which to write next."""
    return _list_page(request, session, house, actor, filing_id, "letters/list.html")


@router.get("/filings/{filing_id}/letters/new")
async def choose_letter(
    request: Request, filing_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    """Every letter that the filing may take."""
    return _list_page(request, session, house, actor, filing_id, "letters/new.html")


@router.post("/filings/{filing_id}/letters")
def begin_letter(filing_id: UUID, act: Acting) -> Response:
    """A new letter, filled in with what is known."""
    act.look_at(Filing, filing_id, "draft_letters")
    form = Form(act.posted)
    kind = form.choice("kind", list(book.forms()))
    if not form.ok:
        return _list_page(
            act.request, act.reading, act.house, act.actor, filing_id, "letters/new.html", form, 422
        )
    filing = act.take(Filing, filing_id, "draft_letters", Action.LOOK)
    own = act.posted.get("paper") == OWN_PAPER
    fields = offered.fields_of(act.writing, act.house, act.actor, filing, kind, act.posted.get("wording"))
    letter = service.draft(act.writing, act.house, filing, kind, fields, on_own_form=own)
    access.note_work(act.writing, act.actor, Action.CREATE, "letter", letter)
    return see_other(f"/letters/{letter.id}/edit")


# Before the page of a letter: both addresses begin alike.
@router.get("/letters/{letter_id}.pdf")
async def print_letter(
    request: Request, letter_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    """The PDF; `?gaps=yes` leaves room where a sign cannot be drawn."""
    shown = _shown(session, house, actor, letter_id)
    leave_gaps = bool(request.query_params.get("gaps"))
    if shown.signs and not leave_gaps:
        return _letter_page(request, session, house, actor, letter_id, status=409)
    group_id = access.group_of(session, actor, shown.letter)
    note_act(session, actor, Action.DOWNLOAD, "letter", shown.letter.person_id, letter_id, group_id)
    # Nothing is set in type inside a transaction.
    session.close()
    made = await press.print_letter(house.settings.name_font, shown.sheet, leave_gaps=leave_gaps)
    named = {"content-disposition": 'inline; filename="letter.pdf"'}
    return Response(made, media_type="application/pdf", headers=named)


@router.get("/letters/{letter_id}")
async def show_letter(
    request: Request, letter_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    """The sheet as it will be printed, and what to do with it."""
    return _letter_page(request, session, house, actor, letter_id)


@router.get("/letters/{letter_id}/edit")
async def edit_letter(
    request: Request, letter_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    shown = _shown(session, house, actor, letter_id, "draft_letters")
    kept = drafts.kept(request, actor)
    return _edit_page(request, shown, Form(kept) if kept else forms.filled(shown.form, shown.fields))


@router.post("/letters/{letter_id}/edit")
def change_letter(letter_id: UUID, act: Acting) -> Response:
    """Saves what she wrote; a draft may lack what the law requires, and its page says so."""
    form = Form(act.posted, act.house.clock.today())
    letter = act.look_at(Letter, letter_id, "draft_letters")
    said = forms.read_letter(form, book.form(letter.kind))
    if said is None:
        return _edit_page(act.request, _shown(act.reading, act.house, act.actor, letter_id), form, status=422)
    mine = act.take(Letter, letter_id, "draft_letters")
    service.change(act.house, mine, said)
    if form.flag(forms.REMEMBER):
        service.keep_sender(act.writing, act.house, mine.person_id, said)
    return see_other(f"/letters/{letter_id}", "letters.status.saved")


@router.post("/letters/{letter_id}/paper")
def choose_paper(letter_id: UUID, actor: SignedIn, posted: Posted, session: Writing) -> Response:
    """Our sheet, or the agency's own form."""
    letter = access.find(session, actor, Letter, letter_id, "draft_letters")
    letter.on_own_form = posted.get("paper") == OWN_PAPER
    said = "letters.status.own_paper" if letter.on_own_form else "letters.status.our_paper"
    return see_other(f"/letters/{letter_id}", said)


@router.get("/letters/{letter_id}/delete")
async def confirm_discarding(
    request: Request, letter_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    shown = _shown(session, house, actor, letter_id, "draft_letters")
    return render(request, "letters/delete.html", nav="cases", shown=shown)


@router.post("/letters/{letter_id}/delete")
def discard_letter(letter_id: UUID, actor: Fresh, session: Writing) -> Response:
    letter = access.find(session, actor, Letter, letter_id, "draft_letters", Action.DELETE)
    service.discard(session, letter)
    back = f"/filings/{letter.filing_id}/letters" if letter.filing_id else f"/cases/{letter.case_id}"
    return see_other(back, "letters.status.discarded")


def _shown(
    session: Session, house: House, actor: Actor, letter_id: UUID, verb: Verb = "view_content"
) -> page.Shown:
    return page.open_letter(house, access.find(session, actor, Letter, letter_id, verb))


def _list_page(
    request: Request,
    session: Session,
    house: House,
    actor: Actor,
    filing_id: UUID,
    template: str,
    form: Form | None = None,
    status: int = 200,
) -> Response:
    row = access.find(session, actor, Filing, filing_id, "view_content")
    view, filing = page.view_of(session, house, row)
    return render(
        request,
        template,
        status=status,
        nav="cases",
        filing=filing,
        now=offers.now(view, filing),
        others=offers.others(view, filing),
        letters=page.letters_of(session, filing_id),
        wordings=offered.for_case(session, house, actor, row.case_id),
        form=form or Form.blank(),
    )


def _letter_page(
    request: Request, session: Session, house: House, actor: Actor, letter_id: UUID, status: int = 200
) -> Response:
    shown = _shown(session, house, actor, letter_id)
    filing = None
    group_id = offered.group_for(session, actor, shown.letter.case_id)
    if shown.letter.filing_id is not None:
        row = access.find(session, actor, Filing, shown.letter.filing_id, "view_content")
        _, filing = page.view_of(session, house, row)
    return render(
        request,
        "letters/show.html",
        status=status,
        nav="cases",
        shown=shown,
        filing=filing,
        group_id=group_id if wordings.free_fields(shown.form) else None,
        **page.names(),
    )


def _edit_page(request: Request, shown: page.Shown, form: Form, status: int = 200) -> Response:
    return render(
        request,
        "letters/edit.html",
        status=status,
        nav="cases",
        shown=shown,
        form=form,
        groups=forms.groups(shown.form),
        **page.names(),
    )
