"""Add the closed days that a person finds an agency to have, and seal where she read a period."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "agency_closed_day",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_agency_closed_day_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_agency_closed_day_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_closed_day")),
        sa.UniqueConstraint(
            "person_id",
            "agency_id",
            "closed_on",
            name=op.f("uq_agency_closed_day_person_id_agency_id_closed_on"),
        ),
    )
    with op.batch_alter_table("agency_closed_day", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agency_closed_day_agency_id"), ["agency_id"], unique=False)

    # No page could write a period until now: no row loses its source.
    with op.batch_alter_table("agency_override", schema=None) as batch_op:
        batch_op.add_column(sa.Column("source_sealed", sa.LargeBinary(), nullable=True))
        batch_op.drop_column("source_url")


def downgrade() -> None:
    with op.batch_alter_table("agency_override", schema=None) as batch_op:
        batch_op.add_column(sa.Column("source_url", sa.String(length=500), nullable=True))
        batch_op.drop_column("source_sealed")
    op.drop_table("agency_closed_day")
