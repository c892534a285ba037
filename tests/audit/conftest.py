"""A log with a few entries about alice, and ways to read it as it lies in the database."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from app.audit.entry import Action, Entry, note
from app.kit.house import House


@dataclass(frozen=True)
class Log:
    """The log of a house, and a person whose records are looked at."""

    house: House
    person: UUID
    helper: UUID

    def entry(self, action: Action = Action.LOOK, kind: str = "case", **more: Any) -> Entry:
        more = {"actor_id": self.helper, "person_id": self.person} | more
        return Entry(action, kind, **more)

    def write(self, *entries: Entry) -> None:
        with self.house.db.reading() as session:
            for entry in entries:
                note(session, entry)

    def fill(self, count: int) -> None:
        for _ in range(count):
            self.write(self.entry(object_id=uuid4()))

    def rows(self) -> list[Any]:
        with self.house.db.engine.connect() as connection:
            return list(connection.execute(text("SELECT * FROM audit_event ORDER BY seq")))


@pytest.fixture
def log(house: House) -> Log:
    """An empty log, and a person with a key."""
    person = uuid4()
    house.vault.new_person(person)
    return Log(house, person, uuid4())
