"""Knows which revision of the tables this program is made for, without loading the tool that makes them."""

import re
from pathlib import Path

from sqlalchemy import Connection, inspect, text

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
_IS = re.compile(r'^revision = "(\w+)"$', re.MULTILINE)
_FOLLOWS = re.compile(r'^down_revision = "(\w+)"$', re.MULTILINE)


def newest() -> str:
    """The revision that no other follows; a test keeps it to one."""
    texts = [path.read_text("utf-8") for path in (MIGRATIONS / "versions").glob("*.py")]
    named: set[str] = {name for body in texts for name in _IS.findall(body)}
    followed: set[str] = {name for body in texts for name in _FOLLOWS.findall(body)}
    (last,) = named - followed
    return last


def present(connection: Connection) -> str | None:
    """The revision of the data; None when there is no data yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found
