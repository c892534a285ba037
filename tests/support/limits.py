"""Bounds for the connections of a test: a disk that fills, a wait that is short."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from app.kit.house import House


@contextmanager
def every_connection(house: House, pragma: str) -> Iterator[None]:
    """Sets a limit on each connection that the application opens in the block."""

    def limit(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA {pragma}").close()

    house.db.engine.dispose()
    event.listen(house.db.engine, "connect", limit)
    yield
    event.remove(house.db.engine, "connect", limit)
    house.db.engine.dispose()
