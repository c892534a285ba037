"""Create support groups, clients, access grants, case teams and conflict checks."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    _create_support_group()
    _create_invitation()
    _create_membership()
    _create_access_grant()
    _create_client()
    _create_profile()
    _create_claim()
    _create_case_assignment()
    _create_conflict_check()
    _create_grant_scope()
    _create_handover()
    _create_name_mark()
    _create_opposing_party()
    _change_case()
    _change_person()


def _create_support_group() -> None:
    op.create_table(
        "support_group",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("contact_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dissolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_group")),
        sa.UniqueConstraint("code", name=op.f("uq_support_group_code")),
    )


def _create_invitation() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "role IN ('helper', 'coordinator', 'supervisor', 'technical_admin')",
            name=op.f("ck_invitation_role_known"),
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["support_group.id"], name=op.f("fk_invitation_group_id_support_group")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_invitation_made_by_account")),
        sa.ForeignKeyConstraint(["used_by"], ["account.id"], name=op.f("fk_invitation_used_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    op.create_index(op.f("ix_invitation_group_id"), "invitation", ["group_id"])


def _create_membership() -> None:
    op.create_table(
        "membership",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_reason", sa.String(length=16), nullable=True),
        sa.CheckConstraint(
            "role IN ('helper', 'coordinator', 'supervisor', 'technical_admin')",
            name=op.f("ck_membership_role_known"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_membership_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["support_group.id"], name=op.f("fk_membership_group_id_support_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index(op.f("ix_membership_account_id"), "membership", ["account_id"])
    op.create_index(
        "uq_membership_open",
        "membership",
        ["group_id", "account_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def _create_access_grant() -> None:
    op.create_table(
        "access_grant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("method", sa.String(length=16), nullable=False),
        sa.Column("wording", sa.String(length=16), nullable=False),
        sa.Column("wording_hash", sa.String(length=64), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("follows_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_reason", sa.String(length=16), nullable=True),
        sa.CheckConstraint("method IN ('paper', 'online')", name=op.f("ck_access_grant_method_known")),
        sa.ForeignKeyConstraint(
            ["follows_id"], ["access_grant.id"], name=op.f("fk_access_grant_follows_id_access_grant")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["support_group.id"], name=op.f("fk_access_grant_group_id_support_group")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_access_grant_made_by_account")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_access_grant_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_grant")),
        sa.UniqueConstraint(
            "id", "person_id", "group_id", name=op.f("uq_access_grant_id_person_id_group_id")
        ),
    )
    op.create_index(op.f("ix_access_grant_group_id"), "access_grant", ["group_id"])
    op.create_index(op.f("ix_access_grant_person_id"), "access_grant", ["person_id"])


def _create_client() -> None:
    op.create_table(
        "client",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_reason", sa.String(length=24), nullable=True),
        sa.Column("handed_back_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"], name=op.f("fk_client_entered_by_account")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["support_group.id"], name=op.f("fk_client_group_id_support_group")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_client_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client")),
        sa.UniqueConstraint("group_id", "number", name=op.f("uq_client_group_id_number")),
    )
    op.create_index(op.f("ix_client_person_id"), "client", ["person_id"])
    op.create_index(
        "uq_client_open",
        "client",
        ["group_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def _create_claim() -> None:
    op.create_table(
        "claim",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_claim_person_id_person")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_claim_made_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_claim_code_hash")),
    )
    op.create_index(op.f("ix_claim_person_id"), "claim", ["person_id"])


def _create_profile() -> None:
    op.create_table(
        "profile",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_profile_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_profile")),
    )


def _create_case_assignment() -> None:
    op.create_table(
        "case_assignment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(length=16), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_reason", sa.String(length=24), nullable=True),
        sa.CheckConstraint(
            "part IN ('lead', 'helper', 'reader')", name=op.f("ck_case_assignment_part_known")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_case_assignment_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["case_id", "person_id"],
            ["case.id", "case.person_id"],
            name=op.f("fk_case_assignment_case_id_person_id_case"),
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["support_group.id"], name=op.f("fk_case_assignment_group_id_support_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_assignment")),
    )
    op.create_index(op.f("ix_case_assignment_case_id"), "case_assignment", ["case_id"])
    op.create_index(op.f("ix_case_assignment_group_id"), "case_assignment", ["group_id"])
    op.create_index(
        "uq_case_assignment_lead",
        "case_assignment",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL AND part = 'lead'"),
        postgresql_where=sa.text("ended_at IS NULL AND part = 'lead'"),
    )
    op.create_index(
        "uq_case_assignment_open",
        "case_assignment",
        ["account_id", "case_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def _create_conflict_check() -> None:
    op.create_table(
        "conflict_check",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("run_by", sa.Uuid(), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=16), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "decision IN ('clear', 'open', 'go_on', 'stop')", name=op.f("ck_conflict_check_decision_known")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_conflict_check_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name=op.f("fk_conflict_check_decided_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["support_group.id"], name=op.f("fk_conflict_check_group_id_support_group")
        ),
        sa.ForeignKeyConstraint(["run_by"], ["account.id"], name=op.f("fk_conflict_check_run_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_check")),
    )
    op.create_index(op.f("ix_conflict_check_client_id"), "conflict_check", ["client_id"])


def _create_grant_scope() -> None:
    op.create_table(
        "grant_scope",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("grant_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("verb", sa.String(length=24), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_reason", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id", "person_id"],
            ["case.id", "case.person_id"],
            name=op.f("fk_grant_scope_case_id_person_id_case"),
        ),
        sa.ForeignKeyConstraint(
            ["grant_id", "person_id", "group_id"],
            ["access_grant.id", "access_grant.person_id", "access_grant.group_id"],
            name=op.f("fk_grant_scope_grant_id_person_id_group_id_access_grant"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grant_scope")),
    )
    op.create_index(
        "ix_grant_scope_open",
        "grant_scope",
        ["person_id", "group_id", "verb"],
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(op.f("ix_grant_scope_grant_id"), "grant_scope", ["grant_id"])
    op.create_index(
        "uq_grant_scope_all",
        "grant_scope",
        ["person_id", "group_id", "verb"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL AND case_id IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL AND case_id IS NULL"),
    )
    op.create_index(
        "uq_grant_scope_case",
        "grant_scope",
        ["person_id", "group_id", "verb", "case_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL AND case_id IS NOT NULL"),
        postgresql_where=sa.text("ended_at IS NULL AND case_id IS NOT NULL"),
    )


def _create_handover() -> None:
    op.create_table(
        "handover",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("from_account", sa.Uuid(), nullable=False),
        sa.Column("to_account", sa.Uuid(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled", sa.String(length=16), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id", "person_id"],
            ["case.id", "case.person_id"],
            name=op.f("fk_handover_case_id_person_id_case"),
        ),
        sa.ForeignKeyConstraint(
            ["from_account"], ["account.id"], name=op.f("fk_handover_from_account_account")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["support_group.id"], name=op.f("fk_handover_group_id_support_group")
        ),
        sa.ForeignKeyConstraint(["to_account"], ["account.id"], name=op.f("fk_handover_to_account_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    op.create_index(op.f("ix_handover_case_id"), "handover", ["case_id"])
    op.create_index(op.f("ix_handover_to_account"), "handover", ["to_account"])
    op.create_index(
        "uq_handover_open",
        "handover",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )


def _create_name_mark() -> None:
    op.create_table(
        "name_mark",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(length=16), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.CheckConstraint("side IN ('client', 'opposing')", name=op.f("ck_name_mark_side_known")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_name_mark_client_id_client")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["support_group.id"], name=op.f("fk_name_mark_group_id_support_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_mark")),
    )
    op.create_index(op.f("ix_name_mark_client_id"), "name_mark", ["client_id"])
    op.create_index("ix_name_mark_found", "name_mark", ["group_id", "mark"])


def _create_opposing_party() -> None:
    op.create_table(
        "opposing_party",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_opposing_party_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_opposing_party_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opposing_party")),
    )
    op.create_index(op.f("ix_opposing_party_client_id"), "opposing_party", ["client_id"])


def _change_case() -> None:
    with op.batch_alter_table("case") as batch_op:
        batch_op.add_column(sa.Column("group_id", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_case_group_id"), ["group_id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_case_group_id_support_group"), "support_group", ["group_id"], ["id"]
        )


def _change_person() -> None:
    with op.batch_alter_table("person") as batch_op:
        batch_op.alter_column("account_id", existing_type=sa.Uuid(), nullable=True)
