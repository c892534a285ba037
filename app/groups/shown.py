"""What the pages of a group show of it: its words and its members' names, opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session

from app.accounts.session import Actor
from app.groups import service
from app.groups.access import GROUP, MEMBER
from app.groups.models import Membership, Role, SupportGroup
from app.groups.service import GroupWords
from app.kit.house import House


@dataclass(frozen=True, slots=True)
class ShownMember:
    """A member as the other members see her."""

    id: UUID
    name: str
    role: str
    began_at: datetime
    is_me: bool


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group as a member sees it, with her own role there."""

    id: UUID
    code: str
    words: GroupWords
    role: str

    @property
    def is_coordinated(self) -> bool:
        """Whether who looks coordinates it."""
        return self.role == Role.COORDINATOR


def groups_of(session: Session, house: House, actor: Actor) -> list[ShownGroup]:
    """The groups in which an account works, the oldest membership first."""
    found = (
        select(SupportGroup, Membership)
        .join(MEMBER, MEMBER.c.group_id == GROUP.c.id)
        .where(MEMBER.c.account_id == actor.account_id, MEMBER.c.ended_at.is_(None))
        .order_by(MEMBER.c.began_at)
    )
    return [_shown(house, group, member) for group, member in session.execute(found)]


def group_of(session: Session, house: House, member: Membership) -> ShownGroup:
    """The group of a membership."""
    return _shown(house, session.get_one(SupportGroup, member.group_id), member)


def members_beside(session: Session, house: House, member: Membership) -> list[ShownMember]:
    """Who works in the group, as this member sees them."""
    return named(house, service.members(session, member.group_id), member.account_id)


def named(house: House, members: Sequence[Membership], account_id: UUID) -> list[ShownMember]:
    """The members with their names, in the same order; `account_id` is who looks."""
    return [
        ShownMember(
            each.id, service.name_of(house, each), each.role, each.began_at, each.account_id == account_id
        )
        for each in members
    ]


def _shown(house: House, group: SupportGroup, member: Membership) -> ShownGroup:
    return ShownGroup(group.id, group.code, service.words_of(house, group), member.role)
