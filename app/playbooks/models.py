"""Tables of what was made from a playbook, and of the playbooks that people wrote themselves."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel, select

from app.groups.ending import goes_with_group
from app.groups.models import Role
from app.groups.shelf import OnShelf
from app.kit.crypto import Sealed, SealedText
from app.kit.tables import one_of
from app.people.access import lies_in_case


class PlaybookRun(SQLModel, table=True):
    """One act: a case made from a playbook, with what she answered; a repeated post has the same `once`."""

    __tablename__ = "playbook_run"
    __table_args__ = (
        ForeignKeyConstraint(["case_id", "person_id"], ["case.id", "case.person_id"], ondelete="CASCADE"),
        UniqueConstraint("id", "person_id"),
        UniqueConstraint("person_id", "once"),
    )
    model_config = {"arbitrary_types_allowed": True}  # Sealed is bytes that pydantic does not know

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(index=True)
    case_id: UUID = Field(index=True)
    once: UUID
    playbook: str = Field(max_length=64)  # the name of a shipped one, or the id of one that a person wrote
    version: int
    content_sealed: Sealed = Field(sa_type=SealedText)  # JSON: answers, and what was written at the making
    created_at: datetime


class PlaybookStep(SQLModel, table=True):
    """One thing of a run: a filing with its letter, a holding, or something to do without paper."""

    __tablename__ = "playbook_step"
    __table_args__ = (
        ForeignKeyConstraint(
            ["run_id", "person_id"], ["playbook_run.id", "playbook_run.person_id"], ondelete="CASCADE"
        ),
        # What she throws away elsewhere leaves no trace here.
        ForeignKeyConstraint(
            ["filing_id", "person_id"], ["filing.id", "filing.person_id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["holding_id"], ["holding.id"], ondelete="CASCADE"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    run_id: UUID = Field(index=True)
    person_id: UUID = Field(index=True)
    position: int
    request: str | None = Field(default=None, max_length=64)
    filing_id: UUID | None = Field(default=None, index=True)
    letter_id: UUID | None = Field(default=None, foreign_key="letter.id", ondelete="SET NULL", index=True)
    holding_id: UUID | None = Field(default=None, index=True)
    done_on: date | None = None


class OwnPlaybook(SQLModel, table=True):
    """A playbook that a person wrote, or took from a file; all of it is sealed."""

    __tablename__ = "own_playbook"
    model_config = {"arbitrary_types_allowed": True}  # see PlaybookRun

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    content_sealed: Sealed = Field(sa_type=SealedText)  # JSON, in the form of a shared file
    is_from_elsewhere: bool = False
    created_at: datetime
    changed_at: datetime


@goes_with_group
class GroupPlaybook(OnShelf, table=True):
    """A playbook that a member put at her group's disposal: a copy, in the form of a shared file."""

    __tablename__ = "group_playbook"
    __table_args__ = (one_of("put_as", Role),)


lies_in_case(PlaybookRun, lambda: PlaybookRun.case_id)
lies_in_case(
    PlaybookStep,
    lambda: (
        select(PlaybookRun.case_id)
        .where(PlaybookRun.id == PlaybookStep.run_id)
        .correlate(PlaybookStep)
        .scalar_subquery()
    ),
)
