"""Knows who is signed in: a random token in a cookie, its hash in the database, ends that are sure.

In a route's signature: `SignedIn` lets in whoever is signed in, `Fresh` who showed within the last five
minutes that it is she. The pages on which an account sets up how it signs in take `SettingUp` and
`FreshSettingUp`: they are open while it still owes its second factor.
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Depends
from sqlalchemy import String
from sqlmodel import Session, bindparam, col, select, update
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.models import Account, AccountSession, Strength
from app.kit.behalf import NOBODY, Behalf, Said, speak, was_said
from app.kit.db import Database, Reading
from app.kit.errors import InTheBin, SecondLookNeeded, SignedOut, TwoFactorsNeeded
from app.kit.house import House, HouseDep
from app.web.cookies import session_cookie

TOKEN_BYTES = 32
# Written at most this often, so a session may end up to five minutes before its idle time, never after.
SEEN_EVERY = timedelta(minutes=5)
FRESH_FOR = timedelta(minutes=5)

# What an upper room adds to `app.state.needs_two_factors`: whether a password alone is too little.
NeedsTwoFactors = Callable[[Session, UUID], bool]


@dataclass(frozen=True, slots=True)
class Lifetime:
    """How long a session lives without a request, and at most."""

    idle: timedelta
    absolute: timedelta


OWN_COMPUTER = Lifetime(timedelta(minutes=30), timedelta(hours=12))
SHARED_COMPUTER = Lifetime(timedelta(minutes=10), timedelta(hours=2))


@dataclass(frozen=True, slots=True)
class Actor:
    """The signed-in account, as the rest of the house sees it."""

    account_id: UUID
    locale: str
    session_id: UUID
    on: date  # the civil day on which she asks: what was granted until a day ends with it
    strength: Strength = Strength.PASSWORD

    @property
    def behalf(self) -> Behalf:
        """For whom a session asks that is opened by hand."""
        return Behalf(self.account_id, self.on)


@dataclass(frozen=True, slots=True)
class Found:
    """A session as it stands in the database, alive or not."""

    session_id: UUID
    account_id: UUID
    created_at: datetime
    last_seen_at: datetime
    ended_at: datetime | None
    shared_computer: bool
    strength: Strength
    confirmed_at: datetime | None
    locale: str
    paper_proved_at: datetime | None
    helps_others: bool
    in_bin: bool

    def is_alive(self, now: datetime) -> bool:
        """Neither ended nor idle nor too old."""
        return self.ended_at is None and not has_expired(self, now)

    def is_fresh(self, now: datetime) -> bool:
        """Whether she showed within the last five minutes that it is she."""
        return self.confirmed_at is not None and now - self.confirmed_at <= FRESH_FOR

    @property
    def has_two_factors(self) -> bool:
        """Signed in with two factors or a passkey, and her recovery codes are on paper."""
        return self.strength != Strength.PASSWORD and self.paper_proved_at is not None


_FIND = (
    select(
        AccountSession.id,
        AccountSession.account_id,
        AccountSession.created_at,
        AccountSession.last_seen_at,
        AccountSession.ended_at,
        AccountSession.shared_computer,
        AccountSession.strength,
        AccountSession.confirmed_at,
        Account.locale,
        Account.paper_proved_at,
        Account.helps_others,
        Account.in_bin,
    )  # type: ignore[call-overload] # SQLModel types select() for four columns
    .join(Account, col(Account.id) == col(AccountSession.account_id))
    .where(col(AccountSession.token_hash) == bindparam("token_hash"))
)

# The same, and with it the database learns for whom this transaction asks from now on.
_ENTER = _FIND.add_columns(Said(AccountSession.account_id, bindparam("today", type_=String())))


def lifetime(*, shared: bool) -> Lifetime:
    """The shorter life belongs to a computer that others use, too."""
    return SHARED_COMPUTER if shared else OWN_COMPUTER


def has_expired(found: Found | AccountSession, now: datetime) -> bool:
    """Whether time, and nothing else, ended a session."""
    life = lifetime(shared=found.shared_computer)
    return now >= found.last_seen_at + life.idle or now >= found.created_at + life.absolute


def hash_token(token: str) -> str:
    """What the database keeps; the token has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_session(session: Session, token: str) -> Found | None:
    """The session of a token, alive or not."""
    row = session.execute(_FIND, {"token_hash": hash_token(token)}).first()
    return None if row is None else Found(*row)


def _enter(session: Session, token: str, now: datetime, today: date) -> Found | None:
    """The living session of a token, on whose account's behalf everything is asked from now on."""
    row = session.execute(_ENTER, {"token_hash": hash_token(token), "today": today.isoformat()}).first()
    if row is None:
        return None
    *told, _said = row
    found = Found(*told)
    if not found.is_alive(now):
        speak(session, NOBODY)
        return None
    was_said(session, Behalf(found.account_id, today))
    return found


