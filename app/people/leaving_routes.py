"""Pages on which a member of a group gets another role or leaves, and on which the group ends."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.accounts import drafts
from app.accounts.session import Actor, Fresh, SignedIn
from app.audit.entry import Action
from app.groups import service as groups
from app.groups import shown
from app.groups.access import CASE_ROLES, fellow_for, member_for
from app.groups.forms import read_role
from app.groups.models import Membership, Role
from app.groups.noting import note_in_group
from app.kit.db import Reading
from app.kit.errors import NotFound
from app.kit.house import House, HouseDep
from app.people import leaving, teams
from app.people.acting import Act, Acting
from app.people.leaving_form import FOR_ALL, field_of, read_successors
from app.people.noting import note_act
from app.web.forms import Form
from app.web.pages import render, see_other

router = APIRouter()
GROUP = "/groups/{group_id}"
MEMBER = GROUP + "/members/{membership_id}"


@router.get(f"{MEMBER}/role")
async def choose_role(
    request: Request, group_id: UUID, membership_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    by = member_for(session, actor, group_id, Role.COORDINATOR)
    kept = drafts.kept(request, actor)
    return _role_page(request, house, fellow_for(session, by, membership_id), Form(kept))


@router.post(f"{MEMBER}/role")
def change_role(group_id: UUID, membership_id: UUID, act: Acting, _: Fresh) -> Response:
    member = fellow_for(
        act.reading, member_for(act.reading, act.actor, group_id, Role.COORDINATOR), membership_id
    )
    form = Form(act.posted)
    role = read_role(form)
    _check(act.reading, form, member, role)
    if role is None or not form.ok:
        return _role_page(act.request, act.house, member, form)
    by = groups.member_alone(act.writing, act.actor, group_id, Role.COORDINATOR)
    changed = fellow_for(act.writing, by, membership_id)
    _note_cases(act, changed, ends=role not in CASE_ROLES)
    now = leaving.change_role(act.writing, act.house, changed, role)
    note_in_group(act.writing, act.actor, Action.MEMBERSHIP, "membership", group_id, now.id)
    return see_other(f"/groups/{group_id}", "groups.status.role_changed")


def _check(session: Session, form: Form, member: Membership, role: Role | None) -> None:
    if role == member.role:
        form.problem("role", "groups.role_page.same")
    if role is not None and role not in CASE_ROLES and (led := teams.led_by(session, member)):
        form.problem("role", "groups.role_page.leads", count=len(led))


@router.get(f"{MEMBER}/end")
async def confirm_end(
    request: Request, group_id: UUID, membership_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    member = _leaving(session, actor, member_for(session, actor, group_id), membership_id)
    return _end_page(request, session, house, actor, member, Form(drafts.kept(request, actor)))


@router.post(f"{MEMBER}/end")
def end_membership(group_id: UUID, membership_id: UUID, act: Acting, _: Fresh) -> Response:
    member = _leaving(act.reading, act.actor, member_for(act.reading, act.actor, group_id), membership_id)
    form = Form(act.posted)
    successors = read_successors(form, leaving.led_by_client(act.reading, member))
    if not form.ok:
        return _end_page(act.request, act.reading, act.house, act.actor, member, form)
    by = groups.member_alone(act.writing, act.actor, group_id)
    mine = _leaving(act.writing, act.actor, by, membership_id)
    _note_cases(act, mine, ends=True)
    leaving.end_membership(act.writing, act.house, mine, successors)
    note_in_group(act.writing, act.actor, Action.REVOKE, "membership", group_id, mine.id)
    if member.account_id == act.actor.account_id:
        return see_other("/groups", "groups.status.left")
    return see_other(f"/groups/{group_id}", "groups.status.ended")


def _note_cases(act: Act, member: Membership, *, ends: bool) -> None:
    """Each person on whose case somebody stops working reads in her log that it was settled, and by whom."""
    for case in teams.worked_on(act.writing, member) if ends else ():
        note_act(act.writing, act.actor, Action.ASSIGN, "case", case.person_id, case.id, member.group_id)


def _leaving(session: Session, actor: Actor, by: Membership, membership_id: UUID) -> Membership:
    """Who leaves: she herself, or whomever a coordinator names; else NotFound."""
    member = fellow_for(session, by, membership_id)
    if by.role != Role.COORDINATOR and member.account_id != actor.account_id:
        raise NotFound
    return member


@router.get(f"{GROUP}/dissolve")
async def confirm_dissolving(request: Request, group_id: UUID, actor: SignedIn, session: Reading) -> Response:
    member_for(session, actor, group_id, Role.COORDINATOR)
    return _dissolve_page(request, session, group_id, Form())


@router.post(f"{GROUP}/dissolve")
def dissolve(group_id: UUID, act: Acting, _: Fresh) -> Response:
    member_for(act.reading, act.actor, group_id, Role.COORDINATOR)
    form = Form(act.posted)
    if not form.flag("sure"):
        form.problem("sure", "groups.dissolve.tick")
        return _dissolve_page(act.request, act.reading, group_id, form)
    groups.member_alone(act.writing, act.actor, group_id, Role.COORDINATOR)
    for client in leaving.dissolve(act.writing, act.house, group_id):
        note_act(act.writing, act.actor, Action.REVOKE, "client", client.person_id, client.id, group_id)
    # Nobody is left to read the group's own log; whoever keeps the machine finds it in the chain.
    note_in_group(act.writing, act.actor, Action.DELETE, "group", group_id)
    return see_other("/groups", "groups.status.dissolved")


def _role_page(request: Request, house: House, member: Membership, form: Form) -> Response:
    return render(
        request,
        "people/member_role.html",
        status=200 if form.ok else 422,
        form=form,
        member=member,
        name=groups.name_of(house, member),
        roles=list(Role),
    )


def _end_page(
    request: Request, session: Session, house: House, actor: Actor, member: Membership, form: Form
) -> Response:
    led = leaving.led_by_client(session, member)
    others = leaving.who_can_follow(session, member) if led else []
    return render(
        request,
        "people/member_end.html",
        status=200 if form.ok else 422,
        form=form,
        member=member,
        name=groups.name_of(house, member),
        is_me=member.account_id == actor.account_id,
        is_last=groups.is_last_coordinator(session, member),
        led={number: len(cases) for number, cases in led.items()},
        others=shown.named(house, others, actor.account_id),
        for_all=FOR_ALL,
        field_of=field_of,
    )


def _dissolve_page(request: Request, session: Session, group_id: UUID, form: Form) -> Response:
    return render(
        request,
        "people/group_dissolve.html",
        status=200 if form.ok else 422,
        form=form,
        group_id=group_id,
        members=len(groups.members(session, group_id)),
        clients=leaving.count_clients(session, group_id),
        numbers=leaving.not_handed_back(session, group_id),
    )
