"""Every act of a group stands in the log of the person whom it is about, or in the group's own (T-38)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from fastapi.routing import APIRoute
from sqlalchemy import select
from starlette.testclient import TestClient

from app.audit.reading import entries_of, entries_of_group
from app.groups.log import ACTS as WORDED
from app.groups.models import Role
from app.kit.house import House
from app.main import ROUTERS
from app.people.models import Case, Client
from app.people.team_models import Handover
from app.web.texts import all_texts
from tests.support import things
from tests.support.walk import fill

ClientFor = Callable[[str], TestClient]
ON_ONE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

ROOMS = ("app.groups", "app.boards", "app.casework", "app.mandates")
PLACES = ("/groups", "/handovers", "/playbooks/made", "/filings/{filing_id}/playbook")

HERS, GROUPS = "hers", "group's"
GROUP, CLIENT = "/groups/{group_id}", "/groups/{group_id}/clients/{client_id}"
PHOTOS = CLIENT + "/consents/{grant_id}/photos"
TEAM = CLIENT + "/cases/{case_id}/team"
PLAYBOOK = GROUP + "/playbooks/{group_playbook_id}"
WORDING = {"title": "A nursery", "request_items": "How points were given", "sure": "yes"}
WRITTEN = {
    "title": "A nursery",
    "worry": "Points",
    "blocks": "1",
    "who_0": "Yokohama",
    "holds_0": "",
    "procedure_0": "jp.appi.disclosure",
    "wording_0": "The records",
}
SURE = {"sure": "yes"}
WORDS = {"name": "Friends", "contact": "045-000-0000"}
MANDATE = {"agent": "Hanako", "kind": "mandate", "where": "case", "made_on": "2026-11-01"}
ENDED = {"ended_on": "2026-11-10", "reason": "revoked"}
CONSENT = {
    "signed_on": "2026-11-13",
    "until": "2027-01-13",
    "verbs": ["edit", "draft_letters"],
    "language": "ja",
}
ABOUT = {"name": "Yuki", "kana": "", "phone": "", "address": ""}

# In this order: whose log, the address, what is posted, the act and the kind of thing in the log.
# A name in braces stands for an id.
ACTS: tuple[tuple[str, str, dict[str, Any], str, str], ...] = (
    (GROUPS, f"{GROUP}/edit", WORDS, "edit", "group"),
    (GROUPS, f"{GROUP}/invitations", {"role": "helper"}, "invite", "invitation"),
    (GROUPS, f"{GROUP}/invitations/{{invitation_id}}/withdraw", {}, "revoke", "invitation"),
    (HERS, f"{GROUP}/board/acts/remind", {"case": "{client_case_id}"}, "create", "task"),
    (HERS, f"{GROUP}/board/acts/export", {"case": "{client_case_id}"}, "export", "board"),
    (GROUPS, f"{GROUP}/board/acts/export", {"case": "{client_case_id}"}, "export", "board"),
    (GROUPS, f"{GROUP}/erasures", {"months": "24"}, "edit", "keeping"),
    (GROUPS, f"{GROUP}/playbooks", {"own": "{own_playbook_id}"}, "create", "playbook"),
    (GROUPS, f"{PLAYBOOK}/edit", WRITTEN, "edit", "playbook"),
    (GROUPS, f"{PLAYBOOK}/withdraw", {}, "delete", "playbook"),
    (GROUPS, f"{GROUP}/letters/{{client_letter_id}}/wording", WORDING, "create", "letter"),
    (GROUPS, f"{GROUP}/wordings/{{wording_id}}/edit", WORDING, "edit", "letter"),
    (GROUPS, f"{GROUP}/wordings/{{wording_id}}/withdraw", {}, "delete", "letter"),
    (HERS, f"{CLIENT}/reveal", {}, "reveal", "person"),
    (HERS, f"{CLIENT}/profile", ABOUT, "edit", "profile"),
    (HERS, f"{CLIENT}/claim", {}, "create", "claim"),
    (HERS, "/cases/{case_id}/notes", {"words": "They close at five"}, "create", "note"),
    (HERS, "/cases/{case_id}/tasks", {"what": "Call them", "due": "", "who": ""}, "create", "task"),
    (HERS, "/tasks/{task_id}/done", {}, "edit", "task"),
    (HERS, "/notes/{note_id}/delete", {}, "delete", "note"),
    (HERS, "/cases/{case_id}/mandates/new", MANDATE, "grant", "mandate"),
    (
        HERS,
        "/mandates/{mandate_id}/end",
        ENDED,
        "revoke",
        "mandate",
    ),
    (HERS, f"{TEAM}/offer", {"to": "{bob_id}", "note": ""}, "handover", "case"),
    (HERS, "/handovers/{handover_id}/withdraw", {}, "handover", "case"),
    (HERS, f"{TEAM}/{{assignment_id}}/end", {}, "assign", "case"),
    (HERS, TEAM, {"member": "{bob_id}", "part": "helper"}, "assign", "case"),
    (HERS, f"{CLIENT}/consent", CONSENT, "grant", "access_grant"),
    (HERS, f"{GROUP}/board/acts/reassign", {"case": "{client_case_id}", "to": "{bob_id}"}, "assign", "case"),
    (GROUPS, f"{GROUP}/members/{{friend_id}}/role", {"role": "supervisor"}, "membership", "membership"),
    (HERS, f"{GROUP}/members/{{bob_id}}/end", {"successor": "{alice_id}"}, "assign", "case"),
    (HERS, f"{CLIENT}/end", SURE, "revoke", "client"),
)
# Those whose entries are asked for elsewhere, or that change nothing of anybody's: each with its reason.
NOT_HERE = {
    "/groups/new": "asked below: the group is new, too",
    "/groups/{group_id}/board/acts": "says what would happen; the act itself is another address",
    "/groups/{group_id}/clients/new": "asked below: the client is new, too",
    "/groups/{group_id}/clients/{client_id}/conflict": "asked in tests/people/test_clients.py",
    f"{CLIENT}/cases/new": "asked in tests/people/test_further_cases.py",
    f"{CLIENT}/scopes/{{scope_id}}/end": "asked in tests/people/test_paper_changes.py",
    f"{CLIENT}/handed-back": "asked in tests/people/test_suspending.py",
    PHOTOS: "asked in tests/people/test_signed_photos.py",
    f"{PHOTOS}/{{document_id}}/delete": "asked in tests/people/test_signed_photos.py",
    f"{CLIENT}/erase": "asked in tests/exchange/test_group_pages.py",
    f"{CLIENT}/erase/undo": "asked in tests/exchange/test_group_pages.py",
    f"{CLIENT}/erase/hold": "asked in tests/exchange/test_group_pages.py",
    f"{CLIENT}/erase/lift": "asked in tests/exchange/test_group_pages.py",
    "/groups/{group_id}/statistics/file": "asked in tests/insights/test_statistics_pages.py",
    "/groups/{group_id}/dissolve": "asked in tests/groups/test_dissolving.py; nobody reads the log any more",
    "/join/{invitation_token}": "asked below: somebody else joins",
    "/handovers/{handover_id}/accept": "asked below: somebody else answers",
    "/handovers/{handover_id}/decline": "asked below: somebody else answers",
    "/handovers/{handover_id}/seen": "the person's own: she has read who leads her case",
    "/playbooks/made/{run_id}/steps/{step_id}/done": "asked in tests/playbooks/test_in_groups.py",
    "/groups/{group_id}/cases/{client_case_id}/playbooks/{playbook_id}/start": (
        "asked in tests/playbooks/test_in_groups.py"
    ),
    "/playbooks/made/{run_id}/undo": "asked in tests/playbooks/test_in_groups.py",
    "/filings/{filing_id}/playbook/requests": "asked in tests/playbooks/test_in_groups.py",
    "/filings/{filing_id}/playbook/letter": "asked in tests/playbooks/test_in_groups.py",
}


@dataclass
class Log:
    """A client without an account, and the group in which alice leads her case."""

    house: House
    ids: dict[str, Any]
    person_id: UUID

    def said(self, whose: str) -> list[tuple[str, str]]:
        """What stands in the log, the newest first."""
        with self.house.db.reading() as session:
            if whose == GROUPS:
                found = entries_of_group(session, self.house.vault, self.ids["group_id"], limit=None)
            else:
                found = entries_of(session, self.house.vault, self.person_id, limit=None)
            return [(each.action, each.object_kind) for each in found]

    def post(self, browser: TestClient, path: str, data: dict[str, Any]):
        """Posts with the ids in their places."""
        told = {name: _filled(value, self.ids) for name, value in data.items()}
        answer = browser.post(fill(path, self.ids), data=told)
        assert answer.status_code in {200, 303}, (path, answer.status_code, answer.text)
        return answer

    def offer(self) -> None:
        """The id of the offer that waits."""
        with self.house.db.reading() as session:
            waits = select(Handover.id).where(Handover.person_id == self.person_id)
            self.ids["handover_id"] = (
                session.execute(waits.where(Handover.settled_at.is_(None))).scalars().first()
            )


def _filled(value: Any, ids: dict[str, Any]) -> Any:
    return value.format(**ids) if isinstance(value, str) else value


def posts() -> Iterator[str]:
    """Every address of the groups' rooms to which something is posted."""
    for router in ROUTERS:
        for route in router.routes:
            assert isinstance(route, APIRoute)
            is_theirs = route.endpoint.__module__.startswith(ROOMS) or route.path.startswith(PLACES)
            if "POST" in route.methods and is_theirs:
                yield route.path


