"""Lets a client without an account make her records her own: a printed code, good once, for thirty days."""

import secrets
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Table, delete, exists, or_, select, update
from sqlmodel import Session, SQLModel

from app.accounts.models import Account
from app.accounts.session import Actor, hash_token
from app.audit.entry import Action
from app.groups.service import CODE_SIGNS
from app.kit.behalf import lifted
from app.kit.errors import Conflict
from app.kit.house import House
from app.people import access
from app.people.models import Claim, Client, Person
from app.people.noting import note_act

GOOD_FOR: Final = timedelta(days=30)
LENGTH: Final = 20  # of 31 signs: 99 random bits, so a plain hash is enough
IN_GROUPS_OF: Final = 4

CLAIM: Any = Claim.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation
CLIENT: Any = Client.__table__  # type: ignore[attr-defined] # see above


class Refusal(StrEnum):
    """Why nobody was given anything."""

    WRONG = "wrong"  # unknown, used or late: which of them is not told
    NOT_EMPTY = "not_empty"


def make_code(session: Session, house: House, client: Client, actor: Actor) -> str:
    """A new code for a client, told this once; an earlier one stops working.

    Raises Conflict when she has an account already.
    """
    access.hold(session, client.person_id)
    person = session.get_one(Person, client.person_id, populate_existing=True)
    if person.account_id is not None:
        raise Conflict("teams.errors.has_account")
    session.execute(delete(Claim).where(CLAIM.c.person_id == person.id, CLAIM.c.used_at.is_(None)))
    signs = "".join(secrets.choice(CODE_SIGNS) for _ in range(LENGTH))
    now = house.clock.now()
    session.add(
        Claim(
            person_id=person.id,
            code_hash=hash_token(signs),
            made_by=actor.account_id,
            made_at=now,
            expires_at=now + GOOD_FOR,
        )
    )
    note_act(session, actor, Action.CREATE, "claim", person.id, None, client.group_id)
    return "-".join(signs[start : start + IN_GROUPS_OF] for start in range(0, LENGTH, IN_GROUPS_OF))


@lifted  # who leaves or takes over sees not every client of the group
def withdraw(
    session: Session, house: House, group_id: UUID, account_id: UUID, still: Collection[UUID]
) -> None:
    """Codes that a member printed for the group's clients stop working, but those for who is `still` hers.

    The rows stay, so that their clients' pages say that a new sheet is needed.
    """
    now = house.clock.now()
    helped = select(CLIENT.c.person_id).where(CLIENT.c.group_id == group_id)
    hers = CLAIM.c.made_by == account_id, CLAIM.c.person_id.in_(helped), CLAIM.c.person_id.not_in(still)
    works = CLAIM.c.used_at.is_(None), CLAIM.c.expires_at > now
    session.execute(update(Claim).where(*hers, *works).values(expires_at=now))


@dataclass(frozen=True, slots=True)
class Taking:
    """Where a client stands on her way to an account of her own."""

    has_account: bool
    needs_new_code: bool  # one was printed that nobody used and that no longer works


def taking_of(session: Session, house: House, client: Client) -> Taking:
    """How far her records are her own, in one question."""
    person = access.PERSON
    unused = CLAIM.c.person_id == person.c.id, CLAIM.c.used_at.is_(None)
    is_late = exists().where(*unused, CLAIM.c.expires_at <= house.clock.now())
    asked = select(person.c.account_id.is_not(None), is_late).where(person.c.id == client.person_id)
    has_account, late = session.execute(asked).one()
    return Taking(has_account, late and not has_account)


def take_over(session: Session, house: House, actor: Actor, typed: str) -> UUID | Refusal:
    """The account becomes the person of the code; gives the id of the empty person it was before.

    Her key is for the caller to destroy once this is saved.
    """
    claim = _open_claim(session, typed, house.clock.now())
    if claim is None:
        return Refusal.WRONG
    own = access.own_person(session, actor)
    for person_id in sorted((own.id, claim.person_id)):
        access.hold(session, person_id)
    if claim.made_by == actor.account_id or _helps(session, actor) or has_things(session, own.id):
        return Refusal.NOT_EMPTY
    if not _spend(session, claim, house.clock.now()):
        return Refusal.WRONG
    session.delete(own)
    session.flush()  # an account is one person at a time
    person = session.get_one(Person, claim.person_id, populate_existing=True)
    person.account_id, person.is_self = actor.account_id, True
    note_act(session, actor, Action.TAKE_OVER, "person", person.id, person.id)
    return own.id


def has_things(session: Session, person_id: UUID) -> bool:
    """Whether anything in any room is this person's."""
    owned = [exists().where(table.c.person_id == person_id) for table in _tables_of_persons()]
    return bool(session.execute(select(or_(*owned))).scalar())


def _tables_of_persons() -> list[Table]:
    # Also those of the rooms above, which this one cannot name.
    tables = SQLModel.metadata.sorted_tables
    return [table for table in tables if "person_id" in table.c and table.c.person_id.foreign_keys]


def _helps(session: Session, actor: Actor) -> bool:
    """Who helps others never takes over a client's records."""
    return session.get_one(Account, actor.account_id).helps_others


def _open_claim(session: Session, typed: str, now: datetime) -> Claim | None:
    found = select(Claim).where(
        CLAIM.c.code_hash == hash_token(signs_of(typed)), CLAIM.c.used_at.is_(None), CLAIM.c.expires_at > now
    )
    return session.execute(found).scalar_one_or_none()


def _spend(session: Session, claim: Claim, now: datetime) -> bool:
    """Whether this request is the one that uses it."""
    person = access.PERSON
    free = exists().where(person.c.id == claim.person_id, person.c.account_id.is_(None), ~person.c.in_bin)
    # Withdrawn a moment ago, it does not work either.
    unused = CLAIM.c.id == claim.id, CLAIM.c.used_at.is_(None), CLAIM.c.expires_at > now
    spent = session.execute(update(Claim).where(*unused, free).values(used_at=now))
    return bool(spent.rowcount)  # type: ignore[attr-defined] # an UPDATE counts its rows


def signs_of(typed: str) -> str:
    """The signs of a printed code, however it was typed."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    return "".join(sign for sign in plain if sign.isalnum())
