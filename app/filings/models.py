"""Tables of filings, of their events (append-only), and of the projection of their deadlines."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel, col, select

from app.agencies.named import names_agency
from app.documents.models import Document
from app.kit.crypto import Sealed, SealedText
from app.people.access import lies_in_case


class Filing(SQLModel, table=True):
    """One request, review, inquiry or complaint to one agency under one procedure."""

    __tablename__ = "filing"
    __table_args__ = (
        ForeignKeyConstraint(["case_id", "person_id"], ["case.id", "case.person_id"]),
        UniqueConstraint("id", "person_id"),
    )
    model_config = {"arbitrary_types_allowed": True}  # Sealed is bytes that pydantic does not know

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(index=True)
    case_id: UUID = Field(index=True)
    agency_id: UUID = Field(foreign_key="agency.id")
    procedure: str
    follows_id: UUID | None = Field(default=None, foreign_key="filing.id", index=True)
    provision_record: bool = False
    wanted_sealed: Sealed | None = Field(default=None, sa_type=SealedText)
    reference_sealed: Sealed | None = Field(default=None, sa_type=SealedText)
    created_at: datetime


class FilingEvent(SQLModel, table=True):
    """A fact with a date. Never edited: a mistake is retracted by a later event."""

    __tablename__ = "filing_event"
    __table_args__ = (
        ForeignKeyConstraint(["filing_id", "person_id"], ["filing.id", "filing.person_id"]),
        # Two events of one day are ordered by position; two writers cannot take the same one.
        UniqueConstraint("filing_id", "position"),
        # What a document's link refers to: an event together with its filing.
        Index("ix_filing_event_id_filing_id", "id", "filing_id", unique=True),
    )
    model_config = {"arbitrary_types_allowed": True}  # Sealed is bytes that pydantic does not know

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    filing_id: UUID
    person_id: UUID = Field(index=True)
    position: int
    kind: str
    happened_on: date
    until_on: date | None = None
    decided_on: date | None = None
    outcome: str | None = None
    clock: str | None = None
    # Ids of reasons (data/reasons), with commas between: facts about a paper, not her words.
    grounds: str | None = None
    lacks: str | None = None
    note_sealed: Sealed | None = Field(default=None, sa_type=SealedText)
    retracts_id: UUID | None = Field(default=None, foreign_key="filing_event.id", unique=True)
    recorded_at: datetime
    recorded_by: UUID = Field(foreign_key="account.id")


class EventDocument(SQLModel, table=True):
    """Where a document belongs: to a filing, and to the event that it proves when there is one."""

    __tablename__ = "event_document"
    __table_args__ = (
        ForeignKeyConstraint(
            ["document_id", "person_id"], ["document.id", "document.person_id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["filing_id", "person_id"], ["filing.id", "filing.person_id"]),
        ForeignKeyConstraint(["event_id", "filing_id"], ["filing_event.id", "filing_event.filing_id"]),
    )

    document_id: UUID = Field(primary_key=True)
    person_id: UUID
    filing_id: UUID = Field(index=True)
    event_id: UUID | None = Field(default=None, index=True)


_TO_TELL = "ended_on IS NULL AND paused_from IS NULL AND bound = '{}'"


class FilingDeadline(SQLModel, table=True):
    """A cache of the law's answer: what lists need to find the next dates. Written by projection.py only.

    While a request for amendment is open the row keeps the due day as of the asking, and `paused_from`.
    """

    __tablename__ = "filing_deadline"
    __table_args__ = (
        ForeignKeyConstraint(["filing_id", "person_id"], ["filing.id", "filing.person_id"]),
        # Where a case leaves its group its rows leave with it; when it comes, projection.py says so.
        ForeignKeyConstraint(["case_id", "group_id"], ["case.id", "case.group_id"], onupdate="CASCADE"),
        Index("ix_filing_deadline_case_id", "case_id", "bound", "kind", "due"),
        # The days of one group in their order, for its board.
        Index(
            "ix_filing_deadline_group",
            *("group_id", "bound", "kind", "due", "case_id", "paused_from"),
            sqlite_where=text("ended_on IS NULL"),
            postgresql_where=text("ended_on IS NULL"),
        ),
        Index(
            "ix_filing_deadline_open",
            "person_id",
            "due",
            sqlite_where=text("ended_on IS NULL"),
            postgresql_where=text("ended_on IS NULL"),
        ),
        # All people's days at once, for reminders: hers by the nominal day, theirs by the due day. They
        # hold all that is asked for, so that the table itself is left alone.
        *(
            Index(
                f"ix_filing_deadline_{name}",
                *days,
                *("person_id", "clock", "filing_id", "nth", "ended_on", "paused_from", "bound"),
                sqlite_where=text(_TO_TELL.format(bound)),
                postgresql_where=text(_TO_TELL.format(bound)),
            )
            for name, days, bound in (
                ("hers", ("nominal", "kind", "due"), "requester"),
                ("theirs", ("due", "kind", "nominal"), "agency"),
            )
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    filing_id: UUID = Field(index=True)
    case_id: UUID
    person_id: UUID
    group_id: UUID | None = None  # the group that works on the case, copied down
    clock: str
    nth: int = 0  # the clock's first deadline in this filing, its second, ...
    cause_id: UUID | None = None
    bound: str
    kind: str
    nominal: date | None = None
    due: date | None = None
    paused_from: date | None = None
    ended_on: date | None = None
    is_void: bool = False  # ended because it no longer applies, not because it was met
    rule_book: str


class DeadlineChange(SQLModel, table=True):
    """One move of a kept deadline: what it was, what it became and why. Append-only but for `seen_at`.

    A deadline that is no longer there has no new day and `is_gone`. Calendars count these rows: an
    entry's sequence number is the number of its changes.
    """

    __tablename__ = "deadline_change"
    __table_args__ = (
        ForeignKeyConstraint(["filing_id", "person_id"], ["filing.id", "filing.person_id"]),
        UniqueConstraint("filing_id", "clock", "nth", "position"),
        Index(
            "ix_deadline_change_unseen",
            "person_id",
            sqlite_where=text("seen_at IS NULL"),
            postgresql_where=text("seen_at IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    filing_id: UUID = Field(index=True)
    case_id: UUID
    person_id: UUID
    clock: str
    nth: int
    position: int
    reason: str  # event, law or agency: filings/changes.py
    old_nominal: date | None = None
    old_due: date | None = None
    new_nominal: date | None = None
    new_due: date | None = None
    is_gone: bool = False
    changed_at: datetime
    seen_at: datetime | None = None


def lies_in_filing(model: type[SQLModel], filing: Callable[[], Any]) -> None:
    """Opens a table to those who work on the case of a row's filing."""

    def case() -> Any:
        # Said aloud which table lies outside: a subquery that guessed would ask about every row.
        return select(Filing.case_id).where(Filing.id == filing()).correlate(model).scalar_subquery()

    lies_in_case(model, case)


lies_in_case(Filing, lambda: Filing.case_id)
names_agency(col(Filing.agency_id), col(Filing.case_id))
lies_in_filing(FilingEvent, lambda: FilingEvent.filing_id)
lies_in_case(
    Document,
    lambda: (
        select(Filing.case_id)
        .join(EventDocument, col(EventDocument.filing_id) == col(Filing.id))
        .where(EventDocument.document_id == Document.id)
        .correlate(Document)
        .scalar_subquery()
    ),
)
