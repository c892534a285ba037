"""Recording what happened: what is refused, what is kept, and what is only warned about."""

import re

import pytest

from tests.filings.conftest import Story

RECEIVED = {"kind": "received", "when": "2026-10-30"}
DECIDED = {"kind": "decision_notified", "when": "2026-11-10", "decided_on": "2026-11-09", "outcome": "full"}


def post(story: Story, **fields: str):
    return story.client.post(f"/filings/{story.filing_id}/events", data=fields)


def count(story: Story) -> int:
    return story.page().count('class="tm"')


@pytest.mark.parametrize(
    "when",
    [
        "2026-10-30",
        "2026/10/30",
        "R8.10.30",
        "\u4ee4\u548c8\u5e7410\u670830\u65e5",
        "\uff12\uff10\uff12\uff16-10-30",
    ],
)
def test_a_day_is_read_in_every_usual_writing(story: Story, when: str) -> None:
    assert post(story, kind="received", when=when).status_code == 303
    assert 'datetime="2026-10-30"' in story.page()


@pytest.mark.parametrize(
    "when",
    [
        "",
        "2026-02-30",
        "8.10.30",
        "10/30/2026",
        "1989-01-07",
        "2056-11-14",
        "R1.4.30",
        "yesterday",
        "0",
        "1730505600",
    ],
)
def test_a_day_that_is_none_is_refused_and_kept_as_typed(story: Story, when: str) -> None:
    before = count(story)
    answer = post(story, kind="received", when=when, note="kept words")
    assert answer.status_code == 422
    assert f'value="{when}"' in answer.text
    assert "kept words" in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert count(story) == before


@pytest.mark.parametrize("when", ["1989-01-08", "2056-11-13"])
def test_the_first_and_the_last_day_of_the_range_are_accepted(story: Story, when: str) -> None:
    assert post(story, kind="sent", when=when).status_code == 303


def test_a_day_named_before_the_letter_came_is_refused(story: Story) -> None:
    answer = post(story, kind="amendment_asked", when="2026-11-06", until="2026-11-05")
    assert answer.status_code == 422
    assert post(story, kind="amendment_asked", when="2026-11-06", until="2026-11-06").status_code == 303


def test_a_decision_dated_after_its_notice_is_refused(story: Story) -> None:
    assert post(story, **DECIDED | {"decided_on": "2026-11-11"}).status_code == 422
    assert post(story, **DECIDED | {"decided_on": "2026-11-10"}).status_code == 303


def test_the_same_event_twice_is_refused_and_saved_once(story: Story) -> None:
    assert post(story, **RECEIVED).status_code == 303
    before = count(story)
    answer = post(story, **RECEIVED)
    assert answer.status_code == 422
    assert count(story) == before


def test_an_event_taken_back_can_be_recorded_again(story: Story) -> None:
    post(story, **RECEIVED)
    event = re.search(r"/events/([0-9a-f-]{36})/retract", story.page())
    assert event is not None
    story.client.post(f"/events/{event[1]}/retract")
    assert post(story, **RECEIVED).status_code == 303


def test_an_odd_order_of_events_is_saved_and_warned_about(story: Story) -> None:
    post(story, **DECIDED)
    assert post(story, kind="received", when="2026-11-12").status_code == 303
    assert 'class="note"' in story.page()


def test_a_kind_the_procedure_does_not_know_is_refused(story: Story) -> None:
    for kind in ("", "refused", "correction_filed", "nonsense"):
        assert post(story, kind=kind, when="2026-10-30").status_code == 422


def test_an_outcome_nobody_offered_is_refused(story: Story) -> None:
    assert post(story, **DECIDED | {"outcome": "accepted"}).status_code == 422


def test_a_name_of_ten_kilobytes_is_refused_with_a_sentence(story: Story) -> None:
    answer = story.client.post("/cases", data={"title": "\u3042" * 10_000})
    assert answer.status_code == 422
    assert "esum" in answer.text


@pytest.mark.parametrize(
    "title", ["\U00020bb7\u91ce\u5bb6", "e\u0301", "\U0001f3e0", "\u8fbb\U000e0100", "<b>x</b> & '"]
)
def test_every_letter_of_a_title_comes_back_as_it_was_typed(story: Story, title: str) -> None:
    answer = story.client.post("/cases", data={"title": title})
    page = story.client.get(answer.headers["location"]).text
    escaped = title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#39;")
    assert f"<h1>{escaped}</h1>" in page


@pytest.mark.parametrize("title", ["a\u202eb", "a\u2066b", "a\x00b", "a\x07b"])
def test_signs_that_turn_or_hide_the_text_are_refused(story: Story, title: str) -> None:
    assert story.client.post("/cases", data={"title": title}).status_code == 422
