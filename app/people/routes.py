"""Pages on which a case is opened, renamed, closed and opened again."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.accounts import drafts
from app.accounts.session import Actor, SignedIn
from app.kit.crypto import Place
from app.kit.db import Reading, Writing
from app.kit.house import House, HouseDep
from app.people import access, service
from app.people.forms import read_case
from app.people.models import Case
from app.web.forms import Form, Posted
from app.web.pages import render, see_other

router = APIRouter()


@router.get("/cases/new")
async def new_case(request: Request, actor: SignedIn, session: Reading) -> Response:
    access.own_person(session, actor)
    form = Form(drafts.kept(request, actor))
    return render(request, "people/case_form.html", form=form, action="/cases", case_id=None)


@router.post("/cases")
def open_case(
    request: Request, actor: SignedIn, house: HouseDep, posted: Posted, session: Writing
) -> Response:
    form = Form(posted)
    words = read_case(form)
    if words is None:
        return _bad(request, form, "/cases", None)
    person = access.own_person(session, actor)
    case = service.open_case(session, house, person.id, words.title, words.worry)
    return see_other(f"/cases/{case.id}", "people.status.case_saved")


@router.get("/cases/{case_id}/edit")
async def edit_case(
    request: Request, case_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    case = access.find(session, actor, Case, case_id, "edit")
    kept = drafts.kept(request, actor)
    form = Form(kept) if kept else _filled(house, case)
    return render(
        request, "people/case_form.html", form=form, action=f"/cases/{case_id}/edit", case_id=case_id
    )


@router.post("/cases/{case_id}/edit")
def rename_case(
    request: Request,
    case_id: UUID,
    actor: SignedIn,
    house: HouseDep,
    posted: Posted,
    reading: Reading,
    session: Writing,
) -> Response:
    access.find(reading, actor, Case, case_id, "edit")
    form = Form(posted)
    words = read_case(form)
    if words is None:
        return _bad(request, form, f"/cases/{case_id}/edit", case_id)
    service.rename_case(house, _mine(session, actor, case_id), words.title, words.worry)
    return see_other(f"/cases/{case_id}", "people.status.case_saved")


@router.get("/cases/{case_id}/close")
async def confirm_closing(request: Request, case_id: UUID, actor: SignedIn, session: Reading) -> Response:
    access.find(session, actor, Case, case_id, "edit")
    return render(request, "people/case_close.html", case_id=case_id)


@router.post("/cases/{case_id}/close")
def close_case(case_id: UUID, actor: SignedIn, house: HouseDep, session: Writing) -> Response:
    service.close_case(_mine(session, actor, case_id), house.clock.today())
    return see_other("/cases", "people.status.case_closed")


@router.post("/cases/{case_id}/reopen")
def reopen_case(case_id: UUID, actor: SignedIn, session: Writing) -> Response:
    service.reopen_case(_mine(session, actor, case_id))
    return see_other(f"/cases/{case_id}", "people.status.case_reopened")


def _mine(session: Writing, actor: Actor, case_id: UUID) -> Case:
    return access.find(session, actor, Case, case_id, "edit")


def _filled(house: House, case: Case) -> Form:
    cipher = house.vault.person(case.person_id)
    title = cipher.open(Place("case", "title_sealed", case.id, case.person_id), case.title_sealed)
    if case.worry_sealed is None:
        return Form.blank(title=title)
    place = Place("case", "worry_sealed", case.id, case.person_id)
    return Form.blank(title=title, worry=cipher.open(place, case.worry_sealed))


def _bad(request: Request, form: Form, action: str, case_id: UUID | None) -> Response:
    return render(request, "people/case_form.html", status=422, form=form, action=action, case_id=case_id)
