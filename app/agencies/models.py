"""Tables of the directory: agencies, and what a person found one to do otherwise: periods, closed days."""

from datetime import date
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.kit.crypto import Sealed, SealedText


class Kind(StrEnum):
    """What sort of body it is."""

    ADMINISTRATIVE_ORGAN = "administrative_organ"
    INCORPORATED_AGENCY = "incorporated_agency"
    NATIONAL_UNIVERSITY = "national_university"
    PREFECTURE = "prefecture"
    MUNICIPALITY = "municipality"
    BUSINESS = "business"
    OTHER = "other"


class Regime(StrEnum):
    """Which part of the Act on the Protection of Personal Information governs it, or whether none does."""

    PUBLIC = "appi"  # Chapter 5, from Article 60.
    PRIVATE = "appi_private"  # Chapter 4, from Article 16.
    ABROAD = "abroad"  # Not that Act: the law of the country whose calendar the agency keeps.


class Certainty(StrEnum):
    """Whether the regime is read in the Act or concluded by us."""

    STATUTE = "statute"
    INFERENCE = "inference"


class Agency(SQLModel, table=True):
    """One body that may hold data: shipped ones by their clear name, a person's own ones sealed."""

    __tablename__ = "agency"
    __table_args__ = (
        CheckConstraint("(name IS NULL) <> (name_sealed IS NULL)", name="one_name"),
        CheckConstraint("(person_id IS NULL) = (name_sealed IS NULL)", name="sealed_is_owned"),
    )
    model_config = {"arbitrary_types_allowed": True}

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    kind: str = Field(max_length=32)
    regime: str = Field(max_length=16)
    regime_certainty: str = Field(max_length=16)
    name: str | None = Field(default=None, max_length=200)
    kana: str | None = Field(default=None, max_length=200)
    prefecture: str | None = Field(default=None, max_length=8)
    code: str | None = Field(default=None, max_length=16)
    url: str | None = Field(default=None, max_length=500)
    desk_url: str | None = Field(default=None, max_length=500)
    calendar: str = Field(default="national", max_length=16)
    confidence: str = Field(default="high", max_length=16)
    note: str | None = Field(default=None, max_length=48)  # a key of the catalog: agencies.note.<note>
    person_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    name_sealed: Sealed | None = Field(default=None, sa_type=SealedText)
    kana_sealed: Sealed | None = Field(default=None, sa_type=SealedText)
    contact_sealed: Sealed | None = Field(default=None, sa_type=SealedText)


class AgencyOverride(SQLModel, table=True):
    """A period that a person found her agency to apply; it beats what is shipped (overrides.py)."""

    __tablename__ = "agency_override"
    model_config = {"arbitrary_types_allowed": True}

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    agency_id: UUID = Field(foreign_key="agency.id", index=True)
    procedure: str = Field(max_length=48)
    starts_on: date | None = None
    ends_on: date | None = None
    decision_days: int | None = None
    count_mode: str | None = Field(default=None, max_length=16)  # None: she does not know how it counts
    extension_days: int | None = None
    exception_days: int | None = None
    source_sealed: Sealed | None = Field(
        default=None, sa_type=SealedText
    )  # None: on paper, or told at the desk
    page_date: date | None = None


class AgencyClosedDay(SQLModel, table=True):
    """A day on which a person found her agency closed, besides those of the calendar."""

    __tablename__ = "agency_closed_day"
    __table_args__ = (UniqueConstraint("person_id", "agency_id", "closed_on"),)
    model_config = {"arbitrary_types_allowed": True}

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id")
    agency_id: UUID = Field(foreign_key="agency.id", index=True)
    closed_on: date
    note_sealed: Sealed | None = Field(default=None, sa_type=SealedText)
