"""Where the photo of a signed sheet belongs: to the consent that it proves."""

from uuid import UUID

from sqlalchemy import ForeignKeyConstraint
from sqlmodel import Field, SQLModel


class GrantDocument(SQLModel, table=True):
    """A photo or a scan of the sheet that a client signed; its pieces are sealed with her key."""

    __tablename__ = "grant_document"
    __table_args__ = (
        ForeignKeyConstraint(
            ["document_id", "person_id"], ["document.id", "document.person_id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["grant_id", "person_id", "group_id"],
            ["access_grant.id", "access_grant.person_id", "access_grant.group_id"],
        ),
    )

    document_id: UUID = Field(primary_key=True)
    person_id: UUID
    group_id: UUID
    grant_id: UUID = Field(index=True)
