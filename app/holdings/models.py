"""The table of holdings: one row is one kind of data at one agency."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint
from sqlmodel import Field, SQLModel, col

from app.agencies.named import names_agency
from app.kit.crypto import Sealed, SealedText
from app.people.access import lies_in_case


class Certainty(StrEnum):
    """How sure it is that the agency holds it, or what became of it."""

    GUESS = "guess"
    CONFIRMED = "confirmed"
    DISCLOSED = "disclosed"
    CORRECTED = "corrected"
    SUSPENDED = "suspended"


class Category(StrEnum):
    """The fixed list of kinds of data, in the order in which they are offered."""

    FACE_PHOTO = "face_photo"
    FACE_MATCHING = "face_matching"
    BIOMETRICS = "biometrics"
    APPLICATION_FORM = "application_form"
    IDENTITY_DOCUMENT = "identity_document"
    ADDRESS_HISTORY = "address_history"
    FAMILY_REGISTER = "family_register"
    MY_NUMBER_RECORDS = "my_number_records"
    TAX = "tax"
    PENSION = "pension"
    HEALTH = "health"
    WELFARE = "welfare"
    SCHOOL = "school"
    EMPLOYMENT = "employment"
    IMMIGRATION = "immigration"
    POLICE = "police"
    SURVEILLANCE = "surveillance"
    LOCATION = "location"
    COMMUNICATION = "communication"
    CREDIT = "credit"
    PURCHASE = "purchase"
    OTHER = "other"


class Holding(SQLModel, table=True):
    """What one agency holds about one person, in her own words."""

    __tablename__ = "holding"
    # A holding joins only a case of the same person.
    __table_args__ = (ForeignKeyConstraint(["case_id", "person_id"], ["case.id", "case.person_id"]),)
    model_config = {"arbitrary_types_allowed": True}

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    agency_id: UUID = Field(foreign_key="agency.id", index=True)
    case_id: UUID | None = Field(default=None, index=True)
    category: str = Field(max_length=32)
    certainty: str = Field(max_length=16)
    since_on: date | None = None
    since_precision: str | None = Field(default=None, max_length=8)
    words_sealed: Sealed | None = Field(default=None, sa_type=SealedText)
    why_sealed: Sealed | None = Field(default=None, sa_type=SealedText)
    created_at: datetime
    updated_at: datetime


lies_in_case(Holding, lambda: Holding.case_id)
names_agency(col(Holding.agency_id), col(Holding.case_id))
