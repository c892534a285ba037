"""Knows what an account signs in with, and what a change of it means for its sessions."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select, update
from starlette.requests import Request

from app.accounts import codes, half, passkeys, recovery
from app.accounts.models import Account, AccountSession, Passkey, Strength
from app.accounts.session import Actor, NeedsTwoFactors, renew
from app.kit.errors import Conflict


@dataclass(frozen=True, slots=True)
class Factors:
    """What there is besides the password; `has_paper` when a recovery code was written back."""

    has_app: bool
    passkeys: int
    has_paper: bool
    codes_left: int

    @property
    def has_any(self) -> bool:
        """Whether there is anything besides the password."""
        return self.has_app or self.passkeys > 0

    @property
    def is_complete(self) -> bool:
        """Whether the password alone no longer opens: a way is set up, and its substitute is on paper."""
        return self.has_any and self.has_paper


def factors_of(session: Session, account_id: UUID) -> Factors:
    """What this account has set up."""
    counted = select(func.count()).select_from(Passkey).where(col(Passkey.account_id) == account_id)
    return Factors(
        has_app=codes.is_on(session, account_id),
        passkeys=session.exec(counted).one(),
        has_paper=session.get_one(Account, account_id).paper_proved_at is not None,
        codes_left=recovery.left(session, account_id),
    )


def changed(session: Session, actor: Actor, now: datetime, strength: Strength | None = None) -> str:
    """After a change of password or factors: every other session ends, this one gets a new token."""
    others = (
        col(AccountSession.account_id) == actor.account_id,
        col(AccountSession.id) != actor.session_id,
        col(AccountSession.ended_at).is_(None),
    )
    session.execute(update(AccountSession).where(*others).values(ended_at=now))
    half.end_all(session, actor.account_id)
    return renew(session, actor.session_id, now, _stronger(actor, strength))


def confirmed(session: Session, actor: Actor, now: datetime, strength: Strength | None = None) -> str:
    """After a second look: the session is fresh, under a new token."""
    return renew(session, actor.session_id, now, _stronger(actor, strength))


def remove_app(session: Session, account_id: UUID) -> None:
    """Ends the code app; with the last second step the paper goes, too."""
    codes.remove(session, account_id)
    _drop_paper_alone(session, account_id)


def remove_passkey(session: Session, account_id: UUID, passkey_id: UUID) -> None:
    """Ends a passkey; with the last second step the paper goes, too. Raises NotFound."""
    passkeys.remove(session, account_id, passkey_id)
    _drop_paper_alone(session, account_id)


def _drop_paper_alone(session: Session, account_id: UUID) -> None:
    if not factors_of(session, account_id).has_any:
        recovery.remove(session, account_id)


def _stronger(actor: Actor, strength: Strength | None) -> Strength | None:
    # A second look never makes a session weaker than its sign-in was.
    return strength if actor.strength == Strength.PASSWORD else None


def factors_owed(request: Request, session: Session, account_id: UUID) -> None:
    """Refuses a change that would leave a helper with a password alone; raises Conflict."""
    needs: list[NeedsTwoFactors] = request.app.state.needs_two_factors
    if not factors_of(session, account_id).has_any and any(need(session, account_id) for need in needs):
        raise Conflict("accounts.errors.last_factor")
