"""Pages of a person's own dates."""

from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.accounts import drafts
from app.accounts.session import SignedIn
from app.kit.db import Reading, Writing
from app.kit.house import HouseDep
from app.people import access
from app.reminders import service
from app.reminders.forms import read_plan
from app.reminders.models import OwnDate
from app.web.forms import Form, Posted
from app.web.pages import render, see_other

router = APIRouter()
_FORM = "reminders/own_date.html"


@router.get("/reminders/dates/new")
async def new(request: Request, actor: SignedIn, session: Reading) -> Response:
    access.own_person(session, actor)
    return render(request, _FORM, form=Form(drafts.kept(request, actor)), own_id=None, nav="reminders")


@router.post("/reminders/dates")
def create(request: Request, actor: SignedIn, house: HouseDep, posted: Posted, session: Writing) -> Response:
    form = Form(posted, house.clock.today())
    plan = read_plan(form)
    if plan is None:
        return render(request, _FORM, status=422, form=form, own_id=None, nav="reminders")
    service.add_own_date(session, house, access.own_person(session, actor).id, plan)
    return see_other("/reminders", "reminders.status.date_saved")


@router.get("/reminders/dates/{own_date_id}/edit")
async def edit(
    request: Request, own_date_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    own = access.find(session, actor, OwnDate, own_date_id, "edit")
    kept = drafts.kept(request, actor)
    known = {"when": own.on_day.isoformat(), "note": service.note_of(house, own)}
    form = Form(kept) if kept else Form.blank(**known)
    return render(request, _FORM, form=form, own_id=own.id, nav="reminders")


@router.post("/reminders/dates/{own_date_id}/edit")
def change(
    request: Request,
    own_date_id: UUID,
    actor: SignedIn,
    house: HouseDep,
    posted: Posted,
    reading: Reading,
    session: Writing,
) -> Response:
    access.find(reading, actor, OwnDate, own_date_id, "edit")
    form = Form(posted, house.clock.today())
    plan = read_plan(form)
    if plan is None:
        return render(request, _FORM, status=422, form=form, own_id=own_date_id, nav="reminders")
    service.change_own_date(house, access.find(session, actor, OwnDate, own_date_id, "edit"), plan)
    return see_other("/reminders", "reminders.status.date_saved")


@router.post("/reminders/dates/{own_date_id}/done")
def tick(own_date_id: UUID, actor: SignedIn, posted: Posted, session: Writing) -> Response:
    own = access.find(session, actor, OwnDate, own_date_id, "edit")
    service.tick_own_date(own, done=posted.get("done") != "no")
    return see_other("/reminders", f"reminders.status.{'date_done' if own.done else 'date_open'}")


@router.get("/reminders/dates/{own_date_id}/delete")
async def confirm_delete(
    request: Request, own_date_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    own = access.find(session, actor, OwnDate, own_date_id, "edit")
    return render(
        request, "reminders/delete.html", own=own, note=service.note_of(house, own), nav="reminders"
    )


@router.post("/reminders/dates/{own_date_id}/delete")
def delete(own_date_id: UUID, actor: SignedIn, session: Writing) -> Response:
    service.remove_own_date(session, access.find(session, actor, OwnDate, own_date_id, "edit"))
    return see_other("/reminders", "reminders.status.date_deleted")
