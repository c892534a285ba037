"""Takes from a JPEG, losslessly, what is not the picture: position, camera, previews, words."""

import re
import struct
from collections.abc import Iterator

from app.documents.kinds import Refused

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# Quantization, Huffman and arithmetic tables, restart interval, number of lines, frames and scans.
_PICTURE = _FRAMES | {0xC4, 0xCC, 0xDB, 0xDC, 0xDD, _SCAN}
_APP0, _APP1, _APP2, _APP14 = 0xE0, 0xE1, 0xE2, 0xEE
_EXIF, _COLOURS, _ADOBE = b"Exif\x00\x00", b"ICC_PROFILE\x00", b"Adobe"
_JFIF_BYTES = 14  # without the small picture that may follow
_AFTER_SCAN = re.compile(rb"\xff+[\x01-\xcf\xd8-\xfe]")
_ORIENTATION = 0x0112


class Stripped:
    """The picture alone, and how large it is."""

    def __init__(self, content: bytes, width: int, height: int) -> None:
        self.content = content
        self.width = width
        self.height = height


def strip(data: bytes) -> Stripped:
    """The same picture, bit by bit, without all else; the orientation stays. Raises Refused when broken."""
    kept = [b"\xff\xd8"]
    size = (0, 0)
    turned = 1
    for marker, body, scan in _segments(data):
        if marker in _FRAMES:
            size = _size(body)
        if marker == _APP1 and body.startswith(_EXIF):
            turned = orientation(body[len(_EXIF) :]) or turned
        stays = _what_stays(marker, body)
        if stays is not None:
            kept.append(_segment(marker, stays) + scan)
    if 0 in size:
        raise Refused("documents.errors.broken")
    if turned != 1:
        kept.insert(1, _segment(_APP1, _EXIF + turned_by(turned)))
    return Stripped(b"".join([*kept, b"\xff\xd9"]), *size)


def orientation(tiff: bytes) -> int | None:
    """Which way up the picture is (1 to 8), as its Exif says; None where it does not."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return None
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, first)
        for entry in range(min(count, 100)):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * entry)
            if (tag, kind) == (_ORIENTATION, 3) and 1 <= value <= 8:  # noqa: PLR2004 - a SHORT; the eight ways up
                return int(value)
    except struct.error:
        return None
    return None


def turned_by(value: int) -> bytes:
    """An Exif that says which way up, and nothing else."""
    return b"II*\x00" + struct.pack("<IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, value, 0, 0)


def _what_stays(marker: int, body: bytes) -> bytes | None:
    if marker in _PICTURE:
        return body
    if marker == _APP0 and body.startswith(b"JFIF\x00"):
        return body[: _JFIF_BYTES - 2] + b"\x00\x00"
    is_needed = (marker == _APP2 and body.startswith(_COLOURS)) or (
        marker == _APP14 and body.startswith(_ADOBE)
    )
    return body if is_needed else None


def _segments(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Each segment's marker and body, and the coded picture that follows a scan's."""
    place = 2
    while True:
        while data[place : place + 2] == b"\xff\xff":
            place += 1
        if data[place : place + 1] != b"\xff" or place + 1 >= len(data):
            raise Refused("documents.errors.broken")
        marker = data[place + 1]
        if marker == _END:
            return
        length = int.from_bytes(data[place + 2 : place + 4], "big")
        body = data[place + 4 : place + 2 + length]
        if length < 2 or len(body) != length - 2:  # noqa: PLR2004 - the length counts its own two bytes
            raise Refused("documents.errors.broken")
        place += 2 + length
        scan = b""
        if marker == _SCAN:
            found = _AFTER_SCAN.search(data, place)
            if found is None:
                raise Refused("documents.errors.broken")
            scan, place = data[place : found.start()], found.start()
        yield marker, body, scan


def _segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body


def _size(frame: bytes) -> tuple[int, int]:
    if len(frame) < 5:  # noqa: PLR2004 - precision, height and width
        raise Refused("documents.errors.broken")
    height, width = struct.unpack_from(">HH", frame, 1)
    return width, height
