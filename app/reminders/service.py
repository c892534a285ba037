"""What a person does with reminders: sets what is told, and keeps dates of her own."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlmodel import Session

from app.accounts.session import Actor
from app.filings.models import Filing
from app.kit.crypto import Place, Sealed
from app.kit.house import House
from app.people.models import Person
from app.reminders import ladder
from app.reminders.models import Nudge, OwnDate, ReminderSetting


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