@pytest.fixture
def log(house: House, client_for: ClientFor) -> Log:
    client_for("alice")
    client_for("bob")
    ids: dict[str, Any] = things.one_of_each(house, "alice")
    with house.db.writing() as session:
        alice, bob = (things.actor_named(session, house, name) for name in ("alice", "bob"))
        case = session.get_one(Case, ids["client_case_id"])
        mine = things.groups.open_membership(session, ids["group_id"], alice.account_id)
        ids |= things.desk_things(session, house, alice, case)
        ids |= {"mandate_id": things.add_mandate(session, house, case).id, "case_id": case.id}
        ids |= {"bob_id": things.join(session, house, mine, bob, Role.HELPER).id}
        ids |= {"alice_id": mine.id, "friend_id": ids["membership_id"]}
        # Nothing waits, so that an offer can be made; bob's own part is ended by hand.
        offered = session.get_one(Handover, ids["handover_id"])
        things.teams.settle(house, offered, "withdrawn")
        session.flush()
        part = things.teams.assign(session, house, case, session.get_one(type(mine), ids["bob_id"]), "reader")
        ids["assignment_id"] = part.id
        return Log(house, ids, case.person_id)


def test_every_act_of_a_group_is_asked_for_or_has_its_reason() -> None:
    asked = {re.sub(r"\{(friend|bob)_id\}", "{membership_id}", path) for _, path, *_ in ACTS}
    asked = {re.sub(r"/acts/\w+", "/acts/{act_name}", path) for path in asked}
    assert sorted({*posts()} - asked) == sorted(NOT_HERE)
    assert sorted(asked - {*posts()}) == []


