"""Bad input: a clear sentence, nothing half stored, an honest quota (T-49, T-56)."""

import io
import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from anyio import WouldBlock
from sqlalchemy import text

from app.documents import checkup, desk, names
from app.documents.checkup import Nursery
from app.documents.kinds import Kind, Refused
from app.documents.pieces import Sealing, place_of
from app.kit.crypto import Cipher
from app.web.guards import UPLOADS
from tests.support import files
from tests.support.dump import dump
from tests.support.limits import every_connection
from tests.support.sources import ROOT

ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
REFUSED = {
    "markup": ("page.txt", b"<!doctype html><script>alert(1)</script>"),
    "markup ": ("drawing.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    "archive": ("letter.docx", b"PK\x03\x04" + bytes(100)),
    "program": ("setup.pdf", b"MZ\x90\x00" + bytes(100)),
    "heic": ("IMG_1.HEIC", b"\x00\x00\x00\x18ftypheic" + bytes(100)),
    "other_picture": ("a.gif", b"GIF89a" + bytes(100)),
    "not_known": ("a.bin", b"\x00\x01\x02"),
    "empty": ("a.pdf", b""),
    "lying": ("a.pdf", files.png()),
    "lying ": ("a.html", files.pdf()),
    "broken": ("a.pdf", b"%PDF-1.7\nnothing"),
    "broken ": ("a.jpg", files.jpeg()[:-300]),
    "broken  ": ("a.png", files.png()[:-30]),
    "locked_pdf": ("a.pdf", files.pdf(password="secret")),
    "too_many_pages": ("a.pdf", files.pdf(pages=501)),
    "too_many_pixels": ("a.png", files.huge_png()),
}


@pytest.mark.parametrize("key", REFUSED)
def test_what_is_not_kept_is_refused_with_its_own_sentence(shelf, key):
    name, content = REFUSED[key]
    answer = shelf.upload(content, name)
    assert answer.status_code == 422
    texts = shelf.client.app.state.pages.texts["ja"]
    values = {"ending": name.rpartition(".")[2], "most": 500, "millions": 50}
    assert texts.t(f"documents.errors.{key.strip()}", **values) in answer.text
    assert shelf.rows() == (0, 0, 0)


def test_more_than_twenty_megabytes_are_refused(shelf, monkeypatch):
    monkeypatch.setattr(desk, "MOST_BYTES", 1_000_000)
    assert shelf.upload(files.long_text(1_000_000), "fits.txt").status_code == 303
    answer = shelf.upload(files.long_text(1_000_001), "too long.txt")
    assert answer.status_code == 413
    assert "1 MBまで" in answer.text
    much = shelf.upload(files.long_text(3_000_000), "much too long.txt")
    assert much.status_code == 413
    assert shelf.rows()[0] == 1


def test_two_files_are_one_too_many(shelf):
    both = {"file": ("a.txt", b"one"), "photo": ("b.jpg", files.jpeg())}
    answer = shelf.client.post(f"/filings/{shelf.filing_id}/documents", files=both)
    assert answer.status_code == 422
    assert "1つずつ送ってください" in answer.text
    assert shelf.rows() == (0, 0, 0)


@pytest.mark.parametrize(
    ("given", "cleaned"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\her\\見せて.pdf", "見せて.pdf"),
        ("notice\u202egpj.pdf", "noticegpj.pdf"),
        ("a\x00b\r\nc\u200b.pdf", "ab c.pdf"),
        ('<b>"x"</b>|?*.pdf', "b.pdf"),
        ("...", ""),
        ("a" * 300 + ".pdf", "a" * 76 + ".pdf"),
        ("届" * 300 + ".pdf", "届" * 65 + ".pdf"),
        ("cafe\u0301.pdf", "café.pdf"),
    ],
)
def test_a_name_is_made_harmless(given, cleaned):
    assert names.clean(given) == cleaned
    assert len(names.clean(given).encode()) <= names.MOST_BYTES


def test_a_file_without_a_name_gets_one():
    assert names.with_ending("", Kind.PDF, "document") == "document.pdf"
    assert names.with_ending("通知 2026.10", Kind.JPEG, "x") == "通知 2026.10.jpg"


def test_a_long_name_with_signs_that_turn_it_is_shown_as_text(shelf):
    document = shelf.keeps(files.pdf(), "<img src=x>\u202e" + "長" * 290 + ".pdf")
    page = shelf.client.get(f"/documents/{document}").text
    assert "<img src=x" not in page
    assert "\u202e" not in page


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({"content-type": "multipart/form-data"}, b"x", 400),
        ({"content-type": "multipart/form-data; boundary=a"}, b"no border at all", 400),
        ({"content-type": "application/x-www-form-urlencoded"}, b"file=x", 400),
        (
            {"content-type": "multipart/form-data; boundary=a"},
            b"--a\r\nContent-Disposition: form-data\r\n\r\nx\r\n--a--",
            400,
        ),
        (
            {"content-type": "multipart/form-data; boundary=a"},
            b'--a\r\nContent-Disposition: form-data; name="x"\r\n\r\n' + b"y" * 5000 + b"\r\n--a--",
            400,
        ),
        (
            {"content-type": "multipart/form-data; boundary=a"},
            b'--a\r\nContent-Disposition: form-data; name="x"\r\n\r\ny\r\n' * 30 + b"--a--",
            400,
        ),
    ],
)
def test_what_is_no_form_of_ours_is_refused(shelf, headers, body, status):
    answer = shelf.client.post(f"/filings/{shelf.filing_id}/documents", content=body, headers=headers)
    assert answer.status_code == status
    assert shelf.rows() == (0, 0, 0)


