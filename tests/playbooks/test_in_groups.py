"""Playbooks of a group: put by a member, started for a client, and nothing to others (T-86)."""

import re
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from app.accounts.session import Found
from app.agencies.models import Kind
from app.agencies.service import NewAgency, add_own_agency
from app.audit.reading import entries_of
from app.filings.models import Filing
from app.groups.models import Role
from app.kit.house import House
from app.letters.models import Letter
from app.people import access
from app.people.models import Case
from app.playbooks import of_group
from app.playbooks.models import GroupPlaybook, PlaybookRun
from tests.playbooks.conftest import ANSWERS, FIVE
from tests.playbooks.test_making import text_of
from tests.playbooks.test_meaning import record
from tests.playbooks.test_own import WRITTEN, write
from tests.support import things
from tests.support.office import ClientFor, Office, open_office
from tests.support.walk import WORRY, likeness

ON_ONE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
HOSTILE = "<script>alert(1)</script>{{name}}{% x %}"


@pytest.fixture(autouse=True)
def with_two_factors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Members must sign in with two factors; tests/groups asks what happens without."""
    monkeypatch.setattr(Found, "has_two_factors", property(lambda _: True))


@pytest.fixture
def office(house: House, client_for: ClientFor) -> Office:
    """A group that alice coordinates, and in which bob helps."""
    made = open_office(house, client_for)
    made.join("bob", Role.HELPER)
    return made


def put(office: Office, name: str = "bob", **words: str) -> str:
    """A playbook of hers becomes the group's; its address."""
    browser = office.client_for(name)
    own = write(browser, **words).rpartition("/")[2]
    answer = browser.post(office.path("/playbooks"), data={"own": own})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def start(office: Office, case_id: UUID, playbook: str) -> str:
    return office.path(f"/cases/{case_id}/playbooks/{playbook.rpartition('/')[2]}/start")


def begin(browser: TestClient, path: str, *requests: str, **answers: str):
    given = ANSWERS | {"once": str(uuid4()), "step": "make", "request": list(requests)} | answers
    return browser.post(path, data=given)


def count(house: House, table: type) -> int:
    with house.db.reading() as session:
        return session.execute(select(func.count()).select_from(table)).scalar_one()


def log_of(office: Office, case_id: UUID) -> list[tuple[str, str]]:
    with office.house.db.reading() as session:
        person_id = session.get_one(Case, case_id).person_id
        return [
            (each.action, each.object_kind) for each in entries_of(session, office.house.vault, person_id)
        ]


def test_a_helper_puts_a_copy_and_coordinators_change_and_withdraw_it(house: House, office: Office) -> None:
    page, alice, bob = put(office), office.client_for("alice"), office.client_for("bob")
    for browser in (alice, bob, office.join("sam", Role.SUPERVISOR)):
        assert "保育園の記録" in browser.get(office.path("/playbooks")).text
        assert "点数の表" in browser.get(page).text
    for act in ("edit", "withdraw"):
        assert bob.get(f"{page}/{act}").status_code == 404
        assert bob.post(f"{page}/{act}", data=WRITTEN).status_code == 404
        assert f"{page}/{act}" in alice.get(page).text
        assert f"{page}/{act}" not in bob.get(page).text
    assert alice.post(f"{page}/edit", data=WRITTEN | {"title": "入園の記録"}).status_code == 303
    assert "入園の記録" in bob.get(page).text
    assert "保育園の記録" in bob.get("/playbooks").text  # his own stays as he wrote it
    assert alice.post(f"{page}/withdraw").status_code == 303
    assert bob.get(page).status_code == 404
    assert count(house, GroupPlaybook) == 0


def test_to_others_a_groups_playbook_is_nothing(office: Office, client_for: ClientFor) -> None:
    page, other = put(office), open_office(office.house, client_for, "carol")
    carol, nobodys = client_for("carol"), page.rpartition("/")[0] + f"/{uuid4()}"
    case_id = other.open_case(lead="carol")
    own_id = page.rpartition("/")[2]
    through_hers = other.path(f"/playbooks/{own_id}")
    for path in (page, f"{page}/edit", f"{page}/withdraw", office.path("/playbooks"), through_hers):
        assert likeness(carol.get(path)) == likeness(carol.get(nobodys)), path
    assert carol.get(start(other, case_id, page)).status_code == 404
    assert begin(carol, start(other, case_id, page), "r0").status_code == 404
    bobs = write(office.client_for("bob")).rpartition("/")[2]
    assert carol.post(other.path("/playbooks"), data={"own": bobs}).status_code == 404


def test_who_leaves_keeps_nothing_and_the_group_keeps_its_copy(office: Office) -> None:
    page, bob = put(office), office.client_for("bob")
    with office.house.db.reading() as session:
        member = office.member(session, "bob").id
    assert office.client_for("alice").post(office.path(f"/members/{member}/end")).status_code == 303
    assert bob.get(page).status_code == 404
    assert office.client_for("alice").get(page).status_code == 200


def test_a_group_that_ends_takes_its_playbooks_along(house: House, office: Office) -> None:
    put(office)
    other = open_office(house, office.client_for, "carol")
    put(other, "carol")
    sure = {"sure": "yes"}
    assert office.client_for("alice").post(office.path("/dissolve"), data=sure).status_code == 303
    with house.db.reading() as session:
        assert session.execute(select(GroupPlaybook.group_id)).scalars().all() == [other.group_id]


