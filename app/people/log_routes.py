"""Pages on which a person reads who looked at her records, and prints it; a group prints it for her."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.accounts.session import Actor, Fresh, SignedIn
from app.audit.entry import Action
from app.audit.reading import place_before
from app.groups import service as groups
from app.groups.access import CASE_ROLES, member_for
from app.groups.models import SupportGroup
from app.kit.db import Reading
from app.kit.errors import Conflict
from app.kit.house import HouseDep
from app.people import access, clients
from app.people.log_page import log_of, log_without_titles
from app.people.models import Client, Person
from app.people.noting import note_act
from app.web.pages import render

router = APIRouter()


@router.get("/access/log")
async def show_log(request: Request, actor: SignedIn, house: HouseDep, session: Reading) -> Response:
    """The newest entries; `?before=` leads to older ones."""
    person = access.own_person(session, actor)
    before = place_before(request.query_params.get("before"))
    told = log_of(session, house, actor.account_id, person.id, before=before)
    return render(request, "people/log.html", told=told, is_print=False)


@router.get("/access/log/print")
def print_log(request: Request, actor: SignedIn, house: HouseDep, session: Reading) -> Response:
    """The whole log, for the printer."""
    person = access.own_person(session, actor)
    told = log_of(session, house, actor.account_id, person.id, limit=None)
    return render(request, "people/log.html", told=told, is_print=True)


@router.get("/groups/{group_id}/clients/{client_id}/log")
def print_for_client(
    request: Request, group_id: UUID, client_id: UUID, actor: Fresh, house: HouseDep, session: Reading
) -> Response:
    """The same for a client without an account, who cannot read it here; her log says that it was printed."""
    client = _without_account(session, actor, group_id, client_id)
    told = log_without_titles(session, house, client.person_id)
    group = groups.words_of(house, session.get_one(SupportGroup, group_id))
    note_act(session, actor, Action.PRINT_LOG, "log", client.person_id, None, group_id)
    return render(request, "people/client_log.html", told=told, client=client, group=group.name)


def _without_account(session: Session, actor: Actor, group_id: UUID, client_id: UUID) -> Client:
    client = clients.owed_for(session, member_for(session, actor, group_id, *CASE_ROLES), client_id)
    if session.get_one(Person, client.person_id).account_id is not None:
        raise Conflict("teams.errors.reads_log")
    return client