async def entered(request: Request, house: HouseDep, session: Reading) -> Found:
    """The session of this request; raises SignedOut when there is none."""
    token = request.cookies.get(session_cookie(house.settings))
    now = house.clock.now()
    found = _enter(session, token, now, house.clock.today()) if token else None
    if found is None:
        raise SignedOut
    if now - found.last_seen_at >= SEEN_EVERY:
        await run_in_threadpool(_note_seen, house.db, found.session_id, now)
    return found


Entered = Annotated[Found, Depends(entered, scope="function")]


async def signed_in(request: Request, house: HouseDep, session: Reading, found: Entered) -> Actor:
    """The actor of this request; raises TwoFactorsNeeded when a password alone is too little for her."""
    _refuse_binned(found)
    if not found.has_two_factors:
        needs: list[NeedsTwoFactors] = request.app.state.needs_two_factors
        if found.helps_others or any(need(session, found.account_id) for need in needs):
            raise TwoFactorsNeeded
    return _actor(house, found)


async def setting_up(house: HouseDep, found: Entered) -> Actor:
    """The actor on the pages of her own account, also while she owes a second factor."""
    _refuse_binned(found)
    return _actor(house, found)


async def taking_back(house: HouseDep, found: Entered) -> Actor:
    """The actor on the one page that is open to an account in the bin; open to every other one, too."""
    return _actor(house, found)


async def reader(request: Request, house: House, session: Session) -> Actor:
    """The same for a page that is open to everybody; raises SignedOut when nobody is signed in."""
    return await signed_in(request, house, session, await entered(request, house, session))


SignedIn = Annotated[Actor, Depends(signed_in, scope="function")]
SettingUp = Annotated[Actor, Depends(setting_up, scope="function")]
TakingBack = Annotated[Actor, Depends(taking_back, scope="function")]


async def fresh(house: HouseDep, found: Entered, actor: SignedIn) -> Actor:
    """The actor, who showed a moment ago that it is she; otherwise raises SecondLookNeeded."""
    _look_again(house, found)
    return actor


async def fresh_setting_up(house: HouseDep, found: Entered, actor: SettingUp) -> Actor:
    """The same on the pages of her own account."""
    _look_again(house, found)
    return actor


Fresh = Annotated[Actor, Depends(fresh, scope="function")]
FreshSettingUp = Annotated[Actor, Depends(fresh_setting_up, scope="function")]


def _refuse_binned(found: Found) -> None:
    if found.in_bin:
        raise InTheBin


def _look_again(house: House, found: Found) -> None:
    if not found.is_fresh(house.clock.now()):
        raise SecondLookNeeded


def _actor(house: House, found: Found) -> Actor:
    strength = Strength(found.strength)
    return Actor(found.account_id, found.locale, found.session_id, house.clock.today(), strength)


def begin_session(
    session: Session,
    account_id: UUID,
    now: datetime,
    device: str,
    *,
    shared: bool,
    strength: Strength = Strength.PASSWORD,
) -> str:
    """A new session with a token nobody had before; returns the token, once."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        AccountSession(
            token_hash=hash_token(token),
            account_id=account_id,
            created_at=now,
            last_seen_at=now,
            device=device,
            shared_computer=shared,
            strength=strength,
            confirmed_at=now,
        )
    )
    return token


def renew(session: Session, session_id: UUID, now: datetime, strength: Strength | None = None) -> str:
    """The same session under a new token, after a look at who she is; returns the token, once."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    new: dict[str, object] = {"token_hash": hash_token(token), "confirmed_at": now}
    if strength is not None:
        new["strength"] = strength
    mine = (col(AccountSession.id) == session_id, col(AccountSession.ended_at).is_(None))
    session.execute(update(AccountSession).where(*mine).values(**new))
    return token


def keep_token(response: Response, house: House, token: str, *, shared: bool) -> None:
    """Gives the browser its token; on a shared computer it is forgotten when the browser closes."""
    response.set_cookie(
        session_cookie(house.settings),
        token,
        max_age=None if shared else int(OWN_COMPUTER.absolute.total_seconds()),
        httponly=True,
        samesite="lax",
    )


def drop_token(response: Response, house: House) -> None:
    """Takes the token back from the browser."""
    response.delete_cookie(session_cookie(house.settings), httponly=True, samesite="lax")


def _note_seen(db: Database, session_id: UUID, now: datetime) -> None:
    statement = update(AccountSession).where(col(AccountSession.id) == session_id).values(last_seen_at=now)
    with db.writing() as session:
        session.execute(statement)
