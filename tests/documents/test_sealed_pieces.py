"""The pieces of a document are bound to it, to their order and to its end (T-53)."""

from uuid import uuid4

import pytest
from sqlalchemy import delete, select, update

from app.documents.models import Document
from app.documents.pieces import PIECE_BYTES, Sealing, opened, place_of
from app.documents.queries import CHUNK, DOCUMENT
from app.kit.crypto import Cipher, Sealed, Unreadable
from tests.support import files

LENGTHS = (1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES)


def sealed(cipher: Cipher, content: bytes, portion: int = 70_001):
    place = place_of(uuid4(), uuid4())
    sealing = Sealing(cipher, place)
    for start in range(0, len(content), portion):
        sealing.add(content[start : start + portion])
    sealing.finish()
    return place, sealing


@pytest.mark.parametrize("length", LENGTHS)
def test_any_length_opens_again(length):
    cipher, content = Cipher(bytes(32)), files.long_text(length)
    place, sealing = sealed(cipher, content)
    assert b"".join(opened(cipher, place, sealing.pieces)) == content
    assert max(map(len, sealing.pieces)) < PIECE_BYTES + 64
    assert sealing.size == length


def test_no_piece_shows_a_word():
    _, sealing = sealed(Cipher(bytes(32)), b"canaryword " * 50_000)
    assert all(b"canary" not in piece for piece in sealing.pieces)


@pytest.mark.parametrize(
    "change",
    [
        lambda pieces: pieces[:-1],
        lambda pieces: pieces[1:],
        lambda pieces: [pieces[1], pieces[0], *pieces[2:]],
        lambda pieces: [*pieces, pieces[-1]],
        lambda pieces: [pieces[0], pieces[0], *pieces[2:]],
        lambda pieces: [*pieces[:-1], pieces[-1][:-1] + b"\x00"],
    ],
    ids=["cut at the end", "cut at the start", "swapped", "longer", "one twice", "changed"],
)
def test_pieces_cut_swapped_or_changed_do_not_open(change):
    cipher = Cipher(bytes(32))
    place, sealing = sealed(cipher, files.long_text(3 * PIECE_BYTES))
    with pytest.raises(Unreadable):
        list(opened(cipher, place, change(sealing.pieces)))


def test_another_documents_pieces_do_not_open():
    cipher = Cipher(bytes(32))
    place, _ = sealed(cipher, b"one")
    _, other = sealed(cipher, b"two")
    with pytest.raises(Unreadable):
        list(opened(cipher, place, other.pieces))


def spoil(shelf, document_id, how: str) -> None:
    """What somebody with the database, and without the key, could do to the pieces of a document."""
    mine = CHUNK.c.document_id == document_id
    with shelf.house.db.writing() as session:
        count = len(session.execute(select(CHUNK.c.number).where(mine)).all())
        if how == "cut":
            session.execute(delete(CHUNK).where(mine, CHUNK.c.number == count - 1))
        if how == "cut and told so":
            session.execute(delete(CHUNK).where(mine, CHUNK.c.number == count - 1))
            session.execute(update(DOCUMENT).where(DOCUMENT.c.id == document_id).values(pieces=count - 1))
        if how == "reordered":
            for old, new in ((0, 99), (count - 1, 0), (99, count - 1)):
                session.execute(update(CHUNK).where(mine, CHUNK.c.number == old).values(number=new))


@pytest.mark.parametrize("how", ["cut", "cut and told so", "reordered"])
def test_a_file_that_lost_something_is_not_given_out_as_a_whole(shelf, how):
    document = shelf.keeps(files.long_text(700_000), "long.txt")
    spoil(shelf, document, how)
    answer = shelf.client.get(f"/documents/{document}/file")
    assert answer.status_code == 409
    assert "一部が失われたか変わっています" in answer.text
    assert "attachment" not in answer.headers.get("content-disposition", "")


def test_a_change_in_the_middle_ends_the_download_before_its_length(shelf):
    content = files.long_text(700_000)
    document = shelf.keeps(content, "long.txt")
    change = update(CHUNK).where(CHUNK.c.document_id == document, CHUNK.c.number == 1)
    with shelf.house.db.writing() as session:
        session.execute(change.values(sealed=Sealed(b"\x01" + bytes(100))))
    answer = shelf.client.get(f"/documents/{document}/file")
    assert answer.headers["content-length"] == "700000"
    assert answer.content == content[:PIECE_BYTES]


def test_names_and_previews_do_not_open_elsewhere(shelf):
    first, second = (shelf.keeps(files.jpeg(way), f"photo {way}.jpg") for way in (1, 6))
    with shelf.house.db.writing() as session:
        other = session.get(Document, second)
        session.execute(
            update(DOCUMENT)
            .where(DOCUMENT.c.id == first)
            .values(name_sealed=other.name_sealed, preview_sealed=other.preview_sealed)
        )
    for page in (f"/documents/{first}", f"/documents/{first}/preview"):
        answer = shelf.client.get(page)
        assert answer.status_code == 500
        assert "photo" not in answer.text
