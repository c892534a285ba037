"""A power of attorney: its clock, what it blocks, and what its end takes with it (T-28, T-29)."""

import re
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from app.kit.house import House
from tests.mandates.conftest import Desk

READY = "ぜんぶそろいました"
TOO_OLD, NONE_NOTED = "30日より古く", "まだ書いてありません。古く"
FALLS, STAYS = "直ちに書面で", "施行令29条"


@pytest.mark.parametrize(
    ("made_on", "says"), [("2026-10-15", "あと1日"), ("2026-10-14", "あと0日"), ("2026-10-13", "古すぎます")]
)
def test_the_clock_ends_with_the_thirtieth_day(desk: Desk, made_on: str, says: str) -> None:
    assert desk.note(made_on).status_code == 303
    shown = desk.client.get(desk.page).text
    assert says in shown
    assert "施行令22条3項" in shown


@pytest.mark.parametrize(
    ("planned_on", "is_ready"), [("2026-12-01", True), ("2026-12-02", True), ("2026-12-03", False)]
)
def test_an_old_mandate_keeps_a_filing_from_being_ready(desk: Desk, planned_on: str, is_ready: bool) -> None:
    filing_id = desk.file()
    page = f"/filings/{filing_id}/sending"
    assert NONE_NOTED in desk.client.get(page).text
    desk.note("2026-11-02")
    desk.client.post(f"{page}/days", data={"planned_on": planned_on, "made_mandate": "2026-11-12"})
    done = re.findall(r'name="done" value="(\w+)"', desk.client.get(page).text)
    assert desk.client.post(f"{page}/ticks", data={"done": done}).status_code == 303
    shown = desk.client.get(page).text
    assert (READY in shown) is is_ready
    assert (TOO_OLD in shown) is not is_ready


@pytest.mark.parametrize("kinds", [("sent",), ("sent", "received")])
def test_the_end_warns_and_leaves_two_steps_open(desk: Desk, kinds: tuple[str, ...]) -> None:
    desk.note("2026-11-02")
    desk.file("jp.appi.disclosure", *kinds)
    page = f"/mandates/{desk.noted().id}/end"
    assert FALLS in desk.client.get(page).text
    told = {"ended_on": "2026-11-13", "reason": "revoked"}
    assert desk.client.post(page, data=told).status_code == 303
    assert desk.client.get(page).text.count('name="task"') == 2
    assert desk.client.post(page, data=told).status_code == 409
    assert sorted(desk.waiting_tasks()) == ["notify_agency", "refile"]
    for left in (1, 0):
        task = re.search(r'name="task" value="([^"]+)"', desk.client.get(page).text)
        assert task
        assert desk.client.post(page, data={"task": task[1]}).status_code == 303
        assert desk.client.get(page).text.count('name="task"') == left
        assert len(desk.waiting_tasks()) == left
    row = desk.noted()
    assert row.agency_notified_on == row.refiling_decided_on == row.ended_on


@pytest.mark.parametrize("procedure", ["jp.appi.correction", "jp.appi.suspension"])
def test_correction_and_suspension_go_on_without_the_agent(desk: Desk, procedure: str) -> None:
    desk.note("2026-11-02")
    desk.file(procedure, "sent", "received")
    page = f"/mandates/{desk.noted().id}/end"
    shown = desk.client.get(page).text
    assert STAYS in shown
    assert FALLS not in shown
    assert desk.client.post(page, data={"ended_on": "2026-11-13", "reason": "revoked"}).status_code == 303
    assert not desk.noted().has_steps
    assert desk.waiting_tasks() == []
    assert not re.search(r'name="(step|task)"', desk.client.get(page).text)


@pytest.mark.parametrize(("kinds", "agent"), [((), "mandate"), (("sent",), "self")])
def test_nothing_falls_that_was_not_sent_or_that_she_filed(
    desk: Desk, kinds: tuple[str, ...], agent: str
) -> None:
    desk.note("2026-11-02")
    desk.file("jp.appi.disclosure", *kinds, agent=agent)
    assert FALLS not in desk.client.get(f"/mandates/{desk.noted().id}/end").text


@pytest.mark.parametrize(
    "wrong",
    [{"agent": ""}, {"kind": "friend"}, {"made_on": "2026-11-14"}, {"where": "world"}, {"paper": "none"}],
)
def test_a_paper_that_is_none_is_refused(desk: Desk, wrong: dict[str, str]) -> None:
    assert desk.note(**{"made_on": "2026-11-02"} | wrong).status_code == 422


def test_a_stranger_finds_none(desk: Desk, house: House, client_for: Callable[[str], TestClient]) -> None:
    desk.note("2026-11-02")
    carol = client_for("carol")
    path = f"/mandates/{desk.noted().id}/end"
    for each in (desk.page, f"{desk.page}/new", path):
        assert carol.get(each).status_code == 404
    assert carol.post(path, data={"ended_on": "2026-11-13", "reason": "revoked"}).status_code == 404
    assert desk.noted().ended_on is None
