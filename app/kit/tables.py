"""Rules that several tables share, in the words of the database."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, text


def one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    """The column holds one of these words."""
    words = ", ".join(f"'{each.value}'" for each in values)
    return CheckConstraint(f"{column} IN ({words})", name=f"{column}_known")


def once_while(condition: str, name: str, *columns: str) -> Index:
    """At most one row with these values may be in this state; ended rows stay as they are."""
    return Index(name, *columns, unique=True, sqlite_where=text(condition), postgresql_where=text(condition))
