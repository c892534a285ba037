"""What makes a case stand out on the board, as conditions on the case: one for each filter."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select
from sqlalchemy.sql import FromClause

from app import law
from app.boards.asking import Show
from app.casework.shown import TASK
from app.filings.queries import DEADLINE, EVENT, FILING
from app.filings.today import INACTION
from app.mandates.forms import PROCEDURES
from app.mandates.shown import MANDATE
from app.people import renewals
from app.people.access import ASSIGNED, SCOPE
from app.people.reach import CASE, GROUP, ON, STATUS, is_open
from app.people.team_models import Part as TeamPart
from app.sending.models import Certificate, Sending

WEEK: Final = 7  # days
AGEING: Final = 7  # days in which a certificate, or a power of attorney, becomes too old for a request

CERTIFICATE: Any = Certificate.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation
SENDING: Any = Sending.__table__  # type: ignore[attr-defined] # see above

SOON: Any = bindparam("soon", type_=DEADLINE.c.due.type)
UNTIL: Any = bindparam("until", type_=SCOPE.c.expires_on.type)
OLDEST: Any = bindparam("oldest", type_=CERTIFICATE.c.made_on.type)


def days(on: date) -> dict[str, object]:
    """The days that the conditions below compare with."""
    # Where no rule names an age, no certificate is too old.
    oldest = law.oldest_certificate(on + timedelta(days=AGEING)) or date.min
    return {
        "soon": on + timedelta(days=WEEK),
        "until": on + timedelta(days=renewals.FIRST),
        "oldest": oldest,
    }


def is_hers(row: FromClause) -> ColumnElement[bool]:
    """A last day of the client's that she can still meet."""
    return and_(
        row.c.bound == law.Bound.REQUESTER.value,
        row.c.kind == law.Kind.LATEST.value,
        row.c.ended_on.is_(None),
        row.c.due >= ON,
    )


def is_theirs(row: FromClause) -> ColumnElement[bool]:
    """A last day of an agency's, also one that has passed; while an amendment is open there is none."""
    return and_(
        row.c.bound == law.Bound.AGENCY.value,
        row.c.kind == law.Kind.LATEST.value,
        row.c.ended_on.is_(None),
        row.c.due.is_not(None),
        row.c.paused_from.is_(None),
    )


# What few cases are is asked once and then looked up, not asked of each of many cases.
def _with_day(which: Callable[[FromClause], ColumnElement[bool]], *more: Any) -> ColumnElement[bool]:
    found = select(DEADLINE.c.case_id).where(DEADLINE.c.group_id == GROUP, which(DEADLINE), *more)
    return cast("ColumnElement[bool]", CASE.c.id.in_(found))


def _is_soon() -> ColumnElement[bool]:
    hers = _with_day(is_hers, DEADLINE.c.due <= SOON)
    return or_(hers, _with_day(is_theirs, DEADLINE.c.due >= ON, DEADLINE.c.due <= SOON))


def _is_overdue() -> ColumnElement[bool]:
    # Nobody is late while an amendment is still the client's to make (filings/today.py).
    opens = DEADLINE.alias("opens")
    is_early = exists().where(
        opens.c.filing_id == DEADLINE.c.filing_id,
        opens.c.clock == INACTION,
        opens.c.ended_on.is_(None),
        opens.c.nominal > ON,
    )
    return _with_day(is_theirs, DEADLINE.c.due < ON, ~is_early)


def _is_unassigned() -> ColumnElement[bool]:
    return ~exists().where(
        ASSIGNED.c.case_id == CASE.c.id,
        ASSIGNED.c.group_id == GROUP,
        ASSIGNED.c.part == TeamPart.LEAD.value,
        ASSIGNED.c.ended_at.is_(None),
    )


def _is_waiting() -> ColumnElement[bool]:
    its = CASE.alias("its")
    tasks = select(its.c.id).where(
        its.c.group_id == GROUP, TASK.c.case_id == its.c.id, TASK.c.is_hers, TASK.c.done_at.is_(None)
    )
    return or_(_with_day(_is_paused), CASE.c.id.in_(tasks))


