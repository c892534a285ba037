"""Note on which grounds a decision refuses, and what its notice lacks."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

COLUMNS = ("grounds", "lacks")


def upgrade() -> None:
    # Ids of our own catalog, never a person's words: they stay clear, as outcomes do.
    with op.batch_alter_table("filing_event", schema=None) as batch_op:
        for name in COLUMNS:
            batch_op.add_column(sa.Column(name, sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("filing_event", schema=None) as batch_op:
        for name in reversed(COLUMNS):
            batch_op.drop_column(name)
