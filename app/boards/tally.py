"""Counts what of a group stands out for one member, for the mail of the week; only what she may see."""

from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, func
from sqlmodel import Session

from app.boards import queries
from app.boards.asking import Show
from app.casework.shown import TASK
from app.groups.models import Membership
from app.people.reach import CASE, Reach, clients_cases, is_open

COUNTED = (Show.WEEK, Show.OVERDUE, Show.UNASSIGNED, Show.MANDATES)
TASKS = "tasks"

_TASKS: Select[Any] = (
    clients_cases(func.count(), is_own=True)
    .join(TASK, TASK.c.case_id == CASE.c.id)
    .where(
        TASK.c.assignee == bindparam("account", type_=TASK.c.assignee.type),
        TASK.c.done_at.is_(None),
        is_open(),
    )
)


def tally(session: Session, member: Membership, on: date) -> dict[str, int]:
    """How many cases her board would show under each filter, and how many tasks are hers."""
    reach = Reach(member, on)
    counts = {show.value: queries.all_cases(session, reach, show) for show in COUNTED}
    return counts | {TASKS: session.execute(_TASKS, reach.asked).scalar_one()}
