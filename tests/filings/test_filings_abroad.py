"""A filing abroad: offered once the country is chosen, dated by that country, and marked as not reviewed."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from app import law
from app.agencies.directory import directory
from app.filings import offers

CHIP = "確認前"
BOOK = {"name": "Buchclub Berlin", "kind": "business", "country": "de", "for": "filing"}


def add(client, **changes) -> str:
    """Her own agency; the address of the filing form that follows."""
    answer = client.post("/agencies/new", data=BOOK | changes)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def begin(client, form_page: str, procedure: str):
    agency = parse_qs(urlsplit(form_page).query)["agency"][0]
    sent = {"agency": agency, "procedure": procedure, "case": "new", "case_title": "Buchclub"}
    return client.post("/filings", data=sent)


def offered(page: str) -> list[str]:
    return re.findall(r'name="procedure" value="([a-z0-9_.]+)"', page)


def case_page_of(client, filing_id: str) -> str:
    """The case page that recording the arrival leads to."""
    event = {"kind": "received", "when": "2026-11-25"}
    answer = client.post(f"/filings/{filing_id}/events", data=event)
    assert answer.status_code == 303, answer.text
    return client.get(answer.headers["location"]).text


def test_until_a_country_is_chosen_nothing_abroad_is_offered(client_for):
    alice = client_for("alice")
    for form_page in (add(alice, country="jp"), add(alice, country="", kind="municipality")):
        page = alice.get(form_page).text
        assert offered(page)
        assert all(procedure.startswith("jp.") for procedure in offered(page))
        assert CHIP not in page


@pytest.mark.parametrize(
    ("country", "procedures"),
    [
        ("de", ["eu.gdpr.access"]),
        ("eu", ["eu.gdpr.access"]),
        ("uk", ["uk.gdpr.access"]),
        ("us", ["us.ca.ccpa.know", "us.foia", "us.privacy_act.amendment"]),
        ("au", ["au.app12.access", "au.foi"]),
    ],
)
def test_a_country_brings_its_own_procedures_with_their_mark(client_for, country, procedures):
    alice = client_for("alice")
    page = alice.get(add(alice, country=country)).text

    assert offered(page) == procedures
    assert CHIP in page


def test_a_country_that_is_none_is_said(client_for):
    answer = client_for("alice").post("/agencies/new", data=BOOK | {"country": "mars"})

    assert answer.status_code == 422
    assert "1つを選んでください" in answer.text
    assert 'value="Buchclub Berlin"' in answer.text


def test_the_page_of_an_agency_abroad_names_its_country(client_for):
    alice = client_for("alice")
    agency = parse_qs(urlsplit(add(alice)).query)["agency"][0]
    page = alice.get(f"/agencies/{agency}").text

    assert "ドイツの法律によります" in page
    assert CHIP in page
    assert "個人情報保護法の" not in page


def test_a_filing_in_germany_rolls_over_german_holidays_and_is_marked(client_for):
    alice = client_for("alice")
    answer = begin(alice, add(alice), "eu.gdpr.access")
    assert answer.status_code == 303, answer.text
    filing_id = answer.headers["location"].split("/")[2]
    page = case_page_of(alice, filing_id)

    assert '開示請求（EU・GDPR） <span class="chip warn">' in page
    assert CHIP in page
    # 25 December and the weekend after it are closed there.
    assert re.findall(r'<span class="big"><time datetime="([\d-]+)">', page) == ["2026-12-28"]
    assert "Buchclub Berlinが返事をする" in page
    assert "ドイツの時刻" in page
    deadline = alice.get(f"/filings/{filing_id}/deadlines/0")
    assert deadline.status_code == 200
    assert "EU一般データ保護規則（GDPR）12条3項" in deadline.text


def test_a_review_abroad_is_recorded_in_the_filing_itself(client_for):
    alice = client_for("alice")
    answer = begin(alice, add(alice, country="us"), "us.privacy_act.amendment")
    filing_id = answer.headers["location"].split("/")[2]
    case_page_of(alice, filing_id)
    event = {"kind": "review_filed", "when": "2026-12-01"}
    answer = alice.post(f"/filings/{filing_id}/events", data=event)

    assert answer.status_code == 303, answer.text
    page = alice.get(answer.headers["location"]).text
    assert "Buchclub Berlinが、訂正しなかったことを見直して知らせる" in page
    assert 'datetime="2027-01-14"' in page


def test_a_question_abroad_moves_the_day_on_the_home_page(client_for):
    alice = client_for("alice")
    answer = begin(alice, add(alice, country="uk"), "uk.gdpr.access")
    filing_id = answer.headers["location"].split("/")[2]
    received = {"kind": "received", "when": "2026-10-25"}
    alice.post(f"/filings/{filing_id}/events", data=received)
    asked = {"kind": "amendment_asked", "when": "2026-10-27"}
    assert alice.post(f"/filings/{filing_id}/events", data=asked).status_code == 303

    # One month is 25 November; the days since the question come on top of it, as on the case page.
    assert 'datetime="2026-12-14"' in alice.get("/").text


def test_nothing_that_we_know_follows_a_filing_abroad(client_for):
    alice = client_for("alice")
    filing_id = begin(alice, add(alice), "eu.gdpr.access").headers["location"].split("/")[2]

    assert f"follows={filing_id}" not in case_page_of(alice, filing_id)
    assert alice.get(f"/filings/new?follows={filing_id}").status_code == 404
    assert offers.following("us.foia") == ()


def test_a_procedure_of_another_country_is_not_taken(client_for):
    alice = client_for("alice")
    yokohama = directory().search("横浜市").entries[0].id

    assert begin(alice, f"/filings/new?agency={yokohama}", "eu.gdpr.access").status_code == 422
    assert begin(alice, add(alice), "us.foia").status_code == 422
    assert begin(alice, add(alice), "jp.appi_private.disclosure").status_code == 422


def test_an_agency_abroad_is_hers_alone(client_for):
    form_page = add(client_for("alice"))

    assert client_for("carol").get(form_page).status_code == 404


def test_an_answer_is_what_is_offered_first_while_one_is_awaited_abroad():
    foia = law.procedure("us.foia")

    assert offers.likely(foia, law.FilingState.OVERDUE)[0] == "answered"
    assert offers.likely(foia, law.FilingState.DRAFT) == ("sent", "received")
    assert offers.likely(foia, law.FilingState.ANSWERED) == ("disclosed", "closed")
    assert "date_given" in offers.others(foia, law.FilingState.PENDING)
    assert set(offers.recordable(foia)) == set(foia.events)
