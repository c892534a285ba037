"""What a group's board costs with few clients and with many; every client has as many cases."""

import secrets
import statistics
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, insert

from app.accounts.session import begin_session
from app.cli import furnish
from app.filings import demo, projection
from app.groups import service as groups
from app.kit.crypto import KEY_BYTES, Cipher, Place
from app.kit.house import House
from app.kit.opening import close_house
from app.kit.preparing import prepare_house
from app.kit.settings import Settings
from app.schema import metadata
from tests.bench.trace import Trace, looking, trace_page
from tests.support import things

CASES = 5  # of each client: the board of ten clients fills one page, as that of ten thousand does
LOOKS, FIRST_DAY, DAYS = 150, date(2026, 11, 1), 120
WORDS = groups.GroupWords("A group", "By telephone")
A_BATCH = 500

Row = dict[str, Any]


def cost_of(settings: Settings, clients: int) -> tuple[float, Trace]:
    """The median milliseconds of one look at the board, and what it asks."""
    house = furnish(prepare_house(settings))
    group_id, token = fill(house, clients)
    path = f"/groups/{group_id}/board"
    with looking(house, token) as program:
        trace = trace_page(house, program, path)
        taken = [_once(program, path) for _ in range(LOOKS)]
    close_house(house)
    return statistics.median(taken), trace


def _once(program: Any, path: str) -> float:
    began = time.perf_counter()
    assert program.get(path).status_code == 200
    return (time.perf_counter() - began) * 1000


def fill(house: House, clients: int) -> tuple[UUID, str]:
    """A group with that many clients, each with her cases, and its coordinator's session."""
    demo.make(house, "ja")
    with house.db.writing() as session:
        actor = things.actor_named(session, house, demo.LOGIN)
        group_id = groups.found_group(session, house, actor, WORDS, "A coordinator")
        token = begin_session(session, actor.account_id, house.clock.now(), "bench", shared=False)
        session.flush()
        things.prove_two_factors(session, house, actor.account_id)
    agency = things.agency_named(things.CITY)
    for first in range(0, clients, A_BATCH):
        numbers = range(first, min(first + A_BATCH, clients))
        write(house, group_id, actor.account_id, agency, numbers)
    with house.db.engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")
    return group_id, token


def write(house: House, group_id: UUID, account_id: UUID, agency: UUID, numbers: range) -> None:
    rows: dict[str, list[Row]] = {}
    keys: list[Row] = []
    for number in numbers:
        person, key = uuid4(), secrets.token_bytes(KEY_BYTES)
        wrapped = house.vault._wrapper.seal_bytes(str(person).encode(), key)
        keys.append({"person": str(person), "wrapped": bytes(wrapped)})
        for table, row in client_rows(house, group_id, account_id, person, number):
            rows.setdefault(table, []).append(row)
        for nth in range(CASES):
            found = case_rows(house, group_id, account_id, agency, person, Cipher(key), number * CASES + nth)
            for table, row in found:
                rows.setdefault(table, []).append(row)
    with house.db.engine.begin() as connection:
        for name, of_table in rows.items():
            put(connection, name, of_table)
    with house.vault._engine.begin() as connection:
        connection.execute(insert(house.vault._table), keys)


def put(connection: Connection, name: str, rows: list[Row]) -> None:
    connection.execute(insert(metadata.tables[name]), rows)


def client_rows(
    house: House, group_id: UUID, account_id: UUID, person: UUID, number: int
) -> Iterator[tuple[str, Row]]:
    """A person who lets the group see everything."""
    now, today, grant = house.clock.now(), house.clock.today(), uuid4()
    days = {"starts_on": today, "expires_on": today + timedelta(days=20 + number % 160)}
    both = {"person_id": person, "group_id": group_id}
    yield "person", {"id": person, "account_id": None, "is_self": True, "created_at": now}
    yield "client", {"id": uuid4(), **both, "number": number + 1, "entered_by": account_id, "entered_at": now}
    yield (
        "access_grant",
        {
            "id": grant,
            **both,
            **days,
            "method": "paper",
            "wording": "2026-11",
            "wording_hash": "0" * 64,
            "signed_on": today,
            "made_by": account_id,
            "made_at": now,
        },
    )
    for verb in ("view_status", "view_content"):
        yield "grant_scope", {"id": uuid4(), "grant_id": grant, **both, **days, "verb": verb, "case_id": None}


def case_rows(
    house: House, group_id: UUID, account_id: UUID, agency: UUID, person: UUID, cipher: Cipher, nth: int
) -> Iterator[tuple[str, Row]]:
    """A case with a filing and a day on each side; most are led by the coordinator."""
    now, case_id, filing_id = house.clock.now(), uuid4(), uuid4()
    title = cipher.seal(Place("case", "title_sealed", case_id, person), f"Matter {nth}")
    case = {"id": case_id, "person_id": person, "group_id": group_id, "created_at": now}
    yield "case", case | {"title_sealed": title, "worry_sealed": None, "closed_on": None}
    filing = {"id": filing_id, "person_id": person, "case_id": case_id, "agency_id": agency}
    yield "filing", filing | {"procedure": "jp.appi.disclosure", "created_at": now, "provision_record": False}
    for clock, bound in (
        ("appi.disclosure.decision", "agency"),
        ("appi.disclosure.implementation_request", "requester"),
    ):
        yield "filing_deadline", _day(case, filing_id, clock, bound, nth)
    if nth % 7:
        yield (
            "case_assignment",
            {
                "id": uuid4(),
                "case_id": case_id,
                "person_id": person,
                "group_id": group_id,
                "account_id": account_id,
                "part": "lead",
                "began_at": now,
            },
        )


def _day(case: Row, filing_id: UUID, clock: str, bound: str, nth: int) -> Row:
    day = FIRST_DAY + timedelta(days=nth % DAYS)
    return {
        "id": uuid4(),
        "filing_id": filing_id,
        "case_id": case["id"],
        "person_id": case["person_id"],
        "group_id": case["group_id"],
        "clock": clock,
        "nth": 0,
        "bound": bound,
        "kind": "latest",
        "nominal": day,
        "due": day,
        "is_void": False,
        "rule_book": projection.edition(),
    }