def test_a_form_cut_at_nine_tenths_leaves_nothing(shelf):
    form = (
        b'--a\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
        + files.long_text(900_000)
        + b"\r\n--a--\r\n"
    )
    answer = shelf.client.post(
        f"/filings/{shelf.filing_id}/documents",
        content=form[: len(form) * 9 // 10],
        headers={"content-type": "multipart/form-data; boundary=a"},
    )
    assert answer.status_code == 400
    assert shelf.rows() == (0, 0, 0)


def test_the_quota_is_kept_and_given_back(shelf, monkeypatch):
    monkeypatch.setattr(type(shelf.house.settings), "document_quota", 1_000_000)
    first = shelf.keeps(files.long_text(600_000), "first.txt")
    refused = shelf.upload(files.long_text(600_000, seed=2), "second.txt")
    assert refused.status_code == 413
    assert "1 MBのうち 600 kB" in refused.text
    assert shelf.rows() == (1, 3, 1)
    shelf.client.post(f"/documents/{first}/delete")
    shelf.keeps(files.long_text(600_000, seed=2), "second.txt")


def test_another_persons_documents_do_not_count(shelf, shelf_of, monkeypatch):
    monkeypatch.setattr(type(shelf.house.settings), "document_quota", 1_000_000)
    shelf.keeps(files.long_text(900_000), "hers.txt")
    shelf_of("carol").keeps(files.long_text(900_000), "carols.txt")


@ON_SQLITE
def test_a_full_disk_is_a_clear_page_and_leaves_nothing(shelf):
    before = dump(shelf.house.db)
    with shelf.house.db.engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar()
    shelf.house.db.engine.dispose()

    with every_connection(shelf.house, f"max_page_count={pages + 100}"):
        refused = shelf.upload(files.long_text(2_000_000), "long.txt")
        assert refused.status_code == 500
        texts = shelf.client.app.state.pages.texts["ja"]
        assert texts.t("web.errors.broken_post_text") in refused.text
        assert dump(shelf.house.db) == before
        assert shelf.upload(b"short", "short.txt").status_code == 303
    assert shelf.rows() == (1, 1, 1)


def test_one_upload_too_many_at_once_is_asked_to_wait(shelf, monkeypatch):
    class Full:
        def acquire_on_behalf_of_nowait(self, _owner) -> None:
            raise WouldBlock

    documents = shelf.client.app.state.documents
    with monkeypatch.context() as patch:
        patch.setattr(documents, "_places", Full())
        answer = shelf.upload(b"words", "a.txt")
    assert answer.status_code == 429
    assert "20秒ほど待ってから" in answer.text
    assert shelf.upload(b"words", "a.txt").status_code == 303


def test_nobody_signed_in_is_led_to_sign_in_and_nothing_is_read(shelf, client):
    answer = client.post(f"/filings/{shelf.filing_id}/documents", files={"file": ("a.txt", b"words")})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in?next=%2Ffilings%2F")
    assert shelf.rows() == (0, 0, 0)


def test_only_the_pages_of_documents_take_files(shelf):
    assert UPLOADS.fullmatch(f"/filings/{shelf.filing_id}/documents")
    photos = f"/groups/{shelf.filing_id}/clients/{shelf.filing_id}/consents/{shelf.filing_id}/photos"
    assert UPLOADS.fullmatch(photos)
    assert UPLOADS.fullmatch(f"{photos}/{shelf.filing_id}/delete") is None
    for path in (f"/filings/{shelf.filing_id}/events", "/cases", f"/filings/{shelf.filing_id}/documents/x"):
        assert UPLOADS.fullmatch(path) is None
    answer = shelf.client.post("/cases", files={"title": ("a.txt", b"words")})
    assert answer.status_code == 400


# The process in which files are checked


class Broken(Nursery):
    """Gives a child that reads all and says this."""

    def __init__(self, said: bytes) -> None:
        super().__init__()
        self.said = said

    def child(self):
        reading, asked = os.pipe()
        os.close(reading)
        return os.fdopen(asked, "wb"), io.BytesIO(self.said)


def told(facts: bytes) -> bytes:
    return len(facts).to_bytes(8, "big") + facts


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\x00",
        (10**9).to_bytes(8, "big"),
        told(b"{}"),
        told(b"nonsense"),
        told(b'{"refused": "https://evil.example", "values": {}}'),
        told(b'{"kind":"pdf","pages":1,"numbers":[],"warnings":[],"content":5,"preview":0}') + b"1234",
        told(b'{"kind":"pdf","pages":1,"numbers":[],"warnings":[],"content":99999999,"preview":0}'),
        told(b'{"kind":"exe","pages":1,"numbers":[],"warnings":[],"content":0,"preview":0}'),
    ],
)
def test_a_child_that_dies_or_lies_is_a_sentence(said):
    place, cipher = place_of(uuid4(), uuid4()), Cipher(bytes(32))
    sealing = Sealing(cipher, place)
    sealing.add(files.long_text(300_000))
    sealing.finish()
    with pytest.raises(Refused) as refusal:
        checkup.check(Broken(said), cipher, place, sealing, "txt")
    assert refusal.value.key == checkup.NOT_SAFE


def test_the_process_is_begun_anew_when_it_died(shelf):
    shelf.keeps(b"before", "a.txt")
    nursery = shelf.client.app.state.documents._nursery
    first = nursery._pid
    os.kill(first, 9)
    os.waitpid(first, 0)
    shelf.keeps(b"after", "b.txt")
    assert nursery._pid != first


def test_the_process_knows_no_secret(shelf):
    shelf.keeps(b"words", "a.txt")
    pid = shelf.client.app.state.documents._nursery._pid
    assert b"MISETE" not in Path(f"/proc/{pid}/environ").read_bytes()


BOUND = """
import os, sys
from app.documents.nursery import bind_hands, MOST_MEMORY
bind_hands()
try:
    bytearray(MOST_MEMORY)
except MemoryError:
    print("no memory")
try:
    os.write(os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT), b"x")
except OSError:
    print("no file")
"""


def test_a_child_has_little_memory_and_writes_no_file(tmp_path):
    command = [sys.executable, "-c", BOUND, str(tmp_path / "x")]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert said.split("\n")[:2] == ["no memory", "no file"]
