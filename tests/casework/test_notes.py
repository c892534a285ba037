"""Tasks and notes lie in a case: its person and whoever works on it reach them, and nobody else does."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from app.casework import service
from app.casework.models import Note, Source, Task, TaskKind
from app.groups.models import Role
from app.kit.house import House
from app.people.models import Case
from app.people.team_models import Part
from app.people.teams import team_of
from tests.support import things
from tests.support.office import Office

ClientFor = Callable[[str], TestClient]


def own_case(house: House, name: str) -> UUID:
    with house.db.writing() as session:
        return things.open_case(session, house, things.actor_named(session, house, name)).id


def rows(house: House, kind: type, case_id: UUID) -> list:
    with house.db.reading() as session:
        found = session.exec(select(kind).where(kind.case_id == case_id)).all()
        session.expunge_all()
        return list(found)


def test_somebody_alone_keeps_a_list_of_what_to_do(house: House, client_for: ClientFor) -> None:
    alice = client_for("alice")
    case_id = own_case(house, "alice")
    page = f"/cases/{case_id}/notes"
    saved = alice.post(f"/cases/{case_id}/tasks", data={"what": "Call the office", "due": "2026-11-20"})
    assert (saved.status_code, saved.headers["location"]) == (303, page)
    shown = alice.get(page).text
    assert "Call the office" in shown
    assert 'datetime="2026-11-20"' in shown
    [task] = rows(house, Task, case_id)
    assert alice.post(f"/tasks/{task.id}/done").status_code == 303
    [task] = rows(house, Task, case_id)
    assert task.done_at is not None
    assert alice.post(f"/tasks/{task.id}/done", data={"done": "no"}).status_code == 303
    [task] = rows(house, Task, case_id)
    assert (task.done_at, task.done_by) == (None, None)


@pytest.mark.parametrize(("day", "is_past"), [("2026-11-12", True), ("2026-11-13", False)])
def test_a_day_has_passed_on_the_day_after(
    house: House, client_for: ClientFor, day: str, is_past: bool
) -> None:
    alice, case_id = client_for("alice"), own_case(house, "alice")
    alice.post(f"/cases/{case_id}/tasks", data={"what": "Call", "due": day})
    assert ("chip warn" in alice.get(f"/cases/{case_id}/notes").text) is is_past


def test_what_was_typed_comes_back_with_what_to_mend(house: House, client_for: ClientFor) -> None:
    alice, case_id = client_for("alice"), own_case(house, "alice")
    answer = alice.post(f"/cases/{case_id}/tasks", data={"what": "Call", "due": "soon"})
    assert answer.status_code == 422
    assert 'value="Call"' in answer.text
    assert alice.post(f"/cases/{case_id}/notes", data={"words": " "}).status_code == 422
    assert rows(house, Task, case_id) == rows(house, Note, case_id) == []


def test_words_are_sealed(house: House, client_for: ClientFor) -> None:
    alice, case_id = client_for("alice"), own_case(house, "alice")
    alice.post(f"/cases/{case_id}/notes", data={"words": "They close at five"})
    [note] = rows(house, Note, case_id)
    assert b"five" not in bytes(note.words_sealed)
    assert service.words_of(house, note) == "They close at five"


def test_the_team_reads_a_note_and_the_rest_of_the_group_does_not(office: Office) -> None:
    bob = office.join("bob", Role.HELPER)
    others = [office.join("dora", Role.HELPER), office.join("erik", Role.TECHNICAL_ADMIN)]
    case_id = office.open_case(lead="bob")
    page = f"/cases/{case_id}/notes"
    assert bob.post(page, data={"words": "They close at five"}).status_code == 303
    assert "They close at five" in bob.get(page).text
    for stranger in (*others, office.client_for("alice"), office.client_for("carol")):
        assert stranger.get(page).status_code == 404
        assert stranger.post(page, data={"words": "Mine"}).status_code == 404
        assert stranger.post(f"/cases/{case_id}/tasks", data={"what": "Mine"}).status_code == 404
    assert len(rows(office.house, Note, case_id)) == 1


def test_a_reader_of_the_case_reads_and_writes_nothing(office: Office) -> None:
    office.join("bob", Role.HELPER)
    dora = office.join("dora", Role.HELPER)
    case_id = office.open_case(lead="bob")
    office.assign(case_id, "dora", Part.READER)
    page = f"/cases/{case_id}/notes"
    assert dora.get(page).status_code == 200
    assert dora.post(page, data={"words": "Mine"}).status_code == 404


def test_a_note_stays_when_its_writer_leaves_the_case(office: Office) -> None:
    """T-13."""
    bob, dora = office.join("bob", Role.HELPER), office.join("dora", Role.HELPER)
    case_id = office.open_case(lead="bob")
    page = f"/cases/{case_id}/notes"
    bob.post(page, data={"words": "They close at five"})
    [note] = rows(office.house, Note, case_id)
    office.assign(case_id, "dora", Part.LEAD)
    assert bob.get(page).status_code == 404
    assert bob.post(f"/notes/{note.id}/delete").status_code == 404
    shown = dora.get(page).text
    assert "They close at five" in shown
    assert "bob of the group" in shown


def test_only_its_writer_deletes_a_note(office: Office) -> None:
    bob, dora = office.join("bob", Role.HELPER), office.join("dora", Role.HELPER)
    case_id = office.open_case(lead="bob")
    office.assign(case_id, "dora", Part.HELPER)
    bob.post(f"/cases/{case_id}/notes", data={"words": "They close at five"})
    [note] = rows(office.house, Note, case_id)
    address = f"/notes/{note.id}/delete"
    assert dora.get(address).status_code == dora.post(address).status_code == 404
    assert "They close at five" in bob.get(address).text
    assert bob.post(address).status_code == 303
    assert rows(office.house, Note, case_id) == []


def test_a_task_is_given_to_one_of_the_team_to_the_person_or_to_nobody(office: Office) -> None:
    bob = office.join("bob", Role.HELPER)
    case_id = office.open_case(lead="bob")
    with office.house.db.reading() as session:
        assignment = str(team_of(session, case_id)[0].id)
    for who in ("", "hers", assignment):
        assert bob.post(f"/cases/{case_id}/tasks", data={"what": who or "x", "who": who}).status_code == 303
    strange = bob.post(f"/cases/{case_id}/tasks", data={"what": "x", "who": str(office.members["alice"])})
    assert strange.status_code == 422
    given = {(task.is_hers, task.assignee) for task in rows(office.house, Task, case_id)}
    assert given == {(False, None), (True, None), (False, office.members["bob"])}


def test_the_task_of_whoever_left_waits_for_anybody(office: Office) -> None:
    bob, dora = office.join("bob", Role.HELPER), office.join("dora", Role.HELPER)
    case_id = office.open_case(lead="bob")
    with office.house.db.writing() as session:
        case = session.get_one(Case, case_id)
        new = service.NewTask(TaskKind.HAND_BACK, assignee=office.members["bob"], source=Source.MANDATE)
        service.add_task(session, office.house, case, new, office.members["bob"])
    page = f"/cases/{case_id}/notes"
    assert "\u307e\u3060\u3060\u308c\u3082" not in bob.get(page).text  # "nobody yet"
    office.assign(case_id, "dora", Part.LEAD)
    assert "\u307e\u3060\u3060\u308c\u3082" in dora.get(page).text


def test_nothing_is_open_after_the_consent_ended(office: Office) -> None:
    bob = office.join("bob", Role.HELPER)
    case_id = office.open_case(lead="bob")
    assert bob.get(f"/cases/{case_id}/notes").status_code == 200
    office.end_access(case_id)
    assert bob.get(f"/cases/{case_id}/notes").status_code == 404


@pytest.mark.parametrize(("part", "verbs"), [(Part.READER, ("edit",)), (Part.HELPER, ("view_content",))])
def test_who_may_only_read_is_shown_no_form(office: Office, part: Part, verbs: tuple[str, ...]) -> None:
    bob, dan = office.join("bob", Role.HELPER), office.join("dan", Role.HELPER)
    case_id = office.open_case(lead="bob", verbs=verbs)
    with office.house.db.writing() as session:
        case, by = session.get_one(Case, case_id), office.members["bob"]
        task = service.add_task(session, office.house, case, service.NewTask(TaskKind.OWN, "Call"), by)
        service.finish_task(office.house, task, by)
        service.add_task(session, office.house, case, service.NewTask(TaskKind.OWN, "Write"), by)
    office.assign(case_id, "dan", part)
    page = dan.get(f"/cases/{case_id}/notes").text
    assert "Call" in page
    assert "Write" in page
    assert "読むことはできますが" in page
    for form in ("/tasks/", f"/cases/{case_id}/tasks", "<textarea"):
        assert form not in page
    if "edit" in verbs:
        assert f"/cases/{case_id}/tasks" in bob.get(f"/cases/{case_id}/notes").text
