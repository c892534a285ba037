"""Create the playbooks and the letters' wordings that belong to groups."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0020"


def upgrade() -> None:
    op.create_table("group_playbook", *_columns("group_playbook"))
    op.create_table(
        "group_wording", *_columns("group_wording"), sa.Column("kind", sa.String(length=48), nullable=False)
    )
    for table in ("group_playbook", "group_wording"):
        op.create_index(op.f(f"ix_{table}_group_id"), table, ["group_id"])


def _columns(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("put_by", sa.Uuid(), nullable=False),
        sa.Column("put_as", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "put_as IN ('helper', 'coordinator', 'supervisor', 'technical_admin')",
            name=op.f(f"ck_{table}_put_as_known"),
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["support_group.id"], name=op.f(f"fk_{table}_group_id_support_group")
        ),
        sa.ForeignKeyConstraint(["put_by"], ["account.id"], name=op.f(f"fk_{table}_put_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def downgrade() -> None:
    for table in ("group_wording", "group_playbook"):
        op.drop_table(table)
