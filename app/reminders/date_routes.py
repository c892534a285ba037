"""Pages of a person's own dates, and of how often she is asked whether an answer came."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import Response

from app import law
from app.accounts import drafts
from app.accounts.session import Actor, SignedIn
from app.agencies.queries import agency_for
from app.filings.models import Filing
from app.kit.db import Reading, Writing
from app.kit.house import House, HouseDep
from app.people import access
from app.reminders import service
from app.reminders.forms import read_every, read_plan
from app.reminders.models import Nudge, OwnDate
from app.web.forms import Form, Posted
from app.web.pages import render, see_other

router = APIRouter()
_FORM = "reminders/own_date.html"
_NUDGE = "reminders/nudge.html"


@router.get("/reminders/dates/new")
async def new(request: Request, actor: SignedIn, session: Reading) -> Response:
    """The form for a date of her own."""
    access.own_person(session, actor)
    return render(request, _FORM, form=Form(drafts.kept(request, actor)), own_id=None, nav="reminders")


@router.post("/reminders/dates")
def create(request: Request, actor: SignedIn, house: HouseDep, posted: Posted, session: Writing) -> Response:
    """Keeps a date of her own."""
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
    """The form, with what she wrote."""
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
    """Keeps what she writes now."""
    access.find(reading, actor, OwnDate, own_date_id, "edit")
    form = Form(posted, house.clock.today())
    plan = read_plan(form)
    if plan is None:
        return render(request, _FORM, status=422, form=form, own_id=own_date_id, nav="reminders")
    service.change_own_date(house, access.find(session, actor, OwnDate, own_date_id, "edit"), plan)
    return see_other("/reminders", "reminders.status.date_saved")


@router.post("/reminders/dates/{own_date_id}/done")
def tick(own_date_id: UUID, actor: SignedIn, posted: Posted, session: Writing) -> Response:
    """Ticks it off, or takes the tick away."""
    own = access.find(session, actor, OwnDate, own_date_id, "edit")
    service.tick_own_date(own, done=posted.get("done") != "no")
    return see_other("/reminders", f"reminders.status.{'date_done' if own.done else 'date_open'}")


@router.get("/reminders/dates/{own_date_id}/delete")
async def confirm_delete(
    request: Request, own_date_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    """Asks once more."""
    own = access.find(session, actor, OwnDate, own_date_id, "edit")
    return render(
        request, "reminders/delete.html", own=own, note=service.note_of(house, own), nav="reminders"
    )


@router.post("/reminders/dates/{own_date_id}/delete")
def delete(own_date_id: UUID, actor: SignedIn, session: Writing) -> Response:
    """Forgets the date."""
    service.remove_own_date(session, access.find(session, actor, OwnDate, own_date_id, "edit"))
    return see_other("/reminders", "reminders.status.date_deleted")


@router.get("/filings/{filing_id}/nudge")
async def nudge(
    request: Request, filing_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    """How often she wants to be asked whether an answer came."""
    filing = access.find(session, actor, Filing, filing_id, "edit")
    kept = session.get(Nudge, filing_id)
    form = Form.blank(every=str(kept.every_days) if kept else "")
    return _nudge_page(request, session, house, actor, filing, form)


@router.post("/filings/{filing_id}/nudge")
def set_nudge(
    request: Request,
    filing_id: UUID,
    actor: SignedIn,
    house: HouseDep,
    posted: Posted,
    reading: Reading,
    session: Writing,
) -> Response:
    """Keeps the interval."""
    form = Form(posted)
    filing = access.find(reading, actor, Filing, filing_id, "edit")
    every_days = read_every(form)
    if not form.ok:
        return _nudge_page(request, reading, house, actor, filing, form, status=422)
    service.nudge_every(session, house, access.find(session, actor, Filing, filing_id, "edit"), every_days)
    return see_other("/reminders", "reminders.status.saved")


def _nudge_page(
    request: Request,
    session: Session,
    house: House,
    actor: Actor,
    filing: Filing,
    form: Form,
    status: int = 200,
) -> Response:
    more: dict[str, Any] = {
        "agency": agency_for(session, house, actor, filing.agency_id),
        "procedure": law.PROCEDURES[filing.procedure],
    }
    return render(request, _NUDGE, status=status, form=form, filing=filing, nav="reminders", **more)
