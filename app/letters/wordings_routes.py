"""Pages of the wordings that a group has: they are listed, changed and withdrawn."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.accounts import drafts
from app.accounts.session import Fresh, SignedIn
from app.audit.entry import Action
from app.groups import service as groups
from app.groups.access import CASE_ROLES, member_for
from app.groups.models import Role
from app.groups.noting import note_in_group
from app.kit.db import Reading
from app.kit.house import HouseDep
from app.letters import book, wordings
from app.letters.naming_her import Names
from app.letters.wording_form import read_wording
from app.letters.wording_routes import ALL, wording_page
from app.people.acting import Acting
from app.web.forms import Form
from app.web.pages import render, see_other

router = APIRouter()
ONE = ALL + "/{wording_id}"


@router.get(ALL)
async def list_them(
    request: Request, group_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    """What the group has kept, by kind of letter."""
    member = member_for(session, actor, group_id, *CASE_ROLES)
    return render(
        request,
        "letters/wordings.html",
        group_id=group_id,
        kept=wordings.all_of(session, house, group_id),
        is_coordinator=member.role == Role.COORDINATOR,
    )


@router.get(f"{ONE}/edit")
async def edit(
    request: Request, group_id: UUID, wording_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    """The form with what is there."""
    member_for(session, actor, group_id, Role.COORDINATOR)
    one = wordings.opened(house, wordings.one_of(session, group_id, wording_id))
    kept = drafts.kept(request, actor)
    form = Form(kept) if kept else Form.blank(title=one.wording.title, **one.wording.fields)
    action = ONE.format(group_id=group_id, wording_id=wording_id) + "/edit"
    return wording_page(request, one.form, form, ALL.format(group_id=group_id), action)


@router.post(f"{ONE}/edit")
def change(group_id: UUID, wording_id: UUID, act: Acting) -> Response:
    """Keeps what it says now, for letters that begin from now on."""
    member_for(act.reading, act.actor, group_id, Role.COORDINATOR)
    row = wordings.one_of(act.reading, group_id, wording_id)
    form, shape = Form(act.posted), book.form(row.kind)
    wording = read_wording(form, shape, Names(frozenset(), frozenset()))
    if wording is None:
        action = ONE.format(group_id=group_id, wording_id=wording_id) + "/edit"
        return wording_page(act.request, shape, form, ALL.format(group_id=group_id), action)
    groups.member_alone(act.writing, act.actor, group_id, Role.COORDINATOR)
    wordings.change(act.house, wordings.one_of(act.writing, group_id, wording_id), wording)
    note_in_group(act.writing, act.actor, Action.EDIT, "letter", group_id, wording_id)
    return see_other(ALL.format(group_id=group_id), "letters.status.wording_kept")


@router.get(f"{ONE}/withdraw")
async def confirm_withdrawing(
    request: Request, group_id: UUID, wording_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    """Asks once more."""
    member_for(session, actor, group_id, Role.COORDINATOR)
    one = wordings.opened(house, wordings.one_of(session, group_id, wording_id))
    return render(request, "letters/wording_withdraw.html", group_id=group_id, one=one)


@router.post(f"{ONE}/withdraw")
def withdraw(group_id: UUID, wording_id: UUID, act: Acting, _: Fresh) -> Response:
    """The group has it no more; letters that began with it stay."""
    groups.member_alone(act.writing, act.actor, group_id, Role.COORDINATOR)
    act.writing.delete(wordings.one_of(act.writing, group_id, wording_id))
    note_in_group(act.writing, act.actor, Action.DELETE, "letter", group_id, wording_id)
    return see_other(ALL.format(group_id=group_id), "letters.status.wording_withdrawn")
