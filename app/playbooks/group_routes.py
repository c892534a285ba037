"""Pages of the playbooks of a group: its list, one more, and what coordinators alone do with them."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.accounts import drafts
from app.accounts.session import Actor, Fresh, SignedIn
from app.audit.entry import Action
from app.groups import service as groups
from app.groups.access import CASE_ROLES, WRITERS, member_for
from app.groups.models import Role
from app.groups.noting import note_in_group
from app.kit.db import Reading
from app.kit.errors import NotFound
from app.kit.house import House, HouseDep
from app.people import access
from app.people.acting import Act, Acting
from app.playbooks import keeping, of_group, own_forms
from app.playbooks import own as files
from app.playbooks.asking import one_id
from app.playbooks.models import OwnPlaybook
from app.playbooks.telling import telling
from app.web.forms import Form
from app.web.pages import render, see_other
from app.web.texts import texts_of

router = APIRouter()
ALL = "/groups/{group_id}/playbooks"
ONE = ALL + "/{group_playbook_id}"


@router.get(ALL)
async def list_them(
    request: Request, group_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    """What the group has written for itself."""
    member = member_for(session, actor, group_id, *CASE_ROLES)
    found = of_group.all_of(session, house, group_id)
    may_put = member.role in WRITERS
    return render(request, "playbooks/group_list.html", group_id=group_id, playbooks=found, may_put=may_put)


@router.get(f"{ALL}/new")
async def choose(
    request: Request, group_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    """Which of her own."""
    member_for(session, actor, group_id, *WRITERS)
    return _choose_page(request, session, house, actor, group_id, Form(drafts.kept(request, actor)))


@router.post(ALL)
def put(group_id: UUID, act: Acting) -> Response:
    """A copy of one of her own for the group; hers stays hers, and the copy stays when she leaves."""
    member_for(act.reading, act.actor, group_id, *WRITERS)
    form = Form(act.posted)
    own_id = one_id(form.text("own"))
    if not form.ok:
        return _choose_page(act.request, act.reading, act.house, act.actor, group_id, form)
    if own_id is None:
        raise NotFound
    member = groups.member_alone(act.writing, act.actor, group_id, *WRITERS)
    mine = keeping.opened(act.house, act.take(OwnPlaybook, own_id, "view_content"))
    row = of_group.add(act.writing, act.house, member, mine.own)
    _note(act, Action.CREATE, group_id, row.id)
    return see_other(ONE.format(group_id=group_id, group_playbook_id=row.id), "playbooks.status.put")


@router.get(ONE)
async def show(
    request: Request,
    group_id: UUID,
    group_playbook_id: UUID,
    actor: SignedIn,
    house: HouseDep,
    session: Reading,
) -> Response:
    """What it says, and from where it is started."""
    member = member_for(session, actor, group_id, *CASE_ROLES)
    one = of_group.opened(house, of_group.one_of(session, group_id, group_playbook_id))
    return render(
        request,
        "playbooks/group_show.html",
        **telling(one.playbook),
        group_id=group_id,
        one=one,
        is_coordinator=member.role == Role.COORDINATOR,
    )


@router.get(f"{ONE}/edit")
async def edit(
    request: Request,
    group_id: UUID,
    group_playbook_id: UUID,
    actor: SignedIn,
    house: HouseDep,
    session: Reading,
) -> Response:
    """The form with what is there."""
    member_for(session, actor, group_id, Role.COORDINATOR)
    one = of_group.opened(house, of_group.one_of(session, group_id, group_playbook_id))
    kept = drafts.kept(request, actor)
    return _form_page(request, group_id, one.id, Form(kept) if kept else own_forms.filled(one.own))


@router.post(f"{ONE}/edit")
def change(group_id: UUID, group_playbook_id: UUID, act: Acting) -> Response:
    """Keeps what it says now, for whoever starts it from now on."""
    member_for(act.reading, act.actor, group_id, Role.COORDINATOR)
    of_group.one_of(act.reading, group_id, group_playbook_id)
    form = Form(act.posted)
    if act.posted.get("step") == own_forms.MORE:
        return _form_page(act.request, group_id, group_playbook_id, form)
    own = own_forms.read_own(form)
    if own is None:
        return _form_page(act.request, group_id, group_playbook_id, form, 422)
    groups.member_alone(act.writing, act.actor, group_id, Role.COORDINATOR)
    of_group.change(act.house, of_group.one_of(act.writing, group_id, group_playbook_id), own)
    _note(act, Action.EDIT, group_id, group_playbook_id)
    page = ONE.format(group_id=group_id, group_playbook_id=group_playbook_id)
    return see_other(page, "playbooks.status.own_saved")


@router.get(f"{ONE}/withdraw")
async def confirm_withdrawing(
    request: Request,
    group_id: UUID,
    group_playbook_id: UUID,
    actor: SignedIn,
    house: HouseDep,
    session: Reading,
) -> Response:
    """Asks once more."""
    member_for(session, actor, group_id, Role.COORDINATOR)
    one = of_group.opened(house, of_group.one_of(session, group_id, group_playbook_id))
    return render(request, "playbooks/group_withdraw.html", group_id=group_id, one=one, nav="new")


@router.post(f"{ONE}/withdraw")
def withdraw(group_id: UUID, group_playbook_id: UUID, act: Acting, _: Fresh) -> Response:
    """The group has it no more; what was made from it stays."""
    groups.member_alone(act.writing, act.actor, group_id, Role.COORDINATOR)
    act.writing.delete(of_group.one_of(act.writing, group_id, group_playbook_id))
    _note(act, Action.DELETE, group_id, group_playbook_id)
    return see_other(ALL.format(group_id=group_id), "playbooks.status.withdrawn")


def _note(act: Act, action: Action, group_id: UUID, playbook_id: UUID) -> None:
    note_in_group(act.writing, act.actor, action, "playbook", group_id, playbook_id)


def _choose_page(
    request: Request, session: Session, house: House, actor: Actor, group_id: UUID, form: Form
) -> Response:
    own = keeping.own_of(session, house, access.own_person(session, actor).id)
    status = 200 if form.ok else 422
    return render(
        request, "playbooks/group_new.html", status=status, group_id=group_id, form=form, own=own, nav="new"
    )


def _form_page(
    request: Request, group_id: UUID, playbook_id: UUID, form: Form, status: int = 200
) -> Response:
    count = own_forms.blocks(form) + (form.value("step") == own_forms.MORE)
    context: dict[str, Any] = {
        "form": form,
        "action": ONE.format(group_id=group_id, group_playbook_id=playbook_id) + "/edit",
        "count": min(count, files.MOST_REQUESTS),
        "may_grow": count < files.MOST_REQUESTS,
        "procedures": own_forms.procedures(texts_of(request)),
        "nav": "new",
    }
    return render(request, "playbooks/own_form.html", status=status, **context)
