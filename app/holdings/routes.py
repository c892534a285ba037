"""Pages of "my data": the drawers, one drawer, and the forms that fill it."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import Response

from app.accounts import drafts
from app.accounts.session import Actor, Fresh, SignedIn
from app.agencies.queries import agency_for
from app.audit.entry import Action
from app.holdings import queries, service
from app.holdings.forms import read_holding, rough_day_text
from app.holdings.models import Category, Certainty, Holding
from app.holdings.queries import Drawer
from app.kit.db import Reading, Writing
from app.kit.errors import NotFound
from app.kit.house import House, HouseDep
from app.people import access
from app.people.access import Verb
from app.people.models import Case
from app.web.forms import Fields, Form, Posted
from app.web.pages import render, see_other

router = APIRouter()

VIEWS = ("drawers", "table")


@router.get("/holdings")
async def drawers(
    request: Request, session: Reading, house: HouseDep, actor: SignedIn, view: str = ""
) -> Response:
    """Who holds what about her: as drawers, as a table, or both."""
    person = access.own_person(session, actor)
    cabinets = queries.cabinets(session, house, actor, person.id)
    return render(
        request,
        "holdings/list.html",
        cabinets=cabinets,
        columns=queries.columns(cabinets),
        count=sum(len(cabinet.drawers) for cabinet in cabinets),
        view=view if view in VIEWS else "",
        nav="holdings",
    )


@router.get("/holdings/new")
async def new(request: Request, session: Reading, house: HouseDep, actor: SignedIn) -> Response:
    """The form for an agency; without one, the search comes first."""
    kept = drafts.kept(request, actor)
    asked = _asked(kept) | dict(request.query_params)
    if not asked.get("agency"):
        return see_other("/agencies/search?for=holding")
    form = Form(kept) if kept.pairs else Form.blank(certainty=Certainty.GUESS)
    return _new_page(request, session, house, actor, form, asked)


@router.post("/holdings/new")
def create(
    request: Request,
    house: HouseDep,
    actor: SignedIn,
    posted: Posted,
    reading: Reading,
    session: Writing,
) -> Response:
    """Notes one holding for each kind of data that was ticked."""
    form = Form(posted, house.clock.today())
    asked = _asked(posted)
    words = read_holding(form)
    if words is None:
        return _new_page(request, reading, house, actor, form, asked, status=422)
    case = _case(session, actor, asked, Action.LOOK)
    person_id = case.person_id if case else access.own_person(session, actor).id
    agency = agency_for(session, house, actor, _id(asked["agency"]), person_id)
    added = service.add_holdings(session, house, person_id, agency.id, case.id if case else None, words)
    for holding in added:
        access.note_work(session, actor, Action.CREATE, "holding", holding)
    return see_other(f"/cases/{case.id}" if case else "/holdings", said="holdings.status.added")


@router.get("/holdings/{holding_id}")
async def show(
    request: Request, holding_id: UUID, session: Reading, house: HouseDep, actor: SignedIn
) -> Response:
    """One drawer, and what can be done about it."""
    page = "holdings/show.html"
    return _drawer_page(request, session, house, actor, holding_id, page, verb="view_content")


@router.get("/holdings/{holding_id}/edit")
async def edit(
    request: Request, holding_id: UUID, session: Reading, house: HouseDep, actor: SignedIn
) -> Response:
    """The form, with what she said before."""
    kept = drafts.kept(request, actor)
    drawer = _drawer(session, house, actor, holding_id, "edit")
    form = Form(kept) if kept.pairs else _filled(drawer)
    return _drawer_page(request, session, house, actor, holding_id, "holdings/edit.html", form=form)


@router.post("/holdings/{holding_id}/edit")
def change(
    request: Request,
    holding_id: UUID,
    house: HouseDep,
    actor: SignedIn,
    posted: Posted,
    reading: Reading,
    session: Writing,
) -> Response:
    """Keeps what she says now."""
    form = Form(posted, house.clock.today())
    words = read_holding(form)
    if words is None:
        page = "holdings/edit.html"
        return _drawer_page(request, reading, house, actor, holding_id, page, status=422, form=form)
    service.change_holding(house, access.find(session, actor, Holding, holding_id, "edit"), words)
    return see_other(f"/holdings/{holding_id}", said="holdings.status.changed")


@router.get("/holdings/{holding_id}/delete")
async def confirm_delete(
    request: Request, holding_id: UUID, session: Reading, house: HouseDep, actor: SignedIn
) -> Response:
    """Asks once more, and says what stays."""
    return _drawer_page(request, session, house, actor, holding_id, "holdings/delete.html")


@router.post("/holdings/{holding_id}/delete")
def delete(holding_id: UUID, actor: Fresh, session: Writing) -> Response:
    """Forgets the note."""
    holding = access.find(session, actor, Holding, holding_id, "edit", Action.DELETE)
    service.remove_holding(session, holding)
    return see_other("/holdings", said="holdings.status.deleted")


def _new_page(
    request: Request,
    session: Session,
    house: House,
    actor: Actor,
    form: Form,
    asked: dict[str, str],
    status: int = 200,
) -> Response:
    case = _case(session, actor, asked)
    person_id = case.person_id if case else access.own_person(session, actor).id
    return render(
        request,
        "holdings/new.html",
        status=status,
        form=form,
        agency=agency_for(session, house, actor, _id(asked.get("agency")), person_id),
        case_id=case.id if case else None,
        **_choices(),
    )


def _drawer_page(
    request: Request,
    session: Session,
    house: House,
    actor: Actor,
    holding_id: UUID,
    page: str,
    status: int = 200,
    verb: Verb = "edit",
    **more: Any,
) -> Response:
    drawer = _drawer(session, house, actor, holding_id, verb)
    agency = agency_for(session, house, actor, drawer.agency_id)
    return render(request, page, status=status, drawer=drawer, agency=agency, **_choices(), **more)


def _choices() -> dict[str, Any]:
    return {"categories": list(Category), "certainties": list(Certainty), "nav": "holdings"}


def _drawer(session: Session, house: House, actor: Actor, holding_id: UUID, verb: Verb) -> Drawer:
    holding = access.find(session, actor, Holding, holding_id, verb)
    return queries.open_drawer(house.vault.person(holding.person_id), holding)


def _filled(drawer: Drawer) -> Form:
    known = {
        "category": drawer.category,
        "certainty": drawer.certainty,
        "since": rough_day_text(drawer.since),
        "words": drawer.words or "",
        "why": drawer.why or "",
    }
    return Form.blank(**known)


def _asked(fields: Fields) -> dict[str, str]:
    return {name: fields.get(name) for name in ("agency", "case") if fields.get(name)}


def _case(session: Session, actor: Actor, asked: dict[str, str], doing: Action | None = None) -> Case | None:
    if not asked.get("case"):
        return None
    return access.find(session, actor, Case, _id(asked["case"]), "edit", doing)


def _id(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        raise NotFound from None
