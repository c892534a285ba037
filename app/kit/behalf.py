"""Says to the database on whose behalf a transaction asks, so that it shows nobody else's rows.

This is the second wall behind the door (people/access.py): on PostgreSQL every table of persons has a policy
that reads what was said here (docs/decisions/0015-row-level-security.md). Where nothing was said, no such
row is there. SQLite has no policies: there nothing is said, and nothing is asked.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, TypeVar
from uuid import UUID

from sqlalchemy import Connection, String, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import SessionTransaction
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import Session

P = ParamSpec("P")
T = TypeVar("T")
ASKS: Final = "asks"
LIFTED: Final = "lifted"


@dataclass(frozen=True, slots=True)
class Behalf:
    """For whom: an account on a civil day, everybody, or nobody."""

    account: UUID | None = None
    on: date | None = None
    everybody: bool = False


NOBODY: Final = Behalf()
# For what no single account asks: the worker, commands, and acts on what nobody can see yet.
EVERYBODY: Final = Behalf(everybody=True)


@dataclass(slots=True)
class Asking:
    """What the sessions of one request have in common: who asks; nobody, until it is known."""

    behalf: Behalf = NOBODY


class Said(FunctionElement[str]):
    """`Said(account, day)`: a column of the statement that finds out who asks, which says it by the way."""

    name = "said"
    type = String()
    inherit_cache = True


@compiles(Said)
def _nothing(_element: Said, _compiler: Any, **_more: object) -> str:
    return "NULL"


@compiles(Said, "postgresql")
def _set(element: Said, compiler: Any, **more: object) -> str:
    account, on = (compiler.process(clause, **more) for clause in element.clauses)
    return (
        f"set_config('misete.account', CAST({account} AS TEXT), true) "
        f"|| set_config('misete.today', CAST({on} AS TEXT), true)"
    )


_SAY = text(
    "SELECT set_config('misete.account', :account, true), set_config('misete.today', :today, true), "
    "set_config('misete.everybody', :everybody, true)"
)


def say_at_begin(session: Session, _transaction: SessionTransaction, connection: Connection) -> None:
    """At the begin of a session's transaction; nothing is said for nobody."""
    behalf = session.info[ASKS].behalf
    if behalf != NOBODY:
        say(connection, behalf)


def was_said(session: Session, behalf: Behalf) -> None:
    """Remembers what a statement said by itself; the request's other session says it when it begins."""
    session.info[ASKS].behalf = behalf


def speak(session: Session, behalf: Behalf) -> None:
    """From here on the session asks for somebody else."""
    session.info[ASKS].behalf = behalf
    if session.in_transaction():
        say(session.connection(), behalf)


@contextmanager
def for_everybody(session: Session) -> Iterator[None]:
    """Lifts the wall for an act that the door let through, on rows that nobody can see before it or after it.

    What fails within is undone at once. A session that the house did not open is left as it is, and so is one
    that is lifted already.
    """
    if ASKS not in session.info or LIFTED in session.info:
        yield
        return
    session.info[LIFTED] = True
    say(session.connection(), EVERYBODY)
    try:
        yield
        session.flush()
    except BaseException:
        session.rollback()
        raise
    finally:
        del session.info[LIFTED]
    say(session.connection(), session.info[ASKS].behalf)


def lifted(act: Callable[Concatenate[Session, P], T]) -> Callable[Concatenate[Session, P], T]:
    """The same for a whole verb, whose first argument is the session."""

    @wraps(act)
    def on_everybodys(session: Session, /, *rest: P.args, **more: P.kwargs) -> T:
        with for_everybody(session):
            return act(session, *rest, **more)

    return on_everybodys


def say(connection: Connection, behalf: Behalf) -> None:
    """Says it to the database, until the end of the connection's transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(
            _SAY,
            {
                "account": str(behalf.account or ""),
                "today": str(behalf.on or ""),
                "everybody": "on" if behalf.everybody else "",
            },
        )
