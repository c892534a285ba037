"""A group's coordinator is told by number, holds, takes back, or begins earlier; nobody else is (T-45)."""

import re
from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from app.audit.checking import verify
from app.exchange.models import Hold, Keeping
from app.groups.models import Role
from app.kit.house import House
from app.people.models import Client, Person
from tests.exchange.conftest import (
    AGREED,
    DAY,
    ENDS,
    ERASED,
    LAST_DAY,
    client_of,
    end_help,
    go_to_review,
    number_in,
    run,
)
from tests.groups.conftest import Circle
from tests.support.walk import likeness

GoTo = Callable[[date], House]
BEGIN = {"asked": "yes", "sure": "yes"}


@pytest.fixture
def case_id(circle: Circle) -> UUID:
    return circle.lead("alice")


@pytest.fixture
def page(circle: Circle, case_id: UUID) -> str:
    return f"{circle.page}/clients/{client_of(circle, case_id).id}/erase"


@pytest.mark.parametrize(
    ("before", "told"),
    [
        (31, None),
        (30, "30日以内にごみ箱に入る記録が1件"),
        (8, "30日以内"),
        (7, "7日以内にごみ箱に入る記録が1件"),
        (2, "7日以内"),
        (1, "あすまでにごみ箱に入る記録が1件"),
        (0, "ごみ箱にある記録：1人"),
    ],
)
def test_the_group_and_its_day_tell_it_without_any_mail(
    circle: Circle, case_id: UUID, go_to: GoTo, before: int, told: str | None
) -> None:
    end_help(circle, case_id)
    if before < 30:
        run(circle.house, ENDS - 30 * DAY)
    run(circle.house, ENDS - before * DAY)
    go_to(ENDS - before * DAY)
    alice = circle.client_for("alice")
    for path in ("", "/day-sheet"):
        page = alice.get(f"{circle.page}{path}").text
        assert (told in page) if told else ("ごみ箱" not in page)


@pytest.mark.parametrize(
    ("after", "wait"),
    [(-31, 31), (-30, 30), (-29, 30), (-1, 30), (0, 30), (400, 30)],
    ids=["the day before", "on the day", "the day after", "late", "at the end", "a year later"],
)
def test_her_page_tells_the_day_of_the_bin_and_how_it_is_counted(
    circle: Circle, case_id: UUID, page: str, go_to: GoTo, after: int, wait: int
) -> None:
    """Nothing was announced yet: the server was off, or it is too early."""
    end_help(circle, case_id)
    day = ENDS + after * DAY
    go_to(day)
    told = circle.client_for("alice").get(page).text
    began = ENDS.replace(year=ENDS.year - 1)
    found = re.search("いまの決まりでは、(.+?)にごみ箱.+?<p>(.+?)から12か月で、(.+?)です", told, re.DOTALL)
    assert found is not None
    for shown, wanted in zip(found.groups(), (day + wait * DAY, began, ENDS), strict=True):
        assert f"{wanted.month}月{wanted.day}日（" in shown
    assert ("その日より後" in told) is (wait == 30 and after != -30)


@pytest.mark.parametrize("role", [Role.HELPER, Role.SUPERVISOR, Role.TECHNICAL_ADMIN])
def test_nobody_but_a_coordinator_is_told_or_may(
    circle: Circle, case_id: UUID, page: str, role: Role
) -> None:
    end_help(circle, case_id)
    run(circle.house, ENDS - DAY)
    circle.join("bob", role)
    bob = circle.client_for("bob")
    assert "ごみ箱" not in bob.get(circle.page).text
    nothing = likeness(bob.get("/nowhere"))
    for path in (page, f"{page}/receipt", f"{circle.page}/erasures"):
        assert likeness(bob.get(path)) == nothing, path
    for path in (page, f"{page}/undo", f"{page}/hold", f"{page}/lift", f"{circle.page}/erasures"):
        assert likeness(bob.post(path, data=BEGIN | {"reason": "x", "months": "6"})) == nothing, path


def test_a_coordinator_begins_when_she_asked_on_paper(
    circle: Circle, case_id: UUID, page: str, client: TestClient
) -> None:
    alice = circle.client_for("alice")
    assert alice.get(f"{page}/receipt").headers["location"] == page
    for missing in BEGIN:
        assert alice.post(page, data={name: "yes" for name in BEGIN if name != missing}).status_code == 422
    assert alice.get(f"/cases/{case_id}").status_code == 200
    assert alice.post(page, data=BEGIN).headers["location"] == f"{page}/receipt"
    assert alice.get(f"/cases/{case_id}").status_code == 404
    sheet = alice.get(f"{page}/receipt").text
    assert "Friends of paper" in sheet
    person_id = client_of(circle, case_id).person_id
    assert run(circle.house, LAST_DAY) == 0
    assert run(circle.house, ERASED) == 1
    told = client.post("/receipts", data={"number": number_in(sheet)}).text
    assert "本人が、支援グループに頼みました" in told
    assert "Friends of paper" not in told
    assert alice.get(page).status_code == 404
    assert verify(circle.house).fault is None
    with circle.house.db.reading() as session:
        assert session.get(Person, person_id) is None


def test_what_runs_is_said_and_needs_one_more_tick(circle: Circle, case_id: UUID, page: str) -> None:
    go_to_review(circle.house, case_id, "alice")
    alice = circle.client_for("alice")
    assert "審査請求か裁判が1件進んでいます" in alice.get(page).text
    assert alice.post(page, data=BEGIN).status_code == 422
    assert alice.post(page, data=BEGIN | {"running": "yes"}).status_code == 303
    assert run(circle.house, ERASED) == 1


