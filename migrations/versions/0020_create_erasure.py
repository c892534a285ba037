"""Create erasure: what waits for it, holds, receipts, how long a group keeps; and mark what is in the bin."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

CAUSES = "cause IN ('own', 'paper', 'kept_long_enough')"


def upgrade() -> None:
    for table in ("account", "person"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column("in_bin", sa.Boolean(), server_default=sa.false(), nullable=False))
    _create_receipts()
    _create_erasures()
    op.create_table(
        "erasure_hold",
        _person(),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        _of_person("erasure_hold"),
        _of_group("erasure_hold"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_erasure_hold")),
    )
    op.create_index(op.f("ix_erasure_hold_group_id"), "erasure_hold", ["group_id"])
    op.create_table(
        "erasure_keeping",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        _of_group("erasure_keeping"),
        sa.PrimaryKeyConstraint("group_id", name=op.f("pk_erasure_keeping")),
    )


def _create_receipts() -> None:
    op.create_table(
        "erasure_receipt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number_hash", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("cause", sa.String(length=16), nullable=False),
        sa.Column("binned_on", sa.Date(), nullable=False),
        sa.Column("taken_back_on", sa.Date(), nullable=True),
        sa.Column("key_destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counts", sa.String(), nullable=True),
        sa.CheckConstraint(CAUSES, name=op.f("ck_erasure_receipt_cause_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure_receipt")),
        sa.UniqueConstraint("number_hash", name=op.f("uq_erasure_receipt_number_hash")),
    )


def _create_erasures() -> None:
    op.create_table(
        "erasure",
        _person(),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("cause", sa.String(length=16), nullable=False),
        sa.Column("announced_on", sa.Date(), nullable=True),
        sa.Column("binned_on", sa.Date(), nullable=True),
        sa.Column("receipt_id", sa.Uuid(), nullable=True),
        sa.Column("number_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(CAUSES, name=op.f("ck_erasure_cause_known")),
        _of_person("erasure"),
        _of_group("erasure"),
        sa.ForeignKeyConstraint(
            ["receipt_id"], ["erasure_receipt.id"], name=op.f("fk_erasure_receipt_id_erasure_receipt")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_erasure")),
    )
    for column in ("binned_on", "group_id"):
        op.create_index(op.f(f"ix_erasure_{column}"), "erasure", [column])


def _person() -> sa.Column[object]:
    return sa.Column("person_id", sa.Uuid(), nullable=False)


def _of_person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{table}_person_id_person"))


def _of_group(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_group_id_support_group")
    return sa.ForeignKeyConstraint(["group_id"], ["support_group.id"], name=name)


def downgrade() -> None:
    for table in ("erasure_keeping", "erasure_hold", "erasure", "erasure_receipt"):
        op.drop_table(table)
    for table in ("person", "account"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("in_bin")
