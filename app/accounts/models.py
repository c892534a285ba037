"""The tables of accounts, their sessions, failed attempts and unfinished forms."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import false
from sqlmodel import Field, SQLModel, UniqueConstraint

from app.kit.crypto import Sealed, SealedText


class Account(SQLModel, table=True):
    """Someone who can sign in; her name is sealed, and found by its fingerprint."""

    __tablename__ = "account"
    model_config = {"arbitrary_types_allowed": True}  # Sealed is bytes that pydantic does not know

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    login_index: str = Field(unique=True, max_length=64)
    login_sealed: Sealed = Field(sa_type=SealedText)
    password_hash: str
    locale: str = Field(max_length=16)
    furigana: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    created_at: datetime


class AccountSession(SQLModel, table=True):
    """One signed-in browser; only the hash of its token is kept."""

    __tablename__ = "session"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    token_hash: str = Field(unique=True, max_length=64)
    account_id: UUID = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    created_at: datetime
    last_seen_at: datetime
    ended_at: datetime | None = None
    device: str = Field(max_length=64)
    shared_computer: bool = False


class SignInFailure(SQLModel, table=True):
    """How often a door was tried in vain; `door` is a fingerprint of an address, or of it and a name."""

    __tablename__ = "sign_in_failure"

    door: str = Field(primary_key=True, max_length=64)
    count: int
    last_at: datetime = Field(index=True)


class FormDraft(SQLModel, table=True):
    """A form sent after the session had ended, sealed for its account, kept for a day."""

    __tablename__ = "form_draft"
    __table_args__ = (UniqueConstraint("account_id", "page"),)
    model_config = {"arbitrary_types_allowed": True}  # Sealed is bytes that pydantic does not know

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    page: str
    sealed: Sealed = Field(sa_type=SealedText)
    created_at: datetime
