"""Finds, among everybody's dates, the people who have something to be told: one question, by indices."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    Integer,
    Select,
    case,
    column,
    exists,
    literal,
    literal_column,
    select,
    union,
    values,
)
from sqlmodel import Session

from app.filings.changes import CHANGE
from app.filings.queries import DEADLINE
from app.law import Bound, Kind
from app.people.grants import GRANT, SCOPE
from app.reminders import ladder
from app.reminders.ladder import BACK, HERS, OWN, THE_DAY, THEIRS
from app.reminders.models import KINDS
from app.reminders.queries import MAIL, NUDGE, OWN_DATE, REMINDER, SETTING, TOLD_AS_LATENESS


def people_to_tell(session: Session, today: date, *, make_good: bool) -> list[UUID]:
    """Who has a confirmed address, no digest today, and something that may not have been told yet.

    With `make_good` also what lost runs left over; without, only what is reached today.
    """
    waiting = union(*_waiting(today, make_good=make_good)).subquery()
    switches = [(waiting.c.kind == kind, SETTING.c[kind]) for kind in KINDS]
    has_digest = exists().where(
        MAIL.c.person_id == waiting.c.person_id, MAIL.c.kind == "digest", MAIL.c.on_day == today
    )
    statement = (
        select(waiting.c.person_id)
        .join(SETTING, SETTING.c.person_id == waiting.c.person_id)
        .where(SETTING.c.confirmed_at.is_not(None), case(*switches), ~has_digest)
        .distinct()
    )
    return list(session.execute(statement).scalars())


def _waiting(today: date, *, make_good: bool) -> Iterable[Select[Any]]:
    rungs = ladder.days_not_past if make_good else ladder.days_now
    for name, bound, kind, steps in (
        ("hers", Bound.REQUESTER, Kind.LATEST, HERS),
        ("first", Bound.REQUESTER, Kind.EARLIEST, THE_DAY),
        ("theirs", Bound.AGENCY, Kind.LATEST, THEIRS),
        ("their_first", Bound.AGENCY, Kind.EARLIEST, THE_DAY),
    ):
        stage = _stage(name, rungs(steps, today))
        found = _of_deadlines(stage, bound, kind, today)
        thing = (DEADLINE.c.filing_id, DEADLINE.c.clock, DEADLINE.c.nth)
        # What is reached today was told only in a digest of today; for older rungs it must be asked.
        yield found.where(_untold(DEADLINE.c.person_id, thing, stage)) if make_good else found
    stage = _stage("own", rungs(OWN, today))
    yield _of_own_dates(stage).where(_untold(OWN_DATE.c.person_id, (OWN_DATE.c.id, "", 0), stage))
    stage = _stage("consent", rungs(ladder.CONSENT, today))
    yield _of_consents(stage, today).where(_untold(GRANT.c.person_id, (GRANT.c.id, "", 0), stage))
    yield select(NUDGE.c.person_id, _kind("nudges")).where(NUDGE.c.next_on <= today)
    yield _of_changes(today)


def _kind(name: str) -> ColumnElement[str]:
    return literal(name).label("kind")


def _stage(name: str, rungs: Iterable[tuple[date, int]]) -> CTE:
    return values(column("day", Date), column("rung", Integer), name=name).data(list(rungs)).cte(name)


def _of_deadlines(stage: CTE, bound: Bound, kind: Kind, today: date) -> Select[Any]:
    is_hers = bound is Bound.REQUESTER
    day = DEADLINE.c.nominal if is_hers else DEADLINE.c.due
    return (
        select(DEADLINE.c.person_id, _kind("hers" if is_hers else "theirs"))
        .join(stage, day == stage.c.day)
        .where(
            # Word for word as in the index, so that both databases know it for theirs.
            DEADLINE.c.ended_on.is_(None),
            DEADLINE.c.paused_from.is_(None),
            DEADLINE.c.bound == literal_column(f"'{bound}'"),
            DEADLINE.c.kind == kind.value,
            DEADLINE.c.clock.not_in(TOLD_AS_LATENESS),
            DEADLINE.c.due >= today if is_hers and kind is Kind.LATEST else DEADLINE.c.due.is_not(None),
        )
    )


def _of_own_dates(stage: CTE) -> Select[Any]:
    return (
        select(OWN_DATE.c.person_id, _kind("own"))
        .join(stage, OWN_DATE.c.on_day == stage.c.day)
        .where(OWN_DATE.c.done.is_(False))
    )


def _of_consents(stage: CTE, today: date) -> Select[Any]:
    still = exists().where(SCOPE.c.grant_id == GRANT.c.id, SCOPE.c.ended_at.is_(None))
    return (
        select(GRANT.c.person_id, _kind("own"))
        .join(stage, GRANT.c.expires_on == stage.c.day)
        .where(GRANT.c.expires_on >= today, still)
    )


def _of_changes(today: date) -> Select[Any]:
    told = exists().where(REMINDER.c.person_id == CHANGE.c.person_id, REMINDER.c.thing_id == CHANGE.c.id)
    return select(CHANGE.c.person_id, _kind("changes")).where(
        CHANGE.c.seen_at.is_(None),
        CHANGE.c.clock.not_in(TOLD_AS_LATENESS),
        CHANGE.c.changed_at >= ladder.start_of(today - timedelta(days=BACK)),
        ~told,
    )


def _untold(person: ColumnElement[UUID], thing: Sequence[Any], stage: CTE) -> ColumnElement[bool]:
    thing_id, clock, nth = thing
    return ~exists().where(
        REMINDER.c.person_id == person,
        REMINDER.c.thing_id == thing_id,
        REMINDER.c.clock == clock,
        REMINDER.c.nth == nth,
        REMINDER.c.day == stage.c.day,
        REMINDER.c.days_before == stage.c.rung,
        REMINDER.c.channel == "mail",
    )
