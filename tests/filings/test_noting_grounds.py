"""Noting on which grounds a notice refuses and what it lacks: optional, never half saved (T-22)."""

import pytest
from sqlalchemy import select

from app.filings.models import FilingEvent
from tests.filings.conftest import Story

pytestmark = pytest.mark.today("2026-12-24")

PARTIAL = {
    "kind": "decision_notified",
    "when": "2026-12-21",
    "decided_on": "2026-12-18",
    "outcome": "partial",
}


def post(story: Story, **fields: object):
    return story.client.post(f"/filings/{story.filing_id}/events", data=fields)


def form(story: Story, kind: str) -> str:
    return story.client.get(f"/filings/{story.filing_id}/events/new?kind={kind}").text


def kept(story: Story) -> list[tuple[str | None, str | None]]:
    with story.house.db.reading() as session:
        return [tuple(row) for row in session.execute(select(FilingEvent.grounds, FilingEvent.lacks))]


def test_the_boxes_may_be_left_alone(story: Story) -> None:
    assert post(story, **PARTIAL).status_code == 303
    assert kept(story) == [(None, None)]


def test_what_was_ticked_is_kept_once_and_in_the_order_of_the_boxes(story: Story) -> None:
    ticked = {"grounds": ["81", "78-1-2", "78-1-2"], "lacks": ["instruction", "reasons"]}
    assert post(story, **PARTIAL, **ticked).status_code == 303
    assert kept(story) == [("78-1-2,81", "reasons,instruction")]
    page = story.page()
    assert "書いてあった理由：78条1項2号（ほかの人の情報）・81条（あるかないかも答えない）" in page
    assert "足りないもの：断る理由が書いていない・足りない・不服の申立て先と期間の案内（教示）がない" in page


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("grounds", "78-1-8"),
        ("grounds", "33-2-1"),
        ("grounds", "92-true"),
        ("grounds", "78-1-1,78-1-2"),
        ("grounds", "<b>"),
        ("lacks", "patience"),
        ("lacks", ""),
    ],
)
def test_a_box_that_is_none_is_refused_with_a_sentence_and_nothing_is_saved(
    story: Story, name: str, value: str
) -> None:
    answer = post(story, **PARTIAL, **{name: ["78-1-2" if name == "grounds" else "reasons", value]})
    assert answer.status_code == 422
    assert f'id="e-{name}"' in answer.text
    assert f'href="#f-{name}"' in answer.text
    assert '<details class="dl fld" open>' in answer.text
    assert kept(story) == []


@pytest.mark.parametrize("ticked", [{"grounds": "78-1-2"}, {"lacks": "reasons"}])
def test_grounds_of_a_decision_that_grants_everything_are_refused(story: Story, ticked: dict) -> None:
    answer = post(story, **PARTIAL | {"outcome": "full"}, **ticked)
    assert answer.status_code == 422
    assert "全部を認める決定に、断る理由や足りないものが選ばれています" in answer.text
    assert " checked" in answer.text
    assert kept(story) == []


def test_every_notice_is_asked_only_what_it_can_hold(story: Story) -> None:
    decision = form(story, "decision_notified")
    assert decision.count('name="grounds"') == 13
    assert decision.count('name="lacks"') == 3
    extension = form(story, "extension_notified")
    assert 'name="grounds"' not in extension
    assert extension.count('name="lacks"') == 1
    for kind in ("sent", "received", "amendment_asked", "disclosed"):
        assert 'name="lacks"' not in form(story, kind)


def test_a_ground_of_a_notice_that_was_taken_back_is_told_no_more(story: Story) -> None:
    event = story.happens("decision_notified", "2026-12-21", outcome="refused", grounds=("78-1-5",))
    assert "自分が話した内容、受付の日時など" in story.page()
    story.client.post(f"/events/{event}/retract")
    assert "自分が話した内容、受付の日時など" not in story.page()


def test_the_same_decision_is_not_recorded_twice_for_another_ground(story: Story) -> None:
    assert post(story, **PARTIAL, grounds="78-1-2").status_code == 303
    assert post(story, **PARTIAL, grounds="78-1-7").status_code == 422
