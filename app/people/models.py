"""Tables of persons, of the cases they pursue, and of the groups' clients."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Index, UniqueConstraint, false
from sqlmodel import Field, SQLModel

from app.kit.crypto import Sealed, SealedText
from app.kit.tables import once_while


class Person(SQLModel, table=True):
    """Whose data it is: at sign-up one person, herself. A group's client may have no account."""

    __tablename__ = "person"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    account_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    is_self: bool = True
    # Waits to be erased: until it is taken back it does not exist for anybody.
    in_bin: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    created_at: datetime


class Case(SQLModel, table=True):
    """What a person pursues, such as the face photo taken for her card; its filings say how."""

    __tablename__ = "case"
    # Tables above copy the person or the group down and hold them with the case by one key.
    __table_args__ = (
        UniqueConstraint("id", "person_id"),
        Index("ix_case_id_group_id", "id", "group_id", unique=True),
    )
    model_config = {"arbitrary_types_allowed": True}  # Sealed is bytes that pydantic does not know

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    group_id: UUID | None = Field(default=None, foreign_key="support_group.id", index=True)  # works on it
    title_sealed: Sealed = Field(sa_type=SealedText)
    worry_sealed: Sealed | None = Field(default=None, sa_type=SealedText)
    created_at: datetime
    closed_on: date | None = None


class Profile(SQLModel, table=True):
    """What a person is called and how she can be reached in safety; one sealed text (profiles.py)."""

    __tablename__ = "profile"
    model_config = {"arbitrary_types_allowed": True}  # Sealed is bytes that pydantic does not know

    person_id: UUID = Field(primary_key=True, foreign_key="person.id")
    words_sealed: Sealed = Field(sa_type=SealedText)
    changed_at: datetime


class Client(SQLModel, table=True):
    """A person whom a group helps; to members without a look at her she is a number."""

    __tablename__ = "client"
    __table_args__ = (
        UniqueConstraint("group_id", "number"),
        once_while("ended_at IS NULL", "uq_client_open", "group_id", "person_id"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    group_id: UUID = Field(foreign_key="support_group.id")
    person_id: UUID = Field(foreign_key="person.id", index=True)
    number: int
    entered_by: UUID = Field(foreign_key="account.id")
    entered_at: datetime
    ended_at: datetime | None = None
    ended_reason: str | None = Field(default=None, max_length=24)
    handed_back_on: date | None = None  # her papers are with her again


class Claim(SQLModel, table=True):
    """A printed code with which a client without an account makes her records her own, once."""

    __tablename__ = "claim"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    code_hash: str = Field(unique=True, max_length=64)
    made_by: UUID = Field(foreign_key="account.id")
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
