"""The address of a calendar: made, renewed and stopped by her, and to everybody else not there."""

import logging
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import select
from starlette.testclient import TestClient

from app.accounts.session import hash_token
from app.calendar import service
from app.calendar.models import CalendarFeed
from app.kit.errors import NotFound
from app.kit.house import House
from app.kit.settings import Settings
from app.people import access
from app.web.logs import WithoutQuery
from tests.bench.trace import noting
from tests.calendar.conftest import DISCREET, FULL, Subscriber, make_address
from tests.filings.conftest import Story
from tests.support import servers, things
from tests.support.clients import PASSWORD
from tests.support.dump import dump
from tests.support.walk import likeness

# With all its words a feed also asks for the events, and for what she found of her agencies.
MOST_QUERIES = {DISCREET: 3, FULL: 5}
TRIES = 10_000
ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def token_of(path: str) -> str:
    return path.removeprefix("/calendar/").removesuffix(".ics")


def feeds(house: House) -> list[CalendarFeed]:
    with house.db.reading() as session:
        found = session.execute(select(CalendarFeed).order_by(CalendarFeed.created_at)).scalars().all()
        session.expunge_all()
        return list(found)


def test_the_token_has_256_bits_and_only_its_hash_is_kept(house: House, alice: TestClient) -> None:
    token = token_of(make_address(alice))
    assert re.fullmatch(r"[\w-]{43}", token)
    (kept,) = feeds(house)
    assert kept.discreet
    assert token not in str(dump(house.db))
    assert token not in alice.get("/calendar").text


def test_a_new_address_ends_the_old_one(house: House, client: TestClient, alice: TestClient) -> None:
    old, new = make_address(alice), make_address(alice)
    assert [client.get(path).status_code for path in (old, new)] == [404, 200]
    assert [feed.revoked_at is None for feed in feeds(house)] == [False, True]


def test_a_stopped_address_is_as_if_it_had_never_been(client: TestClient, alice: TestClient) -> None:
    path = make_address(alice)
    assert alice.post("/calendar/stop").status_code == 303
    assert likeness(client.get(path)) == likeness(client.get("/nowhere"))
    assert alice.post("/calendar/stop").status_code == 303


@pytest.mark.parametrize(
    "wrong",
    [
        "x",
        "%00",
        "a" * 43,
        "a" * 5000,
        "00000000-0000-4000-8000-000000000000",
        "..%2f",
        "%F0%A0%AE%B7",
        "%ff%fe",
        "' OR 1=1 --",
        "calendar.ics",
    ],
)
@ON_SQLITE
def test_a_wrong_token_meets_what_does_not_exist(client: TestClient, alice: TestClient, wrong: str) -> None:
    make_address(alice)
    assert likeness(client.get(f"/calendar/{wrong}.ics")) == likeness(client.get("/nowhere"))


def test_a_token_of_other_capitals_or_a_letter_short_opens_nothing(
    client: TestClient, alice: TestClient
) -> None:
    token = token_of(make_address(alice))
    for wrong in (token.swapcase(), token[:-1], f"{token}A"):
        assert client.get(f"/calendar/{wrong}.ics").status_code == 404


def test_every_wrong_token_costs_the_same_one_question(
    house: House, client: TestClient, alice: TestClient
) -> None:
    stopped = token_of(make_address(alice))
    alice.post("/calendar/stop")
    for wrong in (stopped, "x", "a" * 43):
        asked: list = []
        with noting(house.db.engine, asked):
            assert client.get(f"/calendar/{wrong}.ics").status_code == 404
        assert len(asked) == 1, wrong


@ON_SQLITE
def test_ten_thousand_tries_find_nothing_and_hinder_nobody(house: House, told: Subscriber) -> None:
    with house.db.reading() as session:
        for _ in range(TRIES):
            with pytest.raises(NotFound):
                service.find_address(session, str(uuid4()))
    assert told.events() == []


@ON_SQLITE
def test_reading_again_and_again_writes_nothing(story: Story, quiet: Subscriber) -> None:
    story.happens("received", "2026-10-30")
    before, first = dump(story.house.db), quiet.read()
    assert {quiet.read() for _ in range(50)} == {first}
    assert dump(story.house.db) == before


def test_carols_address_shows_nothing_of_alices(
    story: Story, client_for: Callable[[str], TestClient], subscribe: Callable[..., Subscriber]
) -> None:
    """T-11, T-16: the feed asks the same door as every page."""
    story.happens("received", "2026-10-30")
    carols = subscribe(client_for("carol"), FULL)
    empty = carols.read()
    assert carols.events() == []
    bobs = subscribe(client_for("bob"), FULL)
    assert bobs.read() == empty


