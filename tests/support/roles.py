"""Roles of PostgreSQL: the one that docs/running.md makes for the server."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, text

from app.kit.db import open_engine
from app.kit.house import House
from tests.support.sources import ROOT


@contextmanager
def application(house: House, role: str) -> Iterator[Engine]:
    """Connections of that role, made as the page says, on the database of a house."""
    docs = (ROOT / "docs" / "running.md").read_text("utf-8")
    grants = docs.partition("```sql\n")[2].partition("```")[0].replace("misete_app", role)
    address = house.db.engine.url.set(username=role)
    with house.db.engine.begin() as connection:
        connection.execute(text("CREATE SCHEMA IF NOT EXISTS misete_keys"))
        password = str(address.password or "").replace("'", "''")
        connection.execute(text(f"CREATE ROLE {role} LOGIN PASSWORD '{password}'"))
        # Who makes a role and is no superuser must be in it to take it away.
        connection.execute(text(f"GRANT {role} TO CURRENT_USER"))
        for statement in grants.strip().split(";"):
            if statement.strip():
                connection.execute(text(statement))
    engine = open_engine(address.render_as_string(hide_password=False))
    yield engine
    engine.dispose()
    with house.db.engine.begin() as connection:
        connection.execute(text(f"DROP OWNED BY {role}"))
        connection.execute(text(f"DROP ROLE {role}"))
