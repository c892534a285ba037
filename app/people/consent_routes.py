"""Pages of a consent on paper: the sheet to print, and the form that records what was signed."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from sqlmodel import Session

from app.accounts import drafts
from app.accounts.session import Actor, Fresh, SignedIn
from app.groups import service as groups
from app.groups.access import CASE_ROLES, WRITERS, member_for
from app.groups.models import Membership, SupportGroup
from app.kit.db import Reading
from app.kit.errors import NotFound
from app.kit.house import House, HouseDep
from app.people import client_forms, client_page, clients, grants
from app.people.acting import Acting
from app.people.client_routes import CLIENT
from app.people.consenting import record_consent, refuse_consent
from app.people.grant_models import VERBS
from app.people.models import Client
from app.people.wording import wording_now
from app.web.forms import Form
from app.web.pages import render, see_other

router = APIRouter()


@router.get(f"{CLIENT}/consent-sheet")
async def show_sheet(
    request: Request,
    group_id: UUID,
    client_id: UUID,
    actor: SignedIn,
    house: HouseDep,
    session: Reading,
    language: Annotated[str, Query(max_length=16)] = "",
) -> Response:
    """One page to print: she reads it, ticks, writes her name and the day by hand."""
    member = member_for(session, actor, group_id, *CASE_ROLES)
    client = clients.client_for(session, member, client_id)
    refuse_consent(session, client)
    words = groups.words_of(house, session.get_one(SupportGroup, group_id))
    return render(
        request,
        "people/client_sheet.html",
        group_id=group_id,
        client_id=client_id,
        code=client_page.code_of(client),
        group=words,
        contact=words.contact.replace("\n", " "),
        other=request.app.state.pages.texts.get(language),  # None: as the reader reads everything
        wording=wording_now(),
        verbs=VERBS,
        until=grants.usual_end(house.clock.today()),
    )


@router.get(f"{CLIENT}/consent")
async def ask_consent(
    request: Request, group_id: UUID, client_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    _, client = _place(session, actor, group_id, client_id)
    refuse_consent(session, client)
    kept = drafts.kept(request, actor)
    form = Form(kept) if kept else client_forms.blank_consent(house.clock.today())
    return _consent_page(request, session, house, client, form)


@router.post(f"{CLIENT}/consent")
def keep_consent(group_id: UUID, client_id: UUID, act: Acting, _: Fresh) -> Response:
    """What she signed, her first case and its lead: one act."""
    known = _place(act.reading, act.actor, group_id, client_id)[1]
    refuse_consent(act.reading, known)
    today = act.house.clock.today()
    form = Form(act.posted, today)
    has_case = bool(clients.cases_of(act.reading, known))
    said = grants.last_word(act.reading, known.person_id, group_id)
    signed = client_forms.read_consent(form, today, has_case=has_case, said=said)
    if signed is None:
        return _consent_page(act.request, act.reading, act.house, known, form)
    groups.member_alone(act.writing, act.actor, group_id, *WRITERS)
    by, client = _place(act.writing, act.actor, group_id, client_id)
    grant = record_consent(act.writing, act.house, act.actor, by, client, signed)
    photos = f"/groups/{group_id}/clients/{client_id}/consents/{grant.id}/photos"
    return see_other(photos, "clients.status.signed")


def _place(session: Session, actor: Actor, group_id: UUID, client_id: UUID) -> tuple[Membership, Client]:
    """The client, for who may write down what she signed; raises NotFound."""
    member = member_for(session, actor, group_id, *WRITERS)
    client = clients.client_for(session, member, client_id)
    if not clients.rights_of(session, member, client).may_record:
        raise NotFound
    return member, client


def _consent_page(request: Request, session: Session, house: House, client: Client, form: Form) -> Response:
    today = house.clock.today()
    return render(
        request,
        "people/client_consent.html",
        status=200 if form.ok else 422,
        form=form,
        group_id=client.group_id,
        client_id=client.id,
        code=client_page.code_of(client),
        has_case=bool(clients.cases_of(session, client)),
        allowed=grants.allowed_now(session, client.person_id, client.group_id, today),
        wording=wording_now(),
        verbs=VERBS,
    )
