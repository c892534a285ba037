"""Ten codes on paper, each good once, in the place of the second step; never in the place of the password."""

import secrets
import unicodedata
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, delete, func, select, update

from app.accounts.models import Account, RecoveryCode
from app.kit.house import House

HOW_MANY = 10
# Without 0 and o, 1, i and l, which look alike on paper; twelve of them hold 59 bits.
SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
GROUP, GROUPS = 4, 3


def offer(session: Session, house: House, account_id: UUID) -> list[str]:
    """A new sheet, shown once; the old one stays in force until a code of the new one is written back."""
    _forget(session, account_id, is_waiting=True)
    codes = [_code() for _ in range(HOW_MANY)]
    session.add_all(
        RecoveryCode(account_id=account_id, code_hash=_hash(house, account_id, code)) for code in codes
    )
    return codes


def prove(session: Session, house: House, account_id: UUID, typed: str, now: datetime) -> bool:
    """Puts the waiting sheet in force when one of its codes was written back; that code stays unused."""
    waiting = (col(RecoveryCode.account_id) == account_id, col(RecoveryCode.is_waiting))
    written = col(RecoveryCode.code_hash) == _hash(house, account_id, typed)
    if session.exec(select(RecoveryCode.id).where(*waiting, written)).first() is None:
        return False
    _forget(session, account_id, is_waiting=False)
    session.execute(update(RecoveryCode).where(*waiting).values(is_waiting=False))
    session.execute(update(Account).where(col(Account.id) == account_id).values(paper_proved_at=now))
    return True


def accept(session: Session, house: House, account_id: UUID, typed: str, now: datetime) -> bool:
    """Whether the code is on her sheet and was never used; from now on it is used."""
    unused = (
        col(RecoveryCode.account_id) == account_id,
        col(RecoveryCode.code_hash) == _hash(house, account_id, typed),
        col(RecoveryCode.is_waiting).is_(False),
        col(RecoveryCode.used_at).is_(None),
    )
    spent = session.execute(update(RecoveryCode).where(*unused).values(used_at=now))
    return bool(spent.rowcount)  # type: ignore[attr-defined] # an UPDATE counts its rows


def left(session: Session, account_id: UUID) -> int:
    """How many codes of the sheet in force are unused."""
    unused = (
        col(RecoveryCode.account_id) == account_id,
        col(RecoveryCode.is_waiting).is_(False),
        col(RecoveryCode.used_at).is_(None),
    )
    return session.exec(select(func.count()).select_from(RecoveryCode).where(*unused)).one()


def is_waiting(session: Session, account_id: UUID) -> bool:
    """Whether a sheet was made of which no code was written back yet."""
    waiting = (col(RecoveryCode.account_id) == account_id, col(RecoveryCode.is_waiting))
    return session.exec(select(RecoveryCode.id).where(*waiting)).first() is not None


def remove(session: Session, account_id: UUID) -> None:
    """Takes every sheet out of force, when there is no second step any more that they could replace."""
    session.execute(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account_id))
    session.execute(update(Account).where(col(Account.id) == account_id).values(paper_proved_at=None))


def _code() -> str:
    signs = "".join(secrets.choice(SIGNS) for _ in range(GROUP * GROUPS))
    return "-".join(signs[start : start + GROUP] for start in range(0, len(signs), GROUP))


def _hash(house: House, account_id: UUID, typed: str) -> str:
    # Width, case, spaces and hyphens are a matter of taste. The fingerprint's key is not in the database.
    folded = unicodedata.normalize("NFKC", typed).casefold()
    plain = "".join(sign for sign in folded if sign.isalnum())
    return house.vault.blind_index("recovery code", f"{account_id}|{plain}")


def _forget(session: Session, account_id: UUID, *, is_waiting: bool) -> None:
    mine = (col(RecoveryCode.account_id) == account_id, col(RecoveryCode.is_waiting).is_(is_waiting))
    session.execute(delete(RecoveryCode).where(*mine))
