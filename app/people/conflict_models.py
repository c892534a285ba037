"""Tables of the conflict check: fingerprints of names, the check, and who decided."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.kit.crypto import Sealed, SealedText
from app.kit.tables import one_of


class Side(StrEnum):
    """Whose name a fingerprint is."""

    CLIENT = "client"
    OPPOSING = "opposing"


class Decision(StrEnum):
    """What stands after a check: nothing found, or what a coordinator decided about a possible conflict."""

    CLEAR = "clear"
    OPEN = "open"
    GO_ON = "go_on"
    STOP = "stop"


class NameMark(SQLModel, table=True):
    """A fingerprint of a name, reading, telephone or address, within one group alone."""

    __tablename__ = "name_mark"
    __table_args__ = (Index("ix_name_mark_found", "group_id", "mark"), one_of("side", Side))

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    group_id: UUID = Field(foreign_key="support_group.id")
    client_id: UUID = Field(foreign_key="client.id", index=True)
    side: str = Field(max_length=16)
    mark: str = Field(max_length=64)


class OpposingParty(SQLModel, table=True):
    """Somebody on the other side of a client's matter, in the words of whoever declared it."""

    __tablename__ = "opposing_party"
    model_config = {"arbitrary_types_allowed": True}  # Sealed is bytes that pydantic does not know

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    client_id: UUID = Field(foreign_key="client.id", index=True)
    person_id: UUID = Field(foreign_key="person.id")
    words_sealed: Sealed = Field(sa_type=SealedText)


class ConflictCheck(SQLModel, table=True):
    """One look for a conflict before anybody works with a client; the latest one counts."""

    __tablename__ = "conflict_check"
    __table_args__ = (one_of("decision", Decision),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    client_id: UUID = Field(foreign_key="client.id", index=True)
    group_id: UUID = Field(foreign_key="support_group.id")
    run_by: UUID = Field(foreign_key="account.id")
    run_at: datetime
    decision: str = Field(max_length=16)
    decided_by: UUID | None = Field(default=None, foreign_key="account.id")
    decided_at: datetime | None = None
