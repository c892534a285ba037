"""The second look: who is signed in shows again that it is she, and goes on where she was."""

from fastapi import APIRouter
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import codes, passkey_answers, service
from app.accounts.attempts import Doors, digit_doors, doors_of, forgive
from app.accounts.callers import address_of, count_try, desk_of, slowed
from app.accounts.drafts import CONFIRM, DRAFT
from app.accounts.factors import confirmed, factors_of
from app.accounts.models import Strength
from app.accounts.passkeys import Refused
from app.accounts.session import Actor, Entered, Found, SettingUp, keep_token
from app.accounts.sites import site_of
from app.kit.db import Reading, Writing
from app.kit.errors import TooMany
from app.kit.house import House, HouseDep
from app.web.forms import Fields, Form, Posted
from app.web.pages import render, see_other
from app.web.paths import local_path

router = APIRouter()

ALSO_BY_PASSKEY = f"{CONFIRM}/passkey"


@router.get(CONFIRM)
async def show(
    request: Request, house: HouseDep, session: Reading, actor: SettingUp, found: Entered
) -> Response:
    """Asks for the password, a code, or a passkey, unless all was shown a moment ago."""
    if found.is_fresh(house.clock.now()) and not _could_be_stronger(session, actor):
        return see_other(local_path(request.query_params.get("next")))
    return _page(request, session, house, actor, Form.blank(next=request.query_params.get("next", "")))


@router.post(CONFIRM)
async def by_password(
    request: Request, house: HouseDep, session: Reading, actor: SettingUp, found: Entered, posted: Posted
) -> Response:
    """She knows the password."""
    form = Form(posted)
    password = form.secret("password")
    doors = doors_of(house.vault, str(actor.account_id), address_of(request))
    if not form.ok:
        return _page(request, session, house, actor, form)
    try:
        await run_in_threadpool(count_try, house, doors)
    except TooMany as wait:
        return slowed(_page(request, session, house, actor, form, wait), wait)
    if not await desk_of(request).verify(service.own_hash(session, actor), password):
        form.problem("password", "accounts.confirm.wrong")
        return _page(request, session, house, actor, form)
    token = await run_in_threadpool(_confirm, house, actor, doors)
    return _go_on(house, found, token, posted)


@router.post(f"{CONFIRM}/code")
async def by_code(
    request: Request, house: HouseDep, session: Reading, actor: SettingUp, found: Entered, posted: Posted
) -> Response:
    """She has the code app."""
    form = Form(posted)
    typed = form.secret("one_time_password")
    doors = digit_doors(house.vault, actor.account_id, address_of(request))
    if not form.ok:
        return _page(request, session, house, actor, form)
    try:
        await run_in_threadpool(count_try, house, doors)
    except TooMany as wait:
        return slowed(_page(request, session, house, actor, form, wait), wait)
    token = await run_in_threadpool(_confirm_by_code, house, actor, doors, typed)
    if token is None:
        form.problem("one_time_password", "accounts.code.wrong")
        return _page(request, session, house, actor, form)
    return _go_on(house, found, token, posted)


@router.post(f"{ALSO_BY_PASSKEY}/begin")
def ask_passkey(house: HouseDep, session: Writing, actor: SettingUp) -> Response:
    """A question to the passkeys of her account."""
    return passkey_answers.ask(session, house, "confirm", actor.session_id, actor.account_id)


@router.post(ALSO_BY_PASSKEY)
def by_passkey(
    request: Request, house: HouseDep, session: Reading, actor: SettingUp, found: Entered, posted: Posted
) -> Response:
    """She has one of her passkeys, and opened it."""
    try:
        token = _confirm_by_passkey(house, actor, posted)
    except Refused:
        return _page(request, session, house, actor, Form(posted), passkey_failed=True)
    return _go_on(house, found, token, posted)


def _could_be_stronger(session: Session, actor: Actor) -> bool:
    return actor.strength == Strength.PASSWORD and factors_of(session, actor.account_id).is_complete


def _confirm(house: House, actor: Actor, doors: Doors) -> str:
    with house.db.writing() as session:
        forgive(session, doors)
        return confirmed(session, actor, house.clock.now())


def _confirm_by_code(house: House, actor: Actor, doors: Doors, typed: str) -> str | None:
    with house.db.writing() as session:
        now = house.clock.now()
        if not codes.accept(session, house, actor.account_id, typed, now):
            return None
        forgive(session, doors)
        return confirmed(session, actor, now, Strength.TWO_FACTOR)


def _confirm_by_passkey(house: House, actor: Actor, posted: Fields) -> str:
    challenge = passkey_answers.take(house, posted, "confirm", actor.session_id)
    with house.db.writing() as session:
        passkey = passkey_answers.prove(session, house, challenge, posted)
        if passkey.account_id != actor.account_id:
            raise Refused
        return confirmed(session, actor, house.clock.now(), Strength.PASSKEY)


def _go_on(house: House, found: Found, token: str, posted: Fields) -> Response:
    answer = see_other(local_path(posted.get("next")), said="accounts.status.confirmed")
    keep_token(answer, house, token, shared=found.shared_computer)
    return answer


def _page(
    request: Request,
    session: Session,
    house: House,
    actor: Actor,
    form: Form,
    wait: TooMany | None = None,
    *,
    passkey_failed: bool = False,
) -> Response:
    factors = factors_of(session, actor.account_id)
    path = local_path(form.posted.get("next"))
    return render(
        request,
        "accounts/confirm.html",
        status=429 if wait else 200 if form.ok and not passkey_failed else 422,
        form=form,
        wait=wait,
        next=path,
        is_kept=f"{DRAFT}=" in path,
        login=service.own_login(session, house, actor),
        factors=factors,
        has_passkeys=factors.passkeys > 0 and site_of(house.settings) is not None,
        passkey_failed=passkey_failed,
    )
