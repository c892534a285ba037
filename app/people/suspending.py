"""Stops work for a client while a coordinator decides about a possible conflict, and lets it go on."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from app.people.models import Client
from app.people.team_models import CaseAssignment

ASSIGNED: Any = CaseAssignment.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation


def suspend(session: Session, client: Client, now: datetime) -> bool:
    """Closes her cases to whoever works on them in the group; says whether anybody does."""
    running = update(CaseAssignment).where(*_open_for(client), ASSIGNED.c.suspended_at.is_(None))
    session.execute(running.values(suspended_at=now))
    return session.execute(select(ASSIGNED.c.id).where(*_open_for(client)).limit(1)).first() is not None


def resume(session: Session, client: Client) -> None:
    """Opens them again to the same people."""
    session.execute(update(CaseAssignment).where(*_open_for(client)).values(suspended_at=None))


def _open_for(client: Client) -> tuple[Any, ...]:
    hers = ASSIGNED.c.person_id == client.person_id, ASSIGNED.c.group_id == client.group_id
    return (*hers, ASSIGNED.c.ended_at.is_(None))
