"""The door: who may see or change what is a person's. What is not yours does not exist.

She herself may do everything. A member of a support group may do to a case what an active scope of the
person's grant to that group says, while she is assigned to that case; both end at the next request.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Final, Protocol, TypeVar, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, or_, select
from sqlmodel import Session, SQLModel

from app.accounts.session import Actor
from app.audit.entry import Action
from app.groups.models import Membership, Role
from app.kit.db import is_writing
from app.kit.errors import NotFound
from app.people.grant_models import GrantScope, Verb
from app.people.models import Case, Person
from app.people.noting import note_act, note_refusal, note_row
from app.people.team_models import CaseAssignment, Part

__all__ = [
    "Verb",
    "allows",
    "find",
    "group_of",
    "hold",
    "lies_in_case",
    "may",
    "note_work",
    "own_person",
    "person_for",
    "reachable",
]

# What a reader of a case may do, whatever the grant allows her group.
READING: Final = ("view_status", "view_content")
ONLY_READS: Final = (*READING, "export")

PERSON: Any = Person.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation
SCOPE: Any = GrantScope.__table__  # type: ignore[attr-defined] # see above
ASSIGNED: Any = CaseAssignment.__table__  # type: ignore[attr-defined] # see above
MEMBER: Any = Membership.__table__  # type: ignore[attr-defined] # see above


class _Owned(Protocol):
    """A row that belongs to a person."""

    id: UUID
    person_id: UUID


Row = TypeVar("Row", bound=SQLModel)
_CASE_OF: dict[type[SQLModel], Callable[[], ColumnElement[UUID]]] = {}


def lies_in_case(model: type[SQLModel], case: Callable[[], Any]) -> None:
    """Opens a table to those who work on a case; `case` gives the id of a row's case as an expression.

    A table that nobody named here stays with its person alone.
    """
    _CASE_OF[model] = case


def reachable(actor: Actor, verb: Verb) -> Select[tuple[UUID]]:
    """The persons whose every thing this account may view or edit, as a query.

    They are those whom the account is, and those who opened everything to a group in which it works on one
    of their cases.
    """
    return _reachable(actor.account_id, verb, actor.on)


def _reachable(account: object, verb: Verb, on: object) -> Select[tuple[UUID]]:
    everything = shared(account, verb, on, ASSIGNED.c.person_id).where(SCOPE.c.case_id.is_(None))
    return select(PERSON.c.id).where(or_(_is_own(account), PERSON.c.id.in_(everything)))


def shared(account: object, verb: Verb, on: object, *columns: Any) -> Select[Any]:
    """Columns of the assignments of this account to cases whose persons opened them for this verb."""
    return opened(account, on, *columns).where(SCOPE.c.verb == verb)


def opened(account: object, on: object, *columns: Any) -> Select[Any]:
    """The same for every verb: one row for each scope that opens a case on which the account works."""
    is_covered = and_(
        SCOPE.c.person_id == ASSIGNED.c.person_id,
        SCOPE.c.group_id == ASSIGNED.c.group_id,
        or_(SCOPE.c.case_id.is_(None), SCOPE.c.case_id == ASSIGNED.c.case_id),
    )
    works_there = and_(
        MEMBER.c.group_id == ASSIGNED.c.group_id,
        MEMBER.c.account_id == ASSIGNED.c.account_id,
        MEMBER.c.ended_at.is_(None),
        MEMBER.c.role != Role.TECHNICAL_ADMIN,
    )
    return (
        select(*columns)
        .join(SCOPE, is_covered)
        .join(MEMBER, works_there)
        .where(
            ASSIGNED.c.account_id == account,
            ASSIGNED.c.ended_at.is_(None),
            ASSIGNED.c.suspended_at.is_(None),
            or_(ASSIGNED.c.part != Part.READER, SCOPE.c.verb.in_(READING)),
            SCOPE.c.ended_at.is_(None),
            SCOPE.c.starts_on <= on,
            SCOPE.c.expires_on >= on,
        )
    )


def may(actor: Actor, verb: Verb, person: ColumnElement[UUID] | object) -> ColumnElement[bool]:
    """The same policy as a condition on a column that holds a person's id."""
    return cast("ColumnElement[UUID]", person).in_(reachable(actor, verb))


def works_for(actor: Actor, verb: Verb, person: Any) -> ColumnElement[bool]:
    """Whether this account is a person, or works on a case of hers; a condition on a column of persons."""
    own = select(PERSON.c.id).where(_is_own(actor.account_id))
    clients = shared(actor.account_id, verb, actor.on, ASSIGNED.c.person_id)
    return or_(person.in_(own), person.in_(clients))