@ON_ONE
def test_each_act_stands_in_the_log_of_whom_it_is_about(log: Log, client_for: ClientFor) -> None:
    alice = client_for("alice")
    for whose, path, data, action, kind in ACTS:
        before = log.said(whose).count((action, kind))
        log.post(alice, path, data)
        assert log.said(whose).count((action, kind)) == before + 1, (whose, path)
        if path.endswith("/offer"):
            log.offer()


@ON_ONE
def test_an_answer_to_an_offer_stands_in_her_log(log: Log, client_for: ClientFor) -> None:
    alice, bob = client_for("alice"), client_for("bob")
    for answer in ("decline", "accept"):
        log.post(alice, f"{TEAM}/offer", {"to": "{bob_id}", "note": ""})
        log.offer()
        before = log.said(HERS).count(("handover", "case"))
        log.post(bob, f"/handovers/{{handover_id}}/{answer}", {})
        assert log.said(HERS).count(("handover", "case")) == before + 1


@ON_ONE
def test_what_is_new_has_a_log_from_its_first_day(house: House, log: Log, client_for: ClientFor) -> None:
    alice, carol = client_for("alice"), client_for("carol")
    log.post(alice, f"{GROUP}/clients/new", ABOUT)
    with house.db.reading() as session:
        newest = session.execute(select(Client.person_id).order_by(Client.number.desc())).scalars().first()
        made = {each.action for each in entries_of(session, house.vault, newest)}
    assert made >= {"create", "conflict_check"}
    log.post(carol, "/join/{invitation_token}", {"own_name": "Carol of the group"})
    assert log.said(GROUPS)[0] == ("create", "membership")
    log.ids["group_id"] = UUID(
        log.post(carol, "/groups/new", WORDS | {"own_name": "Carol"}).headers["location"].rpartition("/")[2]
    )
    assert log.said(GROUPS) == [("create", "group")]


