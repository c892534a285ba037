"""Keep documents, sealed in pieces, and where each belongs."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_EVENT_KEY = "ix_filing_event_id_filing_id"


def upgrade() -> None:
    _create_document()
    _create_chunk()
    # What a link refers to: an event together with its filing.
    op.create_index(_EVENT_KEY, "filing_event", ["id", "filing_id"], unique=True)
    _create_link()


def _create_document() -> None:
    op.create_table(
        "document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("preview_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_document_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("id", "person_id", name=op.f("uq_document_id_person_id")),
        sa.UniqueConstraint("person_id", "fingerprint", name=op.f("uq_document_person_id_fingerprint")),
    )
    op.create_index(op.f("ix_document_person_id"), "document", ["person_id"])


def _create_chunk() -> None:
    op.create_table(
        "document_chunk",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id", "person_id"],
            ["document.id", "document.person_id"],
            name=op.f("fk_document_chunk_document_id_person_id_document"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document_id", "number", name=op.f("pk_document_chunk")),
    )


def _create_link() -> None:
    op.create_table(
        "event_document",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("filing_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id", "person_id"],
            ["document.id", "document.person_id"],
            name=op.f("fk_event_document_document_id_person_id_document"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["filing_id", "person_id"],
            ["filing.id", "filing.person_id"],
            name=op.f("fk_event_document_filing_id_person_id_filing"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id", "filing_id"],
            ["filing_event.id", "filing_event.filing_id"],
            name=op.f("fk_event_document_event_id_filing_id_filing_event"),
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_event_document")),
    )
    for column in ("filing_id", "event_id"):
        op.create_index(op.f(f"ix_event_document_{column}"), "event_document", [column])


def downgrade() -> None:
    op.drop_table("event_document")
    op.drop_index(_EVENT_KEY, "filing_event")
    op.drop_table("document_chunk")
    op.drop_table("document")
