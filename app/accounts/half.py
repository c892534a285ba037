"""Remembers, for five minutes, a browser that gave the right password and owes the second step."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, delete, select
from starlette.responses import Response

from app.accounts.models import HalfSession
from app.accounts.session import TOKEN_BYTES, hash_token
from app.kit.house import House
from app.web.cookies import half_cookie

LIVES_FOR = timedelta(minutes=5)


def begin(session: Session, account_id: UUID, now: datetime, *, shared: bool) -> str:
    """A half session under a new token; returns the token, once."""
    session.execute(delete(HalfSession).where(col(HalfSession.created_at) < now - LIVES_FOR))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        HalfSession(
            token_hash=hash_token(token), account_id=account_id, created_at=now, shared_computer=shared
        )
    )
    return token


def find(session: Session, token: str, now: datetime) -> HalfSession | None:
    """The half session of a token, while it lives."""
    found = session.exec(select(HalfSession).where(col(HalfSession.token_hash) == hash_token(token))).first()
    return found if found is not None and now - found.created_at <= LIVES_FOR else None


def spend(session: Session, half: HalfSession) -> bool:
    """Ends it because the second step was taken; False when another request was faster."""
    gone = session.execute(delete(HalfSession).where(col(HalfSession.id) == half.id))
    return bool(gone.rowcount)  # type: ignore[attr-defined] # a DELETE counts its rows


def end_all(session: Session, account_id: UUID) -> None:
    """Nobody may go on with a password or factors that were changed."""
    session.execute(delete(HalfSession).where(col(HalfSession.account_id) == account_id))


def keep(response: Response, house: House, token: str) -> None:
    """Gives the browser its token, which it forgets when it closes; when it is worthless, we say."""
    response.set_cookie(half_cookie(house.settings), token, httponly=True, samesite="lax")


def drop(response: Response, house: House) -> None:
    """Takes the token back from the browser."""
    response.delete_cookie(half_cookie(house.settings), httponly=True, samesite="lax")
