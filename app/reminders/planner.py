"""Plans one digest a person and day: what was reached and not told yet. Nothing is sent here."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Insert, Select, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session

from app.kit.behalf import EVERYBODY
from app.kit.house import House
from app.reminders import finder, ladder, queries
from app.reminders.due import Item
from app.reminders.models import MailState, Nudge, ReminderSetting
from app.reminders.queries import MAIL, REMINDER
from app.reminders.telling import may_tell, untold


def plan(house: House, *, make_good: bool) -> int:
    """Plans today's digests; returns how many. Two planners side by side plan each only once."""
    today = house.clock.today()
    with house.db.reading(EVERYBODY) as session:
        waiting = finder.people_to_tell(session, today, make_good=make_good)
    return sum(_plan_one(house, person_id, today) for person_id in waiting if _looks(house, person_id, today))


def _looks(house: House, person_id: UUID, today: date) -> bool:
    """Whether it is worth a write: the finder knows neither closed cases nor which period is nearer."""
    with house.db.reading(EVERYBODY) as session:
        setting = session.get(ReminderSetting, person_id)
        return setting is not None and (
            bool(untold(session, setting, today)) or _nudges_to_put_off(session, person_id, today) != []
        )


def _plan_one(house: House, person_id: UUID, today: date) -> bool:
    with house.db.writing(EVERYBODY) as session:
        setting = session.get(ReminderSetting, person_id)
        if setting is None or setting.confirmed_at is None or not may_tell(session, setting, today):
            return False
        found = untold(session, setting, today)
        _put_nudges_off(session, person_id, today)
        if not found:
            return False
        mail_id = _open_digest(session, setting, today, house.clock.now())
        if mail_id is None:
            return False  # The other worker was quicker.
        _take_over(session, setting, mail_id)
        _write_down(session, person_id, mail_id, found)
    return True


def _open_digest(session: Session, setting: ReminderSetting, today: date, now: datetime) -> UUID | None:
    mail_id = uuid4()
    row = {
        "id": mail_id,
        "person_id": setting.person_id,
        "kind": "digest",
        "on_day": today,
        "state": MailState.WAITING.value,
        "not_before": ladder.after_quiet(now, setting.quiet_from, setting.quiet_until),
        "tries": 0,
        "count": 0,
        "created_at": now,
    }
    written = session.execute(unless_there(session, MAIL).values(row).returning(MAIL.c.id))
    return mail_id if written.first() else None


def _take_over(session: Session, setting: ReminderSetting, mail_id: UUID) -> None:
    """What an earlier digest could not say yet is said in this one: no flood after a silence."""
    older: Select[tuple[UUID]] = select(MAIL.c.id).where(
        MAIL.c.person_id == setting.person_id,
        MAIL.c.kind == "digest",
        MAIL.c.state == MailState.WAITING.value,
        MAIL.c.id != mail_id,
    )
    merged = list(session.execute(older.with_for_update()).scalars())
    if merged:
        state = MailState.MERGED.value
        session.execute(update(MAIL).where(MAIL.c.id.in_(merged)).values(state=state))
        session.execute(update(REMINDER).where(REMINDER.c.mail_id.in_(merged)).values(mail_id=mail_id))


def _write_down(session: Session, person_id: UUID, mail_id: UUID, found: Iterable[Item]) -> None:
    rows = [
        {
            "id": uuid4(),
            "person_id": person_id,
            "mail_id": mail_id,
            "kind": item.kind,
            "thing_id": item.thing_id,
            "clock": item.clock,
            "nth": item.nth,
            "day": item.day,
            "days_before": item.rung,
            "channel": "mail",
        }
        for item in found
    ]
    session.execute(unless_there(session, REMINDER).values(rows))


def _put_nudges_off(session: Session, person_id: UUID, today: date) -> None:
    for nudge in _nudges_to_put_off(session, person_id, today):
        nudge.next_on = ladder.next_nudge(nudge.since_on, nudge.every_days, today)


def _nudges_to_put_off(session: Session, person_id: UUID, today: date) -> list[Nudge]:
    return [nudge for nudge in queries.nudges(session, person_id) if nudge.next_on <= today]


def unless_there(session: Session, table: Any) -> Insert:
    """An insert that leaves alone what a unique index holds already."""
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    return (sqlite_insert if on_sqlite else postgres_insert)(table).on_conflict_do_nothing()
