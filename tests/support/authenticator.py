"""A passkey device in software: makes keys, signs questions, and can be told to lie."""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from secrets import token_bytes
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from tests.support.clients import ORIGIN

HOST = "localhost"
PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40
AAGUID = bytes(16)


@dataclass
class Authenticator:
    """One device with one passkey; each answer raises its counter by `step`."""

    origin: str = ORIGIN
    host: str = HOST
    flags: int = PRESENT | VERIFIED
    count: int = 0
    step: int = 1
    credential: bytes = field(default_factory=lambda: token_bytes(32))
    owner: bytes = b""
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, options: dict[str, Any]) -> str:
        """What a browser sends when a passkey was made."""
        self.owner = decode(options["user"]["id"])
        attested = AAGUID + len(self.credential).to_bytes(2) + self.credential + self._public_key()
        data = self._data(WITH_KEY) + attested
        made = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        said = self._client_data("webauthn.create", options)
        return self._answer({"clientDataJSON": encode(said), "attestationObject": encode(made)})

    def sign(self, options: dict[str, Any]) -> str:
        """What a browser sends when a passkey signed a question."""
        self.count += self.step
        data, said = self._data(0), self._client_data("webauthn.get", options)
        signature = self.key.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {
                "clientDataJSON": encode(said),
                "authenticatorData": encode(data),
                "signature": encode(signature),
                "userHandle": encode(self.owner),
            }
        )

    def _answer(self, response: dict[str, str]) -> str:
        named = encode(self.credential)
        return json.dumps({"id": named, "rawId": named, "type": "public-key", "response": response})

    def _data(self, flags: int) -> bytes:
        site = hashlib.sha256(self.host.encode()).digest()
        return site + bytes([self.flags | flags]) + self.count.to_bytes(4)

    def _client_data(self, kind: str, options: dict[str, Any]) -> bytes:
        said = {
            "type": kind,
            "challenge": options["challenge"],
            "origin": self.origin,
            "crossOrigin": False,
        }
        return json.dumps(said).encode()

    def _public_key(self) -> bytes:
        numbers = self.key.public_key().public_numbers()
        # COSE (RFC 9053): an elliptic-curve key, for ES256, on P-256.
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)})


def encode(data: bytes) -> str:
    """Base64url without padding, as WebAuthn writes bytes."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
