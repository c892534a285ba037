"""Tables of sending: her answers and ticks for a filing, its certificates, its costs, a desk's address."""

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.filings.models import lies_in_filing
from app.kit.crypto import Sealed, SealedText


class Way(StrEnum):
    """How the papers reach the agency."""

    POST = "post"
    COUNTER = "counter"


class Agent(StrEnum):
    """Who files: she herself, a statutory representative, or somebody she mandated."""

    SELF = "self"
    PARENT = "parent"
    GUARDIAN = "guardian"
    MANDATE = "mandate"


class Identity(StrEnum):
    """What her identity papers are."""

    PHOTO = "photo"
    NO_PHOTO = "no_photo"


class CertificateKind(StrEnum):
    """A paper that must not be old."""

    RESIDENCE = "residence"
    MANDATE = "mandate"
    FAMILY_REGISTER = "family_register"
    GUARDIANSHIP = "guardianship"


class CostKind(StrEnum):
    """What money was spent on."""

    FEE = "fee"
    COPIES = "copies"
    POSTAGE = "postage"
    CERTIFICATES = "certificates"
    OTHER = "other"


class Address(NamedTuple):
    """Where a person writes to at an agency: lines as they stand on the envelope, and the section."""

    address: str = ""
    section: str = ""


def _of_filing() -> ForeignKeyConstraint:
    # A row joins only a filing of the same person, and goes with it when a draft is discarded.
    return ForeignKeyConstraint(
        ["filing_id", "person_id"], ["filing.id", "filing.person_id"], ondelete="CASCADE"
    )


class Sending(SQLModel, table=True):
    """What she said about sending a filing, and what of the list is done."""

    __tablename__ = "sending"
    __table_args__ = (_of_filing(),)
    model_config = {"arbitrary_types_allowed": True}  # Sealed is bytes that pydantic does not know

    filing_id: UUID = Field(primary_key=True)
    person_id: UUID = Field(index=True)
    way: str | None = Field(default=None, max_length=8)
    agent: str | None = Field(default=None, max_length=8)
    identity: str | None = Field(default=None, max_length=8)
    wants_copies: bool = False
    planned_on: date | None = None
    arrives_on: date | None = None
    # Ids of the list's lines (data/checklist.yaml), with commas between: no words of hers.
    ticks: str = ""
    method: str | None = Field(default=None, max_length=24)
    tracking_sealed: Sealed | None = Field(default=None, sa_type=SealedText)
    changed_at: datetime


class Certificate(SQLModel, table=True):
    """The day on which a paper to be enclosed was made."""

    __tablename__ = "certificate"
    __table_args__ = (_of_filing(), UniqueConstraint("filing_id", "kind"))

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    filing_id: UUID
    person_id: UUID = Field(index=True)
    kind: str = Field(max_length=16)
    made_on: date


class Cost(SQLModel, table=True):
    """Money spent on a filing; yen."""

    __tablename__ = "cost"
    __table_args__ = (_of_filing(),)
    model_config = {"arbitrary_types_allowed": True}  # see above

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    filing_id: UUID = Field(index=True)
    person_id: UUID = Field(index=True)
    kind: str = Field(max_length=16)
    yen: int
    spent_on: date
    note_sealed: Sealed | None = Field(default=None, sa_type=SealedText)
    created_at: datetime


class Desk(SQLModel, table=True):
    """Where a person writes to at an agency; the directory has no addresses, so this one is hers."""

    __tablename__ = "desk"
    __table_args__ = (UniqueConstraint("person_id", "agency_id"),)
    model_config = {"arbitrary_types_allowed": True}  # see above

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id")
    agency_id: UUID = Field(foreign_key="agency.id", index=True)
    address_sealed: Sealed | None = Field(default=None, sa_type=SealedText)
    section_sealed: Sealed | None = Field(default=None, sa_type=SealedText)


lies_in_filing(Cost, lambda: Cost.filing_id)
