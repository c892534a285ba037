"""Tables of letters, and of what a person writes about herself on each of them."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint
from sqlmodel import Field, SQLModel

from app.groups.ending import goes_with_group
from app.groups.models import Role
from app.groups.shelf import OnShelf
from app.kit.crypto import Sealed, SealedText
from app.kit.tables import one_of
from app.people.access import lies_in_case


class Letter(SQLModel, table=True):
    """One letter of a case: its kind is clear, all that it says is sealed."""

    __tablename__ = "letter"
    __table_args__ = (
        ForeignKeyConstraint(["case_id", "person_id"], ["case.id", "case.person_id"]),
        # A filing that was never sent may be discarded; the letters written for it go with it.
        ForeignKeyConstraint(
            ["filing_id", "person_id"], ["filing.id", "filing.person_id"], ondelete="CASCADE"
        ),
    )
    model_config = {"arbitrary_types_allowed": True}  # Sealed is bytes that pydantic does not know

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(index=True)
    case_id: UUID = Field(index=True)
    filing_id: UUID | None = Field(default=None, index=True)
    kind: str = Field(max_length=48)
    on_own_form: bool = False  # She fills in the agency's own paper; this one says what it must hold.
    content_sealed: Sealed = Field(sa_type=SealedText)  # JSON: the name of each field and what it says
    created_at: datetime
    changed_at: datetime


class Sender(SQLModel, table=True):
    """What a person writes about herself on every letter, kept once."""

    __tablename__ = "sender"
    model_config = {"arbitrary_types_allowed": True}  # see Letter

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", unique=True)
    content_sealed: Sealed = Field(sa_type=SealedText)  # JSON, as of a letter
    changed_at: datetime


@goes_with_group
class GroupWording(OnShelf, table=True):
    """Free text of one kind of letter that a group uses again: its name, and the fields with their text."""

    __tablename__ = "group_wording"
    __table_args__ = (one_of("put_as", Role),)

    kind: str = Field(max_length=48)


lies_in_case(Letter, lambda: Letter.case_id)
