"""Looks at the tables of persons on somebody's behalf, as a statement that forgot to ask would."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Column, insert, select

from app.kit.behalf import Asking, Behalf
from app.kit.crypto import Sealed
from app.kit.house import House
from app.people.models import Person
from app.schema import metadata
from tests.support import things
from tests.support.world import World

# Asked by its token before anybody is known; it holds the token's fingerprint and no word.
UNWALLED = {"calendar_feed"}
# Walled without naming a person: the person herself, and what a group keeps of its check for conflicts.
WALLED_TOO = {"person", "conflict_check", "name_mark"}
OF_PERSONS = {name for name, table in metadata.tables.items() if "person_id" in table.c}
WALLED = sorted((OF_PERSONS | WALLED_TOO) - UNWALLED)
# Of what they count and decide about, a group's members see the row; every word in it is sealed.
STATE = {
    *("access_grant", "case", "case_assignment", "certificate", "client", "filing", "filing_deadline"),
    *(
        "filing_event",
        "grant_scope",
        "handover",
        "person",
        "task",
        "claim",
        "grant_document",
        "erasure",
        "erasure_hold",
        "power_of_attorney",
        "sending",
    ),
}


@dataclass
class Walled:
    """The world, and how to look at it on somebody's behalf."""

    world: World
    today: date

    @property
    def house(self) -> House:
        return self.world.house

    def behalf(self, name: str, on: date | None = None) -> Behalf:
        with self.house.db.reading() as session:
            account = things.actor_named(session, self.house, name).account_id
        return Behalf(account, on or self.today)

    def persons(self, behalf: Behalf | Asking, table: str) -> set[UUID]:
        """Whose rows of a table are there."""
        with self.house.db.reading(behalf) as session:
            return set(session.execute(select(_person_of(table)).distinct()).scalars())

    def tables(self, behalf: Behalf, person: UUID) -> set[str]:
        """In which tables anything of a person's is there."""
        named = (table for table in WALLED if table in OF_PERSONS | {"person"})
        return {table for table in named if person in self.persons(behalf, table)}

    def cases(self, behalf: Behalf, table: str) -> set[UUID]:
        """Of which cases of alice's rows of a table are there."""
        found = metadata.tables[table]
        hers = found.c.person_id == self.world.person_id
        with self.house.db.reading(behalf) as session:
            return set(session.execute(select(found.c.case_id).where(hers)).scalars())


def _person_of(name: str) -> Column[UUID]:
    table = metadata.tables[name]
    return table.c.id if name == "person" else table.c.person_id


def fill(world: World) -> None:
    """A row of alice's in each table that the world leaves empty, without the program's verbs."""
    now, today = world.house.clock.now(), world.house.clock.today()
    filing, case = UUID(str(world.shared["filing_id"])), UUID(str(world.shared["case_id"]))
    sealed = Sealed(b"\x01 sealed")
    mail = uuid4()
    rows: dict[str, dict[str, Any]] = {
        "mail": {"id": mail, "kind": "digest", "on_day": today, "not_before": now, "created_at": now},
        "reminder": {"mail_id": mail, "kind": "hers", "thing_id": filing, "day": today, "days_before": 1},
        "reminder_setting": {"locale": "ja"},
        "nudge": {"filing_id": filing, "every_days": 7, "since_on": today, "next_on": today},
        "sender": {"content_sealed": sealed, "changed_at": now},
        "desk": {"agency_id": UUID(str(world.shared["agency_id"]))},
        "claim": {"code_hash": "0" * 64, "made_at": now, "expires_at": now},
        "certificate": {"filing_id": filing, "kind": "resident_record", "made_on": today},
        "sending": {"filing_id": filing, "changed_at": now},
        "deadline_change": {
            "filing_id": filing,
            "case_id": case,
            "clock": "x",
            "nth": 1,
            "position": 1,
            "reason": "law",
            "changed_at": now,
        },
        "handover": {
            "case_id": case,
            "group_id": world.group_id,
            "note_sealed": sealed,
            "offered_at": now,
            "settled_at": now,
            "settled": "declined",
        },
        "grant_document": {
            "document_id": UUID(str(world.shared["document_id"])),
            "group_id": world.group_id,
        },
        "erasure": {"group_id": world.group_id, "cause": "own"},
        "erasure_hold": {"group_id": world.group_id, "reason_sealed": sealed, "set_at": now},
        "weekly_wish": {"group_id": world.group_id, "since": now},
        "opposing_party": {"client_id": UUID(str(world.group["client_id"])), "words_sealed": sealed},
    }
    with world.house.db.writing() as session:
        account = session.get_one(Person, world.person_id).account_id
        rows["claim"]["made_by"] = account
        grant = metadata.tables["access_grant"].c
        to_group = grant.person_id == world.person_id, grant.group_id == world.group_id
        rows["grant_document"]["grant_id"] = (
            session.execute(select(grant.id).where(*to_group)).scalars().first()
        )
        rows["handover"] |= {"from_account": account, "to_account": account}
        for name, row in rows.items():
            table = metadata.tables[name]
            hers = table.c.person_id == world.person_id
            if session.execute(select(table.c.person_id).where(hers).limit(1)).first() is None:
                session.execute(insert(table).values(person_id=world.person_id, **row))
