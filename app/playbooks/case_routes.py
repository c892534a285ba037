"""Pages on which a member of a group starts a playbook for the case of a client."""

from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.accounts import drafts
from app.accounts.session import Actor, SignedIn
from app.audit.entry import Action
from app.groups.access import CASE_ROLES, member_for
from app.kit.db import Reading
from app.kit.errors import NotFound
from app.kit.house import House, HouseDep
from app.people import access
from app.people.access import Verb
from app.people.acting import Acting
from app.people.models import Case
from app.playbooks import of_group
from app.playbooks.asking import one_id
from app.playbooks.reading import playbooks
from app.playbooks.routes import shipped
from app.playbooks.starting import Desk
from app.web.pages import render

router = APIRouter()
ALL = "/groups/{group_id}/cases/{client_case_id}/playbooks"
START = ALL + "/{playbook_id}/start"
# What making a playbook does: it notes holdings, begins filings, and drafts their letters.
NEEDED: Final[tuple[Verb, ...]] = ("edit", "record_filings", "draft_letters")


@router.get(ALL)
async def list_them(
    request: Request,
    group_id: UUID,
    client_case_id: UUID,
    actor: SignedIn,
    house: HouseDep,
    session: Reading,
) -> Response:
    """The group's own and the shipped ones, to choose for this case."""
    case = _case(session, actor, group_id, client_case_id)
    return render(
        request,
        "playbooks/case_list.html",
        case_id=case.id,
        start=ALL.format(group_id=group_id, client_case_id=case.id),
        shared=of_group.all_of(session, house, group_id),
        playbooks=playbooks().values(),
        nav="cases",
    )


@router.get(START)
async def ask(
    request: Request,
    group_id: UUID,
    client_case_id: UUID,
    playbook_id: str,
    actor: SignedIn,
    house: HouseDep,
    session: Reading,
) -> Response:
    """The questions, on one page, about the client."""
    case = _case(session, actor, group_id, client_case_id)
    return _desk(request, session, house, actor, case, playbook_id).first_page(drafts.kept(request, actor))


@router.post(START)
def answer(group_id: UUID, client_case_id: UUID, playbook_id: str, act: Acting) -> Response:
    """The recap, or the act that makes everything in the client's case."""
    case = _case(act.reading, act.actor, group_id, client_case_id)
    desk = _desk(act.request, act.reading, act.house, act.actor, case, playbook_id)
    if act.posted.get("step") == "make":
        _case(act.writing, act.actor, group_id, client_case_id)
    return desk.answer(act.posted, act.writing)


def _case(session: Session, actor: Actor, group_id: UUID, case_id: UUID) -> Case:
    """A case of the group, for a member whom its person lets do all that a playbook does; else NotFound."""
    member_for(session, actor, group_id, *CASE_ROLES)
    for verb in NEEDED:
        case = access.find(session, actor, Case, case_id, verb, Action.LOOK)  # what it makes is noted apart
    if case.group_id != group_id or case.closed_on is not None:
        raise NotFound
    return case


def _desk(
    request: Request, session: Session, house: House, actor: Actor, case: Case, playbook_id: str
) -> Desk:
    group_id = case.group_id
    path = f"/groups/{group_id}/cases/{case.id}/playbooks/{playbook_id}"
    shared_id = one_id(playbook_id)
    if shared_id is None or group_id is None:
        playbook = shipped(playbook_id)
        told_at = f"/playbooks/{playbook.id}"
        return Desk(request, session, house, actor, playbook, path, case=case, told_at=told_at)
    one = of_group.opened(house, of_group.one_of(session, group_id, shared_id))
    told_at = f"/groups/{group_id}/playbooks/{shared_id}"
    return Desk(request, session, house, actor, one.playbook, path, case=case, told_at=told_at, text=one.text)
