"""From the questions to five letters in one act: what is made, what is refused, and only once (T-80)."""

import re
from collections.abc import Callable
from html import unescape
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from app.filings.models import Filing, FilingEvent
from app.holdings.models import Holding
from app.kit.house import House
from app.letters.models import Letter
from app.people.models import Case
from app.playbooks.models import PlaybookRun
from app.playbooks.reading import playbooks
from tests.playbooks.conftest import ANSWERS, FACE, FIVE, make
from tests.support import things

TABLES = (Case, Filing, FilingEvent, Holding, Letter, PlaybookRun)


def counts(house: House) -> dict[str, int]:
    with house.db.reading() as session:
        return {
            str(table.__tablename__): session.execute(select(func.count()).select_from(table)).scalar_one()
            for table in TABLES
        }


def text_of(page: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", page))


def test_one_act_makes_case_holdings_filings_and_letters(house: House, alice: TestClient) -> None:
    made = alice.get(make(alice))
    assert counts(house) == {
        "case": 1,
        "filing": 5,
        "filing_event": 0,
        "holding": 17,
        "letter": 5,
        "playbook_run": 1,
    }
    page = text_of(made.text)
    for agency in ("横浜市", "地方公共団体情報システム機構", "神奈川県", "総務省", "デジタル庁"):
        assert agency in page
    # First what needs no paper; what is sent after the first decisions comes after what is sent today.
    assert page.index("やりとり履歴") < page.index("横浜市 —") < page.index("総務省 —")


def test_the_letters_say_who_asks_whom_under_which_article_and_when(alice: TestClient) -> None:
    letters = letters_of(alice, make(alice))
    for letter in letters:
        assert ANSWERS["name"] in letter
        assert "令和8年11月13日" in letter
        assert not re.search(r"\{\{|\}\}|（）|「」", letter)
    first, j_lis, prefecture, ministry, digital = letters
    assert "横浜市長" in first
    assert "第77条第1項" in first
    assert "令和6年5月頃に受けた交付" in first
    assert "平成2年4月1日" in first
    assert ANSWERS["extra"] in first
    assert "第33条第1項" in j_lis
    assert "第76条の請求として取り扱い" in j_lis
    assert "神奈川県知事" in prefecture
    assert ANSWERS["extra"] not in prefecture
    assert "総務大臣" in ministry
    assert "第4条第1項" in ministry
    assert "第23条第3項" in digital


def letters_of(client: TestClient, made: str) -> list[str]:
    paths = re.findall(r'href="(/letters/[0-9a-f-]+)"', client.get(made).text)
    return [text_of(client.get(path).text.partition("<main")[2]) for path in dict.fromkeys(paths)]


def test_a_repeated_post_makes_it_once(house: House, alice: TestClient) -> None:
    once = str(uuid4())
    assert make(alice, once=once) == make(alice, once=once)
    assert counts(house)["letter"] == 5


def test_two_acts_make_two_cases(house: House, alice: TestClient) -> None:
    assert make(alice) != make(alice)
    assert counts(house)["case"] == 2


def test_the_same_mark_of_another_person_is_another_act(
    house: House, alice: TestClient, client_for: Callable[[str], TestClient]
) -> None:
    once = str(uuid4())
    hers, his = make(alice, once=once), make(client_for("bob"), once=once)
    assert hers != his
    assert alice.get(his).status_code == 404
    assert counts(house)["case"] == 2


def test_only_what_was_ticked_is_made(house: House, alice: TestClient) -> None:
    make(alice, requests=("soumu_foi",))
    assert counts(house)["filing"] == 1
    assert counts(house)["holding"] == 0  # It holds documents, and nothing about her.


def test_the_questions_are_few(alice: TestClient) -> None:
    page = alice.get(f"{FACE}/start").text.partition("<main")[2]
    names = set(re.findall(r'<(?:input|textarea|select)[^>]* name="([^"]+)"', page))
    assert names == ANSWERS.keys()
    assert len(names) <= 12


def test_a_number_let_pass_by_the_questions_passes_the_recap_too(house: House, alice: TestClient) -> None:
    answers = ANSWERS | {"address": f"{ANSWERS['address']} 1234 5678 9018"}
    assert alice.post(f"{FACE}/start", data=answers).status_code == 422
    recap = alice.post(f"{FACE}/start", data=answers | {"other_number": "123456789018"})
    assert recap.status_code == 200
    assert '<input type="hidden" name="other_number" value="123456789018">' in recap.text


def test_nothing_is_made_before_the_recap_is_confirmed(house: House, alice: TestClient) -> None:
    recap = alice.post(f"{FACE}/start", data=ANSWERS)
    assert recap.status_code == 200
    ticked = re.findall(r'name="request" value="(\w+)"[^>]* checked', recap.text)
    assert sorted(ticked) == sorted(FIVE)
    assert counts(house)["case"] == 0
    # The answers travel in the form, never in an address.
    assert f'name="name" value="{ANSWERS["name"]}"' in recap.text


def test_she_can_go_back_and_finds_what_she_wrote(alice: TestClient) -> None:
    form = alice.post(f"{FACE}/start", data=ANSWERS | {"step": "back"})
    assert f'value="{ANSWERS["address"]}"' in form.text


def test_what_she_wrote_about_herself_is_there_the_next_time(alice: TestClient) -> None:
    make(alice)
    assert f'value="{ANSWERS["name"]}"' in alice.get("/playbooks/hospital_chart/start").text


@pytest.mark.parametrize(
    ("field", "value", "bad"),
    [
        ("card_received_on", "2026年12月", "card_received_on"),
        ("card_received_on", "2027-01-01", "card_received_on"),
        ("card_received_on", "いつか", "card_received_on"),
        ("card_received_on", "", "card_received_on"),
        ("birth_date", "2026-11-14", "birth_date"),
        ("birth_date", "1990年4月", "birth_date"),
        ("municipality", "ありえない市", "municipality"),
        ("municipality", "総務省", "municipality"),
        ("municipality", "府中市", "picked_municipality"),
        ("municipality", "", "municipality"),
        ("way", "pigeon", "way"),
        ("name", "", "name"),
        ("name", "x" * 101, "name"),
        ("name", "a\u202eb", "name"),
        ("address", "", "address"),
        ("extra", "x" * 501, "extra"),
        ("picked_municipality", "6d1f3c52-5f0e-5c1b-9a68-1d0b7a3f2c11", None),
    ],
)
def test_a_mistake_is_told_and_nothing_is_made(
    house: House, alice: TestClient, field: str, value: str, bad: str | None
) -> None:
    data = ANSWERS | {field: value, "step": "make", "request": "soumu_foi"}
    answer = alice.post(f"{FACE}/start", data=data)
    if bad is None:
        assert answer.status_code == 303  # A choice that nobody offered is not heard.
        return
    assert answer.status_code == 422
    assert f'href="#f-{bad}"' in answer.text
    assert counts(house)["case"] == 0


@pytest.mark.parametrize(
    ("day", "is_ahead"), [("2026-11-13", False), ("2026-11-14", True), ("2026年11月", False)]
)
def test_today_is_not_ahead_and_tomorrow_is(alice: TestClient, day: str, is_ahead: bool) -> None:
    answer = alice.post(f"{FACE}/start", data=ANSWERS | {"card_received_on": day})
    assert answer.status_code == (422 if is_ahead else 200)


def test_of_two_cities_of_one_name_she_chooses(alice: TestClient) -> None:
    asked = alice.post(f"{FACE}/start", data=ANSWERS | {"municipality": "府中市"})
    ids = re.findall(r'name="picked_municipality" value="([^"]+)"', asked.text)
    assert len(ids) == 2
    recap = alice.post(
        f"{FACE}/start", data=ANSWERS | {"municipality": "府中市", "picked_municipality": ids[1]}
    )
    assert recap.status_code == 200
    assert "広島県" in text_of(recap.text)


def test_at_least_one_letter_must_be_ticked(house: House, alice: TestClient) -> None:
    answer = alice.post(f"{FACE}/start", data=ANSWERS | {"step": "make"})
    assert answer.status_code == 422
    unknown = alice.post(f"{FACE}/start", data=ANSWERS | {"step": "make", "request": "nothing"})
    assert unknown.status_code == 422
    assert counts(house)["case"] == 0


HOSTILE = "<script>alert(1)</script>{{address}}#panic(\"x\")=cmd|' /C calc'!A0"


def test_hostile_words_stay_words(alice: TestClient) -> None:
    made = make(alice, name=HOSTILE, extra=HOSTILE, address=HOSTILE)
    for path in (
        made,
        *dict.fromkeys(re.findall(r'href="(/(?:letters|cases)/[0-9a-f-]+)"', alice.get(made).text)),
    ):
        page = alice.get(path).text
        assert "<script>alert" not in page
    first = letters_of(alice, made)[0]
    assert HOSTILE in first  # and the blank in it was not filled


OTHERS = {
    "credit_bureaus": ({}, ("bureau_request",), 3),
    "employer_hr": (
        {"agency": "見本商事株式会社", "sector": "private", "work_period": "2019年から"},
        ("hr_private",),
        1,
    ),
    "hospital_chart": (
        {"agency": "横浜市", "operator": "municipal", "hospital": "市民病院", "visit_period": "2024年"},
        ("chart_public",),
        1,
    ),
    "immigration_records": (
        {"nationality_names": "Hanako", "period": "2020年から", "bureau": "東京入管"},
        ("entry_request", "registration_request", "status_request"),
        3,
    ),
    "juminhyo_third_party": ({"from": "2023年4月"}, ("form_request",), 1),
    "police_consultation": (
        {"agency": "神奈川県", "station": "加賀町署", "topic": "つきまとい"},
        ("police_request",),
        1,
    ),
    "school_records": (
        {"agency": "見本学園", "founder": "private", "school": "見本小学校"},
        ("school_private",),
        1,
    ),
    "welfare_child_records": (
        {"office": "横浜市", "case_period": "2015年"},
        ("child_request", "welfare_request"),
        2,
    ),
}


@pytest.mark.parametrize("name", OTHERS)
def test_every_other_worry_makes_its_letters_too(house: House, alice: TestClient, name: str) -> None:
    answers, requests, letters = OTHERS[name]
    made = make(alice, f"/playbooks/{name}", requests, **answers)
    assert counts(house)["letter"] == letters
    assert len(letters_of(alice, made)) == letters


def test_all_shipped_worries_were_tried() -> None:
    assert OTHERS.keys() | {"mynumber_card_face"} == playbooks().keys()


def test_a_doctor_is_not_asked_as_a_city_is(alice: TestClient) -> None:
    answers = ANSWERS | {
        "agency": "見本医院",
        "operator": "private",
        "hospital": "x",
        "visit_period": "2024年",
    }
    recap = alice.post("/playbooks/hospital_chart/start", data=answers)
    assert 'value="chart_private"' in recap.text
    assert 'value="chart_public"' not in recap.text
    wrong = alice.post(
        "/playbooks/hospital_chart/start", data=answers | {"step": "make", "request": "chart_public"}
    )
    assert wrong.status_code == 422


def test_a_body_that_is_not_in_the_directory_becomes_her_own_entry_once(alice: TestClient) -> None:
    answers = OTHERS["employer_hr"][0]
    for _ in range(2):
        make(alice, "/playbooks/employer_hr", ("hr_private",), **answers)
    found = alice.get("/agencies/search", params={"q": "見本商事"})
    assert (
        found.text.count("見本商事株式会社</") <= found.text.count("見本商事") == found.text.count("見本商事")
    )
    assert len(re.findall(r'href="/agencies/[0-9a-f-]{36}"', found.text)) == 1


def test_reading_needs_no_account_and_making_does(client: TestClient) -> None:
    assert client.get("/playbooks").status_code == 200
    for name in playbooks():
        assert client.get(f"/playbooks/{name}").status_code == 200
        assert client.get(f"/playbooks/{name}/start").status_code == 303


def test_what_is_no_playbook_is_not_there(alice: TestClient) -> None:
    for path in (
        "/playbooks/nothing",
        "/playbooks/nothing/start",
        "/playbooks/common",
        f"/playbooks/{uuid4()}",
    ):
        assert alice.get(path).status_code == 404


@pytest.mark.parametrize("code", ["ja", "en"])
def test_every_page_can_be_read_in_each_language(alice: TestClient, code: str) -> None:
    alice.cookies.set("misete_language", code)
    made = make(alice)
    filing = re.search(r'href="(/filings/[0-9a-f-]+/playbook)"', alice.get(made).text)[1]
    for path in ("/playbooks", FACE, f"{FACE}/start", made, f"{made}/undo", filing):
        assert alice.get(path).status_code == 200


def test_nothing_that_she_wrote_is_in_the_clear(house: House, alice: TestClient) -> None:
    make(alice, name="canaryname", extra="canaryextra", address="canaryaddress")
    things.one_of_each(house, "alice")
    with house.db.reading() as session:
        runs = session.execute(select(PlaybookRun)).scalars().all()
        assert runs
        assert all(b"canary" not in bytes(run.content_sealed) for run in runs)
