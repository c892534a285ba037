"""Ends a claimed mail: handed over at most once, put back for later, or given up and told."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import Session

from app.kit.behalf import EVERYBODY
from app.kit.house import House
from app.reminders import ladder
from app.reminders.models import MailState, ReminderSetting
from app.reminders.outbox import Claimed, Outcome, Tried
from app.reminders.queries import MAIL

# A try that fails waits longer each time; after the last, about a day later, the person is told.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))


def begin_handing(house: House, claimed: Claimed, count: int) -> bool:
    """Notes, before the last byte leaves, that it is about to; False when the mail is no longer ours."""
    with house.db.writing(EVERYBODY) as session:
        return _change(session, claimed, (MailState.SENDING,), state=MailState.HANDING.value, count=count)


def postpone(house: House, claimed: Claimed, until: datetime) -> None:
    """Puts a mail back for later without counting a try."""
    with house.db.writing(EVERYBODY) as session:
        _change(session, claimed, (MailState.SENDING,), state=MailState.WAITING.value, not_before=until)


def drop(house: House, claimed: Claimed) -> None:
    """Ends a mail that has nothing left to say."""
    with house.db.writing(EVERYBODY) as session:
        _end(session, claimed, MailState.MOOT, None, house.clock.now())


def settle(house: House, claimed: Claimed, tried: Tried) -> None:
    """Writes down how the try ended, and when the next one is due."""
    now = house.clock.now()
    with house.db.writing(EVERYBODY) as session:
        match tried.outcome:
            case Outcome.SENT:
                _end(session, claimed, MailState.SENT, None, now)
            case Outcome.UNSURE:
                _end(session, claimed, MailState.UNSURE, tried.reason, now)
            case Outcome.REFUSED:
                _end(session, claimed, MailState.FAILED, tried.reason, now)
            case Outcome.LATER:
                _try_later(session, claimed, tried.reason, now)
            case Outcome.LOST:
                pass


def _try_later(session: Session, claimed: Claimed, reason: str | None, now: datetime) -> None:
    if claimed.tries >= len(WAITS):
        _end(session, claimed, MailState.FAILED, reason, now)
        return
    wait_until = now + WAITS[claimed.tries]
    setting = session.get(ReminderSetting, claimed.person_id)
    if claimed.kind != "code" and setting is not None:
        wait_until = ladder.after_quiet(wait_until, setting.quiet_from, setting.quiet_until)
    waiting = {"state": MailState.WAITING.value, "tries": claimed.tries + 1, "reason": reason}
    _change(session, claimed, _OURS, not_before=wait_until, **waiting)


# Another worker may have called it unsure meanwhile; who knows better corrects it.
_OURS = (MailState.SENDING, MailState.HANDING, MailState.UNSURE)


def _end(session: Session, claimed: Claimed, state: MailState, reason: str | None, now: datetime) -> None:
    _change(session, claimed, _OURS, state=state.value, reason=reason, done_at=now)


def _change(session: Session, claimed: Claimed, states: tuple[MailState, ...], **values: Any) -> bool:
    ours = update(MAIL).where(
        MAIL.c.id == claimed.id,
        MAIL.c.lease == claimed.lease,
        MAIL.c.state.in_([state.value for state in states]),
    )
    done: Any = session.execute(ours.values(**values))
    return bool(done.rowcount)