def may_in_case(
    actor: Actor, verb: Verb, person: Any, case: Any, among: Sequence[UUID] | None = None
) -> ColumnElement[bool]:
    """The policy for rows of cases, as a condition on the columns of their person and their case.

    With `among` only these cases are asked about, however many the account may see.
    """
    own = select(PERSON.c.id).where(_is_own(actor.account_id))
    cases = shared(actor.account_id, verb, actor.on, ASSIGNED.c.case_id)
    if among is not None:
        cases = cases.where(ASSIGNED.c.case_id.in_(among))
    return or_(person.in_(own), case.in_(cases))


def allows(session: Session, actor: Actor, verb: Verb, case_id: UUID) -> bool:
    """Whether a page shows what leads on to an act of this kind in a case."""
    its: Any = Case.__table__.c  # type: ignore[attr-defined] # see above
    asked = select(its.id).where(its.id == case_id)
    allowed = may_in_case(actor, verb, its.person_id, its.id, among=[case_id])
    return session.execute(asked.where(allowed)).first() is not None


def person_for(session: Session, actor: Actor, person_id: UUID, verb: Verb) -> Person:
    """The person, if this account may; otherwise NotFound, as for an id that was never given."""
    statement = select(Person).where(PERSON.c.id == person_id, may(actor, verb, PERSON.c.id))
    return _one(session, actor, session.execute(statement).scalar_one_or_none(), Person, person_id)


def find(
    session: Session,
    actor: Actor,
    model: type[Row],
    row_id: UUID,
    verb: Verb,
    doing: Action | None = None,
) -> Row:
    """A row of any table that carries `person_id`, through the same door; otherwise NotFound.

    What is done with somebody else's is noted: `doing`, or else a change when the session writes and the
    verb changes, or else a look. A look that was refused is noted too. What leaves the program, as a file or
    on a page made for paper, asks "export" (docs/decisions/0016-taking-out.md).
    """
    asked = {"row": row_id, "account": actor.account_id, "on": actor.on}
    found = session.execute(_finding(model, verb), asked).first()
    row, is_own = found or (None, False)
    row = _one(session, actor, row, model, row_id)
    if not is_own:
        done = doing or (Action.EDIT if is_writing(session) and verb not in ONLY_READS else Action.LOOK)
        note_row(session, actor, done, row, _group_of(session, actor, row, verb))
    return row


def note_work(
    session: Session, actor: Actor, action: Action, kind: str, row: Any, object_id: UUID | None = None
) -> None:
    """What somebody else did with her records stands in her log; what she does herself is not noted."""
    if session.get_one(Person, row.person_id).account_id != actor.account_id:
        group_id = _group_of(session, actor, row, "view_content")
        note_act(session, actor, action, kind, row.person_id, object_id or row.id, group_id)


def group_of(session: Session, actor: Actor, row: Any) -> UUID | None:
    """In which group's name the account works with a row; None for a row of her own."""
    return _group_of(session, actor, row, "view_content")


def _group_of(session: Session, actor: Actor, row: Any, verb: Verb) -> UUID | None:
    """In which group's name the account reaches a row of somebody else's."""
    works = shared(actor.account_id, verb, actor.on, ASSIGNED.c.group_id)
    found: UUID | None = session.execute(works.where(ASSIGNED.c.person_id == row.person_id)).scalars().first()
    return found


@cache
def _finding(model: type[Row], verb: Verb) -> Select[Any]:
    # Made once for each table: building a statement costs more than asking it.
    table = cast("type[_Owned]", model)
    is_it = cast("ColumnElement[bool]", table.id == bindparam("row"))
    account = bindparam("account", type_=PERSON.c.account_id.type)
    on = bindparam("on", type_=SCOPE.c.starts_on.type)
    is_own: Any = _is_own(account)
    case = _CASE_OF.get(model)
    is_shared = case().in_(shared(account, verb, on, ASSIGNED.c.case_id)) if case else false()
    return (
        select(model, is_own)
        .join(PERSON, PERSON.c.id == table.person_id)
        .where(is_it, or_(is_own, is_shared))
    )


def _is_own(account: Any) -> ColumnElement[bool]:
    """Whether the person is this account; one in the bin is nobody's."""
    return and_(PERSON.c.account_id == account, ~PERSON.c.in_bin)


_OWN = select(Person).where(_is_own(bindparam("account")), Person.is_self)  # type: ignore[arg-type] # SQLModel columns look like their values to mypy


def own_person(session: Session, actor: Actor) -> Person:
    """The person that this account is."""
    found: Person | None = session.execute(_OWN, {"account": actor.account_id}).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


def hold(session: Session, person_id: UUID) -> None:
    """Makes others who hold her wait; on SQLite there is only one writer anyway."""
    # A "no key" lock: rows that refer to her may still be written.
    held = select(PERSON.c.id).where(PERSON.c.id == person_id).with_for_update(key_share=True)
    session.execute(held)


def _one(session: Session, actor: Actor, row: Any, kind: type[Row], asked: UUID) -> Row:
    if not isinstance(row, kind):
        note_refusal(session, actor, kind, asked)
        raise NotFound
    return row


lies_in_case(Case, lambda: Case.id)
