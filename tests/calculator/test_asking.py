"""The calculator asks one question at a time, and its links carry only procedures, kinds and days."""

import re
from datetime import date

import icalendar
import pytest

from app.agencies.directory import directory

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
ASK = "/calculator/ask"
DISCLOSURE = {"procedure": "jp.appi.disclosure"}
STORY = DISCLOSURE | {"kind": "local", "received": "2026-10-30"}


def question(answer) -> str:
    return re.search(r'name="answering" value="(\w+)"', answer.text)[1]


def test_the_questions_come_one_after_another(client):
    assert question(client.get("/calculator")) == "procedure"
    assert question(client.get(ASK, params=DISCLOSURE)) == "agency"
    whom = DISCLOSURE | {"kind": "local"}
    assert question(client.get(ASK, params=whom)) == "happened"
    what = whom | {"happened": "received"}
    assert question(client.get(ASK, params=what | {"answering": "happened"})) == "when"
    said = client.get(
        ASK, params=what | {"answering": "when", "received": "R8.10.30"}, follow_redirects=False
    )
    assert said.status_code == 303
    assert said.headers["location"] == (
        "/calculator?procedure=jp.appi.disclosure&kind=local&received=2026-10-30"
    )


def test_a_business_is_not_asked_for_the_kind_of_agency(client):
    answer = client.get(ASK, params={"procedure": "jp.appi_private.disclosure", "answering": "procedure"})
    assert question(answer) == "happened"
    assert "裁判" not in re.search(r'<ol class="steps.*?</ol>', answer.text, re.DOTALL)[0]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"answering": "procedure"}, "選んでください"),
        ({"procedure": "jp.none", "answering": "procedure"}, "選んでください"),
        (DISCLOSURE | {"answering": "agency"}, "種類を1つ選ぶか"),
        (DISCLOSURE | {"answering": "agency", "kind": "moon"}, "選んでください"),
        (DISCLOSURE | {"answering": "agency", "who": "府中市"}, "2件あります"),
        (DISCLOSURE | {"answering": "agency", "agency": "../etc"}, "この相手は一覧にありません"),
        (DISCLOSURE | {"kind": "local", "answering": "happened"}, "できごとを1つ選んでください"),
        (DISCLOSURE | {"kind": "local", "answering": "happened", "happened": "none"}, "選んでください"),
        (
            DISCLOSURE | {"kind": "local", "answering": "when", "happened": "received"},
            "その日を書いてください",
        ),
        (
            DISCLOSURE
            | {"kind": "local", "answering": "when", "happened": "received", "received": "2026-02-30"},
            "この日はありません",
        ),
    ],
)
def test_what_cannot_be_read_is_said_on_the_page_of_its_question(client, sent, sentence):
    answer = client.get(ASK, params=sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert question(answer) == sent["answering"]


def test_what_was_typed_is_kept(client):
    sent = DISCLOSURE | {
        "kind": "local",
        "answering": "when",
        "happened": "received",
        "received": "2026-02-30",
    }
    text = client.get(ASK, params=sent).text
    assert 'value="2026-02-30"' in text
    assert '<input type="hidden" name="kind" value="local">' in text


def test_a_mistake_in_an_earlier_answer_leads_to_the_form_that_shows_it(client):
    sent = STORY | {"received": "x", "happened": "decision_notified", "answering": "when"}
    answer = client.get(ASK, params=sent, follow_redirects=True)
    assert answer.status_code == 422
    assert answer.url.path == "/calculator"
    assert 'value="x"' in answer.text


def test_one_question_back_forgets_only_the_last_answer(client):
    text = client.get(ASK, params=STORY | {"happened": "disclosed", "answering": "happened"}).text
    back = re.search(r'<a class="btn text" href="([^"]+)"', text)[1].replace("&amp;", "&")
    assert back == f"{ASK}?procedure=jp.appi.disclosure&kind=local&received=2026-10-30"


def test_something_more_can_be_added_to_a_result(client):
    text = client.get("/calculator", params=STORY).text
    more = re.search(r'href="(/calculator/ask\?[^"]+)"', text)[1].replace("&amp;", "&")
    answer = client.get(more)
    assert question(answer) == "happened"
    assert 'value="received"' not in re.search(r"<fieldset.*</fieldset>", answer.text, re.DOTALL)[0]


def test_the_kind_alone_picks_the_calendar(client):
    text = client.get("/calculator", params=STORY | {"received": "2026-11-30"}).text
    assert "市区町村の年末年始の休みは条例で決まります" in text
    national = client.get("/calculator", params=STORY | {"received": "2026-11-30", "kind": "national"}).text
    assert "市区町村の年末年始の休みは条例で決まります" not in national


def test_the_link_carries_no_word_that_was_typed(client):
    typed = DISCLOSURE | {"who": "ふじし", "received": "令和8年11月24日"}
    text = client.get("/calculator", params=typed).text
    agency = directory().search("富士市").only
    link = f"/calculator?procedure=jp.appi.disclosure&amp;agency={agency.id}&amp;received=2026-11-24"
    assert f'value="http://localhost:8000{link}"' in text
    shared = client.get(link.replace("&amp;", "&")).text
    assert "富士市の日数（15日）で計算しました" in shared
    assert 'value="富士市"' in shared


def test_each_assumption_that_can_be_wrong_leads_to_its_field(client):
    decided = STORY | {"decision_notified": "2026-11-20"}
    text = client.get("/calculator", params=decided).text
    assert 'href="#f-decision_notified"' in text
    assert 'id="f-decision_notified"' in text


def test_every_deadline_leads_to_its_rule(client):
    text = client.get("/calculator", params=STORY | {"decision_notified": "2026-11-20"}).text
    for clock in ("review.request", "suit.revocation", "appi.disclosure.implementation_request"):
        assert f'href="/law/{clock}"' in text


def files_of(client, asked) -> list[str]:
    text = client.get("/calculator", params=asked).text
    return [
        each.replace("&amp;", "&") for each in re.findall(r'href="(/calculator/deadline\.ics[^"]+)"', text)
    ]


def test_a_deadline_goes_into_a_calendar_with_its_explanation(client):
    answer = client.get(files_of(client, STORY)[0])
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="misete-2026-11-30.ics"'
    (event,) = icalendar.Calendar.from_ical(answer.content).events
    assert event.start == date(2026, 11, 30)
    assert event.summary == "相手が、見せるかどうかを決める"
    assert "個人情報保護法83条1項" in event["DESCRIPTION"]
    assert (
        event["URL"]
        == "http://localhost:8000/calculator?procedure=jp.appi.disclosure&kind=local&received=2026-10-30"
    )


def test_the_same_deadline_is_the_same_entry_and_another_is_another(client):
    first, second, *_ = files_of(client, STORY)
    uid = [
        icalendar.Calendar.from_ical(client.get(path).content).events[0].uid
        for path in (first, first, second)
    ]
    assert uid[0] == uid[1] != uid[2]


def test_her_own_day_in_the_calendar_is_the_day_to_act_by(client):
    asked = STORY | {"decision_notified": "2026-12-03", "decision_notified_outcome": "partial"}
    path = next(each for each in files_of(client, asked) if "implementation_request" in each)
    (event,) = icalendar.Calendar.from_ical(client.get(path).content).events
    assert event.start == date(2027, 1, 2)


def test_a_file_of_no_deadline_does_not_exist_and_a_bad_day_is_said(client):
    path = files_of(client, STORY)[0]
    assert client.get(path.replace("clock=appi.disclosure.decision", "clock=nothing")).status_code == 404
    assert client.get(path.replace("cause=0", "cause=7")).status_code == 404
    answer = client.get(path.replace("2026-10-30", "2026-02-30"))
    assert answer.status_code == 422
    assert "この日はありません" in answer.text
    assert client.get("/calculator/deadline.ics").status_code == 422


def test_the_pages_speak_english(client):
    client.cookies.set("misete_language", "en")
    assert "Whom did you ask" in client.get(ASK, params=DISCLOSURE).text
    (event,) = icalendar.Calendar.from_ical(client.get(files_of(client, STORY)[0]).content).events
    assert event.summary == "The agency decides whether to disclose"
