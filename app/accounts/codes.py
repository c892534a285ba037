"""Codes of a code app (RFC 6238): six digits that change every half minute, each good for one sign-in."""

import hmac
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from uuid import UUID, uuid4

import pyotp
import segno
from sqlmodel import Session, col, delete, select, update

from app.accounts.models import CodeApp
from app.kit.crypto import Place
from app.kit.house import House

SECONDS = 30
# Clocks differ: the code before and the one after are taken, too.
STEPS_AROUND = (-1, 0, 1)
DIGITS = 6
ISSUER = "Misete"
KEY_GROUP = 4


def offer(session: Session, house: House, account_id: UUID) -> None:
    """A new secret, not in force until a code of it is written back; an older offer is forgotten."""
    _forget(session, account_id, col(CodeApp.proved_at).is_(None))
    app_id = uuid4()
    secret = pyotp.random_base32()
    sealed = house.vault.account(account_id).seal(_place(app_id, account_id), secret)
    session.add(CodeApp(id=app_id, account_id=account_id, secret_sealed=sealed, created_at=house.clock.now()))


def offered(session: Session, house: House, account_id: UUID) -> str | None:
    """The secret that waits for its first code."""
    app = _find(session, account_id, is_proved=False)
    return None if app is None else _secret(house, app)


def is_on(session: Session, account_id: UUID) -> bool:
    """Whether a code app is in force."""
    return _find(session, account_id, is_proved=True) is not None


def prove(session: Session, house: House, account_id: UUID, typed: str, now: datetime) -> bool:
    """Puts the offered secret in force, in the place of any older one, when its code is right."""
    app = _find(session, account_id, is_proved=False)
    if app is None or not _spend(session, house, app, typed, now):
        return False
    _forget(session, account_id, col(CodeApp.proved_at).is_not(None))
    session.execute(update(CodeApp).where(col(CodeApp.id) == app.id).values(proved_at=now))
    return True


def accept(session: Session, house: House, account_id: UUID, typed: str, now: datetime) -> bool:
    """Whether the code is right and was never used; from now on it is used."""
    app = _find(session, account_id, is_proved=True)
    return app is not None and _spend(session, house, app, typed, now)


def remove(session: Session, account_id: UUID) -> None:
    """Ends the code app, and any offer."""
    _forget(session, account_id)


def step_of(secret: str, typed: str, now: datetime) -> int | None:
    """The half minute whose code was typed, if it is near enough."""
    plain = "".join(unicodedata.normalize("NFKC", typed).split())
    if len(plain) != DIGITS or not plain.isascii():
        return None
    made = pyotp.HOTP(secret, digits=DIGITS)
    present = int(now.timestamp()) // SECONDS
    fitting = [step for step in _around(present) if hmac.compare_digest(made.at(step), plain)]
    return fitting[0] if fitting else None


def address_of(secret: str, login: str) -> str:
    """What a code app reads from the picture."""
    return pyotp.TOTP(secret, digits=DIGITS, interval=SECONDS).provisioning_uri(
        name=login, issuer_name=ISSUER
    )


def picture_of(address: str) -> tuple[int, str]:
    """The QR code as the width of a square and one SVG path, in modules, with its quiet border."""
    rows = list(segno.make(address, error="m", micro=False).matrix_iter(border=4))
    return len(rows), "".join(_dark(y, row) for y, row in enumerate(rows))


def in_groups(secret: str) -> str:
    """The secret as people type it: four signs at a time."""
    return " ".join(secret[start : start + KEY_GROUP] for start in range(0, len(secret), KEY_GROUP))


def _dark(y: int, row: Iterable[int]) -> str:
    x, strips = 0, []
    for is_dark, run in groupby(row, key=bool):
        width = len(list(run))
        if is_dark:
            strips.append(f"M{x} {y}h{width}v1h-{width}z")
        x += width
    return "".join(strips)


def _around(step: int) -> list[int]:
    return [step + near for near in STEPS_AROUND]


def _spend(session: Session, house: House, app: CodeApp, typed: str, now: datetime) -> bool:
    step = step_of(_secret(house, app), typed, now)
    if step is None:
        return False
    # One statement asks and marks: of two that send the same code side by side, one comes too late.
    unused = (col(CodeApp.id) == app.id, col(CodeApp.last_step) < step)
    spent = session.execute(update(CodeApp).where(*unused).values(last_step=step))
    return bool(spent.rowcount)  # type: ignore[attr-defined] # an UPDATE counts its rows


def _find(session: Session, account_id: UUID, *, is_proved: bool) -> CodeApp | None:
    proved = col(CodeApp.proved_at)
    state = proved.is_not(None) if is_proved else proved.is_(None)
    mine = select(CodeApp).where(col(CodeApp.account_id) == account_id, state)
    return session.exec(mine.order_by(col(CodeApp.created_at).desc())).first()


def _forget(session: Session, account_id: UUID, *which: object) -> None:
    session.execute(delete(CodeApp).where(col(CodeApp.account_id) == account_id, *which))  # type: ignore[arg-type] # column expressions


def _secret(house: House, app: CodeApp) -> str:
    return house.vault.account(app.account_id).open(_place(app.id, app.account_id), app.secret_sealed)


def _place(app_id: UUID, account_id: UUID) -> Place:
    return Place("code_app", "secret_sealed", app_id, account_id)
