"""Knows who sends a request, as far as signing in asks, and what a browser gets when it is let in."""

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import half, service
from app.accounts.attempts import Doors, begin_attempt
from app.accounts.devices import device_of
from app.accounts.models import Account, Strength
from app.accounts.passwords import PasswordDesk
from app.accounts.service import Browser
from app.accounts.session import keep_token
from app.kit.errors import TooMany
from app.kit.house import House
from app.web.cookies import half_cookie, session_cookie
from app.web.locales import FURIGANA_COOKIE, FURIGANA_ON, LANGUAGE_COOKIE, keep_choice
from app.web.pages import see_other


@dataclass(frozen=True, slots=True)
class Entry:
    """A sign-in that came about: the new token, and how its account likes its pages."""

    token: str
    shared: bool
    locale: str
    furigana: bool


def address_of(request: Request) -> str:
    """Where the request comes from."""
    return request.client.host if request.client else ""


def desk_of(request: Request) -> PasswordDesk:
    """Where passwords are checked."""
    return cast("PasswordDesk", request.app.state.passwords)


def browser_of(request: Request, house: House, *, shared: bool) -> Browser:
    """What a new session remembers of this browser."""
    return Browser(
        device=device_of(request.headers.get("user-agent", "")),
        shared=shared,
        old_token=request.cookies.get(session_cookie(house.settings)),
    )


def count_try(house: House, doors: Doors) -> None:
    """Counts a try in a transaction of its own; raises TooMany."""
    with house.db.writing() as session:
        begin_attempt(session, doors, house.clock.now())


def let_in(
    request: Request, house: House, session: Session, account_id: UUID, strength: Strength, *, shared: bool
) -> Entry:
    """Begins the session of who showed all that was asked of her."""
    browser = browser_of(request, house, shared=shared)
    token = service.sign_in(session, account_id, house.clock.now(), browser, strength)
    account = session.get_one(Account, account_id)
    return Entry(token, shared, account.locale, account.furigana)


def welcome(request: Request, house: House, entry: Entry, path: str, said: str) -> Response:
    """Leads in, in the language of the account."""
    answer = see_other(path, said=said)
    keep_token(answer, house, entry.token, shared=entry.shared)
    if half_cookie(house.settings) in request.cookies:
        half.drop(answer, house)
    if LANGUAGE_COOKIE not in request.cookies:
        keep_choice(answer, LANGUAGE_COOKIE, entry.locale)
    if entry.furigana and FURIGANA_COOKIE not in request.cookies:
        keep_choice(answer, FURIGANA_COOKIE, FURIGANA_ON)
    return answer


def slowed(answer: Response, wait: TooMany) -> Response:
    """Tells programs, too, how long to wait."""
    answer.headers["retry-after"] = str(wait.seconds)
    return answer
