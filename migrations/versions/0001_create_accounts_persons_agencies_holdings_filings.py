"""Create the tables of accounts, persons, agencies, holdings and filings."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("login_index", sa.String(length=64), nullable=False),
        sa.Column("login_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("locale", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("login_index", name=op.f("uq_account_login_index")),
    )
    op.create_table(
        "sign_in_failure",
        sa.Column("door", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("door", name=op.f("pk_sign_in_failure")),
    )
    with op.batch_alter_table("sign_in_failure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_failure_last_at"), ["last_at"], unique=False)

    op.create_table(
        "form_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_form_draft_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_draft")),
        sa.UniqueConstraint("account_id", "page", name=op.f("uq_form_draft_account_id_page")),
    )
    with op.batch_alter_table("form_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_form_draft_account_id"), ["account_id"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("is_self", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_person_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_account_id"), ["account_id"], unique=False)

    op.create_table(
        "session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("device", sa.String(length=64), nullable=False),
        sa.Column("shared_computer", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_session_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_session_token_hash")),
    )
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_account_id"), ["account_id"], unique=False)

    op.create_table(
        "agency",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("regime", sa.String(length=16), nullable=False),
        sa.Column("regime_certainty", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("kana", sa.String(length=200), nullable=True),
        sa.Column("prefecture", sa.String(length=8), nullable=True),
        sa.Column("code", sa.String(length=16), nullable=True),
        sa.Column("url", sa.String(length=500), nullable=True),
        sa.Column("desk_url", sa.String(length=500), nullable=True),
        sa.Column("calendar", sa.String(length=16), nullable=False),
        sa.Column("confidence", sa.String(length=16), nullable=False),
        sa.Column("note", sa.String(length=48), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("kana_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("contact_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("(name IS NULL) <> (name_sealed IS NULL)", name=op.f("ck_agency_one_name")),
        sa.CheckConstraint(
            "(person_id IS NULL) = (name_sealed IS NULL)", name=op.f("ck_agency_sealed_is_owned")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_agency_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
    )
    with op.batch_alter_table("agency", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agency_person_id"), ["person_id"], unique=False)

    op.create_table(
        "case",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("title_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("worry_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_case_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
        sa.UniqueConstraint("id", "person_id", name=op.f("uq_case_id_person_id")),
    )
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_person_id"), ["person_id"], unique=False)

    op.create_table(
        "agency_override",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("procedure", sa.String(length=48), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("decision_days", sa.Integer(), nullable=True),
        sa.Column("count_mode", sa.String(length=16), nullable=True),
        sa.Column("extension_days", sa.Integer(), nullable=True),
        sa.Column("exception_days", sa.Integer(), nullable=True),
        sa.Column("source_url", sa.String(length=500), nullable=True),
        sa.Column("page_date", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_agency_override_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_agency_override_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_override")),
    )
    with op.batch_alter_table("agency_override", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agency_override_agency_id"), ["agency_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agency_override_person_id"), ["person_id"], unique=False)

    op.create_table(
        "filing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("procedure", sa.String(), nullable=False),
        sa.Column("follows_id", sa.Uuid(), nullable=True),
        sa.Column("provision_record", sa.Boolean(), nullable=False),
        sa.Column("wanted_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reference_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_filing_agency_id_agency")),
        sa.ForeignKeyConstraint(
            ["case_id", "person_id"],
            ["case.id", "case.person_id"],
            name=op.f("fk_filing_case_id_person_id_case"),
        ),
        sa.ForeignKeyConstraint(["follows_id"], ["filing.id"], name=op.f("fk_filing_follows_id_filing")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing")),
        sa.UniqueConstraint("id", "person_id", name=op.f("uq_filing_id_person_id")),
    )
    with op.batch_alter_table("filing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_filing_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_filing_follows_id"), ["follows_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_filing_person_id"), ["person_id"], unique=False)

    op.create_table(
        "holding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("category", sa.String(length=32), nullable=False),
        sa.Column("certainty", sa.String(length=16), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=True),
        sa.Column("since_precision", sa.String(length=8), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("why_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_holding_agency_id_agency")),
        sa.ForeignKeyConstraint(
            ["case_id", "person_id"],
            ["case.id", "case.person_id"],
            name=op.f("fk_holding_case_id_person_id_case"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_holding_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holding")),
    )
    with op.batch_alter_table("holding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_holding_agency_id"), ["agency_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_holding_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_holding_person_id"), ["person_id"], unique=False)

    op.create_table(
        "filing_deadline",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("filing_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("clock", sa.String(), nullable=False),
        sa.Column("cause_id", sa.Uuid(), nullable=True),
        sa.Column("bound", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("nominal", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("paused_from", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("rule_book", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["filing_id", "person_id"],
            ["filing.id", "filing.person_id"],
            name=op.f("fk_filing_deadline_filing_id_person_id_filing"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing_deadline")),
    )
    with op.batch_alter_table("filing_deadline", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_filing_deadline_filing_id"), ["filing_id"], unique=False)
        batch_op.create_index(
            "ix_filing_deadline_open",
            ["person_id", "due"],
            unique=False,
            sqlite_where=sa.text("ended_on IS NULL"),
            postgresql_where=sa.text("ended_on IS NULL"),
        )

    op.create_table(
        "filing_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("filing_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("clock", sa.String(), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("retracts_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["filing_id", "person_id"],
            ["filing.id", "filing.person_id"],
            name=op.f("fk_filing_event_filing_id_person_id_filing"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_filing_event_recorded_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["retracts_id"], ["filing_event.id"], name=op.f("fk_filing_event_retracts_id_filing_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing_event")),
        sa.UniqueConstraint("filing_id", "position", name=op.f("uq_filing_event_filing_id_position")),
        sa.UniqueConstraint("retracts_id", name=op.f("uq_filing_event_retracts_id")),
    )
    with op.batch_alter_table("filing_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_filing_event_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    for table in (
        "filing_event",
        "filing_deadline",
        "holding",
        "filing",
        "agency_override",
        "case",
        "agency",
        "session",
        "person",
        "form_draft",
        "sign_in_failure",
        "account",
    ):
        op.drop_table(table)
