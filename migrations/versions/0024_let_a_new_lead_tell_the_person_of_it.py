"""Let a task say that a new lead tells the person who works for her now."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

KINDS = ("own", "look_at_dates", "notify_agency", "refile", "hand_back", "renew_consent", "renew_mandate")
SOURCES = ("hand", "board", "consent", "mandate")


def upgrade() -> None:
    _know([*KINDS, "tell_of_lead"], [*SOURCES, "team"])


def _know(kinds: Sequence[str], sources: Sequence[str]) -> None:
    known = {"kind": kinds, "source": sources}
    if op.get_bind().dialect.name != "sqlite":
        for column, words in known.items():
            op.drop_constraint(op.f(f"ck_task_{column}_known"), "task", type_="check")
            op.create_check_constraint(op.f(f"ck_task_{column}_known"), "task", _one_of(column, words))
        return
    # SQLite makes the table anew, and leaves out the rules that it does not find among its columns.
    with op.batch_alter_table("task", recreate="always") as batch_op:
        for column, words in known.items():
            batch_op.create_check_constraint(op.f(f"ck_task_{column}_known"), _one_of(column, words))


def _one_of(column: str, words: Sequence[str]) -> sa.TextClause:
    return sa.text(f"{column} IN ({', '.join(repr(word) for word in words)})")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT set_config('misete.everybody', 'on', true)")  # the wall hides every task else
    op.execute("DELETE FROM task WHERE kind = 'tell_of_lead' OR source = 'team'")
    _know(KINDS, SOURCES)
