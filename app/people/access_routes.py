"""Pages on which a person says who may look at her records, and ends it."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.accounts.session import Actor, Fresh, SignedIn
from app.audit.entry import Action
from app.groups import service as groups
from app.groups.models import SupportGroup
from app.kit.db import Reading, Writing
from app.kit.errors import NotFound
from app.kit.house import House, HouseDep
from app.people import access, access_forms, clients, grants, sharing
from app.people.access_forms import Agreed, read_agreed
from app.people.acting import Acting
from app.people.grant_models import VERBS, AccessGrant, Ended, GrantScope, Method
from app.people.grants import Consent
from app.people.noting import note_act
from app.people.profiles import about
from app.people.wording import wording_now, wordings
from app.web.forms import Form
from app.web.pages import render, see_other
from app.web.texts import texts_of

router = APIRouter()
ACCESS = "/access"


@router.get(ACCESS)
async def show_access(request: Request, actor: SignedIn, house: HouseDep, session: Reading) -> Response:
    """Who may look, at what, until when; each part can be ended here."""
    person = access.own_person(session, actor)
    shared = sharing.shared_by(session, house, person.id)
    return render(
        request,
        "people/access.html",
        active=[each for each in shared if each.is_active],
        over=[each for each in shared if not each.is_active],
        titles=sharing.titles_of(session, house, person.id),
        verbs=VERBS,
        wordings=wordings(),
        photos=request.app.state.photos_of(session, [each.grant.id for each in shared]),
        form=Form.blank(),
    )


@router.get(f"{ACCESS}/new")
async def choose_access(
    request: Request, actor: SignedIn, house: HouseDep, session: Reading, code: str = ""
) -> Response:
    """The consent, once the group is named by its code."""
    person = access.own_person(session, actor)
    group = groups.group_of_code(session, code) if code else None
    form = access_forms.blank(about(session, house, person.id), house.clock.today())
    if group is None:
        asked = Form.blank(code=code)
        if code:
            asked.problem("code", "people.errors.no_such_group")
        return render(request, "people/access_code.html", status=422 if code else 200, form=asked)
    return _consent_page(request, session, house, actor, group, form)


@router.get(f"{ACCESS}/{{grant_id}}/renew")
async def renew(
    request: Request, grant_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    """The same consent once more, for her to read and to change; what she gives is a new one."""
    grant = access.find(session, actor, AccessGrant, grant_id, "edit")
    group = session.get_one(SupportGroup, grant.group_id)
    if grant.ended_at is not None or group.dissolved_at is not None:
        raise NotFound
    known = about(session, house, grant.person_id)
    form = access_forms.again(known, house.clock.today(), grants.scopes_of(session, [grant.id])[grant.id])
    return _consent_page(request, session, house, actor, group, form, usual=())


@router.post(ACCESS)
def give_access(act: Acting, _: Fresh) -> Response:
    """Grant, scopes, the group's client and its conflict check: one act."""
    group = groups.named_by_code(act.reading, act.posted.get("code"))
    person = access.own_person(act.reading, act.actor)
    form = Form(act.posted, act.house.clock.today())
    titles = sharing.titles_of(act.reading, act.house, person.id)
    agreed = read_agreed(form, about(act.reading, act.house, person.id), titles, act.house.clock.today())
    if agreed is None:
        return _consent_page(act.request, act.reading, act.house, act.actor, group, form, status=422)
    mine = access.own_person(act.writing, act.actor)
    language = texts_of(act.request).locale.code
    consent = _consent(act.house, mine.id, group, agreed, language)
    grant = sharing.share(act.writing, act.house, act.actor, consent, agreed.about, agreed.others)
    note_act(act.writing, act.actor, Action.GRANT, "access_grant", mine.id, grant.id)
    return see_other(ACCESS, "people.status.access_given")


@router.post(f"{ACCESS}/scopes/{{scope_id}}/end")
def end_scope(scope_id: UUID, actor: Fresh, house: HouseDep, session: Writing) -> Response:
    """Ends one permission, and those that need it."""
    scope = access.find(session, actor, GrantScope, scope_id, "edit")
    clients.hold_groups_of(session, scope.person_id, scope.group_id)
    grants.end_scopes(session, house.clock.now(), [scope.id], Ended.REVOKED)
    note_act(session, actor, Action.REVOKE, "access_grant", scope.person_id, scope.grant_id)
    clients.close_without_access(session, house, scope.person_id, scope.group_id)
    return see_other(ACCESS, "people.status.access_ended")


@router.get(f"{ACCESS}/{{grant_id}}/end")
async def confirm_end(
    request: Request, grant_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    grant = access.find(session, actor, AccessGrant, grant_id, "edit")
    shared = sharing.shared_by(session, house, grant.person_id)
    one = next(each for each in shared if each.grant.id == grant_id)
    return render(request, "people/access_end.html", one=one)


@router.post(f"{ACCESS}/{{grant_id}}/end")
def end_access(grant_id: UUID, actor: Fresh, house: HouseDep, session: Writing) -> Response:
    """Ends a whole consent; from the next request on nobody of the group sees what it covered."""
    grant = access.find(session, actor, AccessGrant, grant_id, "edit")
    clients.hold_groups_of(session, grant.person_id, grant.group_id)
    session.refresh(grant)  # the group may have ended it while we waited
    grants.end_grant(session, grant, house.clock.now(), Ended.REVOKED)
    note_act(session, actor, Action.REVOKE, "access_grant", grant.person_id, grant.id)
    session.flush()
    clients.close_without_access(session, house, grant.person_id, grant.group_id)
    return see_other(ACCESS, "people.status.access_ended")


def _consent(house: House, person_id: UUID, group: SupportGroup, agreed: Agreed, language: str) -> Consent:
    today = house.clock.today()
    return Consent(
        person_id=person_id,
        group_id=group.id,
        verbs=agreed.verbs,
        case_ids=agreed.case_ids,
        starts_on=today,
        expires_on=agreed.expires_on,
        method=Method.ONLINE,
        signed_on=today,
        wording=wording_now(),
        language=language,
    )


def _consent_page(
    request: Request,
    session: Session,
    house: House,
    actor: Actor,
    group: SupportGroup,
    form: Form,
    status: int = 200,
    usual: Collection[str] = access_forms.USUAL_VERBS,
) -> Response:
    person = access.own_person(session, actor)
    context: dict[str, Any] = {
        "group": groups.words_of(house, group),
        "code": group.code,
        "titles": sharing.titles_of(session, house, person.id),
        "wording": wording_now(),
        "verbs": VERBS,
        "usual": usual,
        "allowed": grants.allowed_now(session, person.id, group.id, house.clock.today()),
    }
    return render(request, "people/access_new.html", status=status, form=form, **context)
