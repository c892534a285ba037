"""Tie a task that follows from the end of a power of attorney to it, and to the request that fell.

A group's board tells of which requests the agent's papers grow too old. So its members see, as rows, powers
of attorney and who files; the words in them stay sealed (docs/decisions/0015-row-level-security.md).
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

_MANDATE = "fk_task_mandate_id_power_of_attorney"
_FILING = "fk_task_filing_id_filing"

_CASES_OF_GROUPS = (
    'EXISTS (SELECT 1 FROM "case" AS its WHERE its.id = power_of_attorney.case_id '
    "AND its.group_id IN (SELECT misete_groups()))"
)
# One that is for all her cases lies in none of them.
_CLIENTS_OF_GROUPS = (
    "case_id IS NULL AND EXISTS (SELECT 1 FROM client AS its WHERE its.ended_at IS NULL "
    "AND its.person_id = power_of_attorney.person_id AND its.group_id IN (SELECT misete_groups()))"
)
_FILINGS_OF_GROUPS = (
    'EXISTS (SELECT 1 FROM filing AS that JOIN "case" AS its ON its.id = that.case_id '
    "WHERE that.id = sending.filing_id AND its.group_id IN (SELECT misete_groups()))"
)
# Which rows a policy let somebody see before, and which more it does now.
_LOOKS = {
    "power_of_attorney": (
        "person_id IN (SELECT misete_persons()) OR case_id IN (SELECT misete_cases())",
        f"{_CASES_OF_GROUPS} OR {_CLIENTS_OF_GROUPS}",
    ),
    "sending": (
        "person_id IN (SELECT misete_persons()) OR filing_id IN (SELECT misete_filings())",
        _FILINGS_OF_GROUPS,
    ),
}


def upgrade() -> None:
    with op.batch_alter_table("task") as batch_op:
        batch_op.add_column(sa.Column("mandate_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("filing_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(_MANDATE, "power_of_attorney", ["mandate_id"], ["id"])
        batch_op.create_foreign_key(_FILING, "filing", ["filing_id"], ["id"])
    op.create_index(op.f("ix_task_mandate_id"), "task", ["mandate_id"])
    # A reminder tells thirty and seven days before the last one.
    op.create_index(op.f("ix_access_grant_expires_on"), "access_grant", ["expires_on"])
    for table, (before, more) in _LOOKS.items():
        _let_see(table, f"{before} OR {more}")


def _let_see(table: str, which: str) -> None:
    if op.get_bind().dialect.name == "postgresql":  # SQLite knows no policies.
        op.execute(f"ALTER POLICY misete_look ON {table} USING (misete_everybody() OR {which})")


def downgrade() -> None:
    for table, (before, _) in _LOOKS.items():
        _let_see(table, before)
    op.drop_index(op.f("ix_access_grant_expires_on"), "access_grant")
    op.drop_index(op.f("ix_task_mandate_id"), "task")
    with op.batch_alter_table("task") as batch_op:
        for held in (_MANDATE, _FILING):
            batch_op.drop_constraint(held, type_="foreignkey")
        for column in ("mandate_id", "filing_id"):
            batch_op.drop_column(column)
