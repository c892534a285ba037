"""The playbooks that a group's members put at its disposal; nothing of them is trusted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session

from app.groups import shelf
from app.groups.models import Membership
from app.kit.house import House
from app.playbooks import own as files
from app.playbooks.model import Playbook
from app.playbooks.models import GroupPlaybook
from app.playbooks.own import Own
from app.playbooks.own_shape import as_playbook

MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Shared:
    """A playbook of a group, opened: checked again as if it came from a file."""

    id: UUID
    own: Own
    put_as: str
    changed_at: datetime

    @property
    def text(self) -> str:
        """As a run remembers it."""
        return files.to_json(self.own)

    @property
    def playbook(self) -> Playbook:
        """The same in the shape of the shipped ones."""
        return as_playbook(self.own, str(self.id), 1)


def all_of(session: Session, house: House, group_id: UUID) -> list[Shared]:
    """Those of a group, the newest first."""
    return [opened(house, row) for row in shelf.rows_of(session, GroupPlaybook, group_id)]


def one_of(session: Session, group_id: UUID, playbook_id: UUID) -> GroupPlaybook:
    """One of them; raises NotFound for another group's."""
    return shelf.row_of(session, GroupPlaybook, group_id, playbook_id)


def opened(house: House, row: GroupPlaybook) -> Shared:
    """One row with its words opened."""
    return Shared(row.id, files.from_json(shelf.text_of(house, row)), row.put_as, row.changed_at)


def add(session: Session, house: House, member: Membership, own: Own) -> GroupPlaybook:
    """A copy that belongs to the group from now on; raises Conflict when it has more than anybody needs."""
    refusal = "playbooks.errors.too_many_in_group"
    return shelf.put(session, house, member, GroupPlaybook, files.to_json(own), most=MOST, refusal=refusal)


def change(house: House, row: GroupPlaybook, own: Own) -> None:
    """What it says now; what was made from it stays as it was."""
    shelf.write(house, row, files.to_json(own))
