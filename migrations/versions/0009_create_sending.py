"""Create sending: answers and ticks for a filing, its certificates and costs, addresses of desks."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    _create_sending()
    _create_certificate()
    _create_cost()
    _create_desk()


def _create_sending() -> None:
    op.create_table(
        "sending",
        sa.Column("filing_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.String(length=8), nullable=True) for name in ("way", "agent", "identity")),
        sa.Column("wants_copies", sa.Boolean(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("arrives_on", sa.Date(), nullable=True),
        sa.Column("ticks", sa.String(), nullable=False),
        sa.Column("method", sa.String(length=24), nullable=True),
        sa.Column("tracking_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        _of_filing("sending"),
        sa.PrimaryKeyConstraint("filing_id", name=op.f("pk_sending")),
    )
    op.create_index(op.f("ix_sending_person_id"), "sending", ["person_id"])


def _create_certificate() -> None:
    op.create_table(
        "certificate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("filing_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        _of_filing("certificate"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("filing_id", "kind", name=op.f("uq_certificate_filing_id_kind")),
    )
    op.create_index(op.f("ix_certificate_person_id"), "certificate", ["person_id"])


def _create_cost() -> None:
    op.create_table(
        "cost",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("filing_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("yen", sa.Integer(), nullable=False),
        sa.Column("spent_on", sa.Date(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _of_filing("cost"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost")),
    )
    for name in ("filing_id", "person_id"):
        op.create_index(op.f(f"ix_cost_{name}"), "cost", [name])


def _create_desk() -> None:
    op.create_table(
        "desk",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("section_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_desk_person_id_person")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_desk_agency_id_agency")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk")),
        sa.UniqueConstraint("person_id", "agency_id", name=op.f("uq_desk_person_id_agency_id")),
    )
    op.create_index(op.f("ix_desk_agency_id"), "desk", ["agency_id"])


def _of_filing(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["filing_id", "person_id"],
        ["filing.id", "filing.person_id"],
        name=op.f(f"fk_{table}_filing_id_person_id_filing"),
        ondelete="CASCADE",
    )


def downgrade() -> None:
    for table in ("desk", "cost", "certificate", "sending"):
        op.drop_table(table)
