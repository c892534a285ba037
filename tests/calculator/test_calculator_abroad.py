"""The calculator abroad: shown for a country once it is chosen, and marked as not reviewed."""

import re

import pytest

from app import law

PAGE = "/calculator"
CHIP = "確認前"


def offered(page: str) -> list[str]:
    """The procedures to choose from: radios of the question, options of the whole form."""
    found = re.findall(r'(?:name="procedure" value|<option value)="([a-z]+\.[a-z0-9_.]+)"', page)
    return list(dict.fromkeys(found))


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
    ],
)
@pytest.mark.parametrize("whole", ["", "yes"])
def test_a_country_brings_its_own_procedures(client, country, procedures, whole):
    answer = client.get(PAGE, params={"country": country, "whole": whole})

    assert answer.status_code == 200
    assert offered(answer.text) == procedures
    assert CHIP in answer.text
    assert 'name="who"' not in answer.text
    assert f'<input type="hidden" name="country" value="{country}">' in answer.text


def test_a_country_that_is_none_is_japan(client):
    assert offered(client.get(PAGE, params={"country": "mars"}).text)[0] == "jp.appi.disclosure"


def test_a_question_abroad_is_asked_step_by_step_without_an_agency(client):
    asked = {"country": "uk", "answering": "procedure", "procedure": "uk.gdpr.access"}
    page = client.get("/calculator/ask", params=asked).text
    assert 'value="received"' in page
    assert 'name="who"' not in page
    asked |= {"answering": "happened", "happened": "received"}
    assert 'name="received"' in client.get("/calculator/ask", params=asked).text
    answer = client.get("/calculator/ask", params=asked | {"answering": "when", "received": "2026-11-25"})
    assert answer.status_code == 303
    assert answer.headers["location"] == (
        "/calculator?country=uk&procedure=uk.gdpr.access&received=2026-11-25"
    )
    assert '<time datetime="2026-12-29">' in client.get(answer.headers["location"]).text


def test_a_day_in_california_is_counted_with_its_mark_and_its_holidays(client):
    asked = {"country": "us", "procedure": "us.ca.ccpa.know", "received": "2026-11-02"}
    page = client.get(PAGE, params=asked).text

    assert '<time datetime="2026-11-17">' in page
    assert '<time datetime="2026-12-17">' in page
    assert "カリフォルニア州規則集11編 § 7021(a)" in page
    assert "専門家がまだ確かめていません" in page
    # Veterans Day is left out of the ten business days: the eighth of them is the day after it.
    assert re.search(r'<td class="off">11', page)


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


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_of_every_rule_abroad_is_marked(client, language):
    client.cookies.set("misete_language", language)
    for info in law.PROCEDURES.values():
        for clock in info.clocks if info.not_reviewed else ():
            answer = client.get(f"/law/{clock}")
            assert answer.status_code == 200, clock
            assert {"ja": CHIP, "en": "Not reviewed"}[language] in answer.text, clock


def test_the_page_of_foia_counts_in_working_days(client):
    page = client.get("/law/us.foia.respond").text

    assert "書類が届いた日の次の日から数えて20開庁日" in page
    assert "アメリカ連邦法典5編 § 552(a)(6)" in page
    assert "日本の外の法律の条文は、このアプリに入っていません" in page
