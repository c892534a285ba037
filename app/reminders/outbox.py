"""Where mails wait: each is claimed with a lease, by one worker at a time; settling.py ends it.

Whoever claims a mail gives it a lease of its own, and every later step asks for that lease: a worker that
lost it, because it was slow or the clock jumped, can neither hand the mail over nor settle it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import and_, or_, select, update

from app.kit.behalf import EVERYBODY
from app.kit.house import House
from app.reminders.models import MailState
from app.reminders.queries import MAIL

LEASE = timedelta(minutes=5)
# Nothing waits longer; a row that seems to was written before a clock jumped back.
LONGEST = timedelta(hours=25)
CODE_LIFE = timedelta(minutes=30)


class Outcome(StrEnum):
    """How a try ended."""

    SENT = "sent"
    LATER = "later"  # known to be unsent; worth another try
    REFUSED = "refused"  # known to be unsent; no other try would help
    UNSURE = "unsure"  # all was handed over, and no answer came
    LOST = "lost"  # another worker has it now


@dataclass(frozen=True, slots=True)
class Tried:
    """The end of a try, and the catalog's word for why it did not go well."""

    outcome: Outcome
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """A mail that this worker alone may send."""

    id: UUID
    lease: UUID
    person_id: UUID
    kind: str
    on_day: date
    tries: int
    created_at: datetime


def recover(house: House) -> int:
    """Mails whose worker died while they were handed over: they may have arrived, so they stay unsent."""
    now = house.clock.now()
    with house.db.writing(EVERYBODY) as session:
        gone = update(MAIL).where(MAIL.c.state == MailState.HANDING.value, _lease_is_over(now))
        done: Any = session.execute(gone.values(state=MailState.UNSURE.value, reason="died", done_at=now))
        return int(done.rowcount)


def has_work(house: House) -> bool:
    """Whether some mail can be claimed or recovered; asked first, so that an idle minute writes nothing."""
    now = house.clock.now()
    handed = and_(MAIL.c.state == MailState.HANDING.value, _lease_is_over(now))
    with house.db.reading(EVERYBODY) as session:
        return (
            session.execute(select(MAIL.c.id).where(or_(_claimable(now), handed)).limit(1)).first()
            is not None
        )


def claim(house: House) -> Claimed | None:
    """Takes the mail that has waited longest; None when there is none."""
    now = house.clock.now()
    with house.db.writing(EVERYBODY) as session:
        # PostgreSQL passes over rows that another worker is taking; SQLite has one writer at a time.
        first = (
            select(MAIL.c.id)
            .where(_claimable(now))
            .order_by(MAIL.c.not_before)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        mail_id = session.execute(first).scalar()
        if mail_id is None:
            return None
        taken = {"state": MailState.SENDING.value, "lease": uuid4(), "lease_until": now + LEASE}
        columns = (MAIL.c.person_id, MAIL.c.kind, MAIL.c.on_day, MAIL.c.tries, MAIL.c.created_at)
        statement = update(MAIL).where(MAIL.c.id == mail_id).values(taken).returning(*columns)
        return Claimed(mail_id, taken["lease"], *session.execute(statement).one())  # type: ignore[arg-type] # a dict of several types


def _claimable(now: datetime) -> Any:
    waits = and_(
        MAIL.c.state == MailState.WAITING.value,
        or_(MAIL.c.not_before <= now, MAIL.c.not_before > now + LONGEST),
    )
    # Its last byte never left: whoever had it died, or will find its lease gone.
    left_behind = and_(MAIL.c.state == MailState.SENDING.value, _lease_is_over(now))
    return or_(waits, left_behind)


def _lease_is_over(now: datetime) -> Any:
    return or_(MAIL.c.lease_until <= now, MAIL.c.lease_until > now + 2 * LEASE)
