"""Names the tables whose rows go with a group when it ends: what its members wrote for one another."""

from typing import TypeVar
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, SQLModel

Table = TypeVar("Table", bound=type[SQLModel])
_TAKEN: list[type[SQLModel]] = []


def goes_with_group(table: Table) -> Table:
    """Marks a table that carries `group_id`."""
    _TAKEN.append(table)
    return table


def take_along(session: Session, group_id: UUID) -> None:
    """Deletes all that belongs to the group alone."""
    for table in _TAKEN:
        group = table.__table__.c.group_id  # type: ignore[attr-defined] # SQLModel adds it at class creation
        session.execute(delete(table).where(group == group_id))
