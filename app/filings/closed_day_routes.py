"""Pages on which a person notes days on which her agency is closed, and removes them."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.accounts import drafts
from app.accounts.session import Actor, SignedIn
from app.agencies.closed_day_form import NewClosedDays, read_closed_days
from app.agencies.closed_days import MOST_DAYS, TooManyDays, open_day
from app.agencies.models import AgencyClosedDay
from app.agencies.queries import agency_for
from app.agencies.shipped import Entry
from app.filings import recounting
from app.kit.db import Reading, Writing
from app.kit.errors import NotFound
from app.kit.house import House, HouseDep
from app.people import access
from app.web.forms import Form, Posted
from app.web.pages import render, see_other

router = APIRouter()


@router.get("/agencies/{agency_id}/closed-days/new")
async def new_closed_days(
    request: Request, agency_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    agency = agency_for(session, house, actor, agency_id, access.own_person(session, actor).id)
    return _form_page(request, agency, Form(drafts.kept(request, actor), house.clock.today()))


@router.post("/agencies/{agency_id}/closed-days")
def add_closed_days(
    request: Request,
    agency_id: UUID,
    actor: SignedIn,
    house: HouseDep,
    posted: Posted,
    reading: Reading,
    session: Writing,
) -> Response:
    agency = agency_for(reading, house, actor, agency_id, access.own_person(reading, actor).id)
    form = Form(posted, house.clock.today())
    new = read_closed_days(form)
    moved = _add(session, house, actor, agency_id, new, form) if new else 0
    if not form.ok:
        return _form_page(request, agency, form, status=422)
    said = "periods.status.saved_and_moved" if moved else "periods.status.saved"
    return see_other("/changes" if moved else f"/agencies/{agency_id}", said)


@router.get("/agencies/{agency_id}/closed-days/{closed_day_id}/delete")
async def confirm_removal(
    request: Request,
    agency_id: UUID,
    closed_day_id: UUID,
    actor: SignedIn,
    house: HouseDep,
    session: Reading,
) -> Response:
    day = _day(session, actor, agency_id, closed_day_id)
    agency = agency_for(session, house, actor, agency_id)
    opened = open_day(house.vault.person(day.person_id), day)
    return render(request, "filings/closed_day_delete.html", nav="new", agency=agency, day=opened)


@router.post("/agencies/{agency_id}/closed-days/{closed_day_id}/delete")
def remove_closed_day(
    agency_id: UUID, closed_day_id: UUID, actor: SignedIn, house: HouseDep, session: Writing
) -> Response:
    moved = recounting.remove_closed_day(session, house, _day(session, actor, agency_id, closed_day_id))
    return see_other("/changes" if moved else f"/agencies/{agency_id}", "periods.status.removed")


def _add(
    session: Session, house: House, actor: Actor, agency_id: UUID, new: NewClosedDays, form: Form
) -> int:
    person = access.own_person(session, actor)
    try:
        moved = recounting.add_closed_days(session, house, person.id, agency_id, new)
    except TooManyDays:
        form.problem("days", "periods.errors.too_many_days", most=MOST_DAYS)
        return 0
    if moved is None:
        form.problem("days", "periods.errors.days_known")
    return moved or 0


def _day(session: Session, actor: Actor, agency_id: UUID, closed_day_id: UUID) -> AgencyClosedDay:
    day = access.find(session, actor, AgencyClosedDay, closed_day_id, "edit")
    if day.agency_id != agency_id:
        raise NotFound
    return day


def _form_page(request: Request, agency: Entry, form: Form, status: int = 200) -> Response:
    return render(
        request, "filings/closed_days_form.html", status=status, nav="new", agency=agency, form=form
    )
