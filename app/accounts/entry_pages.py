"""What the pages of signing in show, and where they lead."""

from urllib.parse import urlencode

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import half
from app.accounts.drafts import DRAFT, SIGN_IN
from app.accounts.factors import Factors
from app.accounts.models import HalfSession
from app.accounts.session import find_session
from app.accounts.sites import site_of
from app.kit.errors import TooMany
from app.kit.house import House
from app.web.cookies import half_cookie, session_cookie
from app.web.forms import Form
from app.web.pages import render, see_other
from app.web.paths import HOME, local_path


def sign_in_page(
    request: Request,
    house: House,
    form: Form,
    next_path: str | None,
    wait: TooMany | None = None,
    *,
    passkey_failed: bool = False,
) -> Response:
    """The first page: a passkey, or name and password."""
    path = local_path(next_path)
    status = 429 if wait else 200 if form.ok and not passkey_failed else 422
    return render(
        request,
        "accounts/sign_in.html",
        status=status,
        form=form,
        wait=wait,
        next=path,
        is_kept=f"{DRAFT}=" in path,
        must=path != HOME,
        has_passkeys=site_of(house.settings) is not None,
        passkey_failed=passkey_failed,
        signed_in=False,
    )


def code_page(
    request: Request,
    house: House,
    factors: Factors,
    form: Form,
    next_path: str | None,
    wait: TooMany | None = None,
) -> Response:
    """The second page: a code of her app, her passkey, or a code on paper."""
    return render(
        request,
        "accounts/sign_in_code.html",
        status=429 if wait else 200 if form.ok else 422,
        form=form,
        wait=wait,
        next=local_path(next_path),
        factors=factors,
        has_passkeys=factors.passkeys > 0 and site_of(house.settings) is not None,
    )


def waiting(request: Request, house: House, session: Session) -> HalfSession | None:
    """The half session of this browser, while it lives."""
    token = request.cookies.get(half_cookie(house.settings))
    return half.find(session, token, house.clock.now()) if token else None


def is_in(request: Request, house: House, session: Session) -> bool:
    """Whether somebody is signed in already."""
    found = find_session(session, request.cookies.get(session_cookie(house.settings), ""))
    return found is not None and found.is_alive(house.clock.now())


def to_code(next_path: str | None) -> Response:
    """Leads to the second page."""
    return see_other(_with_next(f"{SIGN_IN}/code", next_path))


def too_late(request: Request, house: House, next_path: str | None) -> Response:
    """Leads back to the first page: five minutes are over, or the password was never given."""
    answer = see_other(_with_next(SIGN_IN, next_path), said="accounts.status.too_late")
    if half_cookie(house.settings) in request.cookies:
        half.drop(answer, house)
    return answer


def _with_next(page: str, next_path: str | None) -> str:
    path = local_path(next_path)
    return page if path == HOME else f"{page}?{urlencode({'next': path})}"
