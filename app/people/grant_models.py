"""Tables of access grants: what a person lets a group see and do in Misete. No agency looks at them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Final, Literal, get_args
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.kit.tables import once_while, one_of

Verb = Literal[
    "view_status",
    "view_content",
    "edit",
    "draft_letters",
    "record_filings",
    "receive_documents",
    "export",
]
# "export" is to take out what can be carried on: a file of the board, a day as a file, a case or a request on
# a page made for paper. A letter belongs to writing it, and a document to opening it, as the consent says
# (docs/decisions/0016-taking-out.md).
VERBS: Final[tuple[Verb, ...]] = get_args(Verb)


class Method(StrEnum):
    """How she consented."""

    PAPER = "paper"
    ONLINE = "online"


class Ended(StrEnum):
    """Why a grant or a scope stopped before its last day."""

    REVOKED = "revoked"  # by the person
    GIVEN_BACK = "given_back"  # by the group
    SUPERSEDED = "superseded"  # by a later grant


class AccessGrant(SQLModel, table=True):
    """One consent, with the wording that was shown; what it covers are its scopes."""

    __tablename__ = "access_grant"
    __table_args__ = (UniqueConstraint("id", "person_id", "group_id"), one_of("method", Method))

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    group_id: UUID = Field(foreign_key="support_group.id", index=True)
    method: str = Field(max_length=16)
    wording: str = Field(max_length=16)  # the version of the consent's text
    language: str | None = Field(default=None, max_length=16)  # in which she read it; old rows know none
    wording_hash: str = Field(max_length=64)  # of the text in that language, or in all of them
    signed_on: date
    starts_on: date
    expires_on: date = Field(index=True)  # the last day
    made_by: UUID = Field(foreign_key="account.id")
    made_at: datetime
    follows_id: UUID | None = Field(default=None, foreign_key="access_grant.id")
    ended_at: datetime | None = None
    ended_reason: str | None = Field(default=None, max_length=16)


class GrantScope(SQLModel, table=True):
    """One verb of a grant, on one case or on everything; it repeats the days: the door asks one table."""

    __tablename__ = "grant_scope"
    __table_args__ = (
        ForeignKeyConstraint(
            ["grant_id", "person_id", "group_id"],
            ["access_grant.id", "access_grant.person_id", "access_grant.group_id"],
        ),
        ForeignKeyConstraint(["case_id", "person_id"], ["case.id", "case.person_id"]),
        # Two rules, because NULL is never equal to NULL.
        once_while(
            "ended_at IS NULL AND case_id IS NULL", "uq_grant_scope_all", "person_id", "group_id", "verb"
        ),
        once_while(
            "ended_at IS NULL AND case_id IS NOT NULL",
            "uq_grant_scope_case",
            *("person_id", "group_id", "verb", "case_id"),
        ),
        # What the door asks.
        Index(
            "ix_grant_scope_open",
            *("person_id", "group_id", "verb"),
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    grant_id: UUID = Field(index=True)
    person_id: UUID
    group_id: UUID
    verb: str = Field(max_length=24)
    case_id: UUID | None = None
    starts_on: date
    expires_on: date
    ended_at: datetime | None = None
    ended_reason: str | None = Field(default=None, max_length=16)
