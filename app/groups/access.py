"""The groups' own door: who is a member, and as what. What is another group's does not exist."""

from collections.abc import Collection, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session

from app.accounts.session import Actor
from app.groups.models import Membership, Role, SupportGroup
from app.kit.errors import NotFound

MEMBER: Any = Membership.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation
GROUP: Any = SupportGroup.__table__  # type: ignore[attr-defined] # see above

# Who may work on cases; a technical admin runs the program and sees nobody.
CASE_ROLES: Final = (Role.HELPER, Role.COORDINATOR, Role.SUPERVISOR)
# Who writes for the people whom the group helps, and for the group.
WRITERS: Final = (Role.HELPER, Role.COORDINATOR)


def member_for(session: Session, actor: Actor, group_id: UUID, *roles: Role) -> Membership:
    """The account's open membership in this group under one of these roles (any, if none); else NotFound."""
    found: Membership | None = session.execute(
        select(Membership)
        .join(GROUP, GROUP.c.id == MEMBER.c.group_id)
        .where(
            MEMBER.c.group_id == group_id,
            MEMBER.c.account_id == actor.account_id,
            MEMBER.c.ended_at.is_(None),
            GROUP.c.dissolved_at.is_(None),
        )
    ).scalar_one_or_none()
    if found is None or (roles and found.role not in roles):
        raise NotFound
    return found


def fellow_for(session: Session, member: Membership, membership_id: UUID) -> Membership:
    """Another open membership of the same group; raises NotFound."""
    found = session.get(Membership, membership_id)
    if found is None or found.group_id != member.group_id or found.ended_at is not None:
        raise NotFound
    return found


def memberships_of(session: Session, actor: Actor) -> Sequence[Membership]:
    """The groups in which an account works, the oldest first."""
    return (
        session.execute(
            select(Membership)
            .where(MEMBER.c.account_id == actor.account_id, MEMBER.c.ended_at.is_(None))
            .order_by(MEMBER.c.began_at)
        )
        .scalars()
        .all()
    )


def is_member_anywhere(session: Session, account_id: UUID) -> bool:
    """Whether an account helps others, so that one factor is not enough to sign in."""
    found = select(MEMBER.c.id).where(MEMBER.c.account_id == account_id, MEMBER.c.ended_at.is_(None)).limit(1)
    return session.execute(found).first() is not None


def groups_of_ids(session: Session, ids: Collection[UUID]) -> Sequence[SupportGroup]:
    """These groups, dissolved ones too."""
    return session.execute(select(SupportGroup).where(GROUP.c.id.in_(ids))).scalars().all()


def members_ever(session: Session, group_ids: Collection[UUID]) -> Sequence[Membership]:
    """Whoever works or worked in these groups, the latest row of an account last."""
    found = select(Membership).where(MEMBER.c.group_id.in_(group_ids)).order_by(MEMBER.c.began_at)
    return session.execute(found).scalars().all()
