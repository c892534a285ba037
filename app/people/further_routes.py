"""The page on which a further case of a client is opened, when she lets the group work on everything."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.accounts import drafts
from app.accounts.session import Actor, SignedIn
from app.audit.entry import Action
from app.groups import service as groups
from app.groups.access import CASE_ROLES, fellow_for, member_for
from app.groups.models import Membership, Role
from app.kit.db import Reading
from app.kit.house import House, HouseDep
from app.people import client_page, clients, further
from app.people.acting import Acting
from app.people.forms import TITLE_LIMIT
from app.people.models import Client
from app.people.noting import note_act
from app.people.team_forms import read_member
from app.web.forms import Form
from app.web.pages import render, see_other

router = APIRouter()
NEW = "/groups/{group_id}/clients/{client_id}/cases/new"


@router.get(NEW)
async def ask_case(
    request: Request, group_id: UUID, client_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    """For who leads a case of hers, or coordinates."""
    member, client = _place(session, actor, group_id, client_id)
    further.refuse(session, client, house.clock.today())
    return _page(request, session, house, member, client, Form(drafts.kept(request, actor)))


@router.post(NEW)
def open_case(group_id: UUID, client_id: UUID, act: Acting) -> Response:
    """The case, its group and its lead: one act."""
    member, known = _place(act.reading, act.actor, group_id, client_id)
    further.refuse(act.reading, known, act.house.clock.today())
    form = Form(act.posted)
    title = form.text("title", TITLE_LIMIT)
    chosen = read_member(form, "lead") if member.role == Role.COORDINATOR else member.id
    if not form.ok or chosen is None:
        return _page(act.request, act.reading, act.house, member, known, form)
    groups.member_alone(act.writing, act.actor, group_id, *CASE_ROLES)
    by, client = _place(act.writing, act.actor, group_id, client_id)
    case = further.open_for(act.writing, act.house, client, fellow_for(act.writing, by, chosen), title)
    note_act(act.writing, act.actor, Action.CREATE, "case", client.person_id, case.id, group_id)
    return see_other(f"/groups/{group_id}/clients/{client_id}", "clients.status.case_opened")


def _place(session: Session, actor: Actor, group_id: UUID, client_id: UUID) -> tuple[Membership, Client]:
    member = member_for(session, actor, group_id, *CASE_ROLES)
    return member, clients.led_for(session, member, client_id)


def _page(
    request: Request, session: Session, house: House, member: Membership, client: Client, form: Form
) -> Response:
    fellows = [each for each in groups.members(session, member.group_id) if each.role in CASE_ROLES]
    return render(
        request,
        "people/client_case.html",
        status=200 if form.ok else 422,
        form=form,
        client=client,
        code=client_page.code_of(client),
        may_choose=member.role == Role.COORDINATOR,
        fellows=[(str(each.id), groups.name_of(house, each)) for each in fellows],
    )
