"""Pages of a group's coordinator: what is on its way out; to hold it, take it back, or begin earlier."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.accounts.session import Actor, Fresh, SignedIn
from app.audit.entry import Action
from app.exchange import binning, holding, keeping, shown
from app.exchange.forms import read_months, read_reason, tick
from app.exchange.models import Cause, Erasure
from app.exchange.shown import ShownClient
from app.groups import service as groups
from app.groups.access import member_for
from app.groups.models import Role, SupportGroup
from app.groups.noting import note_in_group
from app.kit.db import Reading
from app.kit.errors import Conflict
from app.kit.house import House, HouseDep
from app.people import clients
from app.people.acting import Act, Acting
from app.people.models import Client
from app.web.forms import Form
from app.web.pages import render, see_other

router = APIRouter()
GROUP = "/groups/{group_id}/erasures"
CLIENT = "/groups/{group_id}/clients/{client_id}/erase"


@router.get(GROUP)
async def show_group(
    request: Request, group_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    """How long the group keeps, and what is announced or in the bin, by number."""
    member_for(session, actor, group_id, Role.COORDINATOR)
    form = Form.blank(months=str(keeping.months_of(session, group_id)))
    return _group_page(request, session, house, group_id, form)


@router.post(GROUP)
def choose_months(group_id: UUID, act: Acting, _: Fresh) -> Response:
    member_for(act.reading, act.actor, group_id, Role.COORDINATOR)
    form = Form(act.posted)
    months = read_months(form)
    if months is None:
        return _group_page(act.request, act.reading, act.house, group_id, form)
    groups.member_alone(act.writing, act.actor, group_id, Role.COORDINATOR)
    keeping.choose(act.writing, group_id, months)
    note_in_group(act.writing, act.actor, Action.EDIT, "keeping", group_id)
    return see_other(f"/groups/{group_id}/erasures", "erasure.status.chosen")


@router.get(CLIENT)
async def show_client(
    request: Request, group_id: UUID, client_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    client = _client(session, actor, group_id, client_id)
    return _client_page(request, client, shown.shown_client(session, house, client), Form())


@router.post(CLIENT)
def begin(group_id: UUID, client_id: UUID, act: Acting, _: Fresh) -> Response:
    """She asked for it on paper; what runs was said to her before."""
    known = _client(act.reading, act.actor, group_id, client_id)
    stands, form = shown.shown_client(act.reading, act.house, known), Form(act.posted)
    _refuse(stands)
    tick(form, "asked")
    tick(form, "sure")
    if stands.running:
        tick(form, "running")
    if not form.ok:
        return _client_page(act.request, known, stands, form)
    client = _held(act, group_id, client_id)
    binning.put(act.writing, act.house, client.person_id, Cause.PAPER, act.actor, group_id)
    return see_other(f"{_path(client)}/receipt", "erasure.status.begun")


@router.post(f"{CLIENT}/undo")
def take_back(group_id: UUID, client_id: UUID, act: Acting) -> Response:
    """Out of the bin: she is a client again, who has signed nothing yet."""
    client = _held(act, group_id, client_id)
    binning.take_back(act.writing, act.house, client.person_id, act.actor, group_id)
    return see_other(f"/groups/{group_id}/clients", "erasure.status.kept")


@router.get(f"{CLIENT}/receipt")
async def show_receipt(
    request: Request, group_id: UUID, client_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    """One page for her, with the number by which she can ask what became of it."""
    client = _client(session, actor, group_id, client_id)
    plan = session.get(Erasure, client.person_id)
    is_there = plan is not None and plan.receipt_id is not None and plan.group_id == group_id
    if plan is None or not is_there or binning.is_due(session, plan, house.clock.today()):
        return see_other(_path(client))
    words = groups.words_of(house, session.get_one(SupportGroup, group_id))
    told = shown.receipt_shown(session, house, plan)
    return render(request, "exchange/sheet.html", client=client, group=words, **told)


@router.post(f"{CLIENT}/hold")
def hold(group_id: UUID, client_id: UUID, act: Acting, _: Fresh) -> Response:
    """What is hers is still needed: nothing is erased until the hold is lifted."""
    known = _client(act.reading, act.actor, group_id, client_id)
    stands, form = shown.shown_client(act.reading, act.house, known), Form(act.posted)
    if stands.has_account:
        raise Conflict("erasure.errors.has_account")
    reason = read_reason(form)
    if not form.ok:
        return _client_page(act.request, known, stands, form)
    client = _held(act, group_id, client_id)
    holding.set_hold(act.writing, act.house, act.actor, client, reason)
    return see_other(_path(client), "erasure.status.held")


@router.post(f"{CLIENT}/lift")
def lift(group_id: UUID, client_id: UUID, act: Acting, _: Fresh) -> Response:
    client = _held(act, group_id, client_id)
    holding.lift(act.writing, act.actor, client)
    return see_other(_path(client), "erasure.status.lifted")


def _refuse(stands: ShownClient) -> None:
    if stands.has_account:
        raise Conflict("erasure.errors.has_account")
    if stands.reason is not None:
        raise Conflict("erasure.errors.held")
    if stands.is_binned:
        raise Conflict("erasure.errors.in_bin")


def _client(session: Session, actor: Actor, group_id: UUID, client_id: UUID) -> Client:
    member = member_for(session, actor, group_id, Role.COORDINATOR)
    return clients.client_for(session, member, client_id)


def _held(act: Act, group_id: UUID, client_id: UUID) -> Client:
    """The same to be changed, with the group held."""
    member = groups.member_alone(act.writing, act.actor, group_id, Role.COORDINATOR)
    return clients.client_for(act.writing, member, client_id)


def _path(client: Client) -> str:
    return f"/groups/{client.group_id}/clients/{client.id}/erase"


def _group_page(request: Request, session: Session, house: House, group_id: UUID, form: Form) -> Response:
    return render(
        request,
        "exchange/group.html",
        status=200 if form.ok else 422,
        form=form,
        group_id=group_id,
        found=shown.overview(session, group_id, house.clock.today()),
        choices=keeping.CHOICES,
    )


def _client_page(request: Request, client: Client, stands: ShownClient, form: Form) -> Response:
    status = 200 if form.ok else 422
    return render(request, "exchange/client.html", status=status, form=form, client=client, stands=stands)
