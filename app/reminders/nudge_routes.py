"""The page on which a person says how often she is asked whether an answer came."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import Response

from app import law
from app.accounts.session import Actor, SignedIn
from app.agencies.queries import agency_for
from app.filings.models import Filing
from app.kit.db import Reading
from app.kit.house import House, HouseDep
from app.people import access
from app.people.acting import Acting
from app.reminders import service
from app.reminders.forms import read_every
from app.reminders.models import Nudge
from app.web.forms import Form
from app.web.pages import render, see_other

router = APIRouter()
_NUDGE = "reminders/nudge.html"


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
def set_nudge(filing_id: UUID, act: Acting) -> Response:
    """Keeps the interval."""
    form = Form(act.posted)
    filing = act.look_at(Filing, filing_id, "edit")
    every_days = read_every(form)
    if not form.ok:
        return _nudge_page(act.request, act.reading, act.house, act.actor, filing, form, status=422)
    service.nudge_every(act.writing, act.house, act.take(Filing, filing_id, "edit"), every_days)
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
