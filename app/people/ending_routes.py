"""The page on which a group ends its help for a client, once all that is hers is with her again."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.accounts.session import Actor, Fresh, SignedIn
from app.audit.entry import Action
from app.groups import service as groups
from app.groups.access import member_for
from app.groups.models import Role
from app.kit.db import Reading
from app.kit.errors import Conflict, NotFound
from app.people import clients
from app.people.acting import Acting
from app.people.grant_models import Ended
from app.people.models import Client, Person
from app.people.noting import note_act
from app.web.forms import Form
from app.web.pages import render, see_other

router = APIRouter()
CLIENT = "/groups/{group_id}/clients/{client_id}"
END = CLIENT + "/end"
HANDED_BACK = CLIENT + "/handed-back"


@router.get(END)
async def confirm_end(
    request: Request, group_id: UUID, client_id: UUID, actor: SignedIn, session: Reading
) -> Response:
    """What goes back to her first, and what ending it does."""
    return _page(request, session, _client(session, actor, group_id, client_id), Form())


@router.post(END)
def end_help(group_id: UUID, client_id: UUID, act: Acting, _: Fresh) -> Response:
    """Ends every grant and assignment, and notes that her papers are with her again."""
    client = _client(act.reading, act.actor, group_id, client_id)
    form = Form(act.posted)
    if not form.flag("sure"):
        form.problem("sure", "teams.end.tick")
        return _page(act.request, act.reading, client, form)
    groups.member_alone(act.writing, act.actor, group_id, Role.COORDINATOR)
    mine = _client(act.writing, act.actor, group_id, client_id)
    mine.handed_back_on = act.house.clock.today()
    clients.end(act.writing, act.house, mine, Ended.GIVEN_BACK)
    note_act(act.writing, act.actor, Action.REVOKE, "client", mine.person_id, mine.id, group_id)
    return see_other(f"/groups/{group_id}", "teams.status.ended")


@router.post(HANDED_BACK)
def note_papers(group_id: UUID, client_id: UUID, act: Acting) -> Response:
    """Her papers are with her again, though the help had ended before."""
    by = groups.member_alone(act.writing, act.actor, group_id, Role.COORDINATOR)
    client = clients.client_for(act.writing, by, client_id)
    if client.ended_at is None:
        raise Conflict("teams.errors.still_helped")
    if client.handed_back_on is None:
        client.handed_back_on = act.house.clock.today()
        note_act(act.writing, act.actor, Action.EDIT, "client", client.person_id, client.id, group_id)
    return see_other(f"/groups/{group_id}/clients/{client_id}", "teams.status.handed_back")


def _client(session: Session, actor: Actor, group_id: UUID, client_id: UUID) -> Client:
    """A client whom the group still helps; raises NotFound."""
    member = member_for(session, actor, group_id, Role.COORDINATOR)
    client = clients.client_for(session, member, client_id)
    session.refresh(client)
    if client.ended_at is not None:
        raise NotFound
    return client


def _page(request: Request, session: Session, client: Client, form: Form) -> Response:
    has_account = session.get_one(Person, client.person_id).account_id is not None
    return render(
        request,
        "people/client_end.html",
        status=200 if form.ok else 422,
        form=form,
        client=client,
        has_account=has_account,
    )
