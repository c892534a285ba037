"""Tables of a case's team in its group: who works on it, and how it goes from one to another."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint
from sqlmodel import Field, SQLModel

from app.kit.crypto import Sealed, SealedText
from app.kit.tables import once_while, one_of


class Part(StrEnum):
    """What a member does on a case: one leads, others help or only read."""

    LEAD = "lead"
    HELPER = "helper"
    READER = "reader"


class Left(StrEnum):
    """Why a member no longer works on a case."""

    HANDED_OVER = "handed_over"
    REASSIGNED = "reassigned"
    MEMBERSHIP_ENDED = "membership_ended"
    ACCESS_ENDED = "access_ended"


def _of_case() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["case_id", "person_id"], ["case.id", "case.person_id"])


class CaseAssignment(SQLModel, table=True):
    """A member's time on a case."""

    __tablename__ = "case_assignment"
    __table_args__ = (
        _of_case(),
        one_of("part", Part),
        once_while("ended_at IS NULL AND part = 'lead'", "uq_case_assignment_lead", "case_id"),
        once_while("ended_at IS NULL", "uq_case_assignment_open", "account_id", "case_id"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    case_id: UUID = Field(index=True)
    person_id: UUID
    group_id: UUID = Field(foreign_key="support_group.id", index=True)
    account_id: UUID = Field(foreign_key="account.id")
    part: str = Field(max_length=16)
    began_at: datetime
    suspended_at: datetime | None = None  # until a coordinator decides about a possible conflict
    ended_at: datetime | None = None
    ended_reason: str | None = Field(default=None, max_length=24)


class Handover(SQLModel, table=True):
    """A lead's offer to another member; access changes hands when she accepts."""

    __tablename__ = "handover"
    __table_args__ = (_of_case(), once_while("settled_at IS NULL", "uq_handover_open", "case_id"))
    model_config = {"arbitrary_types_allowed": True}  # Sealed is bytes that pydantic does not know

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    case_id: UUID = Field(index=True)
    person_id: UUID
    group_id: UUID = Field(foreign_key="support_group.id")
    from_account: UUID = Field(foreign_key="account.id")
    to_account: UUID = Field(foreign_key="account.id", index=True)
    note_sealed: Sealed | None = Field(default=None, sa_type=SealedText)
    offered_at: datetime
    settled_at: datetime | None = None
    settled: str | None = Field(default=None, max_length=16)  # accepted, declined, withdrawn
    told_at: datetime | None = None  # when the person was shown it
