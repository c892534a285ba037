"""Pages of powers of attorney: those of a case, a new one, and the end of one."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app import law
from app.accounts import drafts
from app.accounts.session import Actor, Fresh, SignedIn
from app.audit.entry import Action
from app.kit.db import Reading
from app.kit.errors import NotFound
from app.kit.house import House, HouseDep
from app.mandates import forms, service, shown
from app.mandates.models import Kind, Paper, PowerOfAttorney, Reason
from app.people import access
from app.people.acting import Act, Acting
from app.people.around import around
from app.people.models import Case
from app.people.noting import note_act
from app.web.forms import Form
from app.web.pages import render, see_other

router = APIRouter()


@router.get("/cases/{case_id}/mandates")
async def show_mandates(
    request: Request, case_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    case = access.find(session, actor, Case, case_id, "view_content")
    lines = shown.of_case(session, house, case, house.clock.today())
    beside = around(session, house, actor, case)
    return render(request, "mandates/list.html", nav="cases", case=case, lines=lines, around=beside)


@router.get("/cases/{case_id}/mandates/new")
async def new_mandate(
    request: Request, case_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    case = access.find(session, actor, Case, case_id, "edit")
    form = Form(drafts.kept(request, actor), house.clock.today())
    return _new(request, session, house, actor, case, form)


@router.post("/cases/{case_id}/mandates/new")
def add_mandate(case_id: UUID, act: Acting) -> Response:
    case, form = act.look_at(Case, case_id, "edit"), Form(act.posted, act.house.clock.today())
    new = forms.read_mandate(form)
    is_own = around(act.reading, act.house, act.actor, case).is_own
    # What holds for all her cases, only she herself notes.
    where = form.choice("where", [forms.FOR_CASE, forms.FOR_ALL] if is_own else [forms.FOR_CASE])
    if new is None or not form.ok:
        return _new(act.request, act.reading, act.house, act.actor, case, form, status=422)
    case = act.take(Case, case_id, "edit", Action.LOOK)
    of_case = case.id if where == forms.FOR_CASE else None
    mandate = service.add(act.writing, act.house, case.person_id, of_case, new)
    _note(act, Action.GRANT, mandate)
    return see_other(f"/cases/{case_id}/mandates", "mandates.status.added")


@router.get("/mandates/{mandate_id}/end")
async def confirm_end(
    request: Request, mandate_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    """What the end does, before it is noted; afterwards, the steps that it asks for."""
    mandate = access.find(session, actor, PowerOfAttorney, mandate_id, "edit")
    form = Form(drafts.kept(request, actor), house.clock.today())
    return _end(request, session, house, actor, mandate, form)


@router.post("/mandates/{mandate_id}/end")
def end_mandate(mandate_id: UUID, act: Acting, _: Fresh) -> Response:
    """Notes the end; or, when it is noted, that one of its steps is done."""
    mandate = act.look_at(PowerOfAttorney, mandate_id, "edit")
    form = Form(act.posted, act.house.clock.today())
    if mandate.has_steps and (act.posted.get("task") or form.choice("step", service.STEPS, required=False)):
        return _step(act, mandate_id)
    told = forms.read_end(form)
    if told is None:
        return _end(act.request, act.reading, act.house, act.actor, mandate, form, status=422)
    mandate = act.take(PowerOfAttorney, mandate_id, "edit", Action.LOOK)
    agents_of = act.request.app.state.agents_of
    touched = shown.touched(act.writing, act.house, act.actor, mandate, agents_of)
    fallen = [each.filing for each in touched if each.falls]
    service.end(act.writing, mandate, *told, has_steps=bool(fallen))
    today = act.house.clock.today()
    service.ask_for_steps(act.writing, act.house, mandate, fallen, act.actor.account_id, today)
    _note(act, Action.REVOKE, mandate)
    return see_other(f"/mandates/{mandate_id}/end", "mandates.status.ended")


def _step(act: Act, mandate_id: UUID) -> Response:
    mandate, today = act.take(PowerOfAttorney, mandate_id, "edit", Action.LOOK), act.house.clock.today()
    by = act.actor.account_id
    if named := act.posted.get("task"):
        service.finish_step(act.writing, act.house, mandate, _id_of(named), by, today)
    elif not service.tasks_of(act.writing, mandate):
        service.take_step(act.writing, act.house, mandate, act.posted.get("step"), by, today)
    _note(act, Action.EDIT, mandate)
    return see_other(f"/mandates/{mandate_id}/end", "mandates.status.step")


def _id_of(named: str) -> UUID:
    try:
        return UUID(named)
    except ValueError:
        raise NotFound from None


def _note(act: Act, action: Action, mandate: PowerOfAttorney) -> None:
    """Who may file for her is noted also when she writes it down herself."""
    group_id = access.group_of(act.writing, act.actor, mandate)
    note_act(act.writing, act.actor, action, "mandate", mandate.person_id, mandate.id, group_id)


def _new(
    request: Request, session: Session, house: House, actor: Actor, case: Case, form: Form, status: int = 200
) -> Response:
    is_own = around(session, house, actor, case).is_own
    return render(
        request,
        "mandates/new.html",
        status=status,
        nav="cases",
        case=case,
        form=form,
        kinds=list(Kind),
        papers=list(Paper),
        places=[forms.FOR_CASE, forms.FOR_ALL] if is_own else [forms.FOR_CASE],
        procedures=[law.procedure(each) for each in forms.PROCEDURES],
    )


def _end(
    request: Request,
    session: Session,
    house: House,
    actor: Actor,
    mandate: PowerOfAttorney,
    form: Form,
    status: int = 200,
) -> Response:
    agents_of = request.app.state.agents_of
    return render(
        request,
        "mandates/end.html",
        status=status,
        nav="cases",
        back=_page_of(mandate),
        line=shown.line_of(house, mandate, house.clock.today()),
        touched=shown.touched(session, house, actor, mandate, agents_of),
        fallen=shown.fallen(session, house, actor, mandate),
        reasons=list(Reason),
        form=form,
    )


def _page_of(mandate: PowerOfAttorney) -> str:
    return f"/cases/{mandate.case_id}/mandates" if mandate.case_id else "/cases"
