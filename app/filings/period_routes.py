"""Pages on which a person enters the period that her agency applies, corrects it and removes it."""

from datetime import date
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.accounts import drafts
from app.accounts.session import Actor, SignedIn
from app.agencies.models import AgencyOverride, Regime
from app.agencies.overrides import DISCLOSURE
from app.agencies.period_form import PAGE, read_period
from app.agencies.periods import NewPeriod, Overlap, excesses
from app.agencies.queries import agency_for
from app.agencies.rules import as_override, with_source
from app.agencies.shipped import Entry
from app.filings import recounting
from app.filings.period_page import Desk, filled, form_page
from app.kit.db import Reading, Writing
from app.kit.errors import Conflict, NotFound
from app.kit.house import House, HouseDep
from app.people import access
from app.web.forms import Form, Posted
from app.web.pages import render, see_other

router = APIRouter()


@router.get("/agencies/{agency_id}/periods/new")
async def new_period(
    request: Request, agency_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    agency = _own_or_shipped(session, house, actor, agency_id)
    if agency.regime != Regime.PUBLIC:
        # Chapter 4 sets no number of days, and leaves none to an ordinance.
        return see_other(f"/agencies/{agency_id}")
    kept = drafts.kept(request, actor)
    blank = Form.blank(procedure=DISCLOSURE, source=PAGE)
    return form_page(request, Desk(agency), Form(kept, house.clock.today()) if kept else blank)


@router.post("/agencies/{agency_id}/periods")
def add_period(
    request: Request,
    agency_id: UUID,
    actor: SignedIn,
    house: HouseDep,
    posted: Posted,
    reading: Reading,
    session: Writing,
) -> Response:
    desk = Desk(_public_agency(reading, house, actor, agency_id))
    form = Form(posted, house.clock.today())
    new = read_period(form)
    moved = _add(session, house, actor, agency_id, new, form) if new else 0
    if not form.ok:
        return form_page(request, desk, form, status=422)
    return _after(agency_id, new, moved, house.clock.today())


@router.get("/agencies/{agency_id}/periods/{period_id}/edit")
async def edit_period(
    request: Request, agency_id: UUID, period_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    desk = _desk(session, house, actor, agency_id, period_id)
    kept = drafts.kept(request, actor)
    return form_page(request, desk, Form(kept, house.clock.today()) if kept else filled(desk.period))


@router.post("/agencies/{agency_id}/periods/{period_id}/edit")
def change_period(
    request: Request,
    agency_id: UUID,
    period_id: UUID,
    actor: SignedIn,
    house: HouseDep,
    posted: Posted,
    reading: Reading,
    session: Writing,
) -> Response:
    desk = _desk(reading, house, actor, agency_id, period_id)
    form = Form(posted, house.clock.today())
    new = read_period(form)
    moved = _change(session, house, actor, period_id, new, form) if new else 0
    if not form.ok:
        return form_page(request, desk, form, status=422)
    return _after(agency_id, new, moved, house.clock.today())


@router.get("/agencies/{agency_id}/periods/{period_id}/delete")
async def confirm_removal(
    request: Request, agency_id: UUID, period_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    desk = _desk(session, house, actor, agency_id, period_id)
    return render(request, "filings/period_delete.html", nav="new", desk=desk)


@router.post("/agencies/{agency_id}/periods/{period_id}/delete")
def remove_period(
    agency_id: UUID, period_id: UUID, actor: SignedIn, house: HouseDep, session: Writing
) -> Response:
    period = _period(session, actor, agency_id, period_id)
    moved = recounting.remove_period(session, house, period)
    return see_other("/changes" if moved else f"/agencies/{agency_id}", "periods.status.removed")


def _add(session: Session, house: House, actor: Actor, agency_id: UUID, new: NewPeriod, form: Form) -> int:
    person = access.own_person(session, actor)
    return _save(session, house, (person.id, agency_id), new, form)


def _change(session: Session, house: House, actor: Actor, period_id: UUID, new: NewPeriod, form: Form) -> int:
    period = access.find(session, actor, AgencyOverride, period_id, "edit")
    return _save(session, house, (period.person_id, period.agency_id), new, form, period)


def _save(
    session: Session,
    house: House,
    finding: tuple[UUID, UUID],
    new: NewPeriod,
    form: Form,
    period: AgencyOverride | None = None,
) -> int:
    try:
        return recounting.save_period(session, house, *finding, new, period)
    except Overlap:
        form.problem("starts_on", "periods.errors.overlap")
        return 0


def _after(agency_id: UUID, new: NewPeriod | None, moved: int, today: date) -> Response:
    said = "periods.status.saved_and_moved" if moved else "periods.status.saved"
    if new is not None and excesses(new, today):
        said = "periods.status.saved_over_cap"
    return see_other("/changes" if moved else f"/agencies/{agency_id}", said)


def _own_or_shipped(session: Session, house: House, actor: Actor, agency_id: UUID) -> Entry:
    return agency_for(session, house, actor, agency_id, access.own_person(session, actor).id)


def _public_agency(session: Session, house: House, actor: Actor, agency_id: UUID) -> Entry:
    agency = _own_or_shipped(session, house, actor, agency_id)
    if agency.regime != Regime.PUBLIC:
        raise Conflict("periods.errors.no_days_by_law")
    return agency


def _desk(session: Session, house: House, actor: Actor, agency_id: UUID, period_id: UUID) -> Desk:
    period = _period(session, actor, agency_id, period_id)
    cipher = house.vault.person(period.person_id)
    return Desk(
        agency_for(session, house, actor, agency_id),
        with_source(as_override(period), cipher, period.person_id),
    )


def _period(session: Session, actor: Actor, agency_id: UUID, period_id: UUID) -> AgencyOverride:
    period = access.find(session, actor, AgencyOverride, period_id, "edit")
    if period.agency_id != agency_id:
        raise NotFound
    return period
