"""Create powers of attorney."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "power_of_attorney",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("agent_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("procedures", sa.String(), nullable=False),
        sa.Column("papers", sa.String(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_reason", sa.String(length=8), nullable=True),
        sa.Column("has_steps", sa.Boolean(), nullable=False),
        sa.Column("agency_notified_on", sa.Date(), nullable=True),
        sa.Column("refiling_decided_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('parent', 'guardian', 'mandate')", name=op.f("ck_power_of_attorney_kind_known")
        ),
        sa.CheckConstraint(
            "ended_reason IN ('revoked', 'resigned', 'of_age', 'other')",
            name=op.f("ck_power_of_attorney_ended_reason_known"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id", "person_id"],
            ["case.id", "case.person_id"],
            name=op.f("fk_power_of_attorney_case_id_person_id_case"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_power_of_attorney_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_power_of_attorney")),
    )
    for column in ("case_id", "person_id"):
        op.create_index(op.f(f"ix_power_of_attorney_{column}"), "power_of_attorney", [column])


def downgrade() -> None:
    op.drop_table("power_of_attorney")
