"""A person notes who holds what about her, looks at it, mends it, and forgets it again."""

import re
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from app.agencies.directory import directory
from app.holdings.models import Category, Holding

YOKOHAMA = directory().search("横浜").entries[0].id
NEW = f"/holdings/new?agency={YOKOHAMA}"
FACE = {
    "agency": str(YOKOHAMA),
    "category": ["face_photo", "face_matching"],
    "words": "カードを受け取った日の写真 𠮷🙂",
    "why": "窓口で撮られた。\r\nそのあと、機械で照合された。",
    "since": "令和6年5月10日",
    "certainty": "guess",
}


def note(client, **changes) -> str:
    answer = client.post("/holdings/new", data=FACE | changes)
    assert answer.status_code == 303, answer.text
    page = client.get(answer.headers["location"]).text
    return re.findall(r'href="(/holdings/[0-9a-f-]{36})"', page)[0]


def test_the_first_visit_says_how_to_begin(client_for):
    answer = client_for("alice").get("/holdings")
    assert answer.status_code == 200
    assert "まだ何も記録していません" in answer.text
    assert "/agencies/search?for=holding" in answer.text


def test_without_an_agency_the_search_comes_first(client_for):
    answer = client_for("alice").get("/holdings/new")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/agencies/search?for=holding"


def test_two_ticked_kinds_become_two_drawers_of_one_cabinet(client_for):
    alice = client_for("alice")
    answer = alice.post("/holdings/new", data=FACE)
    assert answer.headers["location"] == "/holdings"
    page = alice.get("/holdings").text
    assert page.count('class="cab"') == 1
    assert "顔写真" in page
    assert "顔を照合した記録" in page
    assert "2件" in page
    assert "横浜市" in page
    assert "カードを受け取った日の写真 𠮷🙂" in page
    assert "2024年5月10日" in page


def test_the_table_and_the_drawers_can_be_seen_alone(client_for):
    alice = client_for("alice")
    alice.post("/holdings/new", data=FACE)
    assert "<table" not in alice.get("/holdings?view=drawers").text
    assert 'class="cab"' not in alice.get("/holdings?view=table").text
    assert "<table" in alice.get("/holdings?view=else").text


def test_one_drawer_shows_what_she_said_and_leads_to_asking(client_for):
    alice = client_for("alice")
    path = note(alice)
    page = alice.get(path).text
    assert "窓口で撮られた。<br>そのあと、機械で照合された。" in page
    assert f"/filings/new?agency={YOKOHAMA}&amp;holding={path.rpartition('/')[2]}" in page


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("昭和50年", "1975年から"), ("2024-05", "2024年5月から"), ("1975-03-02", "1975年3月2日"), ("", None)],
)
def test_since_is_kept_as_exactly_as_she_remembers_it(client_for, typed, shown):
    alice = client_for("alice")
    path = note(alice, since=typed, category=["tax"])
    page = alice.get(path).text
    assert ("いつから" in page) is (shown is not None)
    if shown:
        assert shown in page


def test_mending_it_fills_the_form_and_keeps_what_is_new(client_for):
    alice = client_for("alice")
    path = note(alice)
    form = alice.get(f"{path}/edit").text
    assert 'value="2024-05-10"' in form
    assert "𠮷🙂" in form
    changed = FACE | {"category": "face_photo", "certainty": "disclosed", "since": "2024"}
    assert alice.post(f"{path}/edit", data=changed).headers["location"] == path
    page = alice.get(path).text
    assert "開示で確認" in page
    assert "2024年から" in page


