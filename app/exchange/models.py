"""Tables of erasure: what waits to be erased, what is held, how long a group keeps, and receipts."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlmodel import Field, SQLModel

from app.kit.crypto import Sealed, SealedText
from app.kit.tables import one_of


class Cause(StrEnum):
    """Why a person's records are erased."""

    OWN = "own"  # she asked, with her own account
    PAPER = "paper"  # she asked the group, and a coordinator wrote it down
    KEPT_LONG_ENOUGH = "kept_long_enough"  # her help ended, and the group's own period is over


class Receipt(SQLModel, table=True):
    """What stays of an erasure: no name, no word and no id of hers.

    `person` is the fingerprint under which the log knows her; `counts` says how many rows of which class
    went, as JSON.
    """

    __tablename__ = "erasure_receipt"
    __table_args__ = (one_of("cause", Cause),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    number_hash: str = Field(unique=True, max_length=64)
    person: str = Field(max_length=64)
    cause: str = Field(max_length=16)
    binned_on: date
    taken_back_on: date | None = None
    key_destroyed_at: datetime | None = None
    erased_at: datetime | None = None
    counts: str | None = None


class Erasure(SQLModel, table=True):
    """A person's records on their way out: announced to their group, then in the bin, then gone."""

    __tablename__ = "erasure"
    __table_args__ = (one_of("cause", Cause),)
    model_config = {"arbitrary_types_allowed": True}  # Sealed is bytes that pydantic does not know

    person_id: UUID = Field(primary_key=True, foreign_key="person.id")
    group_id: UUID | None = Field(default=None, foreign_key="support_group.id", index=True)
    cause: str = Field(max_length=16)
    announced_on: date | None = None  # a group's period alone is announced; who asked knows
    binned_on: date | None = Field(default=None, index=True)
    receipt_id: UUID | None = Field(default=None, foreign_key="erasure_receipt.id")
    number_sealed: Sealed | None = Field(default=None, sa_type=SealedText)


class Hold(SQLModel, table=True):
    """A coordinator's word that a client's records are still needed; nothing of hers is erased meanwhile."""

    __tablename__ = "erasure_hold"
    model_config = {"arbitrary_types_allowed": True}  # Sealed is bytes that pydantic does not know

    person_id: UUID = Field(primary_key=True, foreign_key="person.id")
    group_id: UUID = Field(foreign_key="support_group.id", index=True)
    reason_sealed: Sealed = Field(sa_type=SealedText)
    set_at: datetime


class Keeping(SQLModel, table=True):
    """How many months a group keeps a client's records after its help has ended; its own choice."""

    __tablename__ = "erasure_keeping"

    group_id: UUID = Field(primary_key=True, foreign_key="support_group.id")
    months: int
