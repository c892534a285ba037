"""Pages of a support group: those of an account, one of them, its words and its members."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.accounts import drafts
from app.accounts.session import Fresh, SignedIn
from app.audit.entry import Action
from app.audit.reading import place_before
from app.groups import log, service, shown
from app.groups.access import member_for
from app.groups.forms import read_own_name, read_words
from app.groups.models import Membership, Role, SupportGroup
from app.groups.noting import note_in_group
from app.kit.db import Reading, Writing
from app.kit.house import House, HouseDep
from app.web.forms import Form, Posted
from app.web.pages import render, see_other

router = APIRouter()
PAGE = "/groups"


@router.get(PAGE)
async def list_groups(request: Request, actor: SignedIn, house: HouseDep, session: Reading) -> Response:
    return render(request, "groups/list.html", groups=shown.groups_of(session, house, actor))


@router.get(f"{PAGE}/new")
async def new_group(request: Request, actor: SignedIn) -> Response:
    return _form_page(request, Form(drafts.kept(request, actor)), None)


@router.post(f"{PAGE}/new")
def found_group(
    request: Request, actor: SignedIn, house: HouseDep, posted: Posted, session: Writing
) -> Response:
    form = Form(posted)
    words, own_name = read_words(form), read_own_name(form)
    if not form.ok:
        return _form_page(request, form, None)
    group_id = service.found_group(session, house, actor, words, own_name)
    note_in_group(session, actor, Action.CREATE, "group", group_id)
    return see_other(f"{PAGE}/{group_id}", "groups.status.founded")


@router.get(f"{PAGE}/{{group_id}}")
async def show_group(
    request: Request, group_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    member = member_for(session, actor, group_id)
    return group_page(request, session, house, member, Form(drafts.kept(request, actor)))


@router.get(f"{PAGE}/{{group_id}}/edit")
async def edit_group(
    request: Request, group_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    member = member_for(session, actor, group_id, Role.COORDINATOR)
    kept = drafts.kept(request, actor)
    return _form_page(request, Form(kept) if kept else _filled(session, house, member), group_id)


@router.post(f"{PAGE}/{{group_id}}/edit")
def rename_group(
    request: Request,
    group_id: UUID,
    actor: Fresh,
    house: HouseDep,
    posted: Posted,
    reading: Reading,
    session: Writing,
) -> Response:
    member_for(reading, actor, group_id, Role.COORDINATOR)
    form = Form(posted)
    words = read_words(form)
    if not form.ok:
        return _form_page(request, form, group_id)
    member = service.member_alone(session, actor, group_id, Role.COORDINATOR)
    service.rename_group(house, session.get_one(SupportGroup, member.group_id), words)
    note_in_group(session, actor, Action.EDIT, "group", group_id)
    return see_other(f"{PAGE}/{group_id}", "groups.status.renamed")


@router.get(f"{PAGE}/{{group_id}}/log")
async def show_log(
    request: Request, group_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    """Who joined, left and invited, and what was taken out of the group's pages; never a client."""
    member = member_for(session, actor, group_id, Role.COORDINATOR)
    told = log.log_of(session, house, member.group_id, place_before(request.query_params.get("before")))
    return render(request, "groups/log.html", group_id=group_id, told=told)


def group_page(request: Request, session: Session, house: House, member: Membership, form: Form) -> Response:
    """The page of a group as this member sees it; `form` is the invitation she may be making."""
    group = shown.group_of(session, house, member)
    now = house.clock.now()
    return render(
        request,
        "groups/show.html",
        status=200 if form.ok else 422,
        form=form,
        group=group,
        members=shown.members_beside(session, house, member),
        invitations=service.open_invitations(session, group.id, now) if group.is_coordinated else (),
        roles=list(Role),
        beside=request.app.state.beside_group(session, house, member),
    )


def _form_page(request: Request, form: Form, group_id: UUID | None) -> Response:
    status = 200 if form.ok else 422
    return render(request, "groups/form.html", status=status, form=form, group_id=group_id)


def _filled(session: Session, house: House, member: Membership) -> Form:
    words = shown.group_of(session, house, member).words
    return Form.blank(name=words.name, contact=words.contact)
