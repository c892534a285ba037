"""Pages on which a coordinator invites by a link, and where the link leads."""

from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.accounts import drafts
from app.accounts.session import Actor, Fresh, SignedIn, reader
from app.audit.entry import Action
from app.groups import service
from app.groups.access import member_for
from app.groups.forms import read_own_name, read_role
from app.groups.models import Invitation, Role, SupportGroup
from app.groups.noting import note_in_group
from app.groups.routes import PAGE, group_page
from app.kit.db import Reading, Writing
from app.kit.errors import SignedOut
from app.kit.house import House, HouseDep
from app.web.forms import Form, Posted
from app.web.pages import render, see_other
from app.web.texts import page_texts_of

router = APIRouter()
JOIN = "/join"


@dataclass(frozen=True, slots=True)
class Invited:
    """What an account that holds a link is told: into which group, as what, whether she is there already."""

    group_id: UUID
    name: str
    role: str
    is_member: bool


@router.post(f"{PAGE}/{{group_id}}/invitations")
def invite(
    request: Request, group_id: UUID, actor: Fresh, house: HouseDep, posted: Posted, reading: Reading
) -> Response:
    """Makes a link and shows it, this once: no redirect, because nothing keeps it in between."""
    member = member_for(reading, actor, group_id, Role.COORDINATOR)
    form = Form(posted)
    role = read_role(form)
    if role is None:
        return group_page(request, reading, house, member, form)
    token = _new_link(house, actor, group_id, role)
    return render(
        request,
        "groups/invited.html",
        group_id=group_id,
        role=role,
        until=house.clock.now() + service.INVITED_FOR,
        address=f"{house.settings.url}{JOIN}/{token}",
        said=page_texts_of(request).t("groups.status.invited"),
    )


def _new_link(house: House, actor: Actor, group_id: UUID, role: Role) -> str:
    # Saved before the page is made: what is shown works.
    with house.db.writing() as session:
        member = service.member_alone(session, actor, group_id, Role.COORDINATOR)
        note_in_group(session, actor, Action.INVITE, "invitation", group_id)
        return service.invite(session, house, member, role)


@router.post(f"{PAGE}/{{group_id}}/invitations/{{invitation_id}}/withdraw")
def withdraw(
    group_id: UUID, invitation_id: UUID, actor: Fresh, house: HouseDep, session: Writing
) -> Response:
    service.member_alone(session, actor, group_id, Role.COORDINATOR)
    now = house.clock.now()
    service.withdraw_invitation(service.invitation_of(session, group_id, invitation_id, now), now)
    note_in_group(session, actor, Action.REVOKE, "invitation", group_id, invitation_id)
    return see_other(f"{PAGE}/{group_id}", "groups.status.withdrawn")


@router.get(f"{JOIN}/{{invitation_token}}")
async def show_invitation(
    request: Request, invitation_token: str, house: HouseDep, session: Reading
) -> Response:
    """Whoever holds the link is told that it works; which group it is, only somebody who is signed in."""
    # Who it is comes first: a link that does not work is noted with who tried it.
    actor = await _reader(request, house, session)
    invitation = service.invitation_for(session, invitation_token, house.clock.now())
    if actor is None:
        return render(request, "groups/join_sign_in.html")
    form = Form(drafts.kept(request, actor))
    return _join_page(request, form, _invited(session, house, actor, invitation))


@router.post(f"{JOIN}/{{invitation_token}}")
def join(
    request: Request,
    invitation_token: str,
    actor: SignedIn,
    house: HouseDep,
    posted: Posted,
    reading: Reading,
    session: Writing,
) -> Response:
    invitation = service.invitation_for(reading, invitation_token, house.clock.now())
    form = Form(posted)
    own_name = read_own_name(form)
    if not form.ok:
        return _join_page(request, form, _invited(reading, house, actor, invitation))
    member = service.accept(session, house, actor, invitation_token, own_name)
    note_in_group(session, actor, Action.CREATE, "membership", member.group_id, member.id)
    return see_other(f"{PAGE}/{member.group_id}", "groups.status.joined")


async def _reader(request: Request, house: House, session: Session) -> Actor | None:
    try:
        return await reader(request, house, session)
    except SignedOut:
        return None


def _invited(session: Session, house: House, actor: Actor, invitation: Invitation) -> Invited:
    group = session.get_one(SupportGroup, invitation.group_id)
    is_member = service.open_membership(session, group.id, actor.account_id) is not None
    return Invited(group.id, service.words_of(house, group).name, invitation.role, is_member)


def _join_page(request: Request, form: Form, invited: Invited) -> Response:
    status, action = 200 if form.ok else 422, request.url.path
    return render(request, "groups/join.html", status=status, form=form, invited=invited, action=action)