def _is_paused(row: FromClause) -> ColumnElement[bool]:
    return and_(
        row.c.bound == law.Bound.AGENCY.value,
        row.c.kind == law.Kind.LATEST.value,
        row.c.ended_on.is_(None),
        row.c.paused_from.is_not(None),
    )


def _is_ending() -> ColumnElement[bool]:
    lasts = exists().where(
        SCOPE.c.person_id == CASE.c.person_id,
        SCOPE.c.group_id == GROUP,
        SCOPE.c.verb == STATUS,
        SCOPE.c.ended_at.is_(None),
        SCOPE.c.expires_on > UNTIL,
        or_(SCOPE.c.case_id.is_(None), SCOPE.c.case_id == CASE.c.id),
    )
    return ~lasts


def is_ageing() -> ColumnElement[bool]:
    """A certificate of a filing that was not sent yet, too old for a request in a week."""
    return and_(CERTIFICATE.c.filing_id == FILING.c.id, CERTIFICATE.c.made_on < OLDEST, ~_has_left())


def _has_left() -> ColumnElement[bool]:
    taken_back = EVENT.alias("taken_back")
    return exists().where(
        EVENT.c.filing_id == FILING.c.id,
        EVENT.c.kind.in_(("sent", "received")),
        ~exists().where(taken_back.c.retracts_id == EVENT.c.id),
    )


def is_running_out() -> ColumnElement[bool]:
    """A power of attorney for a filing that was not sent yet, ended or with a week left; no newer one serves.

    Order for Enforcement, Article 22 (3). Where nobody said yet who files, it may be the agent.
    """
    newer, files = MANDATE.alias("newer"), _who_files
    serves = exists().where(
        _is_for(newer), newer.c.ended_on.is_(None), newer.c.made_on > OLDEST, files(newer.c.kind)
    )
    is_over = or_(MANDATE.c.ended_on.is_not(None), MANDATE.c.made_on <= OLDEST)
    return and_(_is_for(MANDATE), is_over, files(MANDATE.c.kind), ~_has_left(), ~serves)


def _who_files(kind: Any) -> ColumnElement[bool]:
    another = SENDING.alias("another")
    said = exists().where(
        another.c.filing_id == FILING.c.id, another.c.agent.is_not(None), another.c.agent != kind
    )
    return ~said.correlate_except(another)  # two questions deep, the filing would be asked for anew


def _is_for(mandate: FromClause) -> ColumnElement[bool]:
    """That a power of attorney is for a filing, as `PowerOfAttorney.covers` says it of one."""
    named = (
        and_(FILING.c.procedure == each, or_(mandate.c.procedures == "", mandate.c.procedures.contains(each)))
        for each in PROCEDURES
    )
    return and_(
        mandate.c.person_id == FILING.c.person_id,
        or_(mandate.c.case_id.is_(None), mandate.c.case_id == FILING.c.case_id),
        or_(*named),
    )


def _has_ageing() -> ColumnElement[bool]:
    its = CASE.alias("its")
    found = select(its.c.id).where(its.c.group_id == GROUP, FILING.c.case_id == its.c.id, is_ageing())
    return cast("ColumnElement[bool]", CASE.c.id.in_(found))


def _has_running_out() -> ColumnElement[bool]:
    its = CASE.alias("its")
    found = select(its.c.id).where(its.c.group_id == GROUP, FILING.c.case_id == its.c.id, is_running_out())
    return cast("ColumnElement[bool]", CASE.c.id.in_(found))


_FILTERS: Final[dict[Show, Callable[[], ColumnElement[bool]]]] = {
    Show.WEEK: _is_soon,
    Show.OVERDUE: _is_overdue,
    Show.UNASSIGNED: _is_unassigned,
    Show.WAITING: _is_waiting,
    Show.ENDING: _is_ending,
    Show.CERTIFICATES: _has_ageing,
    Show.MANDATES: _has_running_out,
}


def conditions(show: Show) -> list[ColumnElement[bool]]:
    """What a case must be to be shown: nothing of its state counts unless its person opened it."""
    if show == Show.ALL:
        return []
    if show == Show.NO_ACCESS:
        return [~is_open()]
    return [_FILTERS[show](), is_open()]
