"""After each answer the playbook says what it means for the worry, and offers what follows."""

import re

import pytest
from starlette.testclient import TestClient

from app.kit.house import House
from tests.playbooks.conftest import make
from tests.playbooks.test_making import counts, text_of
from tests.playbooks.test_undoing import filings_of


@pytest.fixture
def city(alice: TestClient) -> str:
    """The filing at the city that handed the card over, received but not answered."""
    filing = f"/filings/{filings_of(alice, make(alice))[0]}"
    record(alice, filing, "sent", "2026-09-28")
    record(alice, filing, "received", "2026-09-30")
    return filing


def record(client: TestClient, filing: str, kind: str, when: str, **more: str) -> None:
    saved = client.post(f"{filing}/events", data={"kind": kind, "when": when, **more})
    assert saved.status_code == 303, saved.text


def now(client: TestClient, filing: str) -> str:
    """What the page says of what is recorded."""
    page = client.get(f"{filing}/playbook").text
    return text_of(page.partition('<section class="folder pine"')[2].partition("</section>")[0])


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("full", "数値や端末名があれば、照合が行われた"),
        ("partial", "伏せた部分ごとに理由が必要です"),
        ("not_held", "の4通りがあります"),
        ("existence_refused", "通例ではありません"),
    ],
)
def test_each_decision_has_its_meaning(alice: TestClient, city: str, outcome: str, expected: str) -> None:
    record(alice, city, "decision_notified", "2026-10-20", outcome=outcome)
    assert expected in now(alice, city)


@pytest.mark.parametrize(
    ("kind", "more", "expected"),
    [
        ("extension_notified", {"until": "2026-11-29"}, "30日以内の範囲で延ばせます"),
        ("amendment_asked", {"until": "2026-11-20"}, "審査の期間はその間止まります"),
        ("transferred", {}, "J-LISへの「移送」は通常ありません"),
    ],
)
def test_each_notice_has_its_meaning(
    alice: TestClient, city: str, kind: str, more: dict[str, str], expected: str
) -> None:
    record(alice, city, kind, "2026-10-20", **more)
    assert expected in now(alice, city)


def test_silence_speaks_once_the_day_has_passed(alice: TestClient, city: str) -> None:
    assert "拒否とみなす規定はありません" in now(alice, city)


def test_before_an_answer_all_meanings_can_be_read(alice: TestClient) -> None:
    filing = filings_of(alice, make(alice))[0]
    page = text_of(alice.get(f"/filings/{filing}/playbook").text)
    assert "まだ返事の記録がありません" in page
    assert "「保有していない」には" in page


def test_a_taken_back_answer_is_no_answer(alice: TestClient, city: str) -> None:
    record(alice, city, "decision_notified", "2026-10-20", outcome="not_held")
    case = re.search(r"/cases/[0-9a-f-]{36}", alice.get(f"{city}/playbook").text)[0]
    event = re.findall(r"/events/([0-9a-f-]{36})/retract", alice.get(case).text)[-1]
    assert alice.post(f"/events/{event}/retract").status_code == 303
    assert "の4通りがあります" not in now(alice, city)


def test_not_held_leads_to_a_letter_that_asks_which(house: House, alice: TestClient, city: str) -> None:
    record(alice, city, "decision_notified", "2026-10-20", outcome="not_held", decided_on="2026-10-18")
    form = alice.get(f"{city}/playbook/letter?outcome=nonexistent&nth=0")
    assert 'value="令和8年10月18日"' in form.text
    said = {
        "outcome": "nonexistent",
        "nth": "0",
        "decision_date": "令和8年10月18日",
        "item": "顔の照合の記録",
    }
    written = alice.post(f"{city}/playbook/letter", data=said)
    assert written.status_code == 303
    letter = text_of(alice.get(written.headers["location"]).text)
    assert "顔の照合の記録は「保有していない」とされました" in letter
    assert "令和8年10月18日付け通知において" in letter
    assert counts(house)["filing"] == 5  # The question belongs to the filing that was answered.


