"""What if: the dates that would follow are shown, and nothing is saved; what is assumed can be put right."""

import re

import pytest

from tests.filings.conftest import Story
from tests.support.dump import dump

SUPPOSED = {"kind": "decision_notified", "when": "2026-12-01"}


def ask(story: Story, **fields: str):
    return story.client.get(f"/filings/{story.filing_id}/what-if", params=fields)


def days(text: str) -> list[str]:
    return re.findall(r'<span class="big"><time datetime="([\d-]+)">', text)


def test_the_dates_that_would_follow_are_shown_and_nothing_is_saved(story: Story) -> None:
    story.happens("received", "2026-10-30")
    before, shown = dump(story.house.db), story.days()
    answer = ask(story, **SUPPOSED)
    assert answer.status_code == 200
    assert "これは「もし」の計算です。何も記録していません。" in answer.text
    assert "もし12月1日（火）に、決定の通知が届いたなら" in answer.text
    assert days(answer.text)[:2] == ["2026-12-31", "2027-03-01"]
    assert "新しくできる" in answer.text
    assert dump(story.house.db) == before
    assert story.days() == shown


def test_what_would_end_is_told(story: Story) -> None:
    story.happens("received", "2026-10-30")
    text = ask(story, **SUPPOSED).text
    assert "このとき終わる期限" in text
    assert "期限を過ぎてから" not in text


def test_a_day_that_would_move_names_the_day_it_is_now(story: Story) -> None:
    story.happens("received", "2026-10-30")
    text = ask(story, kind="extension_notified", when="2026-11-20", until="2026-12-25").text
    assert days(text)[0] == "2026-12-25"
    assert "日付が変わる" in text
    assert "いまの日付は11月30日（月）です" in text


def test_an_outcome_opens_only_what_it_opens(story: Story) -> None:
    story.happens("received", "2026-10-30")
    text = ask(story, **SUPPOSED, outcome="full").text
    assert "/law/review.request" not in text
    assert "/law/appi.disclosure.implementation_request" in text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": "decision_notified", "when": "2026-12-32"}, "この日はありません"),
        ({"kind": "decision_notified", "when": ""}, "書いてください"),
        ({"kind": "moonrise", "when": "2026-12-01"}, "選んでください"),
        ({"when": "2026-12-01"}, "選んでください"),
        ({**SUPPOSED, "outcome": "perhaps"}, "選んでください"),
        ({"kind": "extension_notified", "when": "2026-12-01", "until": "2026-11-30"}, "前"),
    ],
)
def test_what_cannot_be_read_is_said_and_kept(story: Story, fields: dict[str, str], sentence: str) -> None:
    answer = ask(story, **fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{fields["when"]}"' in answer.text


def test_the_case_page_offers_it_and_each_deadline_leads_to_its_rule(story: Story) -> None:
    story.happens("received", "2026-10-30")
    page = story.page()
    assert f'action="/filings/{story.filing_id}/what-if"' in page
    assert 'href="/law/appi.disclosure.decision"' in page


def test_the_page_of_a_deadline_opens_everything_for_paper(story: Story) -> None:
    story.happens("received", "2026-10-30")
    path = f"/filings/{story.filing_id}/deadlines/0"
    plain, opened = story.client.get(path).text, story.client.get(f"{path}?all=open").text
    assert '<details class="article">' in plain
    assert 'href="?all=open"' in plain
    assert '<details class="article">' not in opened
    assert 'href="/law/appi.disclosure.decision"' in opened


def test_an_assumption_leads_to_taking_back_what_was_recorded(story: Story) -> None:
    story.happens("received", "2026-10-30")
    decided = story.happens("decision_notified", "2026-11-10", outcome="refused")
    assert f'href="/events/{decided}/retract"' in story.page().split('id="h-tl"')[0]


def test_taking_back_to_write_anew_opens_the_form_with_what_was_said(story: Story) -> None:
    story.happens("received", "2026-10-30")
    decided = story.happens("decision_notified", "2026-11-10", outcome="refused", note="by post")
    answer = story.client.post(f"/events/{decided}/retract", data={"then": "again"}, follow_redirects=False)
    assert answer.status_code == 303
    form = story.client.get(answer.headers["location"]).text
    assert 'value="2026-11-10"' in form
    assert "by post" in form
    assert re.search(r'value="refused"[^>]* checked', form)


def test_an_open_amendment_leads_to_recording_its_answer(story: Story) -> None:
    story.happens("received", "2026-10-30")
    story.happens("amendment_asked", "2026-11-06")
    assert f'href="/filings/{story.filing_id}/events/new?kind=amendment_received"' in story.page()


def test_another_filings_event_fills_no_form(story: Story) -> None:
    received = story.happens("received", "2026-10-30")
    other = story.follow("jp.appi.correction")
    path = f"/filings/{other}/events/new"
    form = story.client.get(path, params={"kind": "received", "again": str(received)}).text
    assert 'value="2026-10-30"' not in form
