"""Keeps the playbooks that people write, and finds the playbook of a run again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from fastapi import Request
from sqlalchemy import select
from sqlmodel import Session, col

from app.accounts.session import Actor, reader
from app.kit.crypto import Place, Sealed
from app.kit.errors import Conflict, SignedOut
from app.kit.house import House
from app.people import access
from app.playbooks import own as files
from app.playbooks.asking import one_id
from app.playbooks.making import kept_of
from app.playbooks.model import Playbook
from app.playbooks.models import OwnPlaybook, PlaybookRun
from app.playbooks.own import Own
from app.playbooks.own_shape import as_playbook
from app.playbooks.reading import playbooks

MOST_OWN = 100


@dataclass(frozen=True, slots=True)
class Written:
    """A playbook of a person's, opened."""

    id: UUID
    own: Own
    is_from_elsewhere: bool
    changed_at: datetime

    @property
    def playbook(self) -> Playbook:
        """The same in the shape of the shipped ones."""
        return as_playbook(self.own, str(self.id), 1)


def own_of(session: Session, house: House, person_id: UUID) -> list[Written]:
    """All that she wrote or took from a file, the newest first."""
    mine = select(OwnPlaybook).where(col(OwnPlaybook.person_id) == person_id)
    rows: Sequence[OwnPlaybook] = (
        session.execute(mine.order_by(col(OwnPlaybook.created_at).desc())).scalars().all()
    )
    return [opened(house, row) for row in rows]


async def own_of_reader(request: Request, session: Session, house: House) -> list[Written] | None:
    """The reader's own; nothing for somebody who is not signed in."""
    try:
        actor = await reader(request, house, session)
    except SignedOut:
        return None
    return own_of(session, house, access.own_person(session, actor).id)


def opened(house: House, row: OwnPlaybook) -> Written:
    """One row with its words opened."""
    text = house.vault.person(row.person_id).open(_place(row), row.content_sealed)
    return Written(row.id, files.from_json(text), row.is_from_elsewhere, row.changed_at)


def add(session: Session, house: House, person_id: UUID, own: Own, *, from_elsewhere: bool) -> OwnPlaybook:
    """Keeps a new one, sealed; raises Conflict when she has more than anybody needs."""
    if len(own_of(session, house, person_id)) >= MOST_OWN:
        raise Conflict("playbooks.errors.too_many_own")
    row = OwnPlaybook(
        id=uuid4(),
        person_id=person_id,
        content_sealed=Sealed(),
        is_from_elsewhere=from_elsewhere,
        created_at=house.clock.now(),
        changed_at=house.clock.now(),
    )
    change(house, row, own)
    session.add(row)
    session.flush()  # its page is led to in the same transaction
    return row


def change(house: House, row: OwnPlaybook, own: Own) -> None:
    """What it says now."""
    row.content_sealed = house.vault.person(row.person_id).seal(_place(row), files.to_json(own))
    row.changed_at = house.clock.now()


def remove(session: Session, row: OwnPlaybook) -> None:
    """Forgets it; what was made from it stays."""
    session.delete(row)


def playbook_of(session: Session, house: House, actor: Actor, run: PlaybookRun) -> Playbook | None:
    """The playbook that a run came from; nothing when she deleted it since."""
    own_id = one_id(run.playbook)
    if text := kept_of(house, run).text:
        return as_playbook(files.from_json(text), run.playbook, run.version)
    if own_id is None:
        return playbooks().get(run.playbook)
    row = session.get(OwnPlaybook, own_id)
    if row is None or row.person_id != run.person_id:
        return None
    access.find(session, actor, OwnPlaybook, own_id, "view_content")
    return opened(house, row).playbook


def _place(row: OwnPlaybook) -> Place:
    return Place("own_playbook", "content_sealed", row.id, row.person_id)
