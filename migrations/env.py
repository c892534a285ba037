"""Runs the revisions, on the connection of the program or on the one of the environment."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection
from sqlalchemy.types import TypeDecorator

from app.kit.db import open_engine
from app.kit.settings import read_settings
from app.schema import metadata


def render_plain(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Writes a decorated type as the plain one below it: a revision must not follow the program's changes."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


def run_on(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        render_item=render_plain,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def run() -> None:
    given: Connection | None = context.config.attributes.get("connection")
    if given is not None:
        run_on(given)
        return
    with open_engine(read_settings().database).connect() as connection:
        run_on(connection)


run()
