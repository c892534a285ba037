"""The tables of accounts, their sessions and ways to sign in, failed attempts and unfinished forms."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, String, false
from sqlmodel import Field, SQLModel, UniqueConstraint

from app.kit.crypto import Sealed, SealedText


class Strength(StrEnum):
    """How surely a session knows who signed in."""

    PASSWORD = "password"  # noqa: S105 - the name of a way to sign in, no secret
    TWO_FACTOR = "two_factor"
    PASSKEY = "passkey"


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
    # When one of the recovery codes in force was written back from paper; never, while it is empty.
    paper_proved_at: datetime | None = None
    # Kept by the groups: whoever helps others signs in with two factors.
    helps_others: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    # Kept by who erases: it opens one page, on which she takes everything back.
    in_bin: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    created_at: datetime


class AccountSession(SQLModel, table=True):
    """One signed-in browser; only the hash of its token is kept.

    `confirmed_at` is when she last showed that it is she: at sign-in, and at each second look.
    """

    __tablename__ = "session"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    token_hash: str = Field(unique=True, max_length=64)
    account_id: UUID = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    created_at: datetime
    last_seen_at: datetime
    ended_at: datetime | None = None
    device: str = Field(max_length=64)
    shared_computer: bool = False
    strength: Strength = Field(
        default=Strength.PASSWORD, sa_type=String(16), sa_column_kwargs={"server_default": "password"}
    )
    confirmed_at: datetime | None = None


class HalfSession(SQLModel, table=True):
    """A browser that gave the right password and owes the second step; it opens nothing."""

    __tablename__ = "half_session"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    token_hash: str = Field(unique=True, max_length=64)
    account_id: UUID = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    created_at: datetime = Field(index=True)
    shared_computer: bool = False


class Passkey(SQLModel, table=True):
    """A key pair of which the device keeps the secret half; `credential` is its id, in base64url."""

    __tablename__ = "passkey"
    model_config = {"arbitrary_types_allowed": True}  # Sealed is bytes that pydantic does not know

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    credential: str = Field(unique=True, max_length=1400)
    public_key: bytes
    sign_count: int = Field(sa_type=BigInteger)  # of 32 bits, without a sign
    name_sealed: Sealed = Field(sa_type=SealedText)
    created_at: datetime
    last_used_at: datetime | None = None


class PasskeyChallenge(SQLModel, table=True):
    """A question to a passkey, answered once; `session_id` is empty while nobody is signed in."""

    __tablename__ = "passkey_challenge"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    challenge: bytes
    purpose: str = Field(max_length=16)
    session_id: UUID | None = Field(default=None, foreign_key="session.id", index=True, ondelete="CASCADE")
    created_at: datetime = Field(index=True)


class CodeApp(SQLModel, table=True):
    """A secret shared with her code app (RFC 6238); in force once a code of it was written back."""

    __tablename__ = "code_app"
    model_config = {"arbitrary_types_allowed": True}  # Sealed is bytes that pydantic does not know

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    secret_sealed: Sealed = Field(sa_type=SealedText)
    created_at: datetime
    proved_at: datetime | None = None
    last_step: int = 0


class RecoveryCode(SQLModel, table=True):
    """One code on her sheet of paper, as a fingerprint; a new sheet waits until one was written back."""

    __tablename__ = "recovery_code"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    code_hash: str = Field(max_length=64)
    is_waiting: bool = True
    used_at: datetime | None = None


class SignInFailure(SQLModel, table=True):
    """How often a door was tried in vain; `door` is a fingerprint: of an address, a name, or both."""

    __tablename__ = "sign_in_failure"

    door: str = Field(primary_key=True, max_length=64)
    count: int
    last_at: datetime
    forget_at: datetime = Field(index=True)


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
