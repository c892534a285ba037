"""What a form's route needs to act: who sent it, what it says, a look first and then the change."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlmodel import Session

from app.accounts.session import Actor, SignedIn
from app.audit.entry import Action
from app.kit.db import Reading, Writing
from app.kit.house import House, HouseDep
from app.people import access
from app.people.access import Row, Verb
from app.web.forms import Fields, Posted


@dataclass(frozen=True, slots=True)
class Act:
    """A form that somebody sent.

    The form is read with `reading`, which makes nobody wait; only what is in order is written with
    `writing`, whose transaction begins with the first thing that it touches.
    """

    request: Request
    actor: Actor
    house: House
    posted: Fields
    reading: Session
    writing: Session

    def look_at(self, model: type[Row], row_id: UUID, verb: Verb) -> Row:
        """A thing that she may change in this way, to look at; raises NotFound."""
        return access.find(self.reading, self.actor, model, row_id, verb)

    def take(self, model: type[Row], row_id: UUID, verb: Verb, doing: Action | None = None) -> Row:
        """The same, to be changed; `doing` is what her log says of it, when it is no change of the row."""
        return access.find(self.writing, self.actor, model, row_id, verb, doing)


async def _act(
    request: Request, actor: SignedIn, house: HouseDep, posted: Posted, reading: Reading, writing: Writing
) -> Act:
    return Act(request, actor, house, posted, reading, writing)


Acting = Annotated[Act, Depends(_act)]
