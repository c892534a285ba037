"""A full disk, a locked database, a lost connection: a clear page, nothing half saved (T-49)."""

import resource
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from app.filings import projection
from app.kit.house import House
from app.kit.settings import Settings
from app.web.locales import LOCALES
from app.web.texts import all_texts
from tests.support import things
from tests.support.dump import dump
from tests.support.limits import every_connection
from tests.support.servers import Server

ClientFor = Callable[[str], TestClient]
ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
ON_POSTGRES = pytest.mark.parametrize(
    "database", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
LONG_NOTE = "n" * 2000
MOST_SAVES = 2000


def draft(house: House, name: str) -> str:
    """Where the events of a new filing of hers are sent."""
    with house.db.writing() as session:
        case = things.open_case(session, house, things.actor_named(session, house, name))
        return f"/filings/{things.begin_filing(session, house, case).id}/events"


def saved(number: int) -> dict[str, str]:
    """An event on one of many days."""
    return {"kind": "sent", "when": str(date(2000, 1, 1) + timedelta(number)), "note": LONG_NOTE}


def says_it_is_not_saved(page: str, house: House) -> bool:
    sentences = [texts.t("web.errors.broken_post_text") for texts in all_texts(house.clock).values()]
    assert len(sentences) == len(LOCALES)
    return any(sentence in page for sentence in sentences)


@ON_SQLITE
def test_a_full_disk_is_a_clear_page_and_nothing_is_half_saved(house: House, client_for: ClientFor) -> None:
    alice = client_for("alice")
    events = draft(house, "alice")
    with house.db.engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar()
    with every_connection(house, f"max_page_count={pages + 8}"):
        refused, before = fill_up(house, lambda day: alice.post(events, data=saved(day)))
        assert refused.status_code == 500
        assert says_it_is_not_saved(refused.text, house)
        assert dump(house.db) == before
        assert alice.get("/").status_code == 200
    assert alice.post(events, data=saved(0) | {"when": "1999-12-31"}).status_code == 303
    assert projection.check(house) == []


def fill_up(house: House, save: Callable[[int], httpx2.Response]) -> tuple[httpx2.Response, object]:
    """Saves until it is refused: the refusal, and what the database held before it."""
    for day in range(MOST_SAVES):
        before = dump(house.db)
        answer = save(day)
        if answer.status_code != 303:
            return answer, before
    raise AssertionError("The disk never became full.")


@ON_SQLITE
def test_a_file_that_may_not_grow_is_the_same_in_the_real_server(
    house: House, settings: Settings, client_for: ClientFor, live_server: Server
) -> None:
    browser = {"cookies": dict(client_for("alice").cookies), "headers": {"origin": live_server.url}}
    events = draft(house, "alice")
    most = file_size(settings.data_dir / "misete.sqlite3") + 40_000
    resource.prlimit(live_server.process.pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
    with httpx2.Client(base_url=live_server.url, **browser) as alice:
        refused, before = fill_up(house, lambda day: alice.post(events, data=saved(day)))
        assert refused.status_code == 500
        assert says_it_is_not_saved(refused.text, house)
        assert dump(house.db) == before
        assert alice.get("/").status_code == 200
        unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        resource.prlimit(live_server.process.pid, resource.RLIMIT_FSIZE, unlimited)
        assert alice.post(events, data=saved(0) | {"when": "1999-12-31"}).status_code == 303
    assert projection.check(house) == []


def file_size(path: Path) -> int:
    return path.stat().st_size


@ON_SQLITE
def test_a_locked_database_is_a_clear_page_and_reading_goes_on(house: House, client_for: ClientFor) -> None:
    alice = client_for("alice")
    events = draft(house, "alice")
    before = dump(house.db)
    with every_connection(house, "busy_timeout=50"), house.db.writing() as somebody_else:
        somebody_else.execute(text("SELECT 1"))
        refused = alice.post(events, data=saved(0))
        assert refused.status_code == 500
        assert says_it_is_not_saved(refused.text, house)
        assert alice.get("/").status_code == 200
    assert dump(house.db) == before
    assert alice.post(events, data=saved(0)).status_code == 303


@ON_POSTGRES
def test_a_lost_connection_is_found_again(house: House, client_for: ClientFor) -> None:
    alice = client_for("alice")
    events = draft(house, "alice")
    with house.db.engine.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    assert alice.get("/").status_code == 200
    assert alice.post(events, data=saved(0)).status_code == 303
