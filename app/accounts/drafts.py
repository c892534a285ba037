"""Keeps a form that was sent too late, until its account signs in again, or shows again who it is."""

import json
from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit
from uuid import UUID, uuid4

from sqlmodel import Session, col, delete, select
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.models import FormDraft
from app.accounts.session import Actor, drop_token, find_session
from app.kit.crypto import Place, Unreadable
from app.kit.errors import AppError
from app.kit.house import House
from app.web.cookies import session_cookie
from app.web.forms import SECRET, Fields, read_fields
from app.web.pages import see_other
from app.web.paths import FORM_PAGE, HOME, local_path, page_of

KEPT_FOR = timedelta(hours=24)
MOST_PER_ACCOUNT = 20
DRAFT = "draft"
SIGN_IN = "/sign-in"
ACCOUNT = "/account"
CONFIRM = f"{ACCOUNT}/confirm"
TWO_FACTORS = f"{ACCOUNT}/two-factors"
IN_BIN = f"{ACCOUNT}/bin"


async def answer_second_look(request: Request, error: Exception) -> Response:
    """Leads to the second look, and from there back; a form on its way is kept first."""
    del error
    page = page_of(request)
    if request.method == "POST":
        page = await _keep(request, request.app.state.house)
    return see_other(f"{CONFIRM}?{urlencode({'next': page})}")


async def answer_two_factors(request: Request, error: Exception) -> Response:
    """Leads to where a second factor is set up; nothing else is open before."""
    del request, error
    return see_other(TWO_FACTORS)


async def answer_in_bin(request: Request, error: Exception) -> Response:
    """Leads to where she takes everything back; nothing else is open to this account."""
    del request, error
    return see_other(IN_BIN)


async def answer_signed_out(request: Request, error: Exception) -> Response:
    """Leads to the sign-in, and from there back; a form on its way is kept first."""
    del error
    house: House = request.app.state.house
    page = page_of(request)
    if request.method == "POST":
        page = await _keep(request, house)
    answer = see_other(SIGN_IN if page == HOME else f"{SIGN_IN}?{urlencode({'next': page})}")
    token = request.cookies.get(session_cookie(house.settings))
    # A button pressed twice: the first press renewed the session, and its new token must stay.
    may_be_renewed = request.method == "POST" and token and not await run_in_threadpool(_knows, house, token)
    if token and not may_be_renewed:
        drop_token(answer, house)
    return answer


def kept(request: Request, actor: Actor) -> Fields:
    """What she had typed on this page when her session ended; nothing on any other visit."""
    wanted = request.query_params.get(DRAFT, "")
    try:
        draft_id = UUID(wanted)
    except ValueError:
        return Fields()
    house: House = request.app.state.house
    with house.db.reading() as session:
        draft = session.get(FormDraft, draft_id)
        return Fields() if draft is None else _open(house, actor, draft, request.url.path)


def forget_old(session: Session, now: datetime) -> None:
    """Throws away whatever is too old to be shown again; it may tell of somebody who was erased since."""
    session.execute(delete(FormDraft).where(col(FormDraft.created_at) <= now - KEPT_FOR))


def _knows(house: House, token: str) -> bool:
    with house.db.reading() as session:
        return find_session(session, token) is not None


async def _keep(request: Request, house: House) -> str:
    token = request.cookies.get(session_cookie(house.settings), "")
    try:
        fields = await read_fields(request)
    except AppError:
        return page_of(request)
    page = local_path(fields.get(FORM_PAGE), page_of(request))
    if not fields:
        return page
    return await run_in_threadpool(_keep_for_owner, house, token, page, fields)


def _keep_for_owner(house: House, token: str, page: str, fields: Fields) -> str:
    # A session that was ended on purpose keeps nothing: its token may be in other hands.
    with house.db.writing() as session:
        found = find_session(session, token)
        if found is None or found.ended_at is not None:
            return page
        draft_id = _save(session, house, found.account_id, page, fields)
    return f"{page}{'&' if '?' in page else '?'}{DRAFT}={draft_id}"


def _save(session: Session, house: House, account_id: UUID, page: str, fields: Fields) -> UUID:
    path = urlsplit(page).path
    now = house.clock.now()
    _make_room(session, account_id, path)
    draft_id = uuid4()
    pairs = [(name, value) for name, value in fields.pairs if SECRET not in name]
    sealed = house.vault.account(account_id).seal(_place(draft_id, account_id), json.dumps(pairs))
    session.add(FormDraft(id=draft_id, account_id=account_id, page=path, sealed=sealed, created_at=now))
    return draft_id


def _make_room(session: Session, account_id: UUID, path: str) -> None:
    mine = col(FormDraft.account_id) == account_id
    newest = (
        select(FormDraft.id).where(mine).order_by(col(FormDraft.created_at).desc()).limit(MOST_PER_ACCOUNT)
    )
    keep = session.exec(newest).all()
    session.execute(
        delete(FormDraft).where(mine, (col(FormDraft.page) == path) | col(FormDraft.id).not_in(keep))
    )


def _open(house: House, actor: Actor, draft: FormDraft, path: str) -> Fields:
    is_old = house.clock.now() - draft.created_at >= KEPT_FOR
    if draft.account_id != actor.account_id or draft.page != path or is_old:
        return Fields()
    try:
        text = house.vault.account(actor.account_id).open(_place(draft.id, actor.account_id), draft.sealed)
    except Unreadable:
        return Fields()
    return Fields(tuple((name, value) for name, value in json.loads(text)))


def _place(draft_id: UUID, account_id: UUID) -> Place:
    return Place("form_draft", "sealed", draft_id, account_id)
