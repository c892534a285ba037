"""The pages of accounts: sign-up, sign-in, sign-out, the account itself, the language."""

from typing import cast
from uuid import UUID

from fastapi import APIRouter
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import service
from app.accounts.attempts import Doors, begin_attempt, doors_of, forgive
from app.accounts.devices import device_of
from app.accounts.drafts import DRAFT, SIGN_IN
from app.accounts.forms import PasswordForm, SignInForm, SignUpForm
from app.accounts.passwords import PasswordDesk, needs_rehash
from app.accounts.service import Browser, Known, LoginTaken
from app.accounts.session import Actor, SignedIn, drop_token, find_session, keep_token
from app.kit.db import Reading, Writing
from app.kit.errors import TooMany
from app.kit.house import House, HouseDep
from app.web.cookies import session_cookie
from app.web.forms import Fields, Form, Posted
from app.web.locales import (
    FURIGANA_COOKIE,
    FURIGANA_OFF,
    FURIGANA_ON,
    LANGUAGE_COOKIE,
    LOCALES,
    has_furigana,
    locale_of,
)
from app.web.pages import render, see_other
from app.web.paths import HOME, local_path

router = APIRouter()

ACCOUNT = "/account"
LANGUAGE_SECONDS = 365 * 24 * 60 * 60
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
    doors = doors_of(house.vault, "sign-up", _address(request))
    try:
        await run_in_threadpool(_begin, house, doors)
        password_hash = await _desk(request).hash(password)
        token = await run_in_threadpool(_open_account, request, house, posted, login, password_hash)
    except TooMany as wait:
        return _slowed(_sign_up_page(request, form, wait), wait)
    except (LoginTaken, IntegrityError):
        form.problem("login", "accounts.sign_up.taken")
        return _sign_up_page(request, form)
    await run_in_threadpool(_forgive, house, doors)
    answer = see_other(HOME, said="accounts.status.signed_up")
    keep_token(answer, house, token, shared=_browser(request, house, posted).shared)
    return answer


@router.get(SIGN_IN)
async def show_sign_in(request: Request) -> Response:
    return _sign_in_page(request, Form(), request.query_params.get("next"))


@router.post(SIGN_IN)
async def sign_in(request: Request, house: HouseDep, posted: Posted) -> Response:
    form = SignInForm(posted)
    login, password = form.read()
    if not form.ok:
        return _sign_in_page(request, form, posted.get("next"))
    index = service.login_index(house.vault, login)
    doors = doors_of(house.vault, index, _address(request))
    try:
        known = await run_in_threadpool(_try, house, doors, index)
    except TooMany as wait:
        return _slowed(_sign_in_page(request, form, posted.get("next"), wait), wait)
    if not await _desk(request).verify(known.password_hash if known else None, password):
        form.problem("login", "accounts.sign_in.wrong")
        return _sign_in_page(request, form, posted.get("next"))
    assert known is not None
    new_hash = await _desk(request).hash(password) if needs_rehash(known.password_hash) else None
    browser = _browser(request, house, posted)
    token = await run_in_threadpool(_let_in, house, doors, known, browser, new_hash)
    return _welcome(request, house, known, token, browser, local_path(posted.get("next")))


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
async def show_account(request: Request, house: HouseDep, session: Reading, actor: SignedIn) -> Response:
    return _account_page(request, house, session, actor, Form())


@router.post(f"{ACCOUNT}/password")
async def change_password(
    request: Request, house: HouseDep, session: Reading, actor: SignedIn, posted: Posted
) -> Response:
    form = PasswordForm(posted)
    present, following = form.read(service.own_login(session, house, actor))
    doors = doors_of(house.vault, str(actor.account_id), _address(request))
    if form.ok:
        await run_in_threadpool(_begin, house, doors)
        if not await _desk(request).verify(service.own_hash(session, actor), present):
            form.problem("password_now", "accounts.account.wrong_password")
    if not form.ok:
        return _account_page(request, house, session, actor, form)
    password_hash = await _desk(request).hash(following)
    browser = _browser(request, house, posted)
    token = await run_in_threadpool(_replace_password, house, doors, actor, password_hash, browser)
    answer = see_other(ACCOUNT, said="accounts.status.password_changed")
    keep_token(answer, house, token, shared=browser.shared)
    return answer


