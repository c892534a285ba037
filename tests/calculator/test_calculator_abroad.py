"""The calculator abroad: shown for a country once it is chosen, and marked as not reviewed."""

import re

import pytest

PAGE = "/calculator"
CHIP = "確認前"


def offered(page: str) -> list[str]:
    shown = page.split('name="procedure"')[1].split("</select>", maxsplit=1)[0]
    return re.findall(r'<option value="([a-z0-9_.]+)"', shown)


def test_without_a_country_only_japan_is_offered(client):
    page = client.get(PAGE).text

    assert all(procedure.startswith("jp.") for procedure in offered(page))
    assert '<option value="de">ドイツ</option>' in page
    assert "受け取ったという知らせ" not in page
    assert f">{CHIP}</span>" not in page


def test_a_procedure_abroad_is_refused_until_its_country_is_chosen(client):
    answer = client.get(PAGE, params={"procedure": "us.foia", "received": "2026-11-02"})

    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("country", "procedures"),
    [
        ("fr", ["eu.gdpr.access"]),
        ("us", ["us.ca.ccpa.know", "us.foia", "us.privacy_act.amendment"]),
        ("mars", []),
    ],
)
def test_a_country_brings_its_own_procedures(client, country, procedures):
    answer = client.get(PAGE, params={"country": country})

    assert answer.status_code == 200
    if procedures:
        assert offered(answer.text) == procedures
        assert CHIP in answer.text
        assert 'name="who"' not in answer.text
        assert f'<input type="hidden" name="country" value="{country}">' in answer.text
    else:
        assert offered(answer.text)[0] == "jp.appi.disclosure"


def test_a_day_in_california_is_counted_with_its_mark_and_its_holidays(client):
    asked = {"country": "us", "procedure": "us.ca.ccpa.know", "received": "2026-11-02"}
    page = client.get(PAGE, params=asked).text

    assert '<time datetime="2026-11-17">' in page
    assert '<time datetime="2026-12-17">' in page
    assert "カリフォルニア州規則集11編 § 7021(a)" in page
    assert "専門家がまだ確かめていません" in page
    # Veterans Day is left out of the ten business days.
    assert '<td class="off">11</td>' in page


def test_a_confirmation_can_be_recorded_abroad_only(client):
    asked = {"country": "us", "procedure": "us.ca.ccpa.know", "received": "2026-11-02"}
    page = client.get(PAGE, params=asked | {"acknowledged": "2026-11-10"}).text

    assert "受け取ったという知らせが届いた日" in page
    assert "間に合った" in page


def test_a_mistake_abroad_keeps_the_country(client):
    asked = {"country": "de", "procedure": "eu.gdpr.access", "received": "2026-02-30"}
    answer = client.get(PAGE, params=asked)

    assert answer.status_code == 422
    assert "この日はありません" in answer.text
    assert offered(answer.text) == ["eu.gdpr.access"]


def test_the_page_abroad_is_written_in_english_too(client):
    client.cookies.set("misete_language", "en")
    page = client.get(
        PAGE, params={"country": "kr", "procedure": "kr.pipa.access", "received": "2026-11-24"}
    ).text

    assert "Not reviewed" in page
    assert "No lawyer of this country has checked" in page
    assert '<time datetime="2026-12-04">' in page
