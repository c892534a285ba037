"""Tables of support groups, of their members and of open invitations."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlmodel import Field, SQLModel

from app.kit.crypto import Sealed, SealedText
from app.kit.tables import once_while, one_of


class Role(StrEnum):
    """What a member does in a group; one at a time, so a technical admin never works on a case there."""

    HELPER = "helper"
    COORDINATOR = "coordinator"
    SUPERVISOR = "supervisor"
    TECHNICAL_ADMIN = "technical_admin"


class SupportGroup(SQLModel, table=True):
    """People who help others with their requests; its words are sealed with a key of its own."""

    __tablename__ = "support_group"
    model_config = {"arbitrary_types_allowed": True}  # Sealed is bytes that pydantic does not know

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    code: str = Field(unique=True, max_length=16)  # by which a person names it; no secret
    name_sealed: Sealed = Field(sa_type=SealedText)
    contact_sealed: Sealed = Field(sa_type=SealedText)
    created_at: datetime
    dissolved_at: datetime | None = None


class Membership(SQLModel, table=True):
    """An account's time in a group under one role; another role is another row."""

    __tablename__ = "membership"
    __table_args__ = (
        one_of("role", Role),
        once_while("ended_at IS NULL", "uq_membership_open", "group_id", "account_id"),
    )
    model_config = {"arbitrary_types_allowed": True}  # Sealed is bytes that pydantic does not know

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    group_id: UUID = Field(foreign_key="support_group.id")
    account_id: UUID = Field(foreign_key="account.id", index=True)
    role: str = Field(max_length=16)
    name_sealed: Sealed = Field(sa_type=SealedText)  # what clients and members call her
    began_at: datetime
    ended_at: datetime | None = None
    ended_reason: str | None = Field(default=None, max_length=16)


class Invitation(SQLModel, table=True):
    """A link that makes one account a member, once, until its hour."""

    __tablename__ = "invitation"
    __table_args__ = (one_of("role", Role),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    group_id: UUID = Field(foreign_key="support_group.id", index=True)
    token_hash: str = Field(unique=True, max_length=64)
    role: str = Field(max_length=16)
    made_by: UUID = Field(foreign_key="account.id")
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    used_by: UUID | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = None
