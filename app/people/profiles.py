"""Keeps what a person is called and how she can be reached without harm, sealed with her key."""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, fields
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlmodel import Session

from app.kit.behalf import lifted
from app.kit.crypto import Cipher, Place
from app.kit.house import House
from app.people.models import Profile

PROFILE: Any = Profile.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation


@dataclass(frozen=True, slots=True)
class About:
    """A person in plain words; what nobody told is empty."""

    name: str = ""
    kana: str = ""
    phone: str = ""
    address: str = ""
    # How she can be reached in safety: where, at which hours, by what means, and what never to do.
    safe_where: str = ""
    safe_when: str = ""
    safe_how: str = ""
    never: str = ""
    never_post: bool = False  # nothing is ever posted to her address

    @property
    def has_warning(self) -> bool:
        """Whether anything was told that somebody who reaches for her must read first."""
        return self.never_post or any((self.never, self.safe_how, self.safe_when, self.safe_where))


_KNOWN = {field.name for field in fields(About)}


def about(session: Session, house: House, person_id: UUID) -> About:
    """What is known of a person; raises Unreadable when her key was destroyed."""
    row = session.get(Profile, person_id)
    if row is None:
        return About()
    return opened(house.vault.person(person_id), person_id, row.words_sealed)


def abouts(session: Session, house: House, person_ids: Collection[UUID]) -> dict[UUID, About]:
    """What is known of several persons, in two queries; whose key was destroyed is left out."""
    rows = session.execute(select(Profile).where(PROFILE.c.person_id.in_(person_ids))).scalars().all()
    ciphers = house.vault.persons({row.person_id for row in rows}) if rows else {}
    return {
        row.person_id: opened(ciphers[row.person_id], row.person_id, row.words_sealed)
        for row in rows
        if row.person_id in ciphers
    }


def opened(cipher: Cipher, person_id: UUID, words_sealed: bytes) -> About:
    """What a row says, for lists that have the person's cipher already."""
    told = json.loads(cipher.open(_place(person_id), words_sealed))
    return About(**{name: value for name, value in told.items() if name in _KNOWN})


def keep_about(session: Session, house: House, person_id: UUID, told: About) -> None:
    """Keeps it in place of what was known before."""
    words = json.dumps(asdict(told), ensure_ascii=False)
    sealed = house.vault.person(person_id).seal(_place(person_id), words)
    row = session.get(Profile, person_id)
    if row is None:
        session.add(Profile(person_id=person_id, words_sealed=sealed, changed_at=house.clock.now()))
    else:
        row.words_sealed, row.changed_at = sealed, house.clock.now()


@lifted  # who stops the help need not know her
def forget(session: Session, person_id: UUID) -> None:
    """Deletes all that was known of a person."""
    session.execute(delete(Profile).where(PROFILE.c.person_id == person_id))


def _place(person_id: UUID) -> Place:
    return Place("profile", "words_sealed", person_id, person_id)
