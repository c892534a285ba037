"""Tables of the tasks and the notes of a case; they stay with the case, whoever wrote them."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlmodel import Field, SQLModel

from app.kit.crypto import Sealed, SealedText
from app.kit.tables import one_of
from app.people.access import lies_in_case


class TaskKind(StrEnum):
    """What is to be done; `own` says it in its own words, the others in ours."""

    OWN = "own"
    LOOK_AT_DATES = "look_at_dates"
    NOTIFY_AGENCY = "notify_agency"  # the agent's authority has ended: Enforcement Order 22(4)
    REFILE = "refile"  # the request is deemed withdrawn: 22(5)
    HAND_BACK = "hand_back"
    RENEW_CONSENT = "renew_consent"
    RENEW_MANDATE = "renew_mandate"
    TELL_OF_LEAD = "tell_of_lead"  # she has no account, so nobody else tells her who works for her now


class Source(StrEnum):
    """Where a task came from."""

    HAND = "hand"
    BOARD = "board"
    CONSENT = "consent"
    MANDATE = "mandate"
    TEAM = "team"


def _of_case() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["case_id", "person_id"], ["case.id", "case.person_id"])


class Task(SQLModel, table=True):
    """Something to do in a case, by the person herself, by one of the team, or by whoever comes first."""

    __tablename__ = "task"
    __table_args__ = (
        _of_case(),
        one_of("kind", TaskKind),
        one_of("source", Source),
        # What the board asks of many cases at once.
        Index(
            "ix_task_open",
            *("case_id", "is_hers", "due_on"),
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )
    model_config = {"arbitrary_types_allowed": True}  # Sealed is bytes that pydantic does not know

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    case_id: UUID = Field(index=True)
    person_id: UUID
    kind: str = Field(max_length=24)
    words_sealed: Sealed | None = Field(default=None, sa_type=SealedText)
    due_on: date | None = None
    is_hers: bool = False  # the person herself does it; until then the team waits
    assignee: UUID | None = Field(default=None, foreign_key="account.id")
    source: str = Field(max_length=16)
    # Of one that follows from the end of a power of attorney: which, and the request that fell with it.
    mandate_id: UUID | None = Field(default=None, foreign_key="power_of_attorney.id", index=True)
    filing_id: UUID | None = Field(default=None, foreign_key="filing.id")
    made_by: UUID = Field(foreign_key="account.id")
    made_at: datetime
    done_by: UUID | None = Field(default=None, foreign_key="account.id")
    done_at: datetime | None = None


class Note(SQLModel, table=True):
    """What somebody noted about a case; never rewritten."""

    __tablename__ = "note"
    __table_args__ = (_of_case(),)
    model_config = {"arbitrary_types_allowed": True}  # Sealed is bytes that pydantic does not know

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    case_id: UUID = Field(index=True)
    person_id: UUID
    words_sealed: Sealed = Field(sa_type=SealedText)
    written_by: UUID = Field(foreign_key="account.id")
    written_at: datetime


lies_in_case(Task, lambda: Task.case_id)
lies_in_case(Note, lambda: Note.case_id)
