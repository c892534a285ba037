"""Tie a task that follows from the end of a power of attorney to it, and to the request that fell."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0023"

_MANDATE = "fk_task_mandate_id_power_of_attorney"
_FILING = "fk_task_filing_id_filing"


def upgrade() -> None:
    with op.batch_alter_table("task") as batch_op:
        batch_op.add_column(sa.Column("mandate_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("filing_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(_MANDATE, "power_of_attorney", ["mandate_id"], ["id"])
        batch_op.create_foreign_key(_FILING, "filing", ["filing_id"], ["id"])
    op.create_index(op.f("ix_task_mandate_id"), "task", ["mandate_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_task_mandate_id"), "task")
    with op.batch_alter_table("task") as batch_op:
        for held in (_MANDATE, _FILING):
            batch_op.drop_constraint(held, type_="foreignkey")
        for column in ("mandate_id", "filing_id"):
            batch_op.drop_column(column)
