"""Tables of documents and of the sealed pieces that hold their content."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.kit.crypto import Sealed, SealedText


class Document(SQLModel, table=True):
    """A file of a person's: its name, its preview and its content are sealed; kind and size stay clear."""

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("id", "person_id"),
        # The same content, brought again to the same place, is the same document.
        UniqueConstraint("person_id", "fingerprint"),
    )
    model_config = {"arbitrary_types_allowed": True}  # Sealed is bytes that pydantic does not know

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    name_sealed: Sealed = Field(sa_type=SealedText)
    preview_sealed: Sealed | None = Field(default=None, sa_type=SealedText)
    kind: str = Field(max_length=8)
    size: int
    pieces: int
    pages: int | None = None
    fingerprint: str = Field(max_length=64)
    added_at: datetime


class DocumentChunk(SQLModel, table=True):
    """One sealed piece of a document's content; its number and whether it is the last are bound in."""

    __tablename__ = "document_chunk"
    __table_args__ = (
        ForeignKeyConstraint(
            ["document_id", "person_id"], ["document.id", "document.person_id"], ondelete="CASCADE"
        ),
    )
    model_config = {"arbitrary_types_allowed": True}  # Sealed is bytes that pydantic does not know

    document_id: UUID = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    person_id: UUID
    sealed: Sealed = Field(sa_type=SealedText)