def test_coordinators_read_who_did_what_and_nobody_else_does(log: Log, client_for: ClientFor) -> None:
    alice, bob = client_for("alice"), client_for("bob")
    log.post(alice, f"{GROUP}/members/{{friend_id}}/role", {"role": "supervisor"})
    page = alice.get(fill(f"{GROUP}/log", log.ids))
    for words in ("A founder", "役割を変えた", "A helper", "見守り役"):
        assert words in page.text
    assert "Yuki" not in page.text
    assert bob.get(fill(f"{GROUP}/log", log.ids)).status_code == 404


def test_a_sheet_of_the_day_is_one_line_for_each_person_on_it(log: Log, client_for: ClientFor) -> None:
    alice = client_for("alice")
    log.post(alice, f"{GROUP}/board/acts/remind", {"case": "{client_case_id}"})
    log.post(alice, "/cases/{client_case_id}/tasks", {"what": "Now", "due": "2026-11-13", "who": ""})
    assert alice.get(fill(f"{GROUP}/day-sheet", log.ids)).status_code == 200
    assert log.said(HERS).count(("export", "day_sheet")) == 1
    assert log.said(GROUPS)[0] == ("export", "day_sheet")


@ON_ONE
def test_a_name_on_the_board_is_a_look_and_a_number_is_none(log: Log, client_for: ClientFor) -> None:
    before = log.said(HERS)
    assert client_for("bob").get(fill(f"{GROUP}/board", log.ids)).status_code == 200
    assert log.said(HERS) == [("look", "board"), *before]  # bob works on her case, so he saw her name
    log.post(client_for("alice"), f"{TEAM}/{{assignment_id}}/end", {})
    after = log.said(HERS)
    assert client_for("bob").get(fill(f"{GROUP}/board", log.ids)).status_code == 200
    assert log.said(HERS) == after


@ON_ONE
def test_each_line_has_its_words_in_every_language(house: House) -> None:
    for texts in all_texts(house.clock).values():
        for kind, actions in WORDED.items():
            for action in actions:
                assert texts.t(f"groups.log.act.{kind}.{action}")


@ON_ONE
def test_what_she_does_herself_is_not_noted_but_who_may_file_for_her_is(
    house: House, client_for: ClientFor
) -> None:
    alice, ids = client_for("alice"), things.one_of_each(house, "alice")
    case = f"/cases/{ids['case_id']}"
    told = ((f"{case}/notes", {"words": "Mine"}), (f"{case}/tasks", {"what": "Mine", "due": "", "who": ""}))
    for path, data in (*told, (f"/tasks/{ids['task_id']}/done", {}), (f"/notes/{ids['note_id']}/delete", {})):
        assert alice.post(path, data=data).status_code == 303, path
    assert alice.post(f"{case}/mandates/new", data=MANDATE).status_code == 303
    with house.db.reading() as session:
        person_id = session.get_one(Case, ids["case_id"]).person_id
        said = [(each.action, each.object_kind) for each in entries_of(session, house.vault, person_id)]
    # The check for a conflict is of the group that she let look before.
    assert sorted(said) == [("conflict_check", "person"), ("grant", "mandate")]
