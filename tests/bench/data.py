"""Fills a house with many persons who each have what the fictional person of the demonstration has."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Table, insert, select

from app.accounts.models import Account
from app.accounts.session import begin_session
from app.filings import demo
from app.kit.crypto import KEY_BYTES, Cipher, Place, SealedText
from app.kit.house import House
from app.schema import metadata
from tests.support.things import actor_named

# In the order in which they refer to each other; agencies are shared, sessions come by themselves.
COPIED = ("account", "person", "case", "filing", "filing_event", "filing_deadline", "holding")
SIGNED_IN = 50
A_BATCH = 100

Row = dict[str, Any]


@dataclass(frozen=True)
class Visitor:
    """Somebody signed in, with one of her cases and one filing of it."""

    token: str
    case_id: UUID
    filing_id: UUID


def fill(house: House, filings: int) -> list[Visitor]:
    """Persons until there are that many filings; the first fifty of them are signed in."""
    demo.make(house, "ja")
    with house.db.reading() as session:
        account_id = actor_named(session, house, demo.LOGIN).account_id
    with house.db.engine.connect() as connection:
        story = Story(house, connection, account_id)
    copies = max(filings // len(story.rows["filing"]) - 1, SIGNED_IN)
    for first in range(0, copies, A_BATCH):
        people = [story.copy() for _ in range(min(A_BATCH, copies - first))]
        write(house, people)
        if first == 0:
            visitors = [sign_in(house, one) for one in people[:SIGNED_IN]]
    with house.db.engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")
    return visitors


class Story:
    """One person's rows, and what was written in them."""

    def __init__(self, house: House, connection: Connection, account_id: UUID) -> None:
        self.house = house
        self.rows = {
            name: [dict(row) for row in connection.execute(select(metadata.tables[name])).mappings()]
            for name in COPIED
        }
        self.person = self.rows["person"][0]["id"]
        self.texts = {
            (name, row["id"], column): house.vault.person(self.person).open(
                Place(name, column, row["id"], self.person), row[column]
            )
            for name in COPIED[2:]
            for row in self.rows[name]
            for column in sealed_columns(metadata.tables[name])
            if row[column] is not None
        }

    def copy(self) -> "Copy":
        ids = {row["id"]: uuid4() for rows in self.rows.values() for row in rows}
        key = secrets.token_bytes(KEY_BYTES)
        person = ids[self.person]
        rows = {
            name: [self._copied(name, row, ids, person, Cipher(key)) for row in of_table]
            for name, of_table in self.rows.items()
        }
        rows["account"][0]["login_index"] = secrets.token_hex(32)
        return Copy(person, key, rows)

    def _copied(self, name: str, row: Row, ids: dict[UUID, UUID], person: UUID, cipher: Cipher) -> Row:
        made = {
            column: ids.get(value, value) if isinstance(value, UUID) else value
            for column, value in row.items()
        }
        for column in sealed_columns(metadata.tables[name]):
            text = self.texts.get((name, row["id"], column))
            if text is not None:
                made[column] = cipher.seal(Place(name, column, made["id"], person), text)
        return made


@dataclass(frozen=True)
class Copy:
    """Another person with the same story, under other ids and another key."""

    person: UUID
    key: bytes
    rows: dict[str, list[Row]]


def sealed_columns(table: Table) -> list[str]:
    return [column.name for column in table.columns if isinstance(column.type, SealedText)]


def write(house: House, people: list[Copy]) -> None:
    """All of them in one transaction; their keys in the store of keys."""
    vault = house.vault
    keys = [
        {
            "person": str(one.person),
            "wrapped": bytes(vault._wrapper.seal_bytes(str(one.person).encode(), one.key)),
        }
        for one in people
    ]
    with vault._engine.begin() as connection:
        connection.execute(insert(vault._table), keys)
    with house.db.engine.begin() as connection:
        for name in COPIED:
            connection.execute(insert(metadata.tables[name]), list(all_rows(people, name)))


def all_rows(people: list[Copy], name: str) -> Iterator[Row]:
    # A filing comes after the one it follows, as in the story.
    return (row for one in people for row in one.rows[name])


def sign_in(house: House, one: Copy) -> Visitor:
    """Signed in a moment ago, and the busiest of her filings."""
    account: Account | Row = one.rows["account"][0]
    events = [row["filing_id"] for row in one.rows["filing_event"]]
    busiest = max(one.rows["filing"], key=lambda filing: (events.count(filing["id"]), str(filing["id"])))
    with house.db.writing() as session:
        soon = house.clock.now() + timedelta(minutes=20)  # so that no look is noted during the measurement
        token = begin_session(session, account["id"], soon, "bench", shared=False)
    return Visitor(token, busiest["case_id"], busiest["id"])
