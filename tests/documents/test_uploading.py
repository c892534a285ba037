"""A document is uploaded, shown, given back whole in a box, and deleted (T-56, T-57)."""

import io
import re
from datetime import date
from uuid import UUID, uuid4

import pytest
from PIL import Image
from sqlalchemy import select

from app.filings.models import FilingEvent
from tests.support import files, things

GOOD = (
    ("notice.pdf", files.pdf()),
    ("photo.jpg", files.jpeg()),
    ("picture.png", files.png()),
    ("words.txt", "届きました".encode()),
    ("words.txt", "届きました".encode("cp932")),
    ("words.txt", "届きました".encode("utf-16")),
)


@pytest.mark.parametrize(("name", "content"), GOOD, ids=[f"{n}-{len(c)}" for n, c in GOOD])
def test_a_good_file_is_kept_and_shown(shelf, name, content):
    document = shelf.keeps(content, name)
    page = shelf.client.get(f"/documents/{document}").text
    assert name in page
    assert shelf.rows() == (1, 1, 1)
    assert name in shelf.client.get(f"/cases/{shelf.case_id}").text
    assert (f"/documents/{document}/preview" in page) == (not name.endswith(".txt"))


def test_pdf_and_text_come_back_byte_by_byte(shelf):
    for name, content in (GOOD[0], GOOD[4]):
        assert shelf.file(shelf.keeps(content, name)) == content


def test_a_long_file_comes_back_byte_by_byte(shelf):
    content = files.long_text(1_000_000)
    document = shelf.keeps(content, "long.txt")
    assert shelf.rows() == (1, 4, 1)
    assert shelf.file(document) == content


def test_a_download_is_an_attachment_in_a_box(shelf):
    document = shelf.keeps(files.pdf(), '見"せて;\u202egpj.pdf')
    answer = shelf.client.get(f"/documents/{document}/file")
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"] == "application/pdf"
    named = answer.headers["content-disposition"]
    assert re.fullmatch(r"attachment; filename=\"document.pdf\"; filename\*=UTF-8''[A-Za-z0-9%._-]+", named)
    assert "%E2%80%AE" not in named


def test_a_preview_is_a_picture_of_our_own_in_the_same_box(shelf):
    for name, content in GOOD[:3]:
        document = shelf.keeps(content, name)
        answer = shelf.client.get(f"/documents/{document}/preview")
        assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
        assert answer.headers["content-type"] == "image/jpeg"
        assert Image.open(io.BytesIO(answer.content)).format == "JPEG"
        assert b"Canary" not in answer.content


def test_the_camera_is_the_same_as_a_file(shelf):
    assert shelf.upload(files.jpeg(), "image.jpg", field="photo").status_code == 303
    assert shelf.rows() == (1, 1, 1)


def test_a_form_without_a_file_says_so(shelf):
    answer = shelf.upload(b"", "")
    assert answer.status_code == 422
    assert "ファイルを選んでください" in answer.text
    assert shelf.rows() == (0, 0, 0)


def test_the_same_file_again_is_the_same_document_and_told_kindly(shelf):
    first = shelf.keeps(files.jpeg(), "photo.jpg")
    again = shelf.upload(files.jpeg(), "another name.jpg")
    assert again.headers["location"] == f"/documents/{first}"
    assert "同じ書類は、もう保存してあります" in shelf.client.get(f"/documents/{first}").text
    assert shelf.rows() == (1, 1, 1)


def test_the_three_answers_become_the_event(shelf):
    document = shelf.keeps(files.pdf(), "notice.pdf")
    page = f"/documents/{document}/event"
    assert "何が届きましたか" in shelf.client.get(page).text
    led = shelf.client.post(page, data={"what": "kind:decision_notified"}).headers["location"]
    form = shelf.client.get(led).text
    assert f'name="document" value="{document}"' in form
    told = {
        "kind": "decision_notified",
        "when": "2026-11-12",
        "decided_on": "2026-11-10",
        "outcome": "full",
        "document": str(document),
    }
    assert shelf.client.post(f"/filings/{shelf.filing_id}/events", data=told).status_code == 303
    with shelf.house.db.reading() as session:
        event = session.execute(
            select(FilingEvent).where(FilingEvent.kind == "decision_notified")
        ).scalar_one()
        assert (event.happened_on, event.decided_on) == (date(2026, 11, 12), date(2026, 11, 10))
    timeline = shelf.client.get(f"/cases/{shelf.case_id}").text.partition('class="tl"')[2]
    assert "notice.pdf" in timeline.partition("</ol>")[0]


def test_it_can_belong_to_an_event_that_is_there_or_to_none(shelf):
    document = shelf.keeps(files.pdf(), "receipt.pdf")
    page = f"/documents/{document}/event"
    shelf.client.post(page, data={"what": f"event:{shelf.event_id}"})
    shown = shelf.client.get(f"/documents/{document}").text
    assert "どの出来事にもつながっていません" not in shown
    shelf.client.post(page, data={"what": "keep:"})
    assert "どの出来事にもつながっていません" in shelf.client.get(f"/documents/{document}").text
    assert shelf.client.post(page, data={"what": f"event:{uuid4()}"}).status_code == 422


def test_another_filings_event_and_another_persons_document_are_not_joined(shelf, shelf_of):
    carols = shelf_of("carol")
    document = shelf.keeps(files.pdf(), "notice.pdf")
    answer = shelf.client.post(f"/documents/{document}/event", data={"what": f"event:{carols.event_id}"})
    assert answer.status_code == 422
    told = {"kind": "received", "when": "2026-10-30", "document": str(document)}
    assert carols.client.post(f"/filings/{carols.filing_id}/events", data=told).status_code == 404
    assert (
        carols.client.post(f"/filings/{carols.filing_id}/events", data=told | {"document": "x"}).status_code
        == 404
    )


def test_what_is_deleted_is_gone_with_its_pieces(shelf):
    document = shelf.keeps(files.long_text(600_000), "long.txt")
    shelf.client.post(f"/documents/{document}/event", data={"what": f"event:{shelf.event_id}"})
    assert "この書類を消しますか" in shelf.client.get(f"/documents/{document}/delete").text
    assert shelf.client.post(f"/documents/{document}/delete").status_code == 303
    assert shelf.rows() == (0, 0, 0)
    assert shelf.client.get(f"/documents/{document}/file").status_code == 404
    assert shelf.client.get(f"/cases/{shelf.case_id}").status_code == 200


def test_a_draft_with_a_document_is_not_discarded(shelf):
    with shelf.house.db.writing() as session:
        actor = things.actor_named(session, shelf.house, "alice")
        filing = things.begin_filing(session, shelf.house, things.open_case(session, shelf.house, actor))
        things.keep_document(session, shelf.house, filing)
        filing_id: UUID = filing.id
    refused = shelf.client.post(f"/filings/{filing_id}/discard")
    assert refused.status_code == 409
    assert "先に書類を消してください" in refused.text