def test_a_feed_whose_maker_may_no_longer_look_is_empty(
    story: Story, quiet: Subscriber, client_for: Callable[[str], TestClient]
) -> None:
    """T-16: what she may see is asked each time, not when the address was made."""
    story.happens("received", "2026-10-30")
    client_for("carol")
    with story.house.db.writing() as session:
        from_whom = session.execute(select(CalendarFeed)).scalar_one()
        other = session.execute(
            select(service.Person.account_id).where(service.Person.id != from_whom.person_id)
        ).scalar_one()
        from_whom.account_id = other
    assert quiet.events() == []


def test_changing_the_words_keeps_the_address(story: Story, quiet: Subscriber, alice: TestClient) -> None:
    story.happens("received", "2026-10-30")
    before = {event["UID"] for event in quiet.events()}
    assert alice.post("/calendar/words", data={"words": FULL}).status_code == 303
    assert any("横浜市" in event["SUMMARY"] for event in quiet.events())
    assert {event["UID"] for event in quiet.events()} == before


def test_an_address_is_made_only_with_a_choice_of_words(house: House, alice: TestClient) -> None:
    answer = alice.post("/calendar", data={"words": "shouted"})
    assert answer.status_code == 422
    assert 'id="e-words"' in answer.text
    assert feeds(house) == []


def test_the_entries_speak_the_language_of_the_page(
    story: Story, subscribe: Callable[..., Subscriber]
) -> None:
    story.happens("received", "2026-10-30")
    japanese = subscribe(story.client)
    assert set(japanese.days()) == {"見せて：期限", "見せて：この日から"}


@pytest.mark.parametrize("words", ["discreet", "full"])
def test_a_feed_asks_the_database_few_questions(
    story: Story, subscribe: Callable[..., Subscriber], words: str
) -> None:
    story.happens("received", "2026-10-30")
    story.follow("jp.review")
    subscriber = subscribe(story.client, words)
    subscriber.read()
    asked: list = []
    with noting(story.house.db.engine, asked):
        subscriber.read()
    assert len(asked) <= MOST_QUERIES[words]


def test_the_access_log_holds_no_token(alice: TestClient) -> None:
    """T-43."""
    path = make_address(alice)
    for asked in (path, path.upper(), path + "?x=1", f"//x{path}"):
        arguments = ("127.0.0.1:5", "GET", asked, "1.1", 200)
        record = logging.LogRecord("uvicorn.access", logging.INFO, "", 0, "%s %s %s %s %s", arguments, None)
        assert WithoutQuery().filter(record)
        assert token_of(path).lower() not in record.getMessage().lower()
        assert "alendar" in record.getMessage() or "ALENDAR" in record.getMessage()


@ON_SQLITE
def test_the_servers_words_and_files_hold_no_token(settings: Settings) -> None:
    """T-43: the real program, an address that works, one that does not, and one with a fault."""
    server = servers.start(servers.environment(settings))
    with httpx2.Client(base_url=server.url, headers={"origin": server.url}) as her:
        her.post("/sign-up", data={"login": "alice", "password": PASSWORD})
        path = make_address(her)
        assert her.get(path).status_code == 200
        assert her.get(path.replace(".ics", "x.ics")).status_code == 404
        assert her.post(path).status_code == 405
    server.stop()
    said = server.read()
    for place in (said.encode(), *(file.read_bytes() for file in settings.data_dir.iterdir())):
        assert token_of(path).encode() not in place


def test_of_two_addresses_made_at_once_one_is_left(house: House, alice: TestClient) -> None:
    """The later one ends the earlier, and neither is a fault."""
    del alice
    at_once = Barrier(2, timeout=10)

    def make(_: int) -> str:
        with house.db.writing() as session:
            at_once.wait()
            actor = things.actor_named(session, house, "alice")
            person = access.own_person(session, actor)
            return service.new_address(session, house, actor, person.id, discreet=True, locale="ja")

    with ThreadPoolExecutor(2) as two:
        tokens = list(two.map(make, range(2)))
    opened = [feed.token_hash for feed in feeds(house) if feed.revoked_at is None]
    assert len(feeds(house)) == 2
    assert len(opened) == 1
    assert opened[0] in {hash_token(token) for token in tokens}


@pytest.mark.parametrize(
    ("is_reachable", "there", "absent"), [(True, "iphone", "mac"), (False, "mac", "iphone")]
)
@ON_SQLITE
def test_the_steps_are_those_that_can_work(app: FastAPI, is_reachable: bool, there: str, absent: str) -> None:
    """No phone and no service reaches a server that answers this machine alone."""
    pages = app.state.pages
    for code, texts in pages.texts.items():
        parts = pages.environment(code).get_template("calendar/_parts.html").module
        shown = str(parts.how_to(is_reachable))
        assert texts.t(f"calendar.how.{there}_1") in shown
        assert texts.t(f"calendar.how.{absent}_1") not in shown
        assert (texts.t("calendar.how.here_only") in shown) is not is_reachable
