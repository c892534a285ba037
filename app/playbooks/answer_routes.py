"""Pages that say what an answer means for the worry, and write what follows it."""

from uuid import UUID

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import Response

from app.accounts import drafts
from app.accounts.session import Actor, SignedIn
from app.audit.entry import Action
from app.filings.models import Filing
from app.kit.db import Reading, Writing
from app.kit.errors import NotFound
from app.kit.house import House, HouseDep
from app.people import access
from app.people.acting import Acting
from app.playbooks import adding, next_letter
from app.playbooks.asking import letter_words
from app.playbooks.meaning import Meaning, meaning, view_of
from app.playbooks.next_letter import NextLetter
from app.playbooks.telling import telling
from app.web.forms import Fields, Form, Posted
from app.web.pages import render, see_other
from app.web.texts import texts_of

router = APIRouter()


@router.get("/filings/{filing_id}/playbook")
async def show_meaning(
    request: Request, filing_id: UUID, session: Reading, house: HouseDep, actor: SignedIn
) -> Response:
    """What the answer means for the worry that the filing came from."""
    filing = access.find(session, actor, Filing, filing_id, "view_content")
    found = meaning(session, house, actor, filing)
    if found is None:
        view = view_of(session, house, filing)
        return render(request, "playbooks/no_meaning.html", filing=view, nav="cases")
    told = telling(found.playbook) | {"nav": "cases"}
    return render(request, "playbooks/meaning.html", **told, meaning=found)


@router.post("/filings/{filing_id}/playbook/requests")
def add_request(
    request: Request, filing_id: UUID, house: HouseDep, actor: SignedIn, posted: Posted, session: Writing
) -> Response:
    """Begins another request of the playbook, with what she answered at the start."""
    filing = access.find(session, actor, Filing, filing_id, "record_filings", Action.LOOK)
    access.hold(session, filing.person_id)
    found = _meaning(session, house, actor, filing)
    known = found.playbook.requests.get(posted.get("request"))
    if known is None:
        raise NotFound
    made = adding.add(session, house, actor, found, known, texts_of(request))
    if made is None:
        return see_other(
            f"/agencies/search?for=filing&case={filing.case_id}", "playbooks.status.choose_agency"
        )
    access.note_work(session, actor, Action.CREATE, "filing", filing, made)
    return see_other(f"/filings/{made}/playbook", "playbooks.status.added")


@router.get("/filings/{filing_id}/playbook/letter")
async def ask_for_blanks(
    request: Request, filing_id: UUID, session: Reading, house: HouseDep, actor: SignedIn
) -> Response:
    """What the letter after an answer still needs to know."""
    filing = access.find(session, actor, Filing, filing_id, "record_filings")
    found = meaning(session, house, actor, filing)
    kept = drafts.kept(request, actor)
    asked = kept or Fields(tuple(request.query_params.multi_items()))
    if found is None:
        return see_other(f"/filings/{filing_id}/playbook")
    letter = _letter(found, asked)
    known = dict(next_letter.known_blanks(found, letter_words(request)))
    form = Form(kept) if kept else Form.blank(**known)
    return _letter_page(request, found, letter, form, asked)


@router.post("/filings/{filing_id}/playbook/letter")
def write_letter(filing_id: UUID, act: Acting) -> Response:
    """The letter, and where it needs one, the filing that follows."""
    found = _meaning(act.reading, act.house, act.actor, act.look_at(Filing, filing_id, "record_filings"))
    letter, form = _letter(found, act.posted), Form(act.posted, act.house.clock.today())
    said = next_letter.read_blanks(form, letter)
    if said is None:
        return _letter_page(act.request, found, letter, form, act.posted, 422)
    filing = act.take(Filing, filing_id, "record_filings", Action.LOOK)
    written = next_letter.write(act.writing, act.house, found, filing, letter, said)
    access.note_work(act.writing, act.actor, Action.CREATE, "letter", written)
    return see_other(f"/letters/{written.id}", "playbooks.status.letter")


def _meaning(session: Session, house: House, actor: Actor, filing: Filing) -> Meaning:
    found = meaning(session, house, actor, filing)
    if found is None:
        raise NotFound
    return found


def _letter(found: Meaning, asked: Fields) -> NextLetter:
    return next_letter.next_letter(found, asked.get("outcome"), asked.get("nth"))


def _letter_page(
    request: Request, found: Meaning, letter: NextLetter, form: Form, asked: Fields, status: int = 200
) -> Response:
    return render(
        request,
        "playbooks/next_letter.html",
        status=status,
        **(telling(found.playbook) | {"nav": "cases"}),
        meaning=found,
        letter=letter,
        form=form,
        carried=[(name, asked.get(name)) for name in ("outcome", "nth")],
    )
