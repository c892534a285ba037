"""Pages on which a group prints a code for its client, and on which she takes over her records with it."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool

from app.accounts.attempts import Doors, doors_of, forgive
from app.accounts.callers import address_of, count_try, slowed
from app.accounts.session import Actor, Fresh, SignedIn
from app.groups import service as groups
from app.groups.access import CASE_ROLES, member_for
from app.groups.models import SupportGroup
from app.kit.behalf import EVERYBODY
from app.kit.db import Reading
from app.kit.errors import TooMany
from app.kit.house import House, HouseDep
from app.people import claims, clients
from app.people.claims import Refusal
from app.people.models import Claim, Client
from app.people.noting import note_refusal
from app.web.forms import Form, Posted
from app.web.pages import render, see_other

router = APIRouter()
CLIENT = "/groups/{group_id}/clients/{client_id}"
CLAIM = "/claim"
CODE_LIMIT = 80


@router.post(f"{CLIENT}/claim")
def print_code(
    request: Request, group_id: UUID, client_id: UUID, actor: Fresh, house: HouseDep, session: Reading
) -> Response:
    """Makes a code and shows it, this once: no redirect, because nothing keeps it in between."""
    client = _client(session, actor, group_id, client_id)
    group = groups.words_of(house, session.get_one(SupportGroup, group_id))
    code = _new_code(house, actor, group_id, client_id)
    return render(
        request,
        "people/claim_sheet.html",
        client=client,
        group=group.name,
        code=code,
        until=(house.clock.now() + claims.GOOD_FOR),
        address=f"{house.settings.url}{CLAIM}",
    )


def _new_code(house: House, actor: Actor, group_id: UUID, client_id: UUID) -> str:
    # Saved before the page is made: what is shown works.
    with house.db.writing(actor.behalf) as session:
        groups.member_alone(session, actor, group_id, *CASE_ROLES)
        return claims.make_code(session, house, _client(session, actor, group_id, client_id), actor)


def _client(session: Session, actor: Actor, group_id: UUID, client_id: UUID) -> Client:
    return clients.led_for(session, member_for(session, actor, group_id, *CASE_ROLES), client_id)


@router.get(CLAIM)
async def show_claim(request: Request, actor: SignedIn) -> Response:
    """Where the code on paper is typed."""
    del actor
    return _page(request, Form())


@router.post(CLAIM)
async def claim(request: Request, actor: SignedIn, house: HouseDep, posted: Posted) -> Response:
    """She becomes the person of the code; what she had agreed to stays."""
    form = Form(posted)
    typed = form.text("code", CODE_LIMIT)
    if not form.ok:
        return _page(request, form)
    doors = doors_of(house.vault, f"claim|{actor.account_id}", address_of(request))
    try:
        await run_in_threadpool(count_try, house, doors)
    except TooMany as wait:
        form.problem("code", "teams.claim.wait", count=wait.seconds)
        return slowed(_page(request, form, wait.status), wait)
    refused = await run_in_threadpool(_take_over, house, actor, doors, typed)
    if refused is not None:
        form.problem("code", f"teams.claim.{refused}")
        return _page(request, form)
    return see_other("/access", "teams.status.claimed")


def _take_over(house: House, actor: Actor, doors: Doors, typed: str) -> Refusal | None:
    with house.db.writing(EVERYBODY) as session:
        found = claims.take_over(session, house, actor, typed)
        if isinstance(found, Refusal):
            note_refusal(session, actor, Claim, None)
            return found
        forgive(session, doors)
    house.vault.destroy(found)  # of the empty person, who is gone by now
    return None


def _page(request: Request, form: Form, status: int = 422) -> Response:
    return render(request, "people/claim.html", status=200 if form.ok else status, form=form)