@router.post(f"{ACCOUNT}/sessions/{{session_id}}/end")
def end_session(house: HouseDep, session: Writing, actor: SignedIn, session_id: UUID) -> Response:
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
    _keep(answer, LANGUAGE_COOKIE, code)
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
    _keep(answer, FURIGANA_COOKIE, wish)
    return answer


def _signed_in_account(request: Request, house: House, session: Session) -> UUID | None:
    found = find_session(session, request.cookies.get(session_cookie(house.settings), ""))
    return found.account_id if found is not None and found.is_alive(house.clock.now()) else None


def _sign_up_page(request: Request, form: Form, wait: TooMany | None = None) -> Response:
    status = 429 if wait else 200 if form.ok else 422
    return render(request, "accounts/sign_up.html", status=status, form=form, wait=wait)


def _sign_in_page(
    request: Request, form: Form, next_path: str | None, wait: TooMany | None = None
) -> Response:
    path = local_path(next_path)
    status = 429 if wait else 200 if form.ok else 422
    return render(
        request,
        "accounts/sign_in.html",
        status=status,
        form=form,
        wait=wait,
        next=path,
        is_kept=f"{DRAFT}=" in path,
        must=path != HOME,
    )


def _account_page(request: Request, house: House, session: Reading, actor: Actor, form: Form) -> Response:
    return render(
        request,
        "accounts/show.html",
        status=200 if form.ok else 422,
        form=form,
        login=service.own_login(session, house, actor),
        sessions=service.open_sessions(session, actor, house.clock.now()),
        this_session=actor.session_id,
    )


def _slowed(answer: Response, wait: TooMany) -> Response:
    answer.headers["retry-after"] = str(wait.seconds)
    return answer


def _welcome(
    request: Request, house: House, known: Known, token: str, browser: Browser, path: str
) -> Response:
    answer = see_other(path, said="accounts.status.signed_in")
    keep_token(answer, house, token, shared=browser.shared)
    if LANGUAGE_COOKIE not in request.cookies:
        _keep(answer, LANGUAGE_COOKIE, known.locale)
    if known.furigana and FURIGANA_COOKIE not in request.cookies:
        _keep(answer, FURIGANA_COOKIE, FURIGANA_ON)
    return answer


def _keep(answer: Response, cookie: str, value: str) -> None:
    answer.set_cookie(cookie, value, max_age=LANGUAGE_SECONDS, httponly=True, samesite="lax")


def _begin(house: House, doors: Doors) -> None:
    with house.db.writing() as session:
        begin_attempt(session, doors, house.clock.now())


def _try(house: House, doors: Doors, index: str) -> Known | None:
    with house.db.writing() as session:
        begin_attempt(session, doors, house.clock.now())
        return service.find_account(session, index)


def _forgive(house: House, doors: Doors) -> None:
    with house.db.writing() as session:
        forgive(session, doors)


def _let_in(house: House, doors: Doors, known: Known, browser: Browser, new_hash: str | None) -> str:
    with house.db.writing() as session:
        forgive(session, doors)
        if new_hash is not None:
            service.keep_hash(session, known.account_id, new_hash)
        return service.sign_in(session, known.account_id, house.clock.now(), browser)


def _open_account(request: Request, house: House, posted: Fields, login: str, password_hash: str) -> str:
    with house.db.writing() as session:
        locale, furigana = locale_of(request).code, has_furigana(request)
        account_id = service.sign_up(session, house, login, password_hash, locale, furigana=furigana)
        for hook in request.app.state.on_sign_up:
            hook(session, house, account_id)
        return service.sign_in(session, account_id, house.clock.now(), _browser(request, house, posted))


def _replace_password(house: House, doors: Doors, actor: Actor, password_hash: str, browser: Browser) -> str:
    with house.db.writing() as session:
        forgive(session, doors)
        return service.change_password(session, actor, password_hash, house.clock.now(), browser)


def _browser(request: Request, house: House, posted: Fields) -> Browser:
    return Browser(
        device=device_of(request.headers.get("user-agent", "")),
        shared=Form(posted).flag("shared"),
        old_token=request.cookies.get(session_cookie(house.settings)),
    )


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _desk(request: Request) -> PasswordDesk:
    return cast("PasswordDesk", request.app.state.passwords)
