"""Passkeys (W3C WebAuthn): a device proves with its key, and by face, finger or lock, who signs in.

What came from a device is checked by the library `webauthn`.
"""

import json
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID, uuid4

import webauthn
from sqlmodel import Session, col, delete, select
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from app.accounts.models import Passkey
from app.accounts.sites import Site, own_site
from app.kit.crypto import Place
from app.kit.errors import NotFound
from app.kit.house import House

SITE_NAME = "Misete"
LONGEST_ANSWER = 16 * 1024
MOST_PER_ACCOUNT = 20
PATIENCE_MILLISECONDS = 300_000
# WebAuthn, section 4: an id of at most 1,023 bytes, here in base64url.
_ID = re.compile(r"[A-Za-z0-9_-]{1,1364}")
VERIFIED = UserVerificationRequirement.REQUIRED


class Refused(Exception):
    """The device's answer does not prove anything."""


def registration_options(
    site: Site, account_id: UUID, login: str, challenge: bytes, present: Sequence[Passkey]
) -> dict[str, Any]:
    """What a browser is told to make: a key that stays findable on the device, opened by its owner alone."""
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=SITE_NAME,
        user_id=account_id.bytes,
        user_name=login,
        challenge=challenge,
        timeout=PATIENCE_MILLISECONDS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=VERIFIED
        ),
        exclude_credentials=_described(present),
    )
    return _as_json(options)


def question_options(site: Site, challenge: bytes, present: Sequence[Passkey] = ()) -> dict[str, Any]:
    """What a browser is told to sign; with `present`, by one of these passkeys."""
    options = webauthn.generate_authentication_options(
        rp_id=site.host,
        challenge=challenge,
        timeout=PATIENCE_MILLISECONDS,
        allow_credentials=_described(present),
        user_verification=VERIFIED,
    )
    return _as_json(options)


def add(
    session: Session, house: House, account_id: UUID, challenge: bytes, answer: str, name: str
) -> Passkey:
    """A new passkey of the account; raises Refused."""
    site = own_site(house)
    try:
        made = webauthn.verify_registration_response(
            credential=_read(answer),
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except Exception as mistake:  # A hostile device makes the library raise errors of many kinds.
        raise Refused from mistake
    credential = bytes_to_base64url(made.credential_id)
    if _by_credential(session, credential) is not None or len(of(session, account_id)) >= MOST_PER_ACCOUNT:
        raise Refused
    passkey_id = uuid4()
    passkey = Passkey(
        id=passkey_id,
        account_id=account_id,
        credential=credential,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        name_sealed=house.vault.account(account_id).seal(_place(passkey_id, account_id), name),
        created_at=house.clock.now(),
    )
    session.add(passkey)
    return passkey


def prove(session: Session, house: House, challenge: bytes, answer: str, now: datetime) -> Passkey:
    """The passkey that signed the question; raises Refused.

    Its counter rises with each use: an answer with an older one comes from a copy, and is refused.
    """
    site = own_site(house)
    read = _read(answer)
    passkey = _by_credential(session, read["id"])
    if passkey is None or not _is_owners(read, passkey):
        raise Refused
    try:
        proved = webauthn.verify_authentication_response(
            credential=read,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except Exception as mistake:  # A hostile device makes the library raise errors of many kinds.
        raise Refused from mistake
    passkey.sign_count = proved.new_sign_count
    passkey.last_used_at = now
    return passkey


def of(session: Session, account_id: UUID) -> Sequence[Passkey]:
    """The passkeys of an account, the oldest first."""
    mine = select(Passkey).where(col(Passkey.account_id) == account_id)
    return session.exec(mine.order_by(col(Passkey.created_at), col(Passkey.id))).all()


def own(session: Session, account_id: UUID, passkey_id: UUID) -> Passkey:
    """One of the account's own passkeys; raises NotFound for any other."""
    found = session.get(Passkey, passkey_id)
    if found is None or found.account_id != account_id:
        raise NotFound
    return found


def remove(session: Session, account_id: UUID, passkey_id: UUID) -> None:
    """Takes a passkey out of force; raises NotFound for one of another account."""
    own(session, account_id, passkey_id)
    session.execute(delete(Passkey).where(col(Passkey.id) == passkey_id))


def name_of(house: House, passkey: Passkey) -> str:
    """What she called it."""
    cipher = house.vault.account(passkey.account_id)
    return cipher.open(_place(passkey.id, passkey.account_id), passkey.name_sealed)


def _read(answer: str) -> dict[str, Any]:
    try:
        read = json.loads(answer) if len(answer) <= LONGEST_ANSWER else None
    except (ValueError, RecursionError):
        raise Refused from None
    if not isinstance(read, dict) or not isinstance(read.get("id"), str) or not _ID.fullmatch(read["id"]):
        raise Refused
    return read


def _is_owners(read: dict[str, Any], passkey: Passkey) -> bool:
    # A device that keeps the account's id says whose key it used; it must be the one we know.
    response = read.get("response")
    said = response.get("userHandle") if isinstance(response, dict) else None
    return said is None or said == bytes_to_base64url(passkey.account_id.bytes)


def _by_credential(session: Session, credential: str) -> Passkey | None:
    # Held until the counter is written: the same answer twice, side by side, is taken once.
    return session.exec(
        select(Passkey).where(col(Passkey.credential) == credential).with_for_update()
    ).first()


def _described(present: Sequence[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(passkey.credential)) for passkey in present]


def _as_json(options: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads(webauthn.options_to_json(options)))


def _place(passkey_id: UUID, account_id: UUID) -> Place:
    return Place("passkey", "name_sealed", passkey_id, account_id)
