"""Add the weekly mail of a group: who wants it, and the mails themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

_OF_GROUP = "fk_mail_group_id_support_group"


def upgrade() -> None:
    op.create_table(
        "weekly_wish",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_weekly_wish_person_id_person")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["support_group.id"], name=op.f("fk_weekly_wish_group_id_support_group")
        ),
        sa.PrimaryKeyConstraint("person_id", "group_id", name=op.f("pk_weekly_wish")),
    )
    op.create_index(op.f("ix_weekly_wish_group_id"), "weekly_wish", ["group_id"])
    with op.batch_alter_table("mail") as batch_op:
        batch_op.add_column(sa.Column("group_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(_OF_GROUP, "support_group", ["group_id"], ["id"])
    op.create_index(
        "uq_mail_weekly",
        "mail",
        ["person_id", "group_id", "on_day"],
        unique=True,
        sqlite_where=sa.text("kind = 'weekly'"),
        postgresql_where=sa.text("kind = 'weekly'"),
    )


def downgrade() -> None:
    op.execute("DELETE FROM mail WHERE kind = 'weekly'")
    op.drop_index("uq_mail_weekly", "mail")
    with op.batch_alter_table("mail") as batch_op:
        batch_op.drop_constraint(_OF_GROUP, type_="foreignkey")
        batch_op.drop_column("group_id")
    op.drop_table("weekly_wish")
