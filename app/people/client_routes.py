"""Pages of the people whom a group helps: the list, a new one, her page, the conflict check."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from sqlmodel import Session

from app.accounts import drafts
from app.accounts.session import Fresh, SignedIn
from app.audit.entry import Action
from app.groups import service as groups
from app.groups.access import CASE_ROLES, WRITERS, member_for
from app.groups.models import Role
from app.kit.db import Reading
from app.kit.errors import Conflict
from app.kit.house import HouseDep
from app.people import claims, client_page, clients, conflicts
from app.people.acting import Acting
from app.people.client_forms import MOST_OTHERS, read_about, read_others
from app.people.conflict_models import ConflictCheck, Decision
from app.people.models import Client, Person
from app.people.noting import note_act
from app.people.profiles import keep_about
from app.people.wording import wordings
from app.web.forms import Form
from app.web.pages import render, see_other

router = APIRouter()
CLIENTS = "/groups/{group_id}/clients"
CLIENT = CLIENTS + "/{client_id}"
# Who enters clients and writes down what they signed.
DECISIONS = (Decision.GO_ON, Decision.STOP)
HIGHEST = 2**31 - 1  # the databases' largest number


@router.get(CLIENTS)
async def list_clients(
    request: Request,
    group_id: UUID,
    actor: SignedIn,
    house: HouseDep,
    session: Reading,
    before: Annotated[int | None, Query(ge=1, le=HIGHEST)] = None,
) -> Response:
    """Numbers and states; the names of those whose cases she works on."""
    member = member_for(session, actor, group_id, *CASE_ROLES)
    page = client_page.page_of_clients(session, house, actor, member, before)
    return render(
        request, "people/clients.html", group_id=group_id, page=page, may_enter=member.role in WRITERS
    )


@router.get(f"{CLIENTS}/new")
async def new_client(request: Request, group_id: UUID, actor: SignedIn, session: Reading) -> Response:
    member_for(session, actor, group_id, *WRITERS)
    return _new_page(request, group_id, Form(drafts.kept(request, actor)))


@router.post(f"{CLIENTS}/new")
def enter_client(group_id: UUID, act: Acting) -> Response:
    """The client, what is known of her, and the check for a conflict: one act."""
    member_for(act.reading, act.actor, group_id, *WRITERS)
    form = Form(act.posted)
    about, others = read_about(form), read_others(form)
    if not form.ok:
        return _new_page(act.request, group_id, form)
    groups.member_alone(act.writing, act.actor, group_id, *WRITERS)
    client = clients.enter(act.writing, act.house, group_id, act.actor.account_id)
    keep_about(act.writing, act.house, client.person_id, about)
    conflicts.run(act.writing, act.house, client, act.actor.account_id, about, others)
    for action in (Action.CREATE, Action.CONFLICT_CHECK):
        note_act(act.writing, act.actor, action, "person", client.person_id, client.person_id, group_id)
    return see_other(_page(client), "clients.status.entered")


@router.get(CLIENT)
async def show_client(
    request: Request, group_id: UUID, client_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    """Where she stands and what to do next; while a coordinator decides, nothing but that."""
    member = member_for(session, actor, group_id, *CASE_ROLES)
    client = clients.client_for(session, member, client_id)
    shown = client_page.shown_client(session, house, actor, client)
    grants = client_page.grants_shown(session, house, client) if shown.is_checked else []
    taking = claims.taking_of(session, house, client)
    return render(
        request,
        "people/client.html",
        group_id=group_id,
        client=shown,
        role=member.role,
        is_owed_papers=client.ended_at is not None and client.handed_back_on is None,
        rights=clients.rights_of(session, member, client),
        has_account=taking.has_account,
        cases=client_page.cases_shown(session, house, client, shown.readable) if shown.is_checked else (),
        grants=grants,
        needs_new_code=taking.needs_new_code,
        photos=request.app.state.photos_of(session, [each.grant.id for each in grants]),
        wordings=wordings(),
    )


@router.get(f"{CLIENT}/conflict")
async def show_conflict(
    request: Request, group_id: UUID, client_id: UUID, actor: SignedIn, session: Reading
) -> Response:
    """What a coordinator can decide, and what each means; not what was found."""
    member = member_for(session, actor, group_id, Role.COORDINATOR)
    client = clients.client_for(session, member, client_id)
    return _conflict_page(request, session, client, Form(drafts.kept(request, actor)))


@router.post(f"{CLIENT}/conflict")
def decide_conflict(group_id: UUID, client_id: UUID, act: Acting, _: Fresh) -> Response:
    """Goes on, or stops: then the help has ended, and what was typed about her is deleted."""
    member = member_for(act.reading, act.actor, group_id, Role.COORDINATOR)
    form = Form(act.posted)
    known = clients.client_for(act.reading, member, client_id)
    decision = form.choice("decision", DECISIONS)
    if not form.ok:
        return _conflict_page(act.request, act.reading, known, form)
    by = groups.member_alone(act.writing, act.actor, group_id, Role.COORDINATOR)
    client = clients.client_for(act.writing, by, client_id)
    check = _open_check(act.writing, client)
    conflicts.decide(act.writing, act.house, client, check, act.actor.account_id, Decision(decision))
    if check.decision == Decision.STOP:
        clients.stop(act.writing, act.house, client, is_handed_back=form.flag("handed_back"))
        note_act(act.writing, act.actor, Action.DELETE, "opposing_party", client.person_id, None, group_id)
    note_act(
        act.writing, act.actor, Action.CONFLICT_CHECK, "person", client.person_id, client.person_id, group_id
    )
    return see_other(_page(client), f"clients.status.{check.decision}")


def _open_check(session: Session, client: Client) -> ConflictCheck:
    check = conflicts.latest(session, client.id)
    if check is None or client.ended_at is not None:
        raise Conflict("people.errors.check_decided")
    return check


def _page(client: Client) -> str:
    return f"/groups/{client.group_id}/clients/{client.id}"


def _new_page(request: Request, group_id: UUID, form: Form) -> Response:
    return render(
        request,
        "people/client_new.html",
        status=200 if form.ok else 422,
        form=form,
        group_id=group_id,
        numbers=range(1, MOST_OTHERS + 1),
    )


def _conflict_page(request: Request, session: Session, client: Client, form: Form) -> Response:
    check: ConflictCheck | None = conflicts.latest(session, client.id)
    return render(
        request,
        "people/client_conflict.html",
        status=200 if form.ok else 422,
        form=form,
        group_id=client.group_id,
        client_id=client.id,
        code=client_page.code_of(client),
        check=check,
        is_running=bool(clients.cases_of(session, client)),
        has_account=session.get_one(Person, client.person_id).account_id is not None,
        decisions=DECISIONS,
    )
