"""Knows of every table which of its rows are a person's or her account's, and what stays, and why.

Nothing is listed by hand but what stays: a new table that carries `person_id`, or that refers to one that
does, is erased without a word here. A table that fits nowhere fails a test.
"""

from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Table, or_, select
from sqlmodel import SQLModel

PERSON: Final = "person"
ACCOUNT: Final = "account"
KEPT: Final = {
    "account": "goes last, or stays as an empty row where others' records name who wrote them",
    "support_group": "a group's own words",
    "membership": "who works or worked in a group, and what the group calls her",
    "invitation": "which member invited to a group",
    "group_playbook": "a group's own; nothing of a client's, and it goes with the group",
    "group_wording": "a group's own, with nothing that is known of a client; it goes with the group",
    "sign_in_failure": "fingerprints of doors, forgotten by themselves",
    "audit_event": "append-only; what is about her is sealed with the key that is gone",
    "erasure_receipt": "that it was done; no word and no id of hers",
    "erasure_keeping": "a group's own choice",
}


def in_order() -> list[Table]:
    """Every table, those first that others do not refer to."""
    return list(reversed(SQLModel.metadata.sorted_tables))


def rows_of(table: Table, person_id: UUID) -> ColumnElement[bool] | None:
    """Which rows are this person's; None where no row is a person's."""
    return _rows(table, PERSON, person_id) if table.name not in KEPT else None


def rows_of_account(table: Table, account_id: UUID) -> ColumnElement[bool] | None:
    """Which rows go with this account, and with no person; None where none do."""
    return _rows(table, ACCOUNT, account_id) if table.name not in KEPT else None


def is_known(table: Table) -> bool:
    """Whether erasure knows what to do with a table."""
    return table.name in KEPT or any(_ties(table, owner) for owner in (PERSON, ACCOUNT))


def references(owner: str) -> list[Column[Any]]:
    """Every column that refers to this table."""
    return [
        key.parent for table in in_order() for key in table.foreign_keys if key.column.table.name == owner
    ]


def _rows(table: Table, owner: str, owner_id: UUID) -> ColumnElement[bool] | None:
    if table.name == owner:
        return table.c.id == owner_id
    ways = [
        column == owner_id
        if parent is None
        else column.in_(select(key).where(_rows_there(parent, owner, owner_id)))
        for column, parent, key in _ties(table, owner)
    ]
    return or_(*ways) if ways else None


def _rows_there(table: Table, owner: str, owner_id: UUID) -> ColumnElement[bool]:
    found = _rows(table, owner, owner_id)
    assert found is not None
    return found


@cache
def _ties(table: Table, owner: str) -> tuple[tuple[Any, Table | None, Any], ...]:
    """The columns by which a row hangs on its owner: directly, or on another row that does."""
    if owner == PERSON and "person_id" in table.c:
        return ((table.c.person_id, None, None),)
    if table.name == owner:
        return ((table.c.id, None, None),)
    return tuple(
        (key.parent, None if parent.name == owner else parent, key.column)
        for key in sorted(table.foreign_keys, key=lambda one: one.parent.name)
        if (parent := key.column.table) is not table and parent.name not in KEPT.keys() - {owner}
        if _goes_along(key, owner) and (parent.name == owner or _ties(parent, owner))
    )


def _goes_along(key: Any, owner: str) -> bool:
    # Of an account only what the database itself would take with it: others' records name it, too.
    return key.ondelete == "CASCADE" if owner == ACCOUNT else not key.parent.nullable
