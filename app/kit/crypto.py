"""Seals what a person wrote: AES-256-GCM, bound to its table, column, row and person."""

import secrets
from dataclasses import dataclass
from typing import Any, NoReturn
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator

KEY_BYTES = 32
NONCE_BYTES = 12  # NIST SP 800-38D, section 8.2.2: a random 96-bit nonce
VERSION = b"\x01"


class Unreadable(Exception):
    """The ciphertext was not made by this key for this place."""


class Sealed(bytes):
    """Ciphertext; its looks give nothing away."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "<sealed>"

    __str__ = __repr__


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value lives; a value moved to another place does not open."""

    table: str
    column: str
    row: UUID
    person: UUID

    @property
    def associated(self) -> bytes:
        return f"v1|{self.table}|{self.column}|{self.row.hex}|{self.person.hex}".encode()

    def piece(self, number: int, *, is_last: bool) -> bytes:
        """What binds one piece of a long value: pieces cannot change places, and none can be cut off."""
        return self.associated + f"|{number}|{'last' if is_last else 'more'}".encode()


class Cipher:
    """One key's power to seal and open."""

    __slots__ = ("_aead",)

    def __init__(self, key: bytes) -> None:
        self._aead = AESGCM(key)

    def __reduce__(self) -> NoReturn:
        raise TypeError("A key does not leave the process.")

    def seal_bytes(self, associated: bytes, plain: bytes) -> Sealed:
        nonce = secrets.token_bytes(NONCE_BYTES)
        return Sealed(VERSION + nonce + self._aead.encrypt(nonce, plain, associated))

    def open_bytes(self, associated: bytes, sealed: bytes) -> bytes:
        if sealed[:1] != VERSION:
            raise Unreadable
        nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        try:
            return self._aead.decrypt(nonce, body, associated)
        except InvalidTag:
            raise Unreadable from None

    def seal(self, place: Place, text: str) -> Sealed:
        return self.seal_bytes(place.associated, text.encode())

    def open(self, place: Place, sealed: bytes) -> str:
        return self.open_bytes(place.associated, sealed).decode()


class SealedText(TypeDecorator[Sealed]):
    """A column that takes ciphertext only: plain text cannot be written by mistake."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        del dialect
        if value is None or isinstance(value, Sealed):
            return value
        raise TypeError("Only sealed text may be written to this column.")

    def process_result_value(self, value: Any, dialect: Dialect) -> Sealed | None:
        del dialect
        return None if value is None else Sealed(value)


def derive(master: bytes, purpose: str) -> bytes:
    """A key of its own for each purpose (RFC 5869), so that none can stand in for another."""
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=f"misete|{purpose}".encode()).derive(master)
