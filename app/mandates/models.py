"""Table of powers of attorney."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint
from sqlmodel import Field, SQLModel

from app.kit.crypto import Sealed, SealedText
from app.kit.tables import one_of
from app.people.access import lies_in_case


class Kind(StrEnum):
    """Why somebody may file for her; the words are those of `sending.Agent`."""

    PARENT = "parent"
    GUARDIAN = "guardian"
    MANDATE = "mandate"


class Paper(StrEnum):
    """What shows that the agent may, and who both are."""

    MANDATE = "mandate"
    FAMILY_REGISTER = "family_register"
    GUARDIANSHIP = "guardianship"
    SEAL = "seal"
    HER_ID = "her_id"
    AGENT_ID = "agent_id"


class Reason(StrEnum):
    """Why the authority ended."""

    REVOKED = "revoked"
    RESIGNED = "resigned"
    OF_AGE = "of_age"
    OTHER = "other"


class PowerOfAttorney(SQLModel, table=True):
    """An agent, and the paper that says so; without a case it is for all of hers."""

    __tablename__ = "power_of_attorney"
    __table_args__ = (
        ForeignKeyConstraint(["case_id", "person_id"], ["case.id", "case.person_id"]),
        one_of("kind", Kind),
        one_of("ended_reason", Reason),
    )
    model_config = {"arbitrary_types_allowed": True}  # Sealed is bytes that pydantic does not know

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    case_id: UUID | None = Field(default=None, index=True)
    agent_sealed: Sealed = Field(sa_type=SealedText)
    kind: str = Field(max_length=8)
    # Ids of procedures and of papers, with commas between; no procedure named: for all of them.
    procedures: str = ""
    papers: str = ""
    made_on: date
    ended_on: date | None = None
    ended_reason: str | None = Field(default=None, max_length=8)
    # Whether a request fell with it: then two steps stand open until each has its day.
    has_steps: bool = False
    agency_notified_on: date | None = None
    refiling_decided_on: date | None = None
    created_at: datetime

    def covers(self, procedure: str) -> bool:
        """Whether it is for requests of this kind."""
        return not self.procedures or procedure in self.procedures.split(",")


lies_in_case(PowerOfAttorney, lambda: PowerOfAttorney.case_id)
