"""A person erases everything that is hers: thirty days in the bin, one page open, then nothing (T-45)."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update
from starlette.testclient import TestClient

from app.accounts.models import AccountSession
from app.exchange import shown
from app.kit.house import House
from app.people import access, grants
from app.people.grants import GRANT
from app.people.models import Claim, Person
from app.reminders.models import ReminderSetting
from app.reminders.telling import may_tell
from tests.exchange.conftest import (
    AGREED,
    ASKED,
    ERASED,
    LAST_DAY,
    ClientFor,
    go_to_review,
    number_in,
    run,
    write_something,
)
from tests.groups.conftest import Circle
from tests.support import things
from tests.support.dump import dump
from tests.support.walk import likeness

GoTo = Callable[[date], House]
ON_ONE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def erase(her: TestClient, **more: str):
    return her.post("/account/erase", data=AGREED | more)


def test_nothing_happens_without_the_tick(house: House, client_for: ClientFor) -> None:
    alice = client_for("alice")
    write_something(house, "alice")
    before = dump(house.db)
    assert alice.get("/account/erase").status_code == 200
    assert alice.post("/account/erase").status_code == 422
    assert dump(house.db) == before


def test_the_page_tells_what_goes_what_stays_and_when(house: House, client_for: ClientFor) -> None:
    page = client_for("alice").get("/account/erase").text
    for told in (
        "鍵を入れずにとったバックアップ",
        "鍵もいっしょにとったバックアップ",
        "12月13日",
        "役所や会社",
    ):
        assert told in page


def test_it_needs_a_second_look(house: House, client_for: ClientFor) -> None:
    alice = client_for("alice")
    with house.db.writing() as session:
        mine = AccountSession.account_id == things.actor_named(session, house, "alice").account_id
        earlier = house.clock.now() - timedelta(minutes=6)
        session.execute(update(AccountSession).where(mine).values(confirmed_at=earlier))
    assert erase(alice).headers["location"].startswith("/account/confirm")
    assert alice.get("/cases").status_code == 200


@ON_ONE
def test_in_the_bin_one_page_is_open_and_every_other_leads_there(house: House, client_for: ClientFor) -> None:
    alice = client_for("alice")
    ids = write_something(house, "alice")
    assert erase(alice).headers["location"] == "/account/bin"
    for path in (
        "/",
        "/cases",
        f"/cases/{ids['case']}",
        "/account",
        "/account/erase",
        "/account/password",
        "/groups",
    ):
        assert alice.get(path).headers["location"] == "/account/bin", path
    for path in ("/cases", "/account/erase", "/groups/new", f"/filings/{ids['filing']}/events"):
        assert alice.post(path, data={"title": "New"}).headers["location"] == "/account/bin", path
    page = alice.get("/account/bin")
    assert page.status_code == 200
    assert "canaryalice" not in page.text
    assert alice.post("/sign-out").status_code == 303


def test_nothing_of_hers_is_reached_by_any_other_way(
    house: House, client_for: ClientFor, client: TestClient
) -> None:
    alice = client_for("alice")
    ids = write_something(house, "alice")
    feed = f"/calendar/{ids['token']}.ics"
    assert "BEGIN:VEVENT" in client.get(feed).text
    with house.db.writing() as session:
        setting = ReminderSetting(person_id=ids["person"], locale="ja")
        session.add(setting)
        session.flush()
        assert may_tell(session, setting, house.clock.today())
    erase(alice)
    assert "BEGIN:VEVENT" not in client.get(feed).text
    with house.db.reading() as session:
        assert not may_tell(session, session.get_one(ReminderSetting, ids["person"]), house.clock.today())
        actor = things.actor_named(session, house, "alice")
        assert session.execute(access.reachable(actor, "view_content")).all() == []


@pytest.mark.parametrize("day", [ASKED, LAST_DAY], ids=["at once", "the day before"])
def test_one_press_brings_back_what_was_hers(
    house: House, client_for: ClientFor, go_to: GoTo, day: date
) -> None:
    alice = client_for("alice")
    ids = write_something(house, "alice")
    before = dump(house.db)
    erase(alice)
    assert alice.get("/account/bin").status_code == 200
    go_to(day)
    assert run(house, day) == 0
    assert alice.post("/account/bin/undo").headers["location"] == "/"
    assert "canaryalicetitle" in alice.get(f"/cases/{ids['case']}").text
    after = dump(house.db)
    assert {name for name in before if before[name] != after[name]} == {"erasure_receipt"}
    assert run(house, ERASED) == 0


@pytest.mark.parametrize("after", [0, 1, 400], ids=["on the day", "the day after", "much later"])
def test_on_the_day_it_is_too_late(house: House, client_for: ClientFor, go_to: GoTo, after: int) -> None:
    alice = client_for("alice")
    write_something(house, "alice")
    erase(alice)
    go_to(ERASED + timedelta(days=after))
    assert "/account/bin/undo" not in alice.get("/account/bin").text
    assert alice.post("/account/bin/undo").status_code == 409
    assert run(house, ERASED + timedelta(days=after)) == 1


def test_a_group_sees_nothing_from_the_next_request_on_and_never_again(circle: Circle) -> None:
    carol, alice = circle.client_for("carol"), circle.client_for("alice")
    with circle.house.db.reading() as session:
        account_id = circle.actor(session, "carol").account_id
    case_id = circle.lead("alice", account_id=account_id)
    assert alice.get(f"/cases/{case_id}").status_code == 200
    erase(carol)
    assert likeness(alice.get(f"/cases/{case_id}")) == likeness(alice.get(f"/cases/{uuid4()}"))
    carol.post("/account/bin/undo")
    assert carol.get(f"/cases/{case_id}").status_code == 200
    assert alice.get(f"/cases/{case_id}").status_code == 404
    with circle.house.db.reading() as session:
        person = session.execute(select(Person).where(Person.account_id == account_id)).scalar_one()
        assert [grant.ended_reason for grant in grants.grants_of(session, person.id)] == ["revoked"]
        assert session.execute(select(GRANT.c.id).where(GRANT.c.ended_at.is_(None))).all() == []


def test_who_works_in_a_group_leaves_it_first(circle: Circle) -> None:
    alice = circle.client_for("alice")
    page = alice.get("/account/erase").text
    assert "先に、支援グループから抜けてください" in page
    assert 'action="/account/erase"' not in page
    assert erase(alice).status_code == 409
    assert alice.get(circle.page).status_code == 200


def test_a_review_under_way_is_said_first_and_she_decides(
    house: House, client_for: ClientFor, go_to: GoTo
) -> None:
    alice = client_for("alice")
    ids = write_something(house, "alice")
    assert "審査請求や裁判が進んでいます" not in alice.get("/account/erase").text
    go_to_review(house, ids["case"], "alice")
    assert "審査請求や裁判が進んでいます" in alice.get("/account/erase").text
    assert erase(alice).status_code == 422
    assert erase(alice, running="yes").status_code == 303
    assert run(house, ERASED) == 1  # what she asked for herself waits for nobody


def test_both_are_in_her_log(house: House, client_for: ClientFor) -> None:
    alice = client_for("alice")
    write_something(house, "alice")
    erase(alice)
    alice.post("/account/bin/undo")
    page = alice.get("/access/log").text
    assert "ごみ箱に入れた" in page
    assert "ごみ箱から" in page


def test_others_pages_are_as_they_were(house: House, client_for: ClientFor) -> None:
    alice, carol = client_for("alice"), client_for("carol")
    ids = write_something(house, "alice")
    paths = ("/", "/cases", "/holdings", "/groups", "/access/log", f"/cases/{ids['case']}")
    before = [likeness(carol.get(path)) for path in paths]
    erase(alice)
    assert [likeness(carol.get(path)) for path in paths] == before
    run(house, ERASED)
    assert [likeness(carol.get(path)) for path in paths] == before


def test_the_number_answers_before_and_after_without_an_account(
    house: House, client_for: ClientFor, client: TestClient, go_to: GoTo
) -> None:
    alice = client_for("alice")
    write_something(house, "alice")
    erase(alice)
    number = number_in(alice.get("/account/bin").text)
    waiting = client.post("/receipts", data={"number": number.lower().replace("-", " ")})
    assert "まだごみ箱にあります" in waiting.text
    run(house, ERASED)
    go_to(ERASED)
    done = client.post("/receipts", data={"number": number}).text
    assert "鍵をこわし、記録を消しました" in done
    assert "canaryalice" not in done
    assert number not in done
    assert client.post("/receipts", data={"number": "2222-" * 5}).status_code == 422
    assert client.post("/receipts").status_code == 422


def test_a_number_of_what_was_taken_back_says_so(
    house: House, client_for: ClientFor, client: TestClient
) -> None:
    alice = client_for("alice")
    erase(alice)
    number = number_in(alice.get("/account/bin").text)
    alice.post("/account/bin/undo")
    assert "消していません" in client.post("/receipts", data={"number": number}).text


def test_without_anything_in_the_bin_its_page_leads_on(client_for: ClientFor) -> None:
    alice = client_for("alice")
    assert alice.get("/account/bin").headers["location"] == "/account/erase"
    assert alice.post("/account/bin/undo").status_code == 409


def test_only_her_own_bin_is_hers(house: House, client_for: ClientFor) -> None:
    erase(client_for("alice"))
    assert client_for("carol").post("/account/bin/undo").status_code == 409
    with house.db.reading() as session:
        assert shown.bin_of(session, things.actor_named(session, house, "carol")) is None
        assert shown.bin_of(session, things.actor_named(session, house, "alice")) is not None
        assert session.execute(select(Claim)).all() == []
