"""The pages of passkeys: signing in with one, listing them, adding and removing one."""

from uuid import UUID

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import factors, passkey_answers, passkeys, service
from app.accounts.attempts import begin_attempt, forgive, passkey_doors
from app.accounts.callers import Entry, address_of, let_in, welcome
from app.accounts.devices import device_of
from app.accounts.drafts import ACCOUNT, SIGN_IN
from app.accounts.entry_pages import sign_in_page, waiting
from app.accounts.factors import factors_of, factors_owed
from app.accounts.models import Strength
from app.accounts.passkeys import Refused
from app.accounts.session import Actor, Entered, FreshSettingUp, SettingUp, keep_token
from app.accounts.sites import own_site, site_of
from app.kit.db import Reading, Writing
from app.kit.house import House, HouseDep
from app.web.forms import Fields, Form, Posted
from app.web.pages import render, see_other
from app.web.paths import local_path

router = APIRouter()

PASSKEYS = f"{ACCOUNT}/passkeys"
NEW = f"{PASSKEYS}/new"
NAME_LIMIT = 60


@router.post(f"{SIGN_IN}/passkey/begin")
def ask_who_signs_in(request: Request, house: HouseDep, session: Writing) -> Response:
    """A question to any passkey of this site; after the password, to those of its account."""
    begin_attempt(session, passkey_doors(house.vault, address_of(request)), house.clock.now())
    found = waiting(request, house, session)
    return passkey_answers.ask(session, house, "sign_in", None, found.account_id if found else None)


@router.post(f"{SIGN_IN}/passkey")
def sign_in_with_passkey(request: Request, house: HouseDep, posted: Posted) -> Response:
    """Signs in whose passkey answered: what she has, and her face, finger or lock."""
    try:
        entry = _prove(request, house, posted)
    except Refused:
        return sign_in_page(request, house, Form(posted), posted.get("next"), passkey_failed=True)
    return welcome(request, house, entry, local_path(posted.get("next")), "accounts.status.signed_in")


@router.get(PASSKEYS)
async def show_passkeys(request: Request, house: HouseDep, session: Reading, actor: SettingUp) -> Response:
    """Her passkeys, with the names she gave them."""
    found = passkeys.of(session, actor.account_id)
    return render(
        request,
        "accounts/passkeys.html",
        passkeys=[(passkey, passkeys.name_of(house, passkey)) for passkey in found],
        factors=factors_of(session, actor.account_id),
        has_passkeys=site_of(house.settings) is not None,
    )


@router.get(NEW)
async def show_new(request: Request, house: HouseDep, actor: FreshSettingUp) -> Response:
    """What is asked before one is made."""
    del actor  # only who showed again that it is she
    own_site(house)
    return _new_page(request, Form.blank(name=device_of(request.headers.get("user-agent", ""))))


@router.post(f"{NEW}/begin")
def ask_for_new(house: HouseDep, session: Writing, actor: FreshSettingUp) -> Response:
    """What the page's script needs to have a passkey made."""
    login = service.own_login(session, house, actor)
    return passkey_answers.ask_for_new(session, house, actor.session_id, actor.account_id, login)


@router.post(NEW)
def add_passkey(
    request: Request, house: HouseDep, actor: FreshSettingUp, found: Entered, posted: Posted
) -> Response:
    """Keeps the passkey that the device made."""
    form = Form(posted)
    name = form.text("name", limit=NAME_LIMIT)
    if not form.ok:
        return _new_page(request, form)
    try:
        token, has_paper = _add(house, actor, posted, name)
    except Refused:
        return _new_page(request, form, failed=True)
    answer = see_other(PASSKEYS if has_paper else f"{ACCOUNT}/recovery", said="accounts.status.passkey_added")
    keep_token(answer, house, token, shared=found.shared_computer)
    return answer


@router.get(f"{PASSKEYS}/{{passkey_id}}/remove")
async def show_removal(
    request: Request, house: HouseDep, session: Reading, actor: SettingUp, passkey_id: UUID
) -> Response:
    """What follows when one is removed."""
    passkey = passkeys.own(session, actor.account_id, passkey_id)
    name = passkeys.name_of(house, passkey)
    return render(request, "accounts/passkey_remove.html", passkey_id=passkey_id, name=name)


@router.post(f"{PASSKEYS}/{{passkey_id}}/remove")
def remove_passkey(
    request: Request,
    house: HouseDep,
    session: Writing,
    actor: FreshSettingUp,
    found: Entered,
    passkey_id: UUID,
) -> Response:
    """Ends a passkey; of who needs two factors, not the last one."""
    factors.remove_passkey(session, actor.account_id, passkey_id)
    factors_owed(request, session, actor.account_id)
    token = factors.changed(session, actor, house.clock.now())
    answer = see_other(PASSKEYS, said="accounts.status.passkey_removed")
    keep_token(answer, house, token, shared=found.shared_computer)
    return answer


def _prove(request: Request, house: House, posted: Fields) -> Entry:
    challenge = passkey_answers.take(house, posted, "sign_in", None)
    with house.db.writing() as session:
        passkey = passkey_answers.prove(session, house, challenge, posted)
        forgive(session, passkey_doors(house.vault, address_of(request)))
        found = waiting(request, house, session)
        shared = found.shared_computer if found else Form(posted).flag("shared")
        if found is not None:
            session.delete(found)
        return let_in(request, house, session, passkey.account_id, Strength.PASSKEY, shared=shared)


def _add(house: House, actor: Actor, posted: Fields, name: str) -> tuple[str, bool]:
    challenge = passkey_answers.take(house, posted, "register", actor.session_id)
    with house.db.writing() as session:
        passkeys.add(session, house, actor.account_id, challenge, posted.get("passkey_answer"), name)
        token = factors.changed(session, actor, house.clock.now(), Strength.PASSKEY)
        return token, _has_paper(session, actor)


def _has_paper(session: Session, actor: Actor) -> bool:
    return factors_of(session, actor.account_id).has_paper


def _new_page(request: Request, form: Form, *, failed: bool = False) -> Response:
    status = 200 if form.ok and not failed else 422
    return render(request, "accounts/passkey_new.html", status=status, form=form, failed=failed)
