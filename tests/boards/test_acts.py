"""Acts on many cases: first what would happen and why not, then all at once, and nothing of another group."""

import csv
import io
from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from app.casework.models import Source, Task, TaskKind
from app.filings.service import Facts
from app.groups.models import Role
from app.people import conflicts, grants, profiles
from app.people.conflicts import Opposing
from app.people.models import Case
from app.people.profiles import About
from app.people.teams import lead_of
from app.web.sheets import sheet
from tests.support.office import Office, open_office

LATE = Facts("received", date(2026, 10, 1))


def preview(browser: TestClient, office: Office, act: str, *cases: UUID):
    return browser.post(office.path("/board/acts"), data={"act": act, "case": [str(each) for each in cases]})


def do(browser: TestClient, office: Office, act: str, *cases: UUID, **more: str):
    data = {"case": [str(each) for each in cases], **more}
    return browser.post(office.path(f"/board/acts/{act}"), data=data)


def tasks(office: Office) -> list[Task]:
    with office.house.db.reading() as session:
        found = session.exec(select(Task)).all()
        session.expunge_all()
        return list(found)


def leads(office: Office, *cases: UUID) -> list[UUID | None]:
    with office.house.db.reading() as session:
        found = [lead_of(session, case_id) for case_id in cases]
        return [lead.account_id if lead else None for lead in found]


def membership_of(office: Office, name: str) -> str:
    with office.house.db.reading() as session:
        return str(office.member(session, name).id)


def test_a_preview_says_what_will_happen_and_changes_nothing(office: Office) -> None:
    office.join("bob", Role.HELPER)
    led, unled, ended = office.open_case(lead="bob"), office.open_case(), office.open_case(lead="bob")
    office.end_access(ended)
    page = preview(office.client_for("alice"), office, "remind", led, unled, ended).text
    assert f'value="{led}"' in page
    assert not any(f'value="{case_id}"' in page for case_id in (unled, ended))
    assert tasks(office) == []


def test_reminding_puts_one_task_of_today_with_each_lead(office: Office) -> None:
    office.join("bob", Role.HELPER)
    alice = office.client_for("alice")
    cases = [office.open_case(lead="bob") for _ in range(3)]
    assert do(alice, office, "remind", *cases).status_code == 303
    made = {(task.kind, task.due_on, task.assignee, task.source) for task in tasks(office)}
    assert made == {(TaskKind.LOOK_AT_DATES, date(2026, 11, 13), office.members["bob"], Source.BOARD)}
    assert do(alice, office, "remind", *cases).status_code == 422
    assert len(tasks(office)) == 3


def test_another_member_leads_all_of_them_or_none(office: Office) -> None:
    bob, dora = office.join("bob", Role.HELPER), office.join("dora", Role.HELPER)
    cases = [office.open_case(lead="bob") for _ in range(2)]
    to = membership_of(office, "dora")
    assert do(office.client_for("alice"), office, "reassign", *cases, to=to).status_code == 303
    assert leads(office, *cases) == [office.members["dora"]] * 2
    assert bob.get(f"/cases/{cases[0]}").status_code == 404
    assert dora.get(f"/cases/{cases[0]}").status_code == 200


def test_what_changed_after_the_preview_is_shown_before_anything_happens(office: Office) -> None:
    office.join("bob", Role.HELPER)
    office.join("dora", Role.HELPER)
    stays, ends = office.open_case(lead="bob"), office.open_case(lead="bob")
    preview(office.client_for("alice"), office, "reassign", stays, ends)
    office.end_access(ends)
    to = membership_of(office, "dora")
    answer = do(office.client_for("alice"), office, "reassign", stays, ends, to=to)
    assert answer.status_code == 422
    assert leads(office, stays) == [office.members["bob"]]


