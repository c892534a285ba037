"""Keep what deadlines were before they moved, and tell void ones from those that were met."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    # The rows are a cache: the next start computes them anew, because no edition is called "".
    op.execute("UPDATE filing_deadline SET rule_book = ''")
    with op.batch_alter_table("filing_deadline", schema=None) as batch_op:
        batch_op.add_column(sa.Column("nth", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("is_void", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("filing_deadline", schema=None) as batch_op:
        batch_op.alter_column("nth", server_default=None)
        batch_op.alter_column("is_void", server_default=None)

    op.create_table(
        "deadline_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("filing_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("clock", sa.String(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("old_nominal", sa.Date(), nullable=True),
        sa.Column("old_due", sa.Date(), nullable=True),
        sa.Column("new_nominal", sa.Date(), nullable=True),
        sa.Column("new_due", sa.Date(), nullable=True),
        sa.Column("is_gone", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["filing_id", "person_id"],
            ["filing.id", "filing.person_id"],
            name=op.f("fk_deadline_change_filing_id_person_id_filing"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_change")),
        sa.UniqueConstraint(
            "filing_id",
            "clock",
            "nth",
            "position",
            name=op.f("uq_deadline_change_filing_id_clock_nth_position"),
        ),
    )
    with op.batch_alter_table("deadline_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deadline_change_filing_id"), ["filing_id"], unique=False)
        batch_op.create_index(
            "ix_deadline_change_unseen",
            ["person_id"],
            unique=False,
            sqlite_where=sa.text("seen_at IS NULL"),
            postgresql_where=sa.text("seen_at IS NULL"),
        )


def downgrade() -> None:
    op.drop_table("deadline_change")
    with op.batch_alter_table("filing_deadline", schema=None) as batch_op:
        batch_op.drop_column("is_void")
        batch_op.drop_column("nth")
