"""Copy the group that works on a case to the kept deadlines, for the group's board."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

_KEY = "ix_case_id_group_id"
_HELD = "fk_filing_deadline_case_id_group_id_case"


def upgrade() -> None:
    op.create_index(_KEY, "case", ["id", "group_id"], unique=True)
    with op.batch_alter_table("filing_deadline") as batch_op:
        batch_op.add_column(sa.Column("group_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            _HELD, "case", ["case_id", "group_id"], ["id", "group_id"], onupdate="CASCADE"
        )
    op.execute(
        "UPDATE filing_deadline SET group_id = "
        '(SELECT "case".group_id FROM "case" WHERE "case".id = filing_deadline.case_id)'
    )
    op.create_index(
        op.f("ix_filing_deadline_case_id"), "filing_deadline", ["case_id", "bound", "kind", "due"]
    )
    op.create_index(
        "ix_filing_deadline_group",
        "filing_deadline",
        ["group_id", "bound", "kind", "due", "case_id", "paused_from"],
        sqlite_where=sa.text("ended_on IS NULL"),
        postgresql_where=sa.text("ended_on IS NULL"),
    )


def downgrade() -> None:
    for index in ("group", "case_id"):
        op.drop_index(f"ix_filing_deadline_{index}", "filing_deadline")
    with op.batch_alter_table("filing_deadline") as batch_op:
        batch_op.drop_constraint(_HELD, type_="foreignkey")
        batch_op.drop_column("group_id")
    op.drop_index(_KEY, "case")
