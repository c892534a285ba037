"""The table of private calendar addresses."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel


class CalendarFeed(SQLModel, table=True):
    """An address under which a program reads a person's dates; only the hash of its token is kept.

    `account_id` is who made it: what the address shows is what that account may see of the person.
    Nothing is written when it is read: a look changes nothing, and nobody keeps when her phone was on.
    """

    __tablename__ = "calendar_feed"
    __table_args__ = (
        # One address at a time, also when two presses of a button arrive together.
        Index(
            "ix_calendar_feed_open",
            "account_id",
            "person_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", ondelete="CASCADE")
    person_id: UUID = Field(foreign_key="person.id", index=True)
    token_hash: str = Field(unique=True, max_length=64)
    discreet: bool = True
    locale: str = Field(max_length=16)
    created_at: datetime
    revoked_at: datetime | None = None
