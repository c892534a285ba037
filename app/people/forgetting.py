"""Lets upper rooms delete what a group typed about who a client is, when its help stops for a conflict."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from sqlmodel import Session

from app.kit.behalf import lifted
from app.people.profiles import forget

Forgetter = Callable[[Session, UUID], None]

_FORGETTERS: Final[list[Forgetter]] = []


def forgets_who_she_is(forgetter: Forgetter) -> Forgetter:
    """Names what deletes another copy of a person's name and address: called with her id."""
    _FORGETTERS.append(forgetter)
    return forgetter


@lifted  # who stops the help need not know her
def forget_who_she_is(session: Session, person_id: UUID) -> None:
    """Deletes her name and how she is reached, wherever a form keeps them for the next time."""
    forget(session, person_id)
    for forgetter in _FORGETTERS:
        forgetter(session, person_id)
