"""Which cases of a group a member sees by number and state, and of which the state is open: the one policy.

The board, its bulk acts, the day's sheet and the mail ask here. A helper sees the cases on which she works,
a coordinator and a supervisor all of the group's; a case whose person opened no status to the group shows
only that. What a case says is another question, and the door's (people/access.py).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, or_, select
from sqlmodel import Session

from app.accounts.session import Actor
from app.groups.access import CASE_ROLES, member_for
from app.groups.models import Membership, Role
from app.people.access import ASSIGNED, SCOPE
from app.people.grant_models import Verb
from app.people.models import Case, Client

CASE: Any = Case.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation
CLIENT: Any = Client.__table__  # type: ignore[attr-defined] # see above

GROUP: Any = bindparam("group", type_=CASE.c.group_id.type)
ON: Any = bindparam("on", type_=SCOPE.c.starts_on.type)
STATUS: Final[Verb] = "view_status"


@dataclass(frozen=True, slots=True)
class Reach:
    """A member who looks at her group's cases on a day."""

    member: Membership
    on: date

    @property
    def group_id(self) -> UUID:
        return self.member.group_id

    @property
    def is_own(self) -> bool:
        """Whether she sees only the cases on which she works."""
        return self.member.role == Role.HELPER

    @property
    def is_coordinator(self) -> bool:
        return self.member.role == Role.COORDINATOR

    @property
    def asked(self) -> dict[str, object]:
        """The values that every statement below needs."""
        return {"group": self.group_id, "account": self.member.account_id, "on": self.on}


def reach_for(session: Session, actor: Actor, group_id: UUID, *roles: Role) -> Reach:
    """What this account sees of a group; raises NotFound for strangers and technical admins."""
    return Reach(member_for(session, actor, group_id, *(roles or CASE_ROLES)), actor.on)


def own_cases() -> Select[tuple[UUID]]:
    """The cases on which the account works."""
    return select(ASSIGNED.c.case_id).where(
        ASSIGNED.c.account_id == bindparam("account", type_=ASSIGNED.c.account_id.type),
        ASSIGNED.c.group_id == GROUP,
        ASSIGNED.c.ended_at.is_(None),
        ASSIGNED.c.suspended_at.is_(None),
    )


def clients_cases(*columns: Any, is_own: bool) -> Select[Any]:
    """Columns of the open cases that somebody sees, each beside its client."""
    its_client = and_(
        CLIENT.c.person_id == CASE.c.person_id, CLIENT.c.group_id == GROUP, CLIENT.c.ended_at.is_(None)
    )
    found = select(*columns).join_from(CASE, CLIENT, its_client)
    found = found.where(CASE.c.group_id == GROUP, CASE.c.closed_on.is_(None))
    return found.where(CASE.c.id.in_(own_cases())) if is_own else found


def covers(person: Any, case: Any, verb: Verb = STATUS) -> ColumnElement[bool]:
    """That a scope lets the group see the state of this case today, or do something else with it."""
    return and_(
        SCOPE.c.person_id == person,
        SCOPE.c.group_id == GROUP,
        SCOPE.c.verb == verb,
        SCOPE.c.ended_at.is_(None),
        SCOPE.c.starts_on <= ON,
        SCOPE.c.expires_on >= ON,
        or_(SCOPE.c.case_id.is_(None), SCOPE.c.case_id == case),
    )


def is_open(person: Any = None, case: Any = None) -> ColumnElement[bool]:
    """That the state of a case may be seen, as a condition on the case."""
    return exists().where(
        covers(CASE.c.person_id if person is None else person, CASE.c.id if case is None else case)
    )
