"""Keep photos of signed sheets, the language of a consent, and that work on a case is suspended."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.add_column("access_grant", sa.Column("language", sa.String(length=16), nullable=True))
    op.add_column("case_assignment", sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "grant_document",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("grant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id", "person_id"],
            ["document.id", "document.person_id"],
            name=op.f("fk_grant_document_document_id_document"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["grant_id", "person_id", "group_id"],
            ["access_grant.id", "access_grant.person_id", "access_grant.group_id"],
            name=op.f("fk_grant_document_grant_id_access_grant"),
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_grant_document")),
    )
    op.create_index(op.f("ix_grant_document_grant_id"), "grant_document", ["grant_id"])


def downgrade() -> None:
    op.drop_table("grant_document")
    with op.batch_alter_table("case_assignment") as batch_op:
        batch_op.drop_column("suspended_at")
    with op.batch_alter_table("access_grant") as batch_op:
        batch_op.drop_column("language")