def test_forgetting_asks_first_and_then_forgets(client_for):
    alice = client_for("alice")
    path = note(alice, category=["tax"])
    assert "消しますか" in alice.get(f"{path}/delete").text
    assert alice.get(path).status_code == 200
    assert alice.post(f"{path}/delete").status_code == 303
    assert alice.get(path).status_code == 404


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"category": []}, "1つ以上選んでください"),
        ({"category": ["nonsense"]}, "1つを選んでください"),
        ({"category": ["other"], "words": ""}, "何のことかを書いてください"),
        ({"since": "2026-02-30"}, "この日はありません"),
        ({"since": "2026-11-14"}, "今日より後の日付です"),
        ({"words": "a" * 10_000}, "200文字まで"),
        ({"words": "a\u202eb"}, "向き"),
        ({"why": "x\x00y"}, "制御文字"),
        ({"certainty": "very"}, "1つを選んでください"),
    ],
)
def test_what_cannot_be_kept_is_said_and_what_was_typed_stays(client_for, house, changes, sentence):
    answer = client_for("alice").post("/holdings/new", data=FACE | changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "窓口で撮られた。" in answer.text or "why" in changes
    with house.db.reading() as session:
        assert not session.exec(select(Holding)).all(), "nothing half-saved"


def test_today_itself_is_no_day_ahead(client_for):
    assert client_for("alice").post("/holdings/new", data=FACE | {"since": "2026-11-13"}).status_code == 303


def test_what_she_wrote_is_nowhere_in_the_clear(client_for, house):
    note(client_for("alice"))
    with Session(house.db.engine) as session:
        for holding in session.exec(select(Holding)):
            kept = bytes(holding.words_sealed or b"") + bytes(holding.why_sealed or b"")
            assert "写真".encode() not in kept
            assert "窓口".encode() not in kept


def test_words_do_not_open_in_another_row_or_column(client_for, house):
    alice = client_for("alice")
    first = note(alice, category=["tax"])
    note(alice, category=["health"])
    with house.db.writing() as session:
        rows = session.exec(select(Holding)).all()
        rows[0].words_sealed, rows[1].words_sealed = rows[1].words_sealed, rows[0].words_sealed
    assert alice.get(first).status_code == 500


def test_a_stranger_gets_the_404_of_an_id_that_never_was(client_for):
    path = note(client_for("alice"))
    carol = client_for("carol")
    nowhere = f"/holdings/{uuid4()}"
    for tail in ("", "/edit", "/delete"):
        hers, never = carol.get(path + tail), carol.get(nowhere + tail)
        assert hers.status_code == never.status_code == 404
        assert hers.content == never.content
    for tail in ("/edit", "/delete"):
        hers, never = carol.post(path + tail, data=FACE), carol.post(nowhere + tail, data=FACE)
        assert hers.status_code == never.status_code == 404
        assert hers.content == never.content
    assert client_for("alice").get(path).status_code == 200


def test_an_unknown_agency_or_a_strangers_case_is_404(client_for):
    alice, carol = client_for("alice"), client_for("carol")
    assert alice.get(f"/holdings/new?agency={uuid4()}").status_code == 404
    assert alice.get("/holdings/new?agency=x").status_code == 404
    assert alice.post("/holdings/new", data=FACE | {"agency": str(uuid4())}).status_code == 404
    case = carol.post("/cases", data={"title": "秘密の事案"}).headers["location"].rpartition("/")[2]
    assert alice.get(f"{NEW}&case={case}").status_code == 404
    assert alice.post("/holdings/new", data=FACE | {"case": case}).status_code == 404


def test_a_holding_of_a_case_leads_back_to_it(client_for):
    alice = client_for("alice")
    case = alice.post("/cases", data={"title": "顔写真"}).headers["location"]
    case_id = case.rpartition("/")[2]
    assert case_id in alice.get(f"{NEW}&case={case_id}").text
    answer = alice.post("/holdings/new", data=FACE | {"case": case_id})
    assert answer.headers["location"] == case
    first = re.findall(r'href="(/holdings/[0-9a-f-]{36})"', alice.get("/holdings").text)[0]
    assert case in alice.get(first).text


def test_nobody_signed_in_is_led_to_the_sign_in(client):
    for path in ("/holdings", NEW, f"/holdings/{uuid4()}"):
        answer = client.get(path)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/sign-in")


def test_html_in_her_words_is_inert(client_for):
    alice = client_for("alice")
    path = note(alice, words='<img src=x onerror="alert(1)">', category=["tax"])
    for page in (alice.get("/holdings").text, alice.get(path).text, alice.get(f"{path}/edit").text):
        assert "<img src=x" not in page


def test_every_kind_has_words_in_both_languages(client_for):
    alice = client_for("alice")
    assert alice.post("/holdings/new", data=FACE | {"category": list(Category)}).status_code == 303
    alice.cookies.set("misete_language", "en")
    page = alice.get("/holdings").text
    assert "Face photo" in page
    assert "since Fri 10 May 2024" in page
