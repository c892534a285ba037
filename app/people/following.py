"""Tells upper rooms which group works on a case now, so that their copies of it change in the same act."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session

from app.kit.behalf import for_everybody
from app.people.models import Case

Follower = Callable[[Session, Sequence[UUID], UUID | None], None]

CASE: Any = Case.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation
_FOLLOWERS: list[Follower] = []


def follows_group(follower: Follower) -> Follower:
    """Names what copies the group of cases: called with their ids and the new group, or None."""
    _FOLLOWERS.append(follower)
    return follower


def give_cases(session: Session, case_ids: Sequence[UUID], group_id: UUID | None) -> None:
    """Lets a group work on these cases, or none from now on; the only place that changes it."""
    if not case_ids:
        return
    # Who gives a case away does not see it afterwards.
    with for_everybody(session):
        session.execute(update(Case).where(CASE.c.id.in_(case_ids)).values(group_id=group_id))
        for follower in _FOLLOWERS:
            follower(session, case_ids, group_id)
