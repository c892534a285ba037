"""Questions to passkeys: kept here, answered once, within five minutes, by the session that was asked."""

import secrets
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID, uuid4

from sqlmodel import Session, col, delete

from app.accounts.models import PasskeyChallenge

LIVES_FOR = timedelta(minutes=5)
CHALLENGE_BYTES = 32
Purpose = Literal["register", "sign_in", "confirm"]


def ask(session: Session, purpose: Purpose, session_id: UUID | None, now: datetime) -> tuple[UUID, bytes]:
    """A new question and the name it is answered under; nobody's session asks when somebody signs in."""
    session.execute(delete(PasskeyChallenge).where(col(PasskeyChallenge.created_at) < now - LIVES_FOR))
    challenge_id, challenge = uuid4(), secrets.token_bytes(CHALLENGE_BYTES)
    session.add(
        PasskeyChallenge(
            id=challenge_id, challenge=challenge, purpose=purpose, session_id=session_id, created_at=now
        )
    )
    return challenge_id, challenge


def take(
    session: Session, named: str, purpose: Purpose, session_id: UUID | None, now: datetime
) -> bytes | None:
    """The question, for the one answer that it gets; nothing when it was taken, is old, or was another's."""
    try:
        challenge_id = UUID(named)
    except ValueError:
        return None
    asker = col(PasskeyChallenge.session_id)
    mine = (
        col(PasskeyChallenge.id) == challenge_id,
        col(PasskeyChallenge.purpose) == purpose,
        col(PasskeyChallenge.created_at) >= now - LIVES_FOR,
        asker.is_(None) if session_id is None else asker == session_id,
    )
    taken = delete(PasskeyChallenge).where(*mine).returning(col(PasskeyChallenge.challenge))
    found: bytes | None = session.execute(taken).scalar_one_or_none()
    return found
