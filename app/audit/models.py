"""The table of the log. Rows are only ever added: triggers refuse every change."""

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.kit.crypto import Sealed, SealedText


class AuditEvent(SQLModel, table=True):
    """One entry of the chain; what its hash covers is kept as text, so that every byte counts."""

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_person_seq", "person", "seq"),)
    model_config = {"arbitrary_types_allowed": True}  # Sealed is bytes that pydantic does not know

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: str = Field(max_length=27)  # the instant, UTC: 2026-11-13T01:02:03.000004Z
    actor: str | None = Field(default=None, max_length=64)  # fingerprints, both
    person: str | None = Field(default=None, max_length=64)
    action: str = Field(max_length=24)
    object_kind: str = Field(max_length=32)
    object_id: str | None = Field(default=None, max_length=36)
    outcome: str = Field(max_length=5)
    detail_sealed: Sealed | None = Field(default=None, sa_type=SealedText)
    commitment: str | None = Field(default=None, max_length=64)
    prev_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64)