def test_a_blank_that_the_wording_needs_is_asked_for(alice: TestClient, city: str) -> None:
    record(alice, city, "decision_notified", "2026-10-20", outcome="partial")
    empty = alice.post(f"{city}/playbook/letter", data={"outcome": "partial", "nth": "1"})
    assert empty.status_code == 422
    assert 'href="#f-withheld_part"' in empty.text


def test_a_review_becomes_a_filing_of_its_own_once(house: House, alice: TestClient, city: str) -> None:
    record(alice, city, "decision_notified", "2026-10-20", outcome="partial")
    said = {"outcome": "partial", "nth": "1", "withheld_part": "２の欄", "item_no": "7"}
    for _ in range(2):
        assert alice.post(f"{city}/playbook/letter", data=said).status_code == 303
    assert counts(house)["filing"] == 6
    assert counts(house)["letter"] == 7


def test_the_next_request_is_added_once_with_what_she_answered(
    house: House, alice: TestClient, city: str
) -> None:
    record(alice, city, "decision_notified", "2026-10-20", outcome="not_held")
    assert 'value="muni_foi"' in alice.get(f"{city}/playbook").text
    added = [alice.post(f"{city}/playbook/requests", data={"request": "muni_foi"}) for _ in range(2)]
    assert {one.headers["location"] for one in added} == {added[0].headers["location"]}
    assert counts(house)["filing"] == 6
    page = alice.get(added[0].headers["location"])
    assert "横浜市" in page.text
    assert 'value="muni_foi"' not in alice.get(f"{city}/playbook").text


def test_what_j_lis_is_asked_is_already_there(alice: TestClient, city: str) -> None:
    record(alice, city, "decision_notified", "2026-10-20", outcome="not_held")
    other = filings_of(
        alice, re.search(r"/playbooks/made/[0-9a-f-]+", alice.get(case_of(alice, city)).text)[0]
    )
    assert f"/filings/{other[1]}/playbook" in alice.get(f"{city}/playbook").text


def case_of(client: TestClient, filing: str) -> str:
    return re.search(r"/cases/[0-9a-f-]{36}", client.get(f"{filing}/playbook").text)[0]


def test_the_case_leads_to_the_meaning_of_each_filing(alice: TestClient, city: str) -> None:
    page = alice.get(case_of(alice, city)).text
    assert page.count('/playbook">') == 5
    assert "/playbooks/made/" in page


def test_a_filing_from_nowhere_says_so(house: House, alice: TestClient) -> None:
    case = alice.post("/cases", data={"title": "別の事案"}).headers["location"].rpartition("/")[2]
    agency = re.search(r"/agencies/([0-9a-f-]{36})", alice.get("/agencies/search?q=横浜市").text)[1]
    wish = {"agency": agency, "procedure": "jp.appi.disclosure", "case": case, "wanted": "x"}
    filing = alice.post("/filings", data=wish).headers["location"].removesuffix("/events/new")
    page = alice.get(f"{filing}/playbook")
    assert "手引きから作ったものではありません" in page.text
    assert alice.get(f"{filing}/playbook/letter?outcome=full&nth=0").status_code == 303
    assert alice.post(f"{filing}/playbook/letter", data={"outcome": "full", "nth": "0"}).status_code == 404
    assert alice.post(f"{filing}/playbook/requests", data={"request": "muni_foi"}).status_code == 404


@pytest.mark.parametrize(
    "query", ["outcome=full&nth=9", "outcome=nothing&nth=0", "nth=-1&outcome=full", "nth=x"]
)
def test_a_step_that_is_none_is_not_there(alice: TestClient, city: str, query: str) -> None:
    assert alice.get(f"{city}/playbook/letter?{query}").status_code == 404


def test_a_request_that_is_none_is_not_there(alice: TestClient, city: str) -> None:
    assert alice.post(f"{city}/playbook/requests", data={"request": "nothing"}).status_code == 404
