"""The week's mail of a group: a member who asked for it is told how much stands out, in numbers alone.

One mail for each member, group and week, held by a unique index. Who counts for her, and whether she still
works there, is asked when it is planned and again when it is written.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import Select, exists, select
from sqlmodel import Session

from app.groups.access import CASE_ROLES, GROUP, MEMBER
from app.groups.models import Membership
from app.kit.behalf import EVERYBODY
from app.kit.house import House
from app.people.models import Person
from app.reminders import ladder
from app.reminders.models import MailState, ReminderSetting, WeeklyWish
from app.reminders.planner import unless_there
from app.reminders.queries import MAIL, SETTING

WISH: Any = WeeklyWish.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation
PERSON: Any = Person.__table__  # type: ignore[attr-defined] # see above

KIND: Final = "weekly"
CHANGED_ROLE: Final = "role_changed"  # another row of the same membership: groups/service.py
# What stands out for a member on a day, by name; an upper room counts it.
Tally = Callable[[Session, Membership, date], Mapping[str, int]]


def week_of(today: date) -> date:
    """The Monday of its week."""
    return today - timedelta(days=today.weekday())


def wishes() -> Select[Any]:
    """Each wish that holds, with the membership it is for: who left the group since has unsaid it."""
    left = MEMBER.alias("left")
    has_left = exists().where(
        left.c.account_id == MEMBER.c.account_id,
        left.c.group_id == MEMBER.c.group_id,
        left.c.ended_at > WISH.c.since,
        left.c.ended_reason != CHANGED_ROLE,
    )
    return (
        select(WISH.c.person_id, Membership)
        .join(PERSON, PERSON.c.id == WISH.c.person_id)
        .join(Membership, MEMBER.c.account_id == PERSON.c.account_id)
        .join(GROUP, GROUP.c.id == MEMBER.c.group_id)
        .where(
            MEMBER.c.group_id == WISH.c.group_id,
            MEMBER.c.ended_at.is_(None),
            MEMBER.c.role.in_([role.value for role in CASE_ROLES]),
            GROUP.c.dissolved_at.is_(None),
            ~has_left,
        )
    )


def wish_of(session: Session, person_id: UUID, group_id: UUID) -> Membership | None:
    """The membership for which she wants this mail; None when she does not, or works there no more."""
    hers = wishes().where(WISH.c.person_id == person_id, WISH.c.group_id == group_id)
    row = session.execute(hers).first()
    return None if row is None else row.Membership


def wished(session: Session, person_id: UUID) -> set[UUID]:
    """The groups of which she wants it."""
    rows = session.execute(wishes().where(WISH.c.person_id == person_id))
    return {row.Membership.group_id for row in rows}


def wish(session: Session, house: House, person_id: UUID, groups: Mapping[UUID, bool]) -> None:
    """From now on a mail a week of these groups, or none."""
    now = wished(session, person_id)
    for group_id, wanted in groups.items():
        kept = session.get(WeeklyWish, (person_id, group_id))
        if kept is not None and not wanted:
            session.delete(kept)
        elif wanted and group_id not in now:
            since = house.clock.now()
            session.merge(WeeklyWish(person_id=person_id, group_id=group_id, since=since))


def plan(house: House) -> int:
    """Plans this week's mails; returns how many. Two planners side by side plan each only once."""
    week = week_of(house.clock.today())
    with house.db.reading(EVERYBODY) as session:
        rows = session.execute(_waiting(week))
        waiting = [(row.person_id, row.Membership.group_id) for row in rows]
    return sum(_plan_one(house, person_id, group_id, week) for person_id, group_id in waiting)


def _waiting(week: date) -> Select[Any]:
    has_mail = exists().where(
        MAIL.c.person_id == WISH.c.person_id,
        MAIL.c.group_id == WISH.c.group_id,
        MAIL.c.kind == KIND,
        MAIL.c.on_day == week,
    )
    # Whoever asks in the middle of a week gets the first one on Monday.
    return (
        wishes()
        .join(SETTING, SETTING.c.person_id == WISH.c.person_id)
        .where(SETTING.c.confirmed_at.is_not(None), WISH.c.since < ladder.start_of(week), ~has_mail)
    )


def _plan_one(house: House, person_id: UUID, group_id: UUID, week: date) -> bool:
    now = house.clock.now()
    with house.db.writing(EVERYBODY) as session:
        setting = session.get(ReminderSetting, person_id)
        if setting is None or setting.confirmed_at is None or wish_of(session, person_id, group_id) is None:
            return False
        row = {
            "id": uuid4(),
            "person_id": person_id,
            "group_id": group_id,
            "kind": KIND,
            "on_day": week,
            "state": MailState.WAITING.value,
            "not_before": ladder.after_quiet(now, setting.quiet_from, setting.quiet_until),
            "tries": 0,
            "count": 0,
            "created_at": now,
        }
        written = session.execute(unless_there(session, MAIL).values(row).returning(MAIL.c.id))
        return written.first() is not None
