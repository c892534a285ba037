"""The pages of accounts: sign-up, sign-in, sign-out, the account itself, the language."""

from uuid import UUID

from fastapi import APIRouter
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import service
from app.accounts.attempts import Doors, digit_doors, doors_of, forgive
from app.accounts.callers import address_of, browser_of, count_try, desk_of, slowed
from app.accounts.drafts import ACCOUNT, SIGN_IN
from app.accounts.factors import factors_of
from app.accounts.forms import PasswordForm, SignUpForm
from app.accounts.service import Browser, LoginTaken
from app.accounts.session import (
    Actor,
    Entered,
    FreshSettingUp,
    SettingUp,
    drop_token,
    find_session,
    keep_token,
)
from app.accounts.sites import site_of
from app.kit.behalf import Behalf, speak
from app.kit.db import Reading, Writing
from app.kit.errors import TooMany
from app.kit.house import House, HouseDep
from app.web.cookies import session_cookie
from app.web.forms import Form, Posted
from app.web.locales import (
    FURIGANA_COOKIE,
    FURIGANA_OFF,
    FURIGANA_ON,
    LANGUAGE_COOKIE,
    LOCALES,
    has_furigana,
    keep_choice,
    locale_of,
)
from app.web.pages import render, see_other
from app.web.paths import HOME, local_path

router = APIRouter()

# Cookies are taken back one by one: the sentence that says "signed out" travels in one, too.
FORGET_THIS_SITE = '"cache", "storage"'


@router.get("/sign-up")
async def show_sign_up(request: Request) -> Response:
    return _sign_up_page(request, Form())


@router.post("/sign-up")
async def sign_up(request: Request, house: HouseDep, posted: Posted) -> Response:
    form = SignUpForm(posted)
    login, password = form.read()
    if not form.ok:
        return _sign_up_page(request, form)
    doors = doors_of(house.vault, "sign-up", address_of(request))
    browser = browser_of(request, house, shared=form.flag("shared"))
    try:
        await run_in_threadpool(count_try, house, doors)
        password_hash = await desk_of(request).hash(password)
        token = await run_in_threadpool(_open_account, request, house, browser, login, password_hash)
    except TooMany as wait:
        return slowed(_sign_up_page(request, form, wait), wait)
    except (LoginTaken, IntegrityError):
        form.problem("login", "accounts.sign_up.taken")
        return _sign_up_page(request, form)
    await run_in_threadpool(_forgive, house, doors)
    answer = see_other(HOME, said="accounts.status.signed_up")
    keep_token(answer, house, token, shared=browser.shared)
    return answer


@router.post("/sign-out")
def sign_out(request: Request, house: HouseDep, session: Writing) -> Response:
    token = request.cookies.get(session_cookie(house.settings), "")
    found = find_session(session, token)
    service.sign_out(session, token, house.clock.now())
    answer = see_other(SIGN_IN, said="accounts.status.signed_out")
    drop_token(answer, house)
    answer.headers["clear-site-data"] = FORGET_THIS_SITE
    if found is not None and found.shared_computer:
        for cookie in (LANGUAGE_COOKIE, FURIGANA_COOKIE):
            answer.delete_cookie(cookie, httponly=True, samesite="lax")
    return answer


@router.get(ACCOUNT)
async def show_account(request: Request, house: HouseDep, session: Reading, actor: SettingUp) -> Response:
    return render(
        request,
        "accounts/show.html",
        login=service.own_login(session, house, actor),
        sessions=service.open_sessions(session, actor, house.clock.now()),
        this_session=actor.session_id,
        factors=factors_of(session, actor.account_id),
        has_passkeys=site_of(house.settings) is not None,
    )


@router.get(f"{ACCOUNT}/password")
async def show_password(
    request: Request, house: HouseDep, session: Reading, actor: FreshSettingUp
) -> Response:
    return _password_page(request, service.own_login(session, house, actor), Form())


