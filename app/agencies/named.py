"""Which entries of a person's are reached from her cases: those that a record there names."""

from typing import Any

from sqlalchemy import ColumnElement, or_, select

from app.accounts.session import Actor
from app.people import access

_NAMING: list[tuple[Any, Any]] = []


def names_agency(agency: Any, case: Any) -> None:
    """Opens an entry to whoever reads the case of a record that names it; both are columns of its table."""
    _NAMING.append((agency, case))


def reaches(actor: Actor, agency: Any, person: Any) -> ColumnElement[bool]:
    """Whether an account reaches an entry: by its person, or by a case; a condition on two columns."""
    cases = access.shared(actor.account_id, "view_content", actor.on, access.ASSIGNED.c.case_id)
    by_case = (agency.in_(select(named).where(case.in_(cases))) for named, case in _NAMING)
    return or_(access.may(actor, "view_content", person), *by_case)
