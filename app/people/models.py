"""Tables of persons and of the cases they pursue."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.kit.crypto import Sealed, SealedText


class Person(SQLModel, table=True):
    """Whose data it is: at sign-up one person, herself; an account may look after more."""

    __tablename__ = "person"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    is_self: bool = True
    created_at: datetime


class Case(SQLModel, table=True):
    """What a person pursues, such as the face photo taken for her card; its filings say how."""

    __tablename__ = "case"
    # Tables above copy the person down and hold her with the case by one key.
    __table_args__ = (UniqueConstraint("id", "person_id"),)
    model_config = {"arbitrary_types_allowed": True}  # Sealed is bytes that pydantic does not know

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    title_sealed: Sealed = Field(sa_type=SealedText)
    worry_sealed: Sealed | None = Field(default=None, sa_type=SealedText)
    created_at: datetime
    closed_on: date | None = None
