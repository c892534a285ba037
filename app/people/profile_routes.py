"""Pages on which it is kept how a person is reached without harm: her own, and that of a group's client."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.accounts import drafts
from app.accounts.session import Actor, Fresh, SignedIn
from app.audit.entry import Action
from app.groups.access import CASE_ROLES, member_for
from app.kit.db import Reading
from app.kit.errors import NotFound
from app.kit.house import HouseDep
from app.people import access, clients
from app.people.acting import Acting
from app.people.models import Client
from app.people.noting import note_act
from app.people.profile_forms import blank, read_about
from app.people.profiles import about
from app.web.forms import Form
from app.web.pages import render, see_other

router = APIRouter()
CLIENT = "/groups/{group_id}/clients/{client_id}"
PROFILE = CLIENT + "/profile"
OWN = "/access/about"


@router.get(PROFILE)
async def edit_profile(
    request: Request, group_id: UUID, client_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    """For a member who may edit on one of her cases."""
    client = _client(session, actor, group_id, client_id)
    note_act(session, actor, Action.LOOK, "profile", client.person_id, None, group_id)
    kept = drafts.kept(request, actor)
    form = Form(kept) if kept else blank(about(session, house, client.person_id))
    return _page(request, form, PROFILE.format(group_id=group_id, client_id=client_id), client)


@router.post(PROFILE)
def keep_profile(group_id: UUID, client_id: UUID, act: Acting, _: Fresh) -> Response:
    """What was known before is gone, so whoever sent it shows that it is she."""
    client = _client(act.reading, act.actor, group_id, client_id)
    page = PROFILE.format(group_id=group_id, client_id=client_id)
    form = Form(act.posted)
    told = read_about(form)
    if told is None:
        return _page(act.request, form, page, client)
    mine = _client(act.writing, act.actor, group_id, client_id)
    clients.keep_known(act.writing, act.house, mine.person_id, act.actor.account_id, told)
    note_act(act.writing, act.actor, Action.EDIT, "profile", mine.person_id, None, group_id)
    return see_other(page, "teams.status.profile_saved")


@router.get(OWN)
async def edit_own(request: Request, actor: SignedIn, house: HouseDep, session: Reading) -> Response:
    """Her own, for whoever she lets look."""
    person = access.own_person(session, actor)
    kept = drafts.kept(request, actor)
    return _page(request, Form(kept) if kept else blank(about(session, house, person.id)), OWN)


@router.post(OWN)
def keep_own(act: Acting, _: Fresh) -> Response:
    form = Form(act.posted)
    told = read_about(form)
    if told is None:
        return _page(act.request, form, OWN)
    person = access.own_person(act.writing, act.actor)
    clients.keep_known(act.writing, act.house, person.id, act.actor.account_id, told)
    return see_other(OWN, "teams.status.profile_saved")


def _client(session: Session, actor: Actor, group_id: UUID, client_id: UUID) -> Client:
    member = member_for(session, actor, group_id, *CASE_ROLES)
    client = clients.client_for(session, member, client_id)
    if not clients.may_read(session, actor, client.person_id, "edit"):
        raise NotFound
    return client


def _page(request: Request, form: Form, action: str, client: Client | None = None) -> Response:
    status = 200 if form.ok else 422
    return render(request, "people/profile.html", status=status, form=form, action=action, client=client)
