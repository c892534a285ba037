"""Pages of the directory: search, one agency, an entry of one's own."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import Response

from app.accounts import drafts
from app.accounts.session import Actor, SignedIn
from app.agencies import queries
from app.agencies.countries import countries_of
from app.agencies.directory import FEWEST_LETTERS
from app.agencies.forms import read_new_agency
from app.agencies.naming import words_of
from app.agencies.practised import practised_by
from app.agencies.purpose import Purpose, read_purpose
from app.agencies.service import OWN_KINDS, add_own_agency, statute_days
from app.audit.entry import Action
from app.kit.db import Reading, Writing
from app.kit.house import HouseDep
from app.people import access
from app.people.access import Verb
from app.people.models import Case
from app.web.forms import Fields, Form, Posted
from app.web.pages import render, see_other

router = APIRouter()

# What somebody must be allowed to do in a case, to add an agency for it.
NEEDED: dict[str, Verb] = {"holding": "edit", "filing": "record_filings"}


@router.get("/agencies/search")
async def search(
    request: Request, session: Reading, house: HouseDep, actor: SignedIn, q: str = ""
) -> Response:
    """Bodies that fit what is typed, while it is typed; of own entries those of the person of the case."""
    purpose = read_purpose(request.query_params)
    doing = Action.SEARCH if q.strip() else Action.LOOK
    person_id = _person_of(session, actor, purpose.case_id, "view_content", doing)
    own, found = queries.search(session, house, actor, q, person_id)
    return render(
        request,
        "agencies/search.html",
        block="hits",
        query=q.strip(),
        too_short=sum(map(len, words_of(q))) < FEWEST_LETTERS,
        hits=[*own.entries, *found.entries],
        total=own.total + found.total,
        purpose=purpose,
        nav="new",
    )


@router.get("/agencies/new")
async def new(request: Request, actor: SignedIn) -> Response:
    """The form for a body that the directory does not know."""
    kept = drafts.kept(request, actor)
    form = Form(kept or Fields((("name", request.query_params.get("name", "")),)))
    return _form_page(request, form, read_purpose(_as_mapping(kept) if kept else request.query_params))


@router.post("/agencies/new")
def create(request: Request, session: Writing, house: HouseDep, actor: SignedIn, posted: Posted) -> Response:
    """Keeps an entry of the person for whose case it is, or of her own, and leads on to what it is for."""
    form = Form(posted, house.clock.today())
    purpose = read_purpose(_as_mapping(posted))
    new_agency = read_new_agency(form)
    if new_agency is None:
        return _form_page(request, form, purpose, status=422)
    verb = NEEDED.get(purpose.name or "", "edit")
    person_id = _person_of(session, actor, purpose.case_id, verb, Action.LOOK)
    agency = add_own_agency(session, house, person_id, new_agency)
    access.note_work(session, actor, Action.CREATE, "agency", agency)
    return see_other(purpose.page_for(agency.id), said="agencies.status.added")


@router.get("/agencies/{agency_id}")
async def show(
    request: Request, agency_id: UUID, session: Reading, house: HouseDep, actor: SignedIn
) -> Response:
    """What it is, which rules govern it, and what its own page says."""
    agency = queries.agency_for(session, house, actor, agency_id)
    if agency.is_own:
        access.note_work(session, actor, Action.LOOK, "agency", agency)
    today, person = house.clock.today(), access.own_person(session, actor)
    return render(
        request,
        "agencies/show.html",
        agency=agency,
        practised=practised_by(session, house, person.id, agency, today),
        statute_days=statute_days(today),
        nav="new",
    )


def _person_of(session: Session, actor: Actor, case_id: UUID | None, verb: Verb, doing: Action) -> UUID:
    """Whose entry it is to be: the person of the case, or she herself."""
    if case_id is None:
        return access.own_person(session, actor).id
    return access.find(session, actor, Case, case_id, verb, doing).person_id


def _form_page(request: Request, form: Form, purpose: Purpose, status: int = 200) -> Response:
    context: dict[str, Any] = {"form": form, "purpose": purpose, "kinds": OWN_KINDS, "nav": "new"}
    context["countries"] = countries_of(request)
    return render(request, "agencies/new.html", status=status, **context)


def _as_mapping(posted: Fields) -> dict[str, str]:
    return dict(reversed(posted.pairs))
