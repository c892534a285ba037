"""The public page counts, explains, and keeps nothing."""

import pytest

from app import law
from app.agencies.directory import directory

STORY = {
    "procedure": "jp.appi.disclosure",
    "who": "横浜市",
    "received": "R8.10.30",
    "amendment_asked": "2026年11月6日",
    "amendment_received": "２０２６／１１／１２",
}
PAGE = "/calculator"


def test_the_page_needs_no_account_and_counts_nothing_yet(client):
    answer = client.get(PAGE)
    assert answer.status_code == 200
    assert "どの手続きの期限ですか" in answer.text


def test_the_story_of_yokohama_rolls_from_saturday_to_monday(client):
    answer = client.get(PAGE, params=STORY)
    assert answer.status_code == 200
    assert '<time datetime="2026-12-07">' in answer.text
    assert '<time datetime="2026-12-05">' in answer.text
    assert "横浜市が、見せるかどうかを決める" in answer.text
    assert "個人情報保護法83条1項" in answer.text
    assert "開示決定等は、開示請求があった日から三十日以内にしなければならない" in answer.text
    assert "規則の版：" in answer.text
    assert "2026年10月30日（金）（令和8年10月30日）と読みました" in answer.text


def test_the_picture_numbers_the_counted_days_and_hatches_the_amendment(client):
    text = client.get(PAGE, params=STORY).text
    closed = '<span class="sr">（休み）</span>'
    assert f'<td class="off c nom">5{closed}<b>30<span class="sr">日目</span></b></td>' in text
    assert '<td class="due">7<b>期限</b></td>' in text
    assert text.count("<b>補正</b>") == 6
    assert f'<td class="off rl">6{closed}<b>休み</b></td>' in text


def test_a_low_row_of_yokohama_is_told_as_unchecked_and_not_counted_with(client):
    text = client.get(PAGE, params=STORY).text
    assert "確認前" in text
    assert "横浜市は30日と書いた資料があります" in text


def test_a_city_with_its_own_days_is_counted_with_them_and_names_its_page(client):
    text = client.get(
        PAGE, params={"procedure": "jp.appi.disclosure", "who": "富士市", "received": "2026-11-24"}
    ).text
    assert "富士市の日数（15日）で計算しました" in text
    assert '<time datetime="2026-12-09">' in text
    assert "https://www.city.fuji.shizuoka.jp/1005200000/p007119.html" in text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2026-02-30", "この日はありません"),
        ("11-24", "年も書いてください"),
        ("8.11.24", "元号か、4けたの西暦で"),
        ("1988-12-31", "1989年1月8日"),
        ("2060-01-01", "30年より先"),
        ("きのう", "読み取れませんでした"),
    ],
)
def test_a_day_that_cannot_be_read_is_said_beside_its_field_and_kept(client, typed, sentence):
    answer = client.get(PAGE, params={"procedure": "jp.appi.disclosure", "received": typed})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{typed}"' in answer.text
    assert "autofocus" in answer.text


def test_until_before_the_notice_and_a_decision_after_it_are_said(client):
    asked = {"procedure": "jp.appi.disclosure", "received": "2026-11-24", "extension_notified": "2026-12-20"}
    answer = client.get(PAGE, params=asked | {"extension_notified_until": "2026-12-19"})
    assert answer.status_code == 422
    assert "通知の届いた日より前の日付です" in answer.text
    assert client.get(PAGE, params=asked | {"extension_notified_until": "2026-12-20"}).status_code == 200
    late = {"procedure": "jp.appi.disclosure", "decision_notified": "2026-12-01"}
    assert client.get(PAGE, params=late | {"decision_notified_decided_on": "2026-12-02"}).status_code == 422


def test_a_name_that_fits_several_asks_which_and_then_counts(client):
    asked = {"procedure": "jp.appi.disclosure", "who": "府中市", "received": "2026-11-24"}
    answer = client.get(PAGE, params=asked)
    assert answer.status_code == 422
    assert "2件あります" in answer.text
    second = directory().search("府中市").entries[1]
    assert client.get(PAGE, params=asked | {"agency": str(second.id)}).status_code == 200


def test_a_name_nobody_knows_is_said(client):
    answer = client.get(
        PAGE, params={"procedure": "jp.appi.disclosure", "who": "ないない町", "received": "2026-11-24"}
    )
    assert answer.status_code == 422
    assert "一覧にありません" in answer.text


def test_nothing_typed_asks_for_a_day(client):
    answer = client.get(PAGE, params={"procedure": "jp.appi.disclosure"})
    assert answer.status_code == 422
    assert "日付を1つ以上書いてください" in answer.text


def test_a_business_gets_no_number_where_the_law_has_none(client):
    asked = {"procedure": "jp.appi_private.disclosure", "who": "J-LIS", "received": "2026-11-09"}
    text = client.get(PAGE, params=asked).text
    assert '<time datetime="2026-11-24">' in text, "the first day to sue"
    assert "遅れ" not in text


def test_j_lis_under_a_public_procedure_is_warned_about(client):
    text = client.get(
        PAGE, params={"procedure": "jp.appi.disclosure", "who": "J-LIS", "received": "2026-11-09"}
    ).text
    assert "会社などの決まり" in text


def test_an_agency_chosen_on_the_search_page_is_taken(client):
    agency = directory().search("富士市").entries[0]
    answer = client.get(PAGE, params={"agency": str(agency.id)})
    assert answer.status_code == 200
    assert str(agency.id) in answer.text
    assert client.get(PAGE, params={"agency": "../../etc"}).status_code == 200


def test_a_decision_opens_her_clocks_and_shows_them(client):
    asked = STORY | {"decision_notified": "2026-12-03", "decision_notified_outcome": "partial"}
    text = client.get(PAGE, params=asked).text
    assert '<time datetime="2027-03-03">' in text
    assert "あなたの期限" in text


def test_what_is_typed_is_inert(client):
    answer = client.get(PAGE, params={"procedure": "jp.appi.disclosure", "who": "<script>alert(1)</script>"})
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text


def test_the_page_speaks_english(client):
    client.cookies.set("misete_language", "en")
    text = client.get(PAGE, params=STORY).text
    assert "Mon 7 December" in text
    assert "APPI Art. 83(1)" in text


@pytest.mark.parametrize(
    "procedure", [info.id for info in law.PROCEDURES.values() if info.family == "public"]
)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_request_to_the_public_sector_is_answered(client, procedure, language):
    asked = {"procedure": procedure, "received": "2026-11-24", "decision_notified": "2026-12-10"}
    answer = client.get(
        PAGE,
        params=asked | {"decision_notified_outcome": "refused", "who": "横浜市"},
        headers={"accept-language": language},
    )

    assert answer.status_code == 200
    assert "第条" not in answer.text
    assert law.procedure(procedure).label[language] in answer.text
