"""The pages of the code app: set up by a picture, in force after its first code, ended by her alone."""

from fastapi import APIRouter
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import codes, factors, service
from app.accounts.attempts import Doors, digit_doors, forgive
from app.accounts.callers import address_of, count_try, slowed
from app.accounts.drafts import ACCOUNT
from app.accounts.factors import factors_of, factors_owed
from app.accounts.models import Strength
from app.accounts.session import Actor, Entered, FreshSettingUp, SettingUp, keep_token
from app.kit.db import Reading, Writing
from app.kit.errors import TooMany
from app.kit.house import House, HouseDep
from app.web.forms import Form, Posted
from app.web.pages import render, see_other

router = APIRouter()

CODES = f"{ACCOUNT}/codes"
NEW = f"{CODES}/new"


@router.get(CODES)
async def show_codes(request: Request, session: Reading, actor: SettingUp) -> Response:
    """What a code app is, and whether one is in force."""
    return render(request, "accounts/codes.html", factors=factors_of(session, actor.account_id))


@router.post(CODES)
def offer_codes(house: HouseDep, session: Writing, actor: FreshSettingUp) -> Response:
    """Makes a secret for a new app; the present one stays in force until the new one is proved."""
    codes.offer(session, house, actor.account_id)
    return see_other(NEW)


@router.get(NEW)
async def show_new(request: Request, house: HouseDep, session: Reading, actor: FreshSettingUp) -> Response:
    """The picture, and the field for the first code."""
    return _new_page(request, session, house, actor, Form())


@router.post(NEW)
async def prove_codes(
    request: Request,
    house: HouseDep,
    session: Reading,
    actor: FreshSettingUp,
    found: Entered,
    posted: Posted,
) -> Response:
    """Puts the app in force by its first code."""
    form = Form(posted)
    typed = form.secret("one_time_password")
    if not form.ok:
        return _new_page(request, session, house, actor, form)
    doors = digit_doors(house.vault, actor.account_id, address_of(request))
    try:
        await run_in_threadpool(count_try, house, doors)
    except TooMany as wait:
        return slowed(_new_page(request, session, house, actor, form, wait), wait)
    token = await run_in_threadpool(_prove, house, actor, doors, typed)
    if token is None:
        form.problem("one_time_password", "accounts.codes.wrong")
        return _new_page(request, session, house, actor, form)
    has_paper = factors_of(session, actor.account_id).has_paper
    answer = see_other(ACCOUNT if has_paper else f"{ACCOUNT}/recovery", said="accounts.status.codes_on")
    keep_token(answer, house, token, shared=found.shared_computer)
    return answer


@router.get(f"{CODES}/remove")
async def show_removal(request: Request, actor: SettingUp) -> Response:
    """What follows when the app is ended."""
    del actor  # it is the same for everybody
    return render(request, "accounts/codes_remove.html")


@router.post(f"{CODES}/remove")
def remove_codes(
    request: Request, house: HouseDep, session: Writing, actor: FreshSettingUp, found: Entered
) -> Response:
    """Ends the app; of who needs two factors, not when it is the last one."""
    factors.remove_app(session, actor.account_id)
    factors_owed(request, session, actor.account_id)
    token = factors.changed(session, actor, house.clock.now())
    answer = see_other(ACCOUNT, said="accounts.status.codes_off")
    keep_token(answer, house, token, shared=found.shared_computer)
    return answer


def _prove(house: House, actor: Actor, doors: Doors, typed: str) -> str | None:
    with house.db.writing() as session:
        now = house.clock.now()
        if not codes.prove(session, house, actor.account_id, typed, now):
            return None
        forgive(session, doors)
        return factors.changed(session, actor, now, Strength.TWO_FACTOR)


def _new_page(
    request: Request, session: Session, house: House, actor: Actor, form: Form, wait: TooMany | None = None
) -> Response:
    secret = codes.offered(session, house, actor.account_id)
    if secret is None:
        return see_other(CODES)
    address = codes.address_of(secret, service.own_login(session, house, actor))
    size, path = codes.picture_of(address)
    return render(
        request,
        "accounts/codes_new.html",
        status=429 if wait else 200 if form.ok else 422,
        form=form,
        wait=wait,
        size=size,
        path=path,
        address=address,
        key=codes.in_groups(secret),
    )
