"""Create what is made from playbooks, and the playbooks that people write."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    _create_run()
    _create_step()
    _create_own()


def _create_run() -> None:
    op.create_table(
        "playbook_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("once", sa.Uuid(), nullable=False),
        sa.Column("playbook", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id", "person_id"],
            ["case.id", "case.person_id"],
            name=op.f("fk_playbook_run_case_id_person_id_case"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playbook_run")),
        sa.UniqueConstraint("id", "person_id", name=op.f("uq_playbook_run_id_person_id")),
        sa.UniqueConstraint("person_id", "once", name=op.f("uq_playbook_run_person_id_once")),
    )
    for name in ("case_id", "person_id"):
        op.create_index(op.f(f"ix_playbook_run_{name}"), "playbook_run", [name])


def _create_step() -> None:
    op.create_table(
        "playbook_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("request", sa.String(length=64), nullable=True),
        sa.Column("filing_id", sa.Uuid(), nullable=True),
        sa.Column("letter_id", sa.Uuid(), nullable=True),
        sa.Column("holding_id", sa.Uuid(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["run_id", "person_id"],
            ["playbook_run.id", "playbook_run.person_id"],
            name=op.f("fk_playbook_step_run_id_person_id_playbook_run"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["filing_id", "person_id"],
            ["filing.id", "filing.person_id"],
            name=op.f("fk_playbook_step_filing_id_person_id_filing"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"],
            ["letter.id"],
            name=op.f("fk_playbook_step_letter_id_letter"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["holding_id"],
            ["holding.id"],
            name=op.f("fk_playbook_step_holding_id_holding"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playbook_step")),
    )
    for name in ("run_id", "person_id", "filing_id", "letter_id", "holding_id"):
        op.create_index(op.f(f"ix_playbook_step_{name}"), "playbook_step", [name])


def _create_own() -> None:
    op.create_table(
        "own_playbook",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("is_from_elsewhere", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_own_playbook_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_playbook")),
    )
    op.create_index(op.f("ix_own_playbook_person_id"), "own_playbook", ["person_id"])


def downgrade() -> None:
    for table in ("own_playbook", "playbook_step", "playbook_run"):
        op.drop_table(table)