def test_taken_back_she_is_a_client_who_has_not_signed(
    circle: Circle, case_id: UUID, page: str, go_to: GoTo
) -> None:
    alice = circle.client_for("alice")
    alice.post(page, data=BEGIN)
    go_to(LAST_DAY)
    assert alice.post(f"{page}/undo").status_code == 303
    again = client_of(circle, case_id)
    assert "番号2" in alice.get(f"{circle.page}/clients").text
    assert again.number == 2
    assert run(circle.house, ERASED) == 0
    assert alice.post(f"{page}/undo").status_code == 409
    alice.post(f"{circle.page}/clients/{again.id}/end", data={"sure": "yes"})
    assert alice.post(f"{circle.page}/dissolve", data={"sure": "yes"}).headers["location"] == "/groups"


def test_on_the_day_a_coordinator_is_too_late(circle: Circle, page: str, go_to: GoTo) -> None:
    alice = circle.client_for("alice")
    alice.post(page, data=BEGIN)
    go_to(ERASED)
    assert f"{page}/undo" not in alice.get(page).text
    assert alice.get(f"{page}/receipt").headers["location"] == page
    assert alice.post(f"{page}/undo").status_code == 409


def test_a_hold_has_a_sealed_reason_and_stops_even_a_coordinator(circle: Circle, page: str) -> None:
    alice = circle.client_for("alice")
    assert alice.post(f"{page}/hold").status_code == 422
    assert alice.post(f"{page}/hold", data={"reason": "canaryreason"}).headers["location"] == page
    assert "canaryreason" in alice.get(page).text
    with circle.house.db.reading() as session:
        assert b"canaryreason" not in session.execute(select(Hold)).scalar_one().reason_sealed
    assert alice.post(f"{page}/hold", data={"reason": "again"}).status_code == 409
    assert alice.post(page, data=BEGIN).status_code == 409
    assert alice.post(f"{page}/lift").headers["location"] == page
    assert alice.post(f"{page}/lift").status_code == 409
    assert alice.post(page, data=BEGIN).status_code == 303


def test_who_has_an_account_decides_herself(circle: Circle) -> None:
    circle.client_for("carol")
    with circle.house.db.reading() as session:
        account_id = circle.actor(session, "carol").account_id
    case_id = circle.lead("alice", account_id=account_id)
    page = f"{circle.page}/clients/{client_of(circle, case_id).id}/erase"
    alice = circle.client_for("alice")
    assert "<form class" not in alice.get(page).text.split("<main")[1].split("</main")[0]
    assert alice.post(page, data=BEGIN).status_code == 409
    assert alice.post(f"{page}/hold", data={"reason": "x"}).status_code == 409


def test_what_she_asked_for_herself_no_coordinator_takes_back(circle: Circle) -> None:
    carol = circle.client_for("carol")
    with circle.house.db.reading() as session:
        account_id = circle.actor(session, "carol").account_id
    case_id = circle.lead("alice", account_id=account_id)
    page = f"{circle.page}/clients/{client_of(circle, case_id).id}/erase"
    assert carol.post("/account/erase", data=AGREED).status_code == 303
    alice = circle.client_for("alice")
    assert alice.post(f"{page}/undo").status_code == 409
    assert alice.get(f"{page}/receipt").headers["location"] == page
    assert "消去の証明" not in alice.get(page).text.split("<main")[1].split("</main")[0]
    assert carol.get("/cases").headers["location"] == "/account/bin"
    assert run(circle.house, ERASED) == 1


def test_a_printed_code_no_longer_gives_records_in_the_bin(circle: Circle, page: str) -> None:
    alice, yuki = circle.client_for("alice"), circle.client_for("yuki")
    code = number_in(alice.post(page.replace("/erase", "/claim")).text)
    alice.post(page, data=BEGIN)
    assert yuki.post("/claim", data={"code": code}).status_code == 422


def test_the_group_chooses_its_months(circle: Circle) -> None:
    alice, page = circle.client_for("alice"), f"{circle.page}/erasures"
    assert '<option value="12" selected>' in alice.get(page).text
    for bad in ("", "1", "7", "-6", "many"):
        assert alice.post(page, data={"months": bad}).status_code == 422, bad
    assert alice.post(page, data={"months": "24"}).headers["location"] == page
    assert '<option value="24" selected>' in alice.get(page).text
    assert alice.post(page, data={"months": "36"}).status_code == 303
    with circle.house.db.reading() as session:
        assert [each.months for each in session.execute(select(Keeping)).scalars()] == [36]


def test_every_act_stands_in_the_log(circle: Circle, page: str) -> None:
    alice = circle.client_for("alice")
    alice.post(f"{page}/hold", data={"reason": "x"})
    alice.post(f"{page}/lift")
    alice.post(page, data=BEGIN)
    alice.post(f"{page}/undo")
    with circle.house.db.engine.connect() as connection:
        acts = connection.exec_driver_sql("SELECT action FROM audit_event ORDER BY seq").scalars().all()
    assert [each for each in acts if each in {"legal_hold", "bin", "restore"}] == [
        "legal_hold",
        "legal_hold",
        "bin",
        "restore",
    ]


def test_another_groups_coordinator_meets_nothing(circle: Circle, page: str) -> None:
    erin = circle.client_for("erin")
    assert (
        erin.post("/groups/new", data={"name": "Others", "contact": "x", "own_name": "Erin"}).status_code
        == 303
    )
    erin.get("/groups")  # says once that it was founded
    for path in (page, f"{page}/receipt", f"{circle.page}/erasures"):
        assert likeness(erin.get(path)) == likeness(erin.get("/nowhere"))
    with circle.house.db.reading() as session:
        assert len(session.execute(select(Client)).all()) == 1