@router.post(f"{ACCOUNT}/password")
async def change_password(
    request: Request,
    house: HouseDep,
    session: Reading,
    actor: FreshSettingUp,
    found: Entered,
    posted: Posted,
) -> Response:
    form = PasswordForm(posted)
    login = service.own_login(session, house, actor)
    present, following = form.read(login)
    doors = doors_of(house.vault, str(actor.account_id), address_of(request))
    if form.ok:
        await run_in_threadpool(count_try, house, doors)
        if not await desk_of(request).verify(service.own_hash(session, actor), present):
            form.problem("password_now", "accounts.account.wrong_password")
    if not form.ok:
        return _password_page(request, login, form)
    password_hash = await desk_of(request).hash(following)
    token = await run_in_threadpool(_replace_password, request, house, doors, actor, password_hash)
    answer = see_other(ACCOUNT, said="accounts.status.password_changed")
    keep_token(answer, house, token, shared=found.shared_computer)
    return answer


@router.post(f"{ACCOUNT}/sessions/{{session_id}}/end")
def end_session(house: HouseDep, session: Writing, actor: SettingUp, session_id: UUID) -> Response:
    service.end_session(session, actor, session_id, house.clock.now())
    return see_other(ACCOUNT, said="accounts.status.session_ended")


@router.post("/language")
def change_language(request: Request, house: HouseDep, session: Writing, posted: Posted) -> Response:
    """Keeps the language in a cookie, and in the account of who is signed in."""
    answer = see_other(local_path(posted.get("next")))
    code = posted.get("locale")
    if code not in LOCALES:
        return answer
    account_id = _signed_in_account(request, house, session)
    if account_id is not None:
        service.change_locale(session, account_id, code)
    keep_choice(answer, LANGUAGE_COOKIE, code)
    return answer


@router.post("/furigana")
def change_furigana(request: Request, house: HouseDep, session: Writing, posted: Posted) -> Response:
    """Shows or hides how kanji are read, for as long as she reads easy words."""
    answer = see_other(local_path(posted.get("next")))
    wish = posted.get("furigana")
    if wish not in {FURIGANA_ON, FURIGANA_OFF}:
        return answer
    account_id = _signed_in_account(request, house, session)
    if account_id is not None:
        service.change_furigana(session, account_id, furigana=wish == FURIGANA_ON)
    keep_choice(answer, FURIGANA_COOKIE, wish)
    return answer


def _signed_in_account(request: Request, house: House, session: Session) -> UUID | None:
    found = find_session(session, request.cookies.get(session_cookie(house.settings), ""))
    return found.account_id if found is not None and found.is_alive(house.clock.now()) else None


def _sign_up_page(request: Request, form: Form, wait: TooMany | None = None) -> Response:
    status = 429 if wait else 200 if form.ok else 422
    return render(request, "accounts/sign_up.html", status=status, form=form, wait=wait)


def _password_page(request: Request, login: str, form: Form) -> Response:
    status = 200 if form.ok else 422
    return render(request, "accounts/password.html", status=status, form=form, login=login)


def _forgive(house: House, doors: Doors) -> None:
    with house.db.writing() as session:
        forgive(session, doors)


def _open_account(request: Request, house: House, browser: Browser, login: str, password_hash: str) -> str:
    with house.db.writing() as session:
        locale, furigana = locale_of(request).code, has_furigana(request)
        account_id = service.sign_up(session, house, login, password_hash, locale, furigana=furigana)
        speak(session, Behalf(account_id, house.clock.today()))
        for hook in request.app.state.on_sign_up:
            hook(session, house, account_id)
        return service.sign_in(session, account_id, house.clock.now(), browser)


def _replace_password(request: Request, house: House, doors: Doors, actor: Actor, password_hash: str) -> str:
    with house.db.writing() as session:
        forgive(session, doors)
        # Whoever guessed at her codes had the old password, and has nothing now.
        forgive(session, digit_doors(house.vault, actor.account_id, address_of(request)))
        return service.change_password(session, actor, password_hash, house.clock.now())
