"""Files that nobody should have to open: made by chance from a seed, the same in every run."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

from tests.support import files
from tests.support.files import chunk

Make = Callable[[random.Random], tuple[str, bytes]]
_WORDS = b"<script>alert(1)</script>"


def hostile(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """So many names and contents, each kind of attack in turn."""
    drawn = random.Random(seed)
    for number in range(count):
        yield KINDS[number % len(KINDS)](drawn)


def _seeds() -> dict[str, bytes]:
    return {
        "a.pdf": files.pdf(),
        "a.jpg": files.jpeg(6),
        "b.jpg": files.jpeg(1, progressive=True),
        "a.png": files.png(),
        "b.png": files.png(optimize=True),
    }


_GOOD = _seeds()


def _any(drawn: random.Random) -> tuple[str, bytes]:
    name = drawn.choice(sorted(_GOOD))
    return name, _GOOD[name]


def mutated_header(drawn: random.Random) -> tuple[str, bytes]:
    """A good file with some of its first bytes changed, but for its signature: always broken."""
    name, content = _any(drawn)
    changed = bytearray(content)
    for _ in range(drawn.randint(4, 40)):
        changed[drawn.randrange(8, min(len(changed), 400))] = drawn.randrange(256)
    # What could still be read in spite of it is cut off.
    return name, bytes(changed[: drawn.randrange(20, len(changed) // 2)])


def truncated(drawn: random.Random) -> tuple[str, bytes]:
    name, content = _any(drawn)
    return name, content[: drawn.randrange(5, len(content) // 2)]


def lying(drawn: random.Random) -> tuple[str, bytes]:
    """One kind under another kind's name."""
    name, content = _any(drawn)
    others = [ending for ending in ("pdf", "jpg", "png", "txt", "html", "svg", "exe") if ending != name[-3:]]
    return f"x.{drawn.choice(others)}", content


def noise(drawn: random.Random) -> tuple[str, bytes]:
    """Bytes by chance, with a control sign so that they are no text."""
    return drawn.choice(["a.pdf", "a.txt", "a", ""]), b"\x00" + drawn.randbytes(drawn.randrange(1, 3000))


def noise_behind_a_signature(drawn: random.Random) -> tuple[str, bytes]:
    start = drawn.choice(
        [b"%PDF-1.7\n", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xda\x00\x02"]
    )
    return "", start + drawn.randbytes(drawn.randrange(0, 3000))


def markup(drawn: random.Random) -> tuple[str, bytes]:
    start = drawn.choice(
        [
            b"<!DOCTYPE html>",
            b"<html>",
            b"\xef\xbb\xbf<svg onload=x>",
            b"  \n<?xml version='1.0'?>",
            b"<!-- -->",
        ]
    )
    text = start + _WORDS
    if drawn.random() < 0.3:
        text = text.decode("utf-8-sig").encode("utf-16")
    return drawn.choice(["a.txt", "a.html", "a.svg", "a.pdf", "a"]), text


def archive(drawn: random.Random) -> tuple[str, bytes]:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("../../evil", b"0" * drawn.randrange(10, 100_000))
    return drawn.choice(["a.zip", "a.docx", "a.pdf", "a.txt"]), out.getvalue()


def program(drawn: random.Random) -> tuple[str, bytes]:
    start = drawn.choice([b"MZ\x90\x00", b"\x7fELF\x02\x01\x01", b"#!/bin/sh\n", b"\xcf\xfa\xed\xfe"])
    return drawn.choice(["a.exe", "a.pdf", "a.txt"]), start + drawn.randbytes(200)


def picture_bomb(drawn: random.Random) -> tuple[str, bytes]:
    """A few bytes that announce hundreds of millions of points, or far more rows than there are."""
    if drawn.random() < 0.5:
        return "a.png", files.huge_png(drawn.randrange(8_000, 60_000), drawn.randrange(8_000, 60_000))
    good = bytearray(_GOOD["a.jpg"])
    frame = good.index(b"\xff\xc0")
    struct.pack_into(">HH", good, frame + 5, drawn.randrange(8_000, 65_535), drawn.randrange(8_000, 65_535))
    return "a.jpg", bytes(good)


def pdf_bomb(drawn: random.Random) -> tuple[str, bytes]:
    """Objects in circles, references to nowhere, streams that swell, and no page that can be drawn."""
    swollen = zlib.compress(b"0" * drawn.randrange(100_000, 2_000_000))
    kids = " ".join("2 0 R" for _ in range(drawn.randrange(1, 50)))
    body = (
        b"%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Count 999999999/Kids[" + kids.encode() + b"]/Parent 2 0 R>>endobj\n"
        b"3 0 obj<</Length %d/Filter/FlateDecode>>stream\n" % len(swollen)
    )
    return "a.pdf", body + swollen + b"\nendstream endobj\ntrailer<</Root 1 0 R/Size 4>>\n%%EOF"


def locked_pdf(drawn: random.Random) -> tuple[str, bytes]:
    return "a.pdf", files.pdf(password=f"secret {drawn.random()}")


def broken_chunks(drawn: random.Random) -> tuple[str, bytes]:
    """A PNG whose pieces say wrong lengths or sums, or unpack to what is no picture."""
    header = struct.pack(">II", 100, 100) + bytes((8, drawn.choice([0, 2, 3, 6]), 0, 0, drawn.choice([0, 1])))
    parts = [
        chunk(b"IHDR", header),
        chunk(b"IDAT", drawn.choice([b"", drawn.randbytes(50), zlib.compress(b"\x00" * 10)])),
        (2**31 - 1).to_bytes(4, "big") + b"IDAT",
        chunk(b"IEND", b""),
    ]
    drawn.shuffle(parts)
    return "a.png", b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def foreign_picture(drawn: random.Random) -> tuple[str, bytes]:
    start = drawn.choice(
        [b"GIF89a", b"II*\x00", b"BM", b"\x00\x00\x00\x18ftypheic", b"\x00\x00\x00\x1cftypavif"]
    )
    return drawn.choice(["a.heic", "a.gif", "a.jpg"]), start + drawn.randbytes(300)


KINDS: tuple[Make, ...] = (
    *(mutated_header, truncated, lying, noise, noise_behind_a_signature, markup, archive, program),
    *(picture_bomb, pdf_bomb, locked_pdf, broken_chunks, foreign_picture),
)
