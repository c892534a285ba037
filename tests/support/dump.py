"""All that a database holds, to see whether it changed."""

from sqlalchemy import select

from app.kit.db import Database
from app.schema import metadata

Dump = dict[str, list[str]]


def dump(db: Database) -> Dump:
    """Every row of every table, in an order of its own."""
    with db.engine.connect() as connection:
        return {
            table.name: sorted(repr(tuple(row)) for row in connection.execute(select(*columns_of(table))))
            for table in metadata.sorted_tables
            if table.name != "audit_event"  # a download or a refusal is noted there, and changes nothing else
        }


def columns_of(table) -> list:
    # A look is noted in the session, and nowhere else.
    return [column for column in table.columns if (table.name, column.name) != ("session", "last_seen_at")]
