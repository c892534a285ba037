"""Search, an agency's page, and entries of one's own."""

import re
from uuid import uuid4

import pytest
from sqlmodel import select

from app.agencies.directory import directory
from app.agencies.models import Agency
from app.agencies.service import sync_directory
from tests.support import things

HOSPITAL = {
    "name": "みなと病院 𠮷",
    "kind": "business",
    "kana": "みなとびょういん",
    "contact": "横浜市中区1-1\r\n045-000-0000",
}


def add(client, **changes) -> str:
    answer = client.post("/agencies/new", data=HOSPITAL | changes)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


@pytest.mark.parametrize("query", ["横浜", "よこはま", "ﾖｺﾊﾏ", "yokohama"])
def test_yokohama_is_found_with_its_prefecture(client_for, query):
    page = client_for("alice").get("/agencies/search", params={"q": query}).text
    assert "<b>横浜市</b>（神奈川県）" in page
    assert "<b>横浜町</b>（青森県）" in page


def test_one_letter_says_what_to_do_and_nothing_found_says_it_too(client_for):
    alice = client_for("alice")
    assert "2文字以上" in alice.get("/agencies/search?q=横").text
    assert "一覧にありません" in alice.get("/agencies/search?q=ないないない").text
    assert "例：横浜" in alice.get("/agencies/search").text


def test_typing_gets_only_the_hits(client_for):
    alice = client_for("alice")
    answer = alice.get(
        "/agencies/search?q=横浜", headers={"hx-request": "true", "hx-request-type": "partial"}
    )
    assert answer.text.strip().startswith('<div id="hits"')
    assert "<html" not in answer.text
    assert "hx-request" in answer.headers["vary"].lower()


def test_a_purpose_leads_to_the_next_form_with_its_case(house, client_for):
    alice = client_for("alice")
    with house.db.writing() as session:
        case = things.open_case(session, house, things.actor_named(session, house, "alice")).id
    page = alice.get(f"/agencies/search?q=横浜&for=filing&case={case}").text
    assert '<form method="get" action="/filings/new">' in page
    assert f'<input type="hidden" name="case" value="{case}">' in page
    assert f'hx-get="/agencies/search?for=filing&amp;case={case}"' in page
    holding = client_for("alice").get("/agencies/search?q=横浜&for=holding").text
    assert '<form method="get" action="/holdings/new">' in holding


@pytest.mark.parametrize(
    "purpose", ["https://evil.example/", "//evil.example", "next", "filing&case=../../x"]
)
def test_no_address_from_outside_is_taken(client_for, purpose):
    page = client_for("alice").get(f"/agencies/search?q=横浜&for={purpose}").text
    assert "evil.example" not in re.sub(r'value="[^"]*"', "", page).replace("here", "")
    assert "../../x" not in re.sub(r'<input type="hidden" name="next"[^>]*>', "", page)


def test_a_citys_page_says_its_rules_its_days_and_what_is_unchecked(client_for):
    yokohama = directory().search("横浜市").entries[0]
    page = client_for("alice").get(f"/agencies/{yokohama.id}").text
    assert "個人情報保護法の5章" in page
    assert "確認前" in page
    assert "30日と書いた資料があります" in page
    fuji = directory().search("富士市").entries[0]
    page = client_for("alice").get(f"/agencies/{fuji.id}").text
    assert "15日" in page
    assert "延長の日数は見つかりませんでした" in page


def test_j_lis_says_that_its_rules_are_inferred(client_for):
    jlis = directory().search("J-LIS").entries[0]
    page = client_for("alice").get(f"/agencies/{jlis.id}").text
    assert "個人情報保護法の4章" in page
    assert "推測" in page
    assert "kaiji_seikyu" not in page


def test_every_shipped_page_can_be_shown_in_both_languages(client_for):
    alice = client_for("alice")
    kinds = {}
    for entry in directory().entries:
        practice = entry.practice
        kinds.setdefault(
            (entry.sort, entry.note, practice and (practice.post, practice.fee, practice.papers)), entry
        )
    for language in ("ja", "en"):
        alice.cookies.set("misete_language", language)
        for entry in kinds.values():
            assert alice.get(f"/agencies/{entry.id}").status_code == 200, entry.name


def test_her_own_entry_is_found_by_her_only(client_for):
    alice, carol = client_for("alice"), client_for("carol")
    path = add(alice)
    assert "みなと病院" in alice.get(path).text
    assert "横浜市中区1-1" in alice.get(path).text
    for query in ("みなと病院", "みなとびょういん", "minato", "ﾐﾅﾄ"):
        assert "みなと病院 𠮷" in alice.get("/agencies/search", params={"q": query}).text
        assert "みなと病院 𠮷" not in carol.get("/agencies/search", params={"q": query}).text
    hers, never = carol.get(path), carol.get(f"/agencies/{uuid4()}")
    assert hers.status_code == never.status_code == 404
    assert hers.content == never.content


def test_her_own_entry_leads_on_to_what_she_wanted_it_for(client_for):
    location = add(client_for("alice"), **{"for": "holding"})
    assert location.startswith("/holdings/new?agency=")
    assert client_for("alice").get(location).status_code == 200
    assert client_for("carol").get(location).status_code == 404


def test_her_own_entry_is_sealed(client_for, house):
    add(client_for("alice"))
    with house.db.reading() as session:
        row = session.exec(select(Agency).where(Agency.name.is_(None))).one()
        assert row.name_sealed is not None
        assert "みなと".encode() not in bytes(row.name_sealed)
        assert row.regime == "appi_private"
        assert row.regime_certainty == "inference"


def test_a_body_she_does_not_know_gets_no_number_of_days(client_for):
    assert "4章" in client_for("alice").get(add(client_for("alice"), kind="other")).text
    assert "5章" in client_for("alice").get(add(client_for("alice"), kind="municipality")).text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "ここを書いてください"),
        ({"name": "a" * 10_000}, "200文字まで"),
        ({"name": "a\u202eb"}, "向き"),
        ({"kind": ""}, "1つを選んでください"),
        ({"kind": "prefecture"}, "1つを選んでください"),
        ({"contact": "x" * 1001}, "1000文字まで"),
    ],
)
def test_what_cannot_be_kept_is_said_and_what_was_typed_stays(client_for, changes, sentence):
    answer = client_for("alice").post("/agencies/new", data=HOSPITAL | changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "みなとびょういん" in answer.text


def test_nobody_signed_in_is_led_to_the_sign_in(client):
    assert client.get("/agencies/search").status_code == 303
    assert client.post("/agencies/new", data=HOSPITAL).status_code == 303


def test_bringing_the_directory_up_to_date_twice_changes_nothing(house):
    with house.db.writing() as session:
        assert sync_directory(session) == 0


def test_a_changed_row_is_brought_back_and_her_own_are_left_alone(client_for, house):
    path = add(client_for("alice"))
    with house.db.writing() as session:
        row = session.get(Agency, directory().search("横浜市").entries[0].id)
        row.name, row.note = "旧名市", "superseded"
    with house.db.writing() as session:
        assert sync_directory(session) == 1
    with house.db.reading() as session:
        assert session.get(Agency, directory().search("横浜市").entries[0].id).name == "横浜市"
    assert client_for("alice").get(path).status_code == 200
