"""Keeps what members write for one another: sealed with the group's cipher, so much and no more."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar, cast
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlmodel import Field, Session, SQLModel

from app.groups.models import Membership
from app.groups.service import hold_group
from app.kit.crypto import Place, Sealed, SealedText
from app.kit.errors import Conflict, NotFound
from app.kit.house import House


class OnShelf(SQLModel):
    """Columns of a table of such things; the table is marked with `goes_with_group`."""

    model_config = {"arbitrary_types_allowed": True}  # Sealed is bytes that pydantic does not know

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    group_id: UUID = Field(foreign_key="support_group.id", index=True)
    content_sealed: Sealed = Field(sa_type=SealedText)
    put_by: UUID = Field(foreign_key="account.id")
    put_as: str = Field(max_length=16)  # her role when she did
    created_at: datetime
    changed_at: datetime


Row = TypeVar("Row", bound=OnShelf)


def rows_of(session: Session, table: type[Row], group_id: UUID) -> Sequence[Row]:
    """Those of a group, the newest first."""
    columns = _columns(table)
    found = select(table).where(columns.group_id == group_id).order_by(columns.created_at.desc())
    return cast("Sequence[Row]", session.execute(found).scalars().all())


def row_of(session: Session, table: type[Row], group_id: UUID, row_id: UUID) -> Row:
    """One of them; raises NotFound for another group's."""
    row = session.get(table, row_id)
    if row is None or row.group_id != group_id:
        raise NotFound
    return row


def text_of(house: House, row: OnShelf) -> str:
    """What it says, opened."""
    return house.vault.group(row.group_id).open(_place(row), row.content_sealed)


def write(house: House, row: OnShelf, text: str) -> None:
    """What it says now; what was made from it stays as it was."""
    row.content_sealed = house.vault.group(row.group_id).seal(_place(row), text)
    row.changed_at = house.clock.now()


def put(
    session: Session,
    house: House,
    member: Membership,
    table: type[Row],
    text: str,
    *,
    most: int,
    refusal: str,
    **more: str,
) -> Row:
    """One more of a member's; raises Conflict with this sentence when the group has `most` already."""
    hold_group(session, member.group_id)
    count = select(func.count()).where(_columns(table).group_id == member.group_id)
    if session.execute(count).scalar_one() >= most:
        raise Conflict(refusal)
    now = house.clock.now()
    told: dict[str, Any] = {"put_by": member.account_id, "put_as": member.role, "created_at": now, **more}
    row = table(group_id=member.group_id, content_sealed=Sealed(), changed_at=now, **told)
    write(house, row, text)
    session.add(row)
    session.flush()
    return row


def _columns(table: type[OnShelf]) -> Any:
    return table.__table__.c  # type: ignore[attr-defined] # SQLModel adds it at class creation


def _place(row: OnShelf) -> Place:
    # A group has no person: its own id stands in her place.
    return Place(str(row.__tablename__), "content_sealed", row.id, row.group_id)