def test_a_helper_starts_it_for_the_case_of_a_client(house: House, office: Office) -> None:
    page, bob = put(office), office.client_for("bob")
    case_id = office.open_case(lead="bob")
    offered = office.path(f"/cases/{case_id}/playbooks")
    assert offered in bob.get(f"/cases/{case_id}").text
    assert start(office, case_id, page) in bob.get(offered).text
    assert f"{offered}/{WORRY}/start" in bob.get(offered).text
    form = bob.get(start(office, case_id, page)).text
    assert f'action="{start(office, case_id, page)}"' in form
    once = str(uuid4())
    made = [begin(bob, start(office, case_id, page), "r0", once=once) for _ in range(2)]
    assert [each.status_code for each in made] == [303, 303]
    assert count(house, Case) == 1
    with house.db.reading() as session:
        [filing] = session.execute(select(Filing)).scalars()
        [letter] = session.execute(select(Letter)).scalars()
        assert {filing.case_id, letter.case_id} == {case_id}
        sheet = f"/letters/{letter.id}"
    written = text_of(bob.get(sheet).text)
    assert "請求者（氏名 見本 花子、生年月日 平成2年4月1日）の保育所の入所の選考の記録。" in written
    assert log_of(office, case_id).count(("create", "playbook")) == 1
    assert office.client_for("alice").get(made[0].headers["location"]).status_code == 404  # not on the case


def test_what_was_made_can_be_read_and_taken_back_after_the_playbook_is_gone(
    house: House, office: Office
) -> None:
    page, bob, alice = put(office), office.client_for("bob"), office.client_for("alice")
    case_id = office.open_case(lead="bob")
    made = begin(bob, start(office, case_id, page), "r0").headers["location"]
    alice.post(f"{page}/edit", data=WRITTEN | {"who_0": "川崎市"})
    alice.post(f"{page}/withdraw")
    assert "横浜市" in bob.get(made).text
    assert bob.post(f"{made}/undo").headers["location"] == f"/cases/{case_id}"
    assert [count(house, table) for table in (Case, Filing, Letter, PlaybookRun)] == [1, 0, 0, 0]
    assert log_of(office, case_id).count(("delete", "playbook")) == 1


@pytest.mark.parametrize(
    "verbs", [("edit", "record_filings"), ("edit", "draft_letters"), ("record_filings", "draft_letters")]
)
@ON_ONE
def test_without_all_that_it_does_in_her_consent_it_is_not_there(
    office: Office, verbs: tuple[str, ...]
) -> None:
    page, bob = put(office), office.client_for("bob")
    case_id = office.open_case(lead="bob", verbs=verbs)
    assert office.path(f"/cases/{case_id}/playbooks") not in bob.get(f"/cases/{case_id}").text
    assert bob.get(office.path(f"/cases/{case_id}/playbooks")).status_code == 404
    assert begin(bob, start(office, case_id, page), "r0").status_code == 404


@ON_ONE
def test_her_agencies_are_looked_up_and_never_the_helpers(house: House, office: Office) -> None:
    name = "さくら幼稚園"
    page, bob = put(office, who_0=name, procedure_0="jp.appi_private.disclosure"), office.client_for("bob")
    case_id = office.open_case(lead="bob")
    with house.db.writing() as session:
        his = access.own_person(session, things.actor_named(session, house, "bob"))
        his_entry = add_own_agency(session, house, his.id, NewAgency(name, Kind.BUSINESS)).id
        hers = session.get_one(Case, case_id).person_id
        her_entry = add_own_agency(session, house, hers, NewAgency(name, Kind.BUSINESS)).id
    assert begin(bob, start(office, case_id, page), "r0").status_code == 303
    with house.db.reading() as session:
        [filing] = session.execute(select(Filing)).scalars()
        assert filing.agency_id == her_entry != his_entry


@ON_ONE
def test_words_of_others_are_shown_as_words(office: Office) -> None:
    page = put(office, title=HOSTILE, worry=HOSTILE, who_0=HOSTILE, holds_0=HOSTILE)
    case_id = office.open_case(lead="bob")
    bob = office.client_for("bob")
    rests = ("/playbooks", f"/cases/{case_id}/playbooks")
    for path in (page, start(office, case_id, page), *map(office.path, rests)):
        text = bob.get(path).text
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{name}}{% x %}" in text


@ON_ONE
def test_a_group_keeps_as_many_as_anybody_needs(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(of_group, "MOST", 1)
    put(office)
    own = write(office.client_for("bob")).rpartition("/")[2]
    refused = office.client_for("bob").post(office.path("/playbooks"), data={"own": own})
    assert refused.status_code == 409
    assert "グループの手引きは100まで置けます" in refused.text
    assert count(office.house, GroupPlaybook) == 1


@ON_ONE
def test_what_a_helper_does_with_a_playbook_stands_in_her_log(office: Office) -> None:
    bob, case_id = office.client_for("bob"), office.open_case(lead="bob")
    made = begin(bob, start(office, case_id, WORRY), *FIVE).headers["location"]
    page = bob.get(made).text
    step = re.search(r"/steps/([0-9a-f-]{36})/done", page)[1]
    assert bob.post(f"{made}/steps/{step}/done").status_code == 303
    filing = re.search(r"/filings/([0-9a-f-]{36})/playbook", page)[1]
    record(bob, f"/filings/{filing}", "decision_notified", "2026-10-20", outcome="not_held")
    assert bob.post(f"/filings/{filing}/playbook/requests", data={"request": "muni_foi"}).status_code == 303
    said = {"outcome": "nonexistent", "nth": "0", "item": "顔の照合の記録"}
    assert bob.post(f"/filings/{filing}/playbook/letter", data=said).status_code == 303
    acts = [each for each in log_of(office, case_id) if each[0] != "look"]
    assert acts == [
        ("create", "letter"),
        ("create", "filing"),
        ("create", "event"),
        ("edit", "playbook"),
        ("create", "playbook"),
    ]
