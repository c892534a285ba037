"""The pages of the second step as a whole: what is still owed, and the codes on paper."""

from fastapi import APIRouter
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import factors, recovery
from app.accounts.attempts import Doors, doors_of, forgive
from app.accounts.callers import address_of, count_try
from app.accounts.drafts import ACCOUNT, TWO_FACTORS
from app.accounts.factors import factors_of
from app.accounts.models import Strength
from app.accounts.session import Actor, Entered, FreshSettingUp, SettingUp, keep_token
from app.accounts.sites import site_of
from app.kit.db import Reading, Writing
from app.kit.errors import Conflict
from app.kit.house import House, HouseDep
from app.web.forms import Form, Posted
from app.web.pages import render, see_other

router = APIRouter()

RECOVERY = f"{ACCOUNT}/recovery"


@router.get(TWO_FACTORS)
async def show_two_factors(request: Request, house: HouseDep, session: Reading, actor: SettingUp) -> Response:
    """Why a password alone is too little for who helps others, and what is to be done."""
    return render(
        request,
        "accounts/two_factors.html",
        factors=factors_of(session, actor.account_id),
        has_passkeys=site_of(house.settings) is not None,
        is_strong=actor.strength != Strength.PASSWORD,
    )


@router.get(RECOVERY)
async def show_recovery(request: Request, session: Reading, actor: SettingUp) -> Response:
    """What the codes on paper are for, and how many are left."""
    return _page(request, session, actor, Form())


@router.post(RECOVERY)
def offer_codes(request: Request, house: HouseDep, session: Writing, actor: FreshSettingUp) -> Response:
    """Makes a new sheet and shows it, this once."""
    if not factors_of(session, actor.account_id).has_any:
        raise Conflict("accounts.errors.no_factor")
    sheet = recovery.offer(session, house, actor.account_id)
    return render(
        request, "accounts/recovery_sheet.html", codes=sheet, form=Form(), made_on=house.clock.today()
    )


@router.post(f"{RECOVERY}/check")
async def prove_codes(
    request: Request,
    house: HouseDep,
    session: Reading,
    actor: FreshSettingUp,
    found: Entered,
    posted: Posted,
) -> Response:
    """Puts the sheet in force: one of its codes was written back from the paper."""
    form = Form(posted)
    typed = form.secret("recovery_password")
    doors = doors_of(house.vault, f"sheet|{actor.account_id}", address_of(request))
    if form.ok:
        await run_in_threadpool(count_try, house, doors)
        token = await run_in_threadpool(_prove, house, actor, doors, typed)
        if token is not None:
            answer = see_other(ACCOUNT, said="accounts.status.paper_proved")
            keep_token(answer, house, token, shared=found.shared_computer)
            return answer
        form.problem("recovery_password", "accounts.recovery.wrong")
    return _page(request, session, actor, form)


def _page(request: Request, session: Session, actor: Actor, form: Form) -> Response:
    return render(
        request,
        "accounts/recovery.html",
        status=200 if form.ok else 422,
        factors=factors_of(session, actor.account_id),
        is_waiting=recovery.is_waiting(session, actor.account_id),
        form=form,
    )


def _prove(house: House, actor: Actor, doors: Doors, typed: str) -> str | None:
    with house.db.writing() as session:
        now = house.clock.now()
        if not recovery.prove(session, house, actor.account_id, typed, now):
            return None
        forgive(session, doors)
        return factors.changed(session, actor, now)
