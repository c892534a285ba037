"""Seals a file piece by piece as it arrives, and opens it again piece by piece."""

import hashlib
from collections.abc import Iterator
from uuid import UUID

from app.kit.crypto import Cipher, Place, Sealed

PIECE_BYTES = 256 * 1024


def place_of(document_id: UUID, person_id: UUID) -> Place:
    """Where the pieces of a document live."""
    return Place("document_chunk", "sealed", document_id, person_id)


class Sealing:
    """Takes a file in any portions; holds it sealed, and of the plain bytes never more than two pieces."""

    def __init__(self, cipher: Cipher, place: Place) -> None:
        self._cipher = cipher
        self._place = place
        self._hash = hashlib.sha256()
        self._waiting = bytearray()
        self.pieces: list[Sealed] = []
        self.size = 0

    def add(self, plain: bytes | memoryview) -> None:
        """One portion more."""
        self._hash.update(plain)
        self.size += len(plain)
        self._waiting += plain
        # One piece waits for the next, because only the end knows which is the last.
        while len(self._waiting) > PIECE_BYTES:
            self._seal(PIECE_BYTES, is_last=False)

    def finish(self) -> None:
        """The end: what still waits becomes the last piece."""
        self._seal(len(self._waiting), is_last=True)

    @property
    def digest(self) -> str:
        """The hash of all that was added."""
        return self._hash.hexdigest()

    def _seal(self, length: int, *, is_last: bool) -> None:
        bound = self._place.piece(len(self.pieces), is_last=is_last)
        self.pieces.append(self._cipher.seal_bytes(bound, bytes(self._waiting[:length])))
        del self._waiting[:length]


def opened(cipher: Cipher, place: Place, pieces: list[Sealed]) -> Iterator[bytes]:
    """The plain pieces, one after the other; raises Unreadable when one is missing or out of place."""
    for number, sealed in enumerate(pieces):
        yield open_piece(cipher, place, number, len(pieces), sealed)


def open_piece(cipher: Cipher, place: Place, number: int, count: int, sealed: bytes) -> bytes:
    """One plain piece of a document that has so many; raises Unreadable unless it is exactly that one."""
    return cipher.open_bytes(place.piece(number, is_last=number == count - 1), sealed)
