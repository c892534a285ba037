"""A person's mail address: taken, proved by a code that was sent there, and forgotten."""

import hmac
import secrets
from datetime import timedelta

from sqlalchemy import func, select
from sqlmodel import Session

from app.kit.crypto import Place
from app.kit.errors import TooMany
from app.kit.house import House
from app.reminders.models import Mail, MailState, ReminderSetting
from app.reminders.outbox import CODE_LIFE
from app.reminders.queries import MAIL

CODE_DIGITS = 6
MOST_TRIES = 5
# So that nobody can fill another's mailbox with codes.
MOST_CODES = 5
CODES_IN = timedelta(days=1)


def ask_for_code(session: Session, house: House, setting: ReminderSetting, address: str) -> None:
    """Takes an address and lets the worker send a code there; until it is typed, nothing else is mailed."""
    now = house.clock.now()
    _refuse_flood(session, house, setting)
    code = "".join(secrets.choice("0123456789") for _ in range(CODE_DIGITS))
    mail = Mail(
        person_id=setting.person_id,
        kind="code",
        on_day=house.clock.today(),
        state=MailState.WAITING.value,
        not_before=now,
        created_at=now,
    )
    session.add(mail)
    setting.address_sealed = house.vault.seal(_place(setting, "address_sealed"), address)
    setting.code_sealed = house.vault.seal(_place(setting, "code_sealed"), code)
    setting.code_mail_id, setting.code_at, setting.code_tries = mail.id, now, 0
    setting.confirmed_at = None
    session.add(setting)


def _refuse_flood(session: Session, house: House, setting: ReminderSetting) -> None:
    lately = select(func.count()).where(
        MAIL.c.person_id == setting.person_id,
        MAIL.c.kind == "code",
        MAIL.c.created_at > house.clock.now() - CODES_IN,
    )
    if session.execute(lately).scalar_one() >= MOST_CODES:
        raise TooMany("reminders.errors.many_codes", int(CODES_IN.total_seconds()))


def try_code(house: House, setting: ReminderSetting, typed: str) -> bool:
    """Whether this is the code that was sent; it works once, for 30 minutes, and not after five mistakes."""
    now = house.clock.now()
    if setting.code_sealed is None or setting.code_at is None:
        return False
    if now - setting.code_at >= CODE_LIFE or setting.code_tries >= MOST_TRIES:
        return False
    setting.code_tries += 1
    code = house.vault.person(setting.person_id).open(_place(setting, "code_sealed"), setting.code_sealed)
    if not hmac.compare_digest(code, typed):
        return False
    setting.confirmed_at = now
    setting.code_sealed, setting.code_mail_id = None, None
    return True


def forget_address(setting: ReminderSetting) -> None:
    """From now on nothing is mailed."""
    setting.address_sealed, setting.confirmed_at = None, None
    setting.code_sealed, setting.code_mail_id = None, None


def _place(setting: ReminderSetting, column: str) -> Place:
    return Place("reminder_setting", column, setting.person_id, setting.person_id)
