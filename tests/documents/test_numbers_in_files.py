"""A My Number in the name or the text of a file stops it, before anything is kept (T-58)."""

import pytest

from tests.support import files

NUMBER, SPACED = "123456789018", "1234 5678 9018"
HOLDING = {
    "the text of a PDF": (files.pdf(f"My number: {SPACED}"), "notice.pdf"),
    "the third page of a PDF": (files.pdf(SPACED, pages=3), "notice.pdf"),
    "a text": ("番号　１２３４－５６７８－９０１８".encode(), "a.txt"),
    "a text of an older machine": ("番号１２３４５６７８９０１８".encode("cp932"), "a.txt"),
    "a text in UTF-16": (f"番号 {NUMBER}".encode("utf-16"), "a.txt"),
    "the name of a photo": (files.jpeg(), f"card {NUMBER}.jpg"),
    "a name in full width": (files.png(), "１２３４　５６７８　９０１８.png"),
}


@pytest.mark.parametrize("holding", HOLDING)
def test_a_file_with_a_number_is_stopped_with_its_reason(shelf, holding):
    content, name = HOLDING[holding]
    answer = shelf.upload(content, name)
    assert answer.status_code == 422
    assert "20条" in answer.text
    assert f'name="other_number" value="{NUMBER}"' in answer.text
    assert shelf.rows() == (0, 0, 0)


@pytest.mark.parametrize("holding", HOLDING)
def test_it_is_kept_when_it_is_said_to_be_another_number(shelf, holding):
    content, name = HOLDING[holding]
    assert shelf.upload(content, name, other_number="987654321093").status_code == 422
    assert shelf.upload(content, name, other_number=SPACED).status_code == 303


def test_other_numbers_are_kept_and_warned_of(shelf):
    answer = shelf.upload("住民票コード 12345678901".encode(), "a.txt")
    assert answer.status_code == 303
    assert "住民票コード（11けた）" in shelf.client.get(answer.headers["location"]).text


def test_the_notice_comes_before_the_choosing(shelf):
    page = shelf.client.get(f"/filings/{shelf.filing_id}/documents").text
    assert page.index("おもて面だけ") < page.index('type="file"')
    assert 'capture="environment"' in page
