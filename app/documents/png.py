"""Takes from a PNG, losslessly, what is not the picture: words, times, position, animation."""

import struct
import zlib
from collections.abc import Iterator

from app.documents.jpeg import Stripped, orientation, turned_by
from app.documents.kinds import Refused

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PICTURE = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND"),
    *(b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs"),
}
_HEADER_BYTES = 13


def strip(data: bytes) -> Stripped:
    """The same picture without all else; the orientation stays. Raises Refused when broken."""
    kept = [_SIGNATURE]
    width = height = 0
    turned = 1
    for name, body in _chunks(data):
        if name == b"IHDR" and len(body) == _HEADER_BYTES:
            width, height = struct.unpack_from(">II", body)
        if name == b"eXIf":
            turned = orientation(body) or 1
        if name == b"IDAT" and turned != 1:
            kept.append(_chunk(b"eXIf", turned_by(turned)))
            turned = 1
        if name in _PICTURE:
            kept.append(_chunk(name, body))
    if not width or not height:
        raise Refused("documents.errors.broken")
    return Stripped(b"".join(kept), width, height)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(_SIGNATURE)
    name = b""
    while name != b"IEND":
        length = int.from_bytes(data[place : place + 4], "big")
        name, body = data[place + 4 : place + 8], data[place + 8 : place + 8 + length]
        check = data[place + 8 + length : place + 12 + length]
        if check != zlib.crc32(name + body).to_bytes(4, "big"):
            raise Refused("documents.errors.broken")
        yield name, body
        place += 12 + length


def _chunk(name: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")
