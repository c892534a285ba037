"""The door: who may see or change what is a person's. What is not yours does not exist."""

from functools import cache
from typing import Any, Literal, Protocol, TypeVar, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlmodel import Session, SQLModel

from app.accounts.session import Actor
from app.kit.errors import NotFound
from app.people.models import Person

Verb = Literal["view", "edit"]


class _Owned(Protocol):
    """A row that belongs to a person."""

    id: UUID
    person_id: UUID


Row = TypeVar("Row", bound=SQLModel)


def reachable(actor: Actor, verb: Verb) -> Select[tuple[UUID]]:
    """The policy as a query: the persons whose things this account may view or edit.

    Today an account reaches the persons it looks after, with every verb; grants to helpers join here.
    """
    return _reachable(actor.account_id, verb)


def _reachable(account: object, verb: Verb) -> Select[tuple[UUID]]:
    del verb
    return select(Person.id).where(Person.account_id == account)  # type: ignore[call-overload,no-any-return] # SQLModel columns look like their values to mypy


def may(actor: Actor, verb: Verb, person: ColumnElement[UUID] | object) -> ColumnElement[bool]:
    """The same policy as a condition on a column that holds a person's id."""
    return cast("ColumnElement[UUID]", person).in_(reachable(actor, verb))


def person_for(session: Session, actor: Actor, person_id: UUID, verb: Verb) -> Person:
    """The person, if this account may; otherwise NotFound, as for an id that was never given."""
    statement = select(Person).where(Person.id == person_id, may(actor, verb, Person.id))  # type: ignore[arg-type] # see reachable
    return _one(session.execute(statement).scalar_one_or_none(), Person)


def find(session: Session, actor: Actor, model: type[Row], row_id: UUID, verb: Verb) -> Row:
    """A row of any table that carries `person_id`, through the same door; otherwise NotFound."""
    asked = {"row": row_id, "account": actor.account_id}
    return _one(session.execute(_finding(model, verb), asked).scalar_one_or_none(), model)


@cache
def _finding(model: type[Row], verb: Verb) -> Select[Any]:
    # Made once for each table: building a statement costs more than asking it.
    table = cast("type[_Owned]", model)
    is_it = cast("ColumnElement[bool]", table.id == bindparam("row"))
    is_reachable = cast("ColumnElement[UUID]", table.person_id).in_(_reachable(bindparam("account"), verb))
    return select(model).where(is_it, is_reachable)


_OWN = select(Person).where(Person.account_id == bindparam("account"), Person.is_self)  # type: ignore[arg-type] # see reachable


def own_person(session: Session, actor: Actor) -> Person:
    """The person that this account is."""
    return _one(session.execute(_OWN, {"account": actor.account_id}).scalar_one_or_none(), Person)


def hold(session: Session, person_id: UUID) -> None:
    """Makes others who hold her wait; on SQLite there is only one writer anyway."""
    # A "no key" lock: rows that refer to her may still be written.
    held = select(Person.id).where(Person.id == person_id).with_for_update(key_share=True)  # type: ignore[call-overload] # see reachable
    session.execute(held)


Found = TypeVar("Found")


def _one(row: Any, kind: type[Found]) -> Found:
    if not isinstance(row, kind):
        raise NotFound
    return row
