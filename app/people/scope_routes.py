"""Pages on which a client without an account has one permission ended, because she said so."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.accounts.session import Actor, Fresh, SignedIn
from app.audit.entry import Action
from app.groups import service as groups
from app.groups.access import CASE_ROLES, member_for
from app.kit.db import Reading, Writing
from app.kit.errors import NotFound
from app.kit.house import HouseDep
from app.people import client_page, clients, grants
from app.people.consenting import refuse_account
from app.people.grant_models import AccessGrant, Ended, GrantScope
from app.people.models import Client
from app.people.noting import note_act
from app.people.wording import wordings
from app.web.pages import render, see_other

router = APIRouter()
CLIENT = "/groups/{group_id}/clients/{client_id}"
END = CLIENT + "/scopes/{scope_id}/end"


@router.get(END)
async def confirm_end(
    request: Request,
    group_id: UUID,
    client_id: UUID,
    scope_id: UUID,
    actor: SignedIn,
    house: HouseDep,
    session: Reading,
) -> Response:
    """What ends with it, and whether the help ends, too."""
    client, scope = _place(session, actor, group_id, client_id, scope_id)
    falling = grants.falling_with(session, scope)
    wording = wordings()[session.get_one(AccessGrant, scope.grant_id).wording]
    allowed = grants.allowed_now(session, client.person_id, group_id, house.clock.today())
    return render(
        request,
        "people/client_scope_end.html",
        client=client,
        code=client_page.code_of(client),
        scope=scope,
        wording=wording,
        falling=[verb for verb in falling if verb != scope.verb],
        is_all=set(allowed) <= set(falling),
    )


@router.post(END)
def end_scope(
    group_id: UUID, client_id: UUID, scope_id: UUID, actor: Fresh, house: HouseDep, session: Writing
) -> Response:
    """Ends it at the next request; when nothing is left open, the help has ended."""
    groups.member_alone(session, actor, group_id, *CASE_ROLES)
    client, scope = _place(session, actor, group_id, client_id, scope_id)
    grants.end_scopes(session, house.clock.now(), [scope.id], Ended.REVOKED)
    note_act(session, actor, Action.REVOKE, "access_grant", client.person_id, scope.grant_id, group_id)
    clients.close_without_access(session, house, client.person_id, group_id)
    return see_other(f"/groups/{group_id}/clients/{client_id}", "clients.status.scope_ended")


def _place(
    session: Session, actor: Actor, group_id: UUID, client_id: UUID, scope_id: UUID
) -> tuple[Client, GrantScope]:
    """What a client without an account still allows, for who leads her case or coordinates; else NotFound."""
    client = clients.led_for(session, member_for(session, actor, group_id, *CASE_ROLES), client_id)
    scope = session.get(GrantScope, scope_id)
    if scope is None or (scope.person_id, scope.group_id) != (client.person_id, group_id):
        raise NotFound
    if scope.ended_at is not None:
        raise NotFound
    refuse_account(session, client)
    return client, scope
