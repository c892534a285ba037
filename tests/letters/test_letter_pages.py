"""From a filing to a printed letter, page by page, without a script; nothing is hidden on paper (T-66)."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.kit.house import House
from app.web.texts import all_texts
from tests.letters import samples
from tests.letters.test_printing import read
from tests.support import things

ClientFor = Callable[[str], TestClient]
WRITTEN = {
    "name": samples.NAME,
    "kana": "あおき すみえ",
    "address": "横浜市港北区見本町一丁目2番3号",
    "addressee": samples.AGENCY,
    "date": "令和8年11月13日",
    "request_items": "私の顔写真",
}


@pytest.fixture
def alice(client_for: ClientFor) -> TestClient:
    return client_for("alice")


@pytest.fixture
def filing(house: House, alice: TestClient) -> str:
    return str(things.one_of_each(house, "alice")["filing_id"])


def begin(
    alice: TestClient, filing: str, kind: str = "letter.disclosure_request", paper: str = "ours"
) -> str:
    """The address of a new letter."""
    answer = alice.post(f"/filings/{filing}/letters", data={"kind": kind, "paper": paper})
    assert answer.status_code == 303
    return answer.headers["location"].removesuffix("/edit")


def write(alice: TestClient, letter: str, **fields: object) -> TestClient:
    return alice.post(f"{letter}/edit", data=WRITTEN | fields)


def say(house: House, key: str, **values: object) -> str:
    return all_texts(house.clock)["ja"].t(f"letters.{key}", **values)


def test_she_writes_looks_and_prints(house: House, alice: TestClient, filing: str) -> None:
    letter = begin(alice, filing)
    assert "The photo taken for my card" in alice.get(f"{letter}/edit").text
    saved = write(alice, letter, id_paper=["licence", "card"])
    assert (saved.status_code, saved.headers["location"]) == (303, letter)
    page = alice.get(letter).text
    assert samples.NAME in page
    assert "令和8年11月13日" in page
    answer = alice.get(f"{letter}.pdf")
    _, text = read(answer.content)
    assert samples.NAME in text
    assert "令和8年11月13日" in text


def test_the_page_and_the_paper_say_the_same(alice: TestClient, filing: str) -> None:
    letter = begin(alice, filing)
    write(alice, letter)
    page = alice.get(letter).text.partition("<article ")[2].partition(">")[2].partition("</article>")[0]
    shown = re.sub(r"\s", "", re.sub(r"<span class=\"sr\".*?</span>|<[^>]+>", "", page))
    _, printed = read(alice.get(f"{letter}.pdf").content)
    assert sorted(shown) == sorted(re.sub(r"[0-9]+/[0-9]+", "", printed))


def test_the_paper_is_shown_in_the_browser_under_a_name_that_tells_nothing(
    alice: TestClient, filing: str
) -> None:
    letter = begin(alice, filing)
    write(alice, letter)
    answer = alice.get(f"{letter}.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'inline; filename="letter.pdf"'
    assert answer.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_what_the_law_requires_is_named_and_does_not_stand_in_the_way(
    house: House, alice: TestClient, filing: str
) -> None:
    letter = begin(alice, filing)
    assert write(alice, letter, address="").status_code == 303
    page = alice.get(letter).text
    assert say(house, "show.missing") in page
    assert f'href="{letter}/edit#f-address"' in page
    assert "個人情報保護法77条1項1号" in page
    assert alice.get(f"{letter}.pdf").status_code == 200
    write(alice, letter)
    assert say(house, "show.missing") not in alice.get(letter).text


def test_a_sign_that_cannot_be_printed_is_named_with_what_to_do(
    house: House, alice: TestClient, filing: str
) -> None:
    letter = begin(alice, filing)
    write(alice, letter, name=samples.RARE + "田")
    page = alice.get(letter).text
    assert samples.RARE in page
    assert "U+20BB7" in page
    for way in ("hand", "form", "font"):
        assert say(house, f"signs.{way}") in page
    assert f'href="{letter}.pdf"' not in page
    refused = alice.get(f"{letter}.pdf")
    assert refused.status_code == 409
    assert "U+20BB7" in refused.text
    _, text = read(alice.get(f"{letter}.pdf?gaps=yes").content)
    assert "田" in text


def test_with_a_font_for_names_it_is_printed(
    house: House, app: object, alice: TestClient, filing: str, tmp_path: Path
) -> None:
    font = samples.font_that_draws(samples.RARE, tmp_path)
    house.settings.__dict__["name_font"] = font
    letter = begin(alice, filing)
    write(alice, letter, name=samples.RARE + "田")
    _, text = read(alice.get(f"{letter}.pdf").content)
    assert samples.RARE + "田" in text


def test_the_agencys_own_form_is_copied_from_a_list(house: House, alice: TestClient, filing: str) -> None:
    letter = begin(alice, filing, paper="own")
    write(alice, letter, address="")
    page = alice.get(letter).text
    assert say(house, "show.items") in page
    assert say(house, "show.needed", article="個人情報保護法77条1項1号") in page
    assert "私の顔写真" in page
    assert "<article" not in page
    assert alice.post(f"{letter}/paper", data={"paper": "ours"}).status_code == 303
    assert "<article" in alice.get(letter).text


def test_what_cannot_be_read_is_said_and_nothing_is_lost(
    house: House, alice: TestClient, filing: str
) -> None:
    letter = begin(alice, filing)
    answer = write(alice, letter, date="3月32日", name="青木", requester="nobody")
    assert answer.status_code == 422
    assert "3月32日" in answer.text
    assert 'value="青木"' in answer.text
    assert "青木" not in alice.get(letter).text


def test_her_name_stands_on_the_next_letter_unless_she_says_no(alice: TestClient, filing: str) -> None:
    first = begin(alice, filing)
    write(alice, first)
    assert samples.NAME not in alice.get(begin(alice, filing)).text
    write(alice, first, remember="yes")
    assert samples.NAME in alice.get(begin(alice, filing)).text


def test_a_letter_can_be_thrown_away(house: House, alice: TestClient, filing: str) -> None:
    letter = begin(alice, filing)
    assert say(house, "delete.about") in alice.get(f"{letter}/delete").text
    answer = alice.post(f"{letter}/delete")
    assert answer.headers["location"] == f"/filings/{filing}/letters"
    assert alice.get(letter).status_code == 404
    assert f'href="{letter}"' not in alice.get(f"/filings/{filing}/letters").text


def test_a_kind_that_there_is_not_is_a_mistake_and_no_fault(alice: TestClient, filing: str) -> None:
    for kind in ("", "letter.none", "x" * 500):
        assert alice.post(f"/filings/{filing}/letters", data={"kind": kind}).status_code == 422


@pytest.mark.parametrize("form", samples.ALL, ids=lambda form: form.key)
def test_every_form_can_be_begun_filled_and_printed(alice: TestClient, filing: str, form) -> None:
    letter = begin(alice, filing, form.id)
    filled: Mapping[str, object] = {
        name: text.split(",") if form.fields[name].options else text
        for name, text in samples.sample(form).items()
    }
    assert alice.get(f"{letter}/edit").status_code == 200
    assert alice.post(f"{letter}/edit", data=dict(filled)).status_code == 303
    assert samples.NAME in alice.get(letter).text
    assert alice.get(f"{letter}.pdf").headers["content-type"] == "application/pdf"


def test_a_letter_leads_to_its_filing_and_the_filing_to_its_letters(alice: TestClient, filing: str) -> None:
    letter = begin(alice, filing)
    page = alice.get(letter).text
    assert f'href="/filings/{filing}/sending"' in page
    assert f'href="{letter}"' in alice.get(f"/filings/{filing}/letters").text
    case = re.search(r'href="(/cases/[0-9a-f-]{36})"', page)
    assert case
    assert f'href="/filings/{filing}/letters"' in alice.get(case[1]).text


def test_no_letter_of_japanese_law_is_offered_for_a_filing_abroad(house: House, alice: TestClient) -> None:
    agency = {"name": "Buchclub Berlin", "kind": "business", "country": "de", "for": "filing"}
    found = re.search(r"agency=([0-9a-f-]{36})", alice.post("/agencies/new", data=agency).headers["location"])
    assert found
    asked = {"agency": found[1], "procedure": "eu.gdpr.access", "case": "new", "case_title": "Buchclub"}
    filing = alice.post("/filings", data=asked).headers["location"].split("/")[2]
    for path in (f"/filings/{filing}/letters", f"/filings/{filing}/letters/new"):
        shown = alice.get(path).text
        assert say(house, "list.abroad") in shown
        assert 'name="kind"' not in shown
