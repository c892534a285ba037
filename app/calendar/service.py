"""Makes, changes and ends the address under which a person's dates are read."""

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, update
from sqlmodel import Session, col

from app.accounts.session import Actor, hash_token
from app.calendar.models import CalendarFeed
from app.kit.errors import NotFound
from app.kit.house import House
from app.people.models import Person

FEED: Any = CalendarFeed.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation
TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Address:
    """Whose dates an address shows, to whom, in which language and with how many words."""

    feed_id: UUID
    account_id: UUID
    person_id: UUID
    locale: str
    discreet: bool

    def reader(self, today: date) -> Actor:
        """Who asks: the account that made it. A program has no session; the address stands in its place."""
        return Actor(self.account_id, self.locale, self.feed_id, today)


_FIND = select(FEED.c.id, FEED.c.account_id, FEED.c.person_id, FEED.c.locale, FEED.c.discreet).where(
    FEED.c.token_hash == bindparam("token_hash"), FEED.c.revoked_at.is_(None)
)


def find_address(session: Session, token: str) -> Address:
    """The address of a token. Wrong, ended or misshapen: the same look-up, and the same NotFound."""
    row = session.execute(_FIND, {"token_hash": hash_token(token)}).first()
    if row is None:
        raise NotFound
    return Address(*row)


def open_feed(session: Session, actor: Actor, person_id: UUID) -> CalendarFeed | None:
    """The address that this account has for a person's dates, if there is one."""
    return session.execute(select(CalendarFeed).where(*_open(actor, person_id))).scalar_one_or_none()


def new_address(
    session: Session, house: House, actor: Actor, person_id: UUID, *, discreet: bool, locale: str
) -> str:
    """A fresh address; the one before it is dead from now on. Its token is told this once."""
    # Two that come at once wait here for one another, so that the later one ends the earlier.
    session.execute(select(Person).where(col(Person.id) == person_id).with_for_update())
    stop(session, house, actor, person_id)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        CalendarFeed(
            account_id=actor.account_id,
            person_id=person_id,
            token_hash=hash_token(token),
            discreet=discreet,
            locale=locale,
            created_at=house.clock.now(),
        )
    )
    return token


def change_words(session: Session, actor: Actor, person_id: UUID, *, discreet: bool, locale: str) -> None:
    """How much the entries say, and in which language; the address stays."""
    statement = update(CalendarFeed).where(*_open(actor, person_id))
    session.execute(statement.values(discreet=discreet, locale=locale))


def stop(session: Session, house: House, actor: Actor, person_id: UUID) -> None:
    """Ends the address; where there is none, nothing happens."""
    statement = update(CalendarFeed).where(*_open(actor, person_id))
    session.execute(statement.values(revoked_at=house.clock.now()))


def _open(actor: Actor, person_id: UUID) -> tuple[Any, ...]:
    return (
        FEED.c.account_id == actor.account_id,
        FEED.c.person_id == person_id,
        FEED.c.revoked_at.is_(None),
    )
