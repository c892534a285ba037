"""What the end of an authority asks for: for each request of each paper, and ticked one by one."""

import re
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import select

from app.casework import service as casework
from app.casework.models import Source, TaskKind
from app.mandates.models import PowerOfAttorney
from app.people.models import Case
from tests.mandates.conftest import ClientFor, Desk
from tests.support import things

OTHER_CITY = "\u5ddd\u5d0e\u5e02"  # Kawasaki
TOLD = {"ended_on": "2026-11-13", "reason": "revoked"}


def end_all(desk: Desk) -> list[str]:
    """Ends every power of attorney; the pages of the ends, the oldest paper first."""
    with desk.house.db.reading() as session:
        rows = session.exec(select(PowerOfAttorney)).all()
        pages = [f"/mandates/{row.id}/end" for row in sorted(rows, key=lambda row: row.made_on)]
    for page in pages:
        assert desk.client.post(page, data=TOLD).status_code == 303
    return pages


def buttons(desk: Desk, page: str) -> list[str]:
    return re.findall(r'name="task" value="([^"]+)"', desk.client.get(page).text)


def test_each_request_that_falls_has_its_own_two_tasks(desk: Desk) -> None:
    desk.note("2026-11-02")
    fallen = {desk.file("jp.appi.disclosure", "sent", agency=each) for each in (things.CITY, OTHER_CITY)}
    desk.file("jp.appi.correction", "sent")
    [page] = end_all(desk)
    tasks = desk.tasks()
    assert sorted((str(task.filing_id), task.kind) for task in tasks) == sorted(
        (str(filing_id), kind) for filing_id in fallen for kind in ("notify_agency", "refile")
    )
    assert {task.mandate_id for task in tasks} == {desk.noted().id}
    for shown in (desk.client.get(page).text, desk.client.get(f"/cases/{desk.case_id}/notes").text):
        assert things.CITY in shown
        assert OTHER_CITY in shown


def test_to_have_told_one_agency_says_nothing_of_the_other(desk: Desk) -> None:
    desk.note("2026-11-02")
    for each in (things.CITY, OTHER_CITY):
        desk.file("jp.appi.disclosure", "sent", agency=each)
    [page] = end_all(desk)
    first, second = [task for task in desk.tasks() if task.kind == "notify_agency"]
    assert desk.client.post(page, data={"task": str(first.id)}).status_code == 303
    assert sorted(desk.waiting_tasks()) == ["notify_agency", "refile", "refile"]
    assert desk.noted().agency_notified_on is None
    assert str(first.id) not in buttons(desk, page)
    assert str(second.id) in buttons(desk, page)
    # Ticked among the tasks of the case, it is done here, too.
    assert desk.client.post(f"/tasks/{second.id}/done").status_code == 303
    assert len(buttons(desk, page)) == 2
    for each in buttons(desk, page):
        desk.client.post(page, data={"task": each})
    row = desk.noted()
    assert desk.waiting_tasks() == []
    assert row.refiling_decided_on == row.ended_on


def test_two_papers_that_ended_leave_each_other_alone(desk: Desk) -> None:
    desk.note("2026-11-01")
    desk.note("2026-11-02", kind="guardian")
    desk.file("jp.appi.disclosure", "sent")
    desk.file("jp.appi.disclosure", "sent", agent="guardian", agency=OTHER_CITY)
    older, younger = end_all(desk)
    its = buttons(desk, older)
    assert len(its) == len(buttons(desk, younger)) == 2
    for each in its:
        assert desk.client.post(younger, data={"task": each}).status_code == 404
        assert desk.client.post(older, data={"task": each}).status_code == 303
    assert buttons(desk, older) == []
    assert len(buttons(desk, younger)) == 2
    assert sorted(desk.waiting_tasks()) == ["notify_agency", "refile"]


@pytest.mark.parametrize("task", ["none", "00000000-0000-4000-8000-000000000000"])
def test_a_task_that_is_none_of_its_own_is_not_there(desk: Desk, task: str) -> None:
    desk.note("2026-11-02")
    desk.file("jp.appi.disclosure", "sent")
    [page] = end_all(desk)
    assert desk.client.post(page, data={"task": task}).status_code == 404
    # The one tick for all of them is that of older data, whose tasks name no request.
    assert desk.client.post(page, data={"step": "notified"}).status_code == 303
    assert sorted(desk.waiting_tasks()) == ["notify_agency", "refile"]


def test_an_end_of_before_keeps_its_two_steps(desk: Desk) -> None:
    desk.note("2026-11-02")
    with desk.house.db.writing() as session:
        row = session.exec(select(PowerOfAttorney)).one()
        row.ended_on, row.ended_reason, row.has_steps = date(2026, 11, 12), "revoked", True
        case = session.get_one(Case, desk.case_id)
        by: Any = things.actor_named(session, desk.house, "alice").account_id
        new = casework.NewTask(TaskKind.NOTIFY_AGENCY, source=Source.MANDATE)
        casework.add_task(session, desk.house, case, new, by)
        page = f"/mandates/{row.id}/end"
    assert desk.client.get(page).text.count('name="step"') == 2
    assert desk.client.post(page, data={"step": "notified"}).status_code == 303
    assert desk.waiting_tasks() == []
    assert desk.noted().agency_notified_on == date(2026, 11, 13)


def test_a_stranger_ticks_nothing(desk: Desk, client_for: ClientFor) -> None:
    desk.note("2026-11-02")
    desk.file("jp.appi.disclosure", "sent")
    [page] = end_all(desk)
    task: UUID = desk.tasks()[0].id
    assert client_for("carol").post(page, data={"task": str(task)}).status_code == 404
    assert len(desk.waiting_tasks()) == 2
