"""What a person does with reminders: proves her address, sets what is told, keeps dates of her own."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlmodel import Session

from app.accounts.session import Actor
from app.filings.models import Filing
from app.kit.crypto import Place, Sealed
from app.kit.errors import TooMany
from app.kit.house import House
from app.people.models import Person
from app.reminders import ladder
from app.reminders.models import Mail, MailState, Nudge, OwnDate, ReminderSetting
from app.reminders.outbox import CODE_LIFE
from app.reminders.queries import MAIL

CODE_DIGITS = 6
MOST_TRIES = 5
# So that nobody can fill another's mailbox with codes.
MOST_CODES = 5
CODES_IN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is told, in which language, and when not."""

    kinds: frozenset[str]
    locale: str
    quiet_from: int
    quiet_until: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A date of her own."""

    on: date
    note: str


def setting_of(session: Session, actor: Actor, person: Person) -> ReminderSetting:
    """Her settings; what holds for everybody until she changes something."""
    found = session.get(ReminderSetting, person.id)
    return found or ReminderSetting(person_id=person.id, locale=actor.locale)


def wish(session: Session, setting: ReminderSetting, wishes: Wishes, kinds: tuple[str, ...]) -> None:
    """Keeps what she wants to be told."""
    for kind in kinds:
        setattr(setting, kind, kind in wishes.kinds)
    setting.locale = wishes.locale
    setting.quiet_from, setting.quiet_until = wishes.quiet_from, wishes.quiet_until
    session.add(setting)


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


def add_own_date(session: Session, house: House, person_id: UUID, plan: Plan) -> OwnDate:
    """A new date of her own."""
    own_id = uuid4()
    own = OwnDate(
        id=own_id,
        person_id=person_id,
        on_day=plan.on,
        note_sealed=_sealed_note(house, own_id, person_id, plan.note),
        created_at=house.clock.now(),
    )
    session.add(own)
    return own


def change_own_date(house: House, own: OwnDate, plan: Plan) -> None:
    """Another day or another note; another day is told anew."""
    own.on_day = plan.on
    own.note_sealed = _sealed_note(house, own.id, own.person_id, plan.note)


def tick_own_date(own: OwnDate, *, done: bool) -> None:
    """Done, or not done after all."""
    own.done = done


def remove_own_date(session: Session, own: OwnDate) -> None:
    """Forgets the date."""
    session.delete(own)


def nudge_every(session: Session, house: House, filing: Filing, every_days: int | None) -> None:
    """Asks for the answer to a filing every so many days from today; or not any more."""
    today = house.clock.today()
    kept = session.get(Nudge, filing.id)
    if every_days is None:
        if kept is not None:
            session.delete(kept)
        return
    nudge = kept or Nudge(
        filing_id=filing.id, person_id=filing.person_id, every_days=every_days, since_on=today, next_on=today
    )
    nudge.every_days, nudge.since_on = every_days, today
    nudge.next_on = ladder.next_nudge(today, every_days, today)
    session.add(nudge)


def note_of(house: House, own: OwnDate) -> str:
    """The words of a date of her own."""
    place = Place("own_date", "note_sealed", own.id, own.person_id)
    return house.vault.person(own.person_id).open(place, own.note_sealed)


def _sealed_note(house: House, own_id: UUID, person_id: UUID, note: str) -> Sealed:
    return house.vault.person(person_id).seal(Place("own_date", "note_sealed", own_id, person_id), note)


def _place(setting: ReminderSetting, column: str) -> Place:
    return Place("reminder_setting", column, setting.person_id, setting.person_id)
