"""Finds, among everybody's dates, the people who have something to be told: one question, by indices."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, Date, Integer, Select, column, exists, select, union, values
from sqlmodel import Session

from app.filings.changes import CHANGE
from app.filings.queries import CASE, DEADLINE
from app.law import Bound, Kind
from app.reminders import ladder
from app.reminders.ladder import BACK, HERS, OWN, THE_DAY, THEIRS
from app.reminders.queries import MAIL, NUDGE, OWN_DATE, REMINDER, SETTING, TOLD_AS_LATENESS


def people_to_tell(session: Session, today: date, *, make_good: bool) -> list[UUID]:
    """Who has a confirmed address, no digest today, and something that was not told yet.

    With `make_good` also what lost runs left over; without, only what is reached today.
    """
    waiting = union(*_waiting(today, make_good=make_good)).subquery()
    statement = select(waiting.c.person_id).where(
        ~exists().where(
            MAIL.c.person_id == waiting.c.person_id, MAIL.c.kind == "digest", MAIL.c.on_day == today
        )
    )
    return list(session.execute(statement).scalars())


def _waiting(today: date, *, make_good: bool) -> Iterable[Select[tuple[UUID]]]:
    rungs = ladder.days_not_past if make_good else ladder.days_now
    for name, bound, kind, steps in (
        ("hers", Bound.REQUESTER, Kind.LATEST, HERS),
        ("first", Bound.REQUESTER, Kind.EARLIEST, THE_DAY),
        ("theirs", Bound.AGENCY, Kind.LATEST, THEIRS),
        ("their_first", Bound.AGENCY, Kind.EARLIEST, THE_DAY),
    ):
        yield _of_deadlines(_stage(name, rungs(steps, today)), bound, kind, today)
    yield _of_own_dates(_stage("own", rungs(OWN, today)))
    yield _of_nudges(today)
    yield _of_changes(today)


def _stage(name: str, rungs: Iterable[tuple[date, int]]) -> CTE:
    return values(column("day", Date), column("rung", Integer), name=name).data(list(rungs)).cte(name)


def _of_deadlines(stage: CTE, bound: Bound, kind: Kind, today: date) -> Select[tuple[UUID]]:
    is_hers = bound is Bound.REQUESTER
    day = DEADLINE.c.nominal if is_hers else DEADLINE.c.due
    return (
        select(DEADLINE.c.person_id)
        .join(stage, day == stage.c.day)
        .join(CASE, CASE.c.id == DEADLINE.c.case_id)
        .where(
            # As in the index, word for word, so that both databases take it.
            DEADLINE.c.ended_on.is_(None),
            DEADLINE.c.paused_from.is_(None),
            DEADLINE.c.bound == bound.value,
            DEADLINE.c.kind == kind.value,
            DEADLINE.c.clock.not_in(TOLD_AS_LATENESS),
            DEADLINE.c.due >= today if is_hers and kind is Kind.LATEST else DEADLINE.c.due.is_not(None),
            CASE.c.closed_on.is_(None),
            _wants(DEADLINE.c.person_id, SETTING.c.hers if is_hers else SETTING.c.theirs),
            _untold(
                DEADLINE.c.person_id,
                (DEADLINE.c.filing_id, DEADLINE.c.clock, DEADLINE.c.nth, stage.c.day),
                stage.c.rung,
            ),
        )
    )


def _of_own_dates(stage: CTE) -> Select[tuple[UUID]]:
    return (
        select(OWN_DATE.c.person_id)
        .join(stage, OWN_DATE.c.on_day == stage.c.day)
        .where(
            OWN_DATE.c.done.is_(False),
            _wants(OWN_DATE.c.person_id, SETTING.c.own),
            _untold(OWN_DATE.c.person_id, (OWN_DATE.c.id, "", 0, stage.c.day), stage.c.rung),
        )
    )


def _of_nudges(today: date) -> Select[tuple[UUID]]:
    return select(NUDGE.c.person_id).where(
        NUDGE.c.next_on <= today, _wants(NUDGE.c.person_id, SETTING.c.nudges)
    )


def _of_changes(today: date) -> Select[tuple[UUID]]:
    told = exists().where(REMINDER.c.person_id == CHANGE.c.person_id, REMINDER.c.thing_id == CHANGE.c.id)
    return select(CHANGE.c.person_id).where(
        CHANGE.c.seen_at.is_(None),
        CHANGE.c.changed_at >= ladder.start_of(today - timedelta(days=BACK)),
        _wants(CHANGE.c.person_id, SETTING.c.changes),
        ~told,
    )


def _wants(person: ColumnElement[UUID], switch: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        SETTING.c.person_id == person, SETTING.c.confirmed_at.is_not(None), switch.is_(True)
    )


def _untold(person: ColumnElement[UUID], thing: Sequence[Any], step: Any) -> ColumnElement[bool]:
    thing_id, clock, nth, day = thing
    return ~exists().where(
        REMINDER.c.person_id == person,
        REMINDER.c.thing_id == thing_id,
        REMINDER.c.clock == clock,
        REMINDER.c.nth == nth,
        REMINDER.c.day == day,
        REMINDER.c.days_before == step,
        REMINDER.c.channel == "mail",
    )