def test_nobody_is_led_by_somebody_before_the_conflict_check(office: Office) -> None:
    office.join("bob", Role.HELPER)
    case_id = office.open_case()
    with office.house.db.writing() as session:
        client = office.client_of(session, case_id)
        other = office.enter(session)
        opposing = [Opposing(name=f"Client {client.number}")]
        by = office.members["alice"]
        conflicts.run(session, office.house, other, by, About(name="B"), opposing)
        conflicts.run(session, office.house, client, by, About(name=f"Client {client.number}"), [])
    page = preview(office.client_for("alice"), office, "reassign", case_id).text
    assert f'value="{case_id}"' not in page


def test_another_groups_case_in_the_list_is_nothing(office: Office) -> None:
    office.join("bob", Role.HELPER)
    other = open_office(office.house, office.client_for, "carol")
    mine, theirs = office.open_case(lead="bob"), other.open_case(lead="carol")
    alice = office.client_for("alice")
    to = membership_of(office, "bob")
    for act in ("remind", "reassign", "export"):
        for strange in (theirs, uuid4()):
            assert preview(alice, office, act, mine, strange).status_code == 404
            assert do(alice, office, act, mine, strange, to=to).status_code == 404
    assert do(alice, office, "reassign", mine, to=membership_of(other, "carol")).status_code == 404
    assert tasks(office) == []


def test_each_role_has_its_acts(office: Office) -> None:
    bob, dora = office.join("bob", Role.HELPER), office.join("dora", Role.SUPERVISOR)
    erik = office.join("erik", Role.TECHNICAL_ADMIN)
    led, unled = office.open_case(lead="bob"), office.open_case()
    allowed = {
        (name, act): preview(browser, office, act, case_id).status_code
        for name, browser, case_id in (
            ("bob", bob, led),
            ("bob's others", bob, unled),
            ("dora", dora, unled),
            ("erik", erik, unled),
            ("carol", office.client_for("carol"), unled),
        )
        for act in ("remind", "reassign", "export")
    }
    assert {who for who, status in allowed.items() if status == 200} == {
        ("bob", "remind"),
        ("bob", "export"),
        ("dora", "export"),
    }
    assert set(allowed.values()) == {200, 404}


def test_nothing_ticked_leads_back(office: Office) -> None:
    answer = preview(office.client_for("alice"), office, "remind")
    assert (answer.status_code, answer.headers["location"]) == (303, office.path("/board"))


def test_the_file_holds_numbers_days_and_states_and_no_name(office: Office) -> None:
    bob = office.join("bob", Role.HELPER)
    case_id = office.open_case(lead="bob", title="A secret worry")
    office.file(case_id, LATE)
    with office.house.db.writing() as session:
        person = session.get_one(Case, case_id).person_id
        profiles.keep_about(session, office.house, person, About(name="Hana of the valley"))
    answer = do(bob, office, "export", case_id)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["content-disposition"]
    assert not any(word in answer.text for word in ("secret", "Hana", "bob", str(case_id)))
    _, row = csv.reader(io.StringIO(answer.text))
    until = grants.usual_end(office.house.clock.today())
    assert (row[0], row[3], row[6]) == ("1", "2026-11-02", until.isoformat())


@pytest.mark.parametrize("typed", ["=1+1", "+81", "-1", "@now", "\t=1", "\uff1d1"])
def test_no_cell_of_a_file_is_run(typed: str) -> None:
    """T-36."""
    body = sheet("name", [[typed, 1, -2, None, date(2026, 1, 2)]]).body
    assert next(csv.reader(io.StringIO(bytes(body).decode("utf-8-sig")))) == [
        f"'{typed}",
        "1",
        "-2",
        "",
        "2026-01-02",
    ]


def test_the_day_sheet_tells_the_day_by_number(office: Office) -> None:
    bob = office.join("bob", Role.HELPER)
    today, other = office.open_case(lead="bob"), office.open_case(lead="bob")
    office.file(today, Facts("received", date(2026, 10, 14)))  # until 13 November
    office.file(other, Facts("received", date(2026, 10, 15)))
    page = bob.get(office.path("/day-sheet")).text
    assert "\u756a\u53f71<" in page
    assert "\u756a\u53f72<" not in page
    office.end_access(today)
    assert "\u756a\u53f71<" not in bob.get(office.path("/day-sheet")).text
