"""Notes what the door decided about somebody else's things; written to the log before the answer leaves."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, SQLModel

from app.accounts.session import Actor
from app.people.grant_models import Verb

NOTED = "looks"


@dataclass(frozen=True, slots=True)
class Look:
    """One decision of the door: who asked for which row of which table, for what, and whether she may."""

    account_id: UUID
    person_id: UUID | None
    kind: str
    row_id: UUID
    verb: str | None
    allowed: bool


def note_look(session: Session, actor: Actor, row: SQLModel, verb: Verb) -> None:
    """A look at a row of somebody else's."""
    _note(session, _look_of(actor, row, verb))


def note_reveal(session: Session, actor: Actor, row: SQLModel) -> None:
    """Somebody had a client's name shown where names are not shown."""
    _note(session, _look_of(actor, row, "reveal"))


def note_refusal(session: Session, actor: Actor, model: type[SQLModel], row_id: UUID) -> None:
    """A look that was refused: whose the row is, or whether there is one, was not asked."""
    _note(session, Look(actor.account_id, None, str(model.__tablename__), row_id, None, allowed=False))


def _look_of(actor: Actor, row: SQLModel, verb: str) -> Look:
    person_id, row_id = row.person_id, row.id  # type: ignore[attr-defined] # the door asks for such rows only
    return Look(actor.account_id, person_id, str(row.__tablename__), row_id, verb, allowed=True)


def _note(session: Session, look: Look) -> None:
    session.info.setdefault(NOTED, []).append(look)
