"""The pages of signing in: the password, the second step, or a passkey alone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fastapi import APIRouter
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import codes, half, recovery, service
from app.accounts.attempts import Doors, digit_doors, doors_of, forgive
from app.accounts.callers import Entry, address_of, count_try, desk_of, let_in, slowed, welcome
from app.accounts.drafts import SIGN_IN
from app.accounts.entry_pages import code_page, is_in, sign_in_page, to_code, too_late, waiting
from app.accounts.factors import factors_of
from app.accounts.forms import SignInForm
from app.accounts.models import HalfSession, Strength
from app.accounts.passwords import needs_rehash
from app.accounts.service import Known
from app.kit.db import Reading
from app.kit.errors import TooMany
from app.kit.house import House, HouseDep
from app.kit.vault import Vault
from app.web.forms import Form, Posted
from app.web.pages import see_other
from app.web.paths import local_path

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Way:
    """One way to take the second step: its field, who may say yes, and the words for yes and no."""

    field: str
    accept: Callable[[Session, House, UUID, str, datetime], bool]
    doors: Callable[[Vault, UUID, str], Doors]
    wrong: str
    said: str


BY_APP = Way(
    "one_time_password",
    codes.accept,
    digit_doors,
    "accounts.code.wrong",
    "accounts.status.signed_in",
)
BY_PAPER = Way(
    "recovery_password",
    recovery.accept,
    lambda vault, account_id, address: doors_of(vault, f"paper|{account_id}", address),
    "accounts.code.wrong_paper",
    "accounts.status.signed_in_by_paper",
)


class _NotNow(Exception):
    """The second step fails; whatever it had changed so far is taken back."""


@router.get(SIGN_IN)
async def show_sign_in(request: Request, house: HouseDep, session: Reading) -> Response:
    next_path = request.query_params.get("next")
    if is_in(request, house, session):
        return see_other(local_path(next_path))
    return sign_in_page(request, house, Form(), next_path)


@router.post(SIGN_IN)
async def sign_in(request: Request, house: HouseDep, posted: Posted) -> Response:
    form = SignInForm(posted)
    login, password = form.read()
    next_path = posted.get("next")
    if not form.ok:
        return sign_in_page(request, house, form, next_path)
    index = service.login_index(house.vault, login)
    doors = doors_of(house.vault, index, address_of(request))
    try:
        await run_in_threadpool(count_try, house, doors)
    except TooMany as wait:
        return slowed(sign_in_page(request, house, form, next_path, wait), wait)
    known = await run_in_threadpool(_find, house, index)
    if not await desk_of(request).verify(known.password_hash if known else None, password):
        form.problem("login", "accounts.sign_in.wrong")
        return sign_in_page(request, house, form, next_path)
    assert known is not None
    new_hash = await desk_of(request).hash(password) if needs_rehash(known.password_hash) else None
    shared = form.flag("shared")
    opened = await run_in_threadpool(_after_password, request, house, doors, known, new_hash, shared)
    if isinstance(opened, Entry):
        return welcome(request, house, opened, local_path(next_path), "accounts.status.signed_in")
    answer = to_code(next_path)
    half.keep(answer, house, opened)
    return answer


@router.get(f"{SIGN_IN}/code")
async def show_code(request: Request, house: HouseDep, session: Reading) -> Response:
    next_path = request.query_params.get("next")
    found = waiting(request, house, session)
    if found is None:
        return too_late(request, house, next_path)
    return code_page(request, house, factors_of(session, found.account_id), Form(), next_path)


@router.post(f"{SIGN_IN}/code")
async def sign_in_by_app(request: Request, house: HouseDep, session: Reading, posted: Posted) -> Response:
    return await _second_step(request, house, session, Form(posted), BY_APP)


@router.post(f"{SIGN_IN}/recovery")
async def sign_in_by_paper(request: Request, house: HouseDep, session: Reading, posted: Posted) -> Response:
    return await _second_step(request, house, session, Form(posted), BY_PAPER)


async def _second_step(request: Request, house: House, session: Session, form: Form, way: Way) -> Response:
    next_path = form.posted.get("next")
    found = waiting(request, house, session)
    if found is None:
        return too_late(request, house, next_path)
    factors = factors_of(session, found.account_id)
    typed = form.secret(way.field)
    if not form.ok:
        return code_page(request, house, factors, form, next_path)
    doors = way.doors(house.vault, found.account_id, address_of(request))
    try:
        await run_in_threadpool(count_try, house, doors)
    except TooMany as wait:
        return slowed(code_page(request, house, factors, form, next_path, wait), wait)
    entry = await run_in_threadpool(_try_second, request, house, found, way, doors, typed)
    if entry is None:
        form.problem(way.field, way.wrong)
        return code_page(request, house, factors, form, next_path)
    return welcome(request, house, entry, local_path(next_path), way.said)


def _find(house: House, index: str) -> Known | None:
    with house.db.reading() as session:
        return service.find_account(session, index)


def _after_password(
    request: Request, house: House, doors: Doors, known: Known, new_hash: str | None, shared: bool
) -> Entry | str:
    """The sign-in, or the token of a half session when a second step is set up."""
    with house.db.writing() as session:
        forgive(session, doors)
        if new_hash is not None:
            service.keep_hash(session, known.account_id, new_hash)
        if factors_of(session, known.account_id).is_complete:
            return half.begin(session, known.account_id, house.clock.now(), shared=shared)
        return let_in(request, house, session, known.account_id, Strength.PASSWORD, shared=shared)


def _try_second(
    request: Request, house: House, found: HalfSession, way: Way, doors: Doors, typed: str
) -> Entry | None:
    try:
        with house.db.writing() as session:
            _spend(session, house, found, way, typed)
            forgive(session, doors)
            shared = found.shared_computer
            return let_in(request, house, session, found.account_id, Strength.TWO_FACTOR, shared=shared)
    except _NotNow:
        return None


def _spend(session: Session, house: House, found: HalfSession, way: Way, typed: str) -> None:
    # Of two that come side by side only one finds the half session, and only one the code.
    now = house.clock.now()
    if not (half.spend(session, found) and way.accept(session, house, found.account_id, typed, now)):
        raise _NotNow
