"""Create reminders: what a person wants to be told, her own dates, nudges, and the outbox of mails."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_TO_TELL = "ended_on IS NULL AND paused_from IS NULL AND bound = '{}'"
_MORE_COLUMNS = ("person_id", "clock", "filing_id", "nth", "ended_on", "paused_from", "bound")
_OPEN = "state IN ('waiting', 'sending', 'handing')"


def upgrade() -> None:
    _index_days()
    _create_setting()
    _create_own_date()
    _create_nudge()
    _create_mail()
    _create_reminder()


def _index_days() -> None:
    for name, days, bound in (
        ("hers", ("nominal", "due"), "requester"),
        ("theirs", ("due", "nominal"), "agency"),
    ):
        op.create_index(
            f"ix_filing_deadline_{name}",
            "filing_deadline",
            [days[0], "kind", days[1], *_MORE_COLUMNS],
            sqlite_where=sa.text(_TO_TELL.format(bound)),
            postgresql_where=sa.text(_TO_TELL.format(bound)),
        )


def _create_setting() -> None:
    op.create_table(
        "reminder_setting",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("locale", sa.String(length=16), nullable=False),
        *(
            sa.Column(name, sa.Boolean(), nullable=False)
            for name in ("hers", "theirs", "own", "nudges", "changes")
        ),
        sa.Column("quiet_from", sa.Integer(), nullable=False),
        sa.Column("quiet_until", sa.Integer(), nullable=False),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("code_mail_id", sa.Uuid(), nullable=True),
        sa.Column("code_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code_tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_reminder_setting_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_reminder_setting")),
    )


def _create_own_date() -> None:
    op.create_table(
        "own_date",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_own_date_person_id_person")),
        sa.ForeignKeyConstraint(
            ["case_id", "person_id"],
            ["case.id", "case.person_id"],
            name=op.f("fk_own_date_case_id_person_id_case"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_date")),
    )
    for name in ("case_id", "on_day", "person_id"):
        op.create_index(op.f(f"ix_own_date_{name}"), "own_date", [name])


def _create_nudge() -> None:
    op.create_table(
        "nudge",
        sa.Column("filing_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("every_days", sa.Integer(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["filing_id", "person_id"],
            ["filing.id", "filing.person_id"],
            name=op.f("fk_nudge_filing_id_person_id_filing"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("filing_id", name=op.f("pk_nudge")),
    )
    for name in ("next_on", "person_id"):
        op.create_index(op.f(f"ix_nudge_{name}"), "nudge", [name])


def _create_mail() -> None:
    op.create_table(
        "mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease", sa.Uuid(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mail_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
    )
    op.create_index(op.f("ix_mail_person_id"), "mail", ["person_id"])
    op.create_index(
        "ix_mail_open",
        "mail",
        ["not_before"],
        sqlite_where=sa.text(_OPEN),
        postgresql_where=sa.text(_OPEN),
    )
    op.create_index(
        "uq_mail_digest",
        "mail",
        ["person_id", "on_day"],
        unique=True,
        sqlite_where=sa.text("kind = 'digest'"),
        postgresql_where=sa.text("kind = 'digest'"),
    )


def _create_reminder() -> None:
    op.create_table(
        "reminder",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("mail_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("thing_id", sa.Uuid(), nullable=False),
        sa.Column("clock", sa.String(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("days_before", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reminder_person_id_person")),
        sa.ForeignKeyConstraint(["mail_id"], ["mail.id"], name=op.f("fk_reminder_mail_id_mail")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint(
            "person_id", "thing_id", "clock", "nth", "day", "days_before", "channel", name="uq_reminder_once"
        ),
    )
    op.create_index(op.f("ix_reminder_mail_id"), "reminder", ["mail_id"])


def downgrade() -> None:
    for table in ("reminder", "mail", "nudge", "own_date", "reminder_setting"):
        op.drop_table(table)
    for name in ("hers", "theirs"):
        op.drop_index(f"ix_filing_deadline_{name}", "filing_deadline")
