"""What is known of the cases of one page, each kind of fact asked for once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, func, literal, null, select, union_all
from sqlmodel import Session

from app.accounts.session import Actor
from app.boards import states
from app.casework.shown import TASK
from app.filings.queries import DEADLINE, FILING, OpenDeadline
from app.groups.access import MEMBER
from app.groups.models import Membership
from app.groups.service import name_of
from app.kit.crypto import Cipher, Place
from app.kit.house import House
from app.mandates.shown import MANDATE
from app.people import profiles
from app.people.access import ASSIGNED, SCOPE, may_in_case
from app.people.models import Profile
from app.people.reach import CASE, Reach, covers
from app.people.team_models import Part as TeamPart

PROFILE: Any = Profile.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation
_CASES = bindparam("cases", expanding=True, type_=CASE.c.id.type)


class Words(NamedTuple):
    """Who it is and what it is about, for those alone who may read the case."""

    name: str
    title: str
    cipher: Cipher  # with which they were opened: the look at them is noted with it


@dataclass(slots=True)
class Marks:
    """Facts of one case that are no dates of a filing."""

    open_until: date | None = None  # the last day on which the group sees its state
    waits_for_client: bool = False
    certificate: date | None = None  # the day on which the oldest ageing one was made
    mandate: date | None = None  # the same of an agent's paper that has ended or grows too old


@dataclass(frozen=True, slots=True)
class Known:
    """Everything about some cases, by case."""

    days: dict[UUID, list[OpenDeadline]] = field(default_factory=dict)
    marks: dict[UUID, Marks] = field(default_factory=dict)
    leads: dict[UUID, str] = field(default_factory=dict)
    words: dict[UUID, Words] = field(default_factory=dict)


def of_cases(session: Session, house: House, actor: Actor, reach: Reach, cases: Sequence[UUID]) -> Known:
    """Five questions, however many cases."""
    return Known(
        days_of(session, cases),
        marks_of(session, reach, cases),
        leads_of(session, house, reach, cases),
        words_of(session, house, actor, cases),
    )


_DAYS = (
    select(
        DEADLINE.c.filing_id,
        DEADLINE.c.case_id,
        FILING.c.procedure,
        DEADLINE.c.clock,
        DEADLINE.c.bound,
        DEADLINE.c.kind,
        DEADLINE.c.nominal,
        DEADLINE.c.due,
        DEADLINE.c.paused_from,
        FILING.c.agency_id,
        null(),
        null(),
    )
    .join(FILING, FILING.c.id == DEADLINE.c.filing_id)
    .where(DEADLINE.c.case_id.in_(_CASES), DEADLINE.c.ended_on.is_(None))
    .order_by(DEADLINE.c.due)
)


def days_of(session: Session, cases: Sequence[UUID]) -> dict[UUID, list[OpenDeadline]]:
    """The open dates of each case; the agencies' names are not asked for."""
    found: dict[UUID, list[OpenDeadline]] = {}
    for row in session.execute(_DAYS, {"cases": cases}):
        day = OpenDeadline(*row)
        found.setdefault(day.case_id, []).append(day)
    return found


_OPEN_UNTIL = (
    select(CASE.c.id, literal("open_until").label("what"), func.max(SCOPE.c.expires_on).label("day"))
    .join(SCOPE, covers(CASE.c.person_id, CASE.c.id))
    .where(CASE.c.id.in_(_CASES))
    .group_by(CASE.c.id)
)
_WAITING = (
    select(TASK.c.case_id, literal("waiting"), func.max(TASK.c.due_on))
    .where(TASK.c.case_id.in_(_CASES), TASK.c.is_hers, TASK.c.done_at.is_(None))
    .group_by(TASK.c.case_id)
)
_CERTIFIED = (
    select(FILING.c.case_id, literal("certificate"), func.min(states.CERTIFICATE.c.made_on))
    .where(FILING.c.case_id.in_(_CASES), states.is_ageing())
    .group_by(FILING.c.case_id)
)
_MANDATED = (
    select(FILING.c.case_id, literal("mandate"), func.min(MANDATE.c.made_on))
    .where(FILING.c.case_id.in_(_CASES), states.is_running_out())
    .group_by(FILING.c.case_id)
)
_MARKS = union_all(_OPEN_UNTIL, _WAITING, _CERTIFIED, _MANDATED)


def marks_of(session: Session, reach: Reach, cases: Sequence[UUID]) -> dict[UUID, Marks]:
    """Until when the state is open, whether the client has to do something, which papers grow old."""
    found = {case_id: Marks() for case_id in cases}
    given = reach.asked | states.days(reach.on) | {"cases": cases}
    for case_id, what, day in session.execute(_MARKS, given):
        mark = found[case_id]
        if what == "waiting":
            mark.waits_for_client = True
        elif what == "certificate":
            mark.certificate = day
        elif what == "mandate":
            mark.mandate = day
        else:
            mark.open_until = day
    return found


_LEADS = (
    select(ASSIGNED.c.case_id, Membership)
    .join(Membership, MEMBER.c.account_id == ASSIGNED.c.account_id)
    .where(
        ASSIGNED.c.case_id.in_(_CASES),
        ASSIGNED.c.part == TeamPart.LEAD.value,
        ASSIGNED.c.ended_at.is_(None),
        MEMBER.c.group_id == bindparam("group"),
        MEMBER.c.ended_at.is_(None),
    )
)


def leads_of(session: Session, house: House, reach: Reach, cases: Sequence[UUID]) -> dict[UUID, str]:
    """What the lead of each case is called in the group."""
    rows = session.execute(_LEADS, {"cases": cases, "group": reach.group_id}).all()
    names = {member.id: name_of(house, member) for member in {row[1].id: row[1] for row in rows}.values()}
    return {case_id: names[member.id] for case_id, member in rows}


def words_of(session: Session, house: House, actor: Actor, cases: Sequence[UUID]) -> dict[UUID, Words]:
    """Names and titles of those cases that this account may read: the door in its query form."""
    asked = (
        select(CASE.c.id, CASE.c.person_id, CASE.c.title_sealed, PROFILE.c.words_sealed)
        .join(PROFILE, PROFILE.c.person_id == CASE.c.person_id, isouter=True)
        .where(
            CASE.c.id.in_(cases),
            may_in_case(actor, "view_content", CASE.c.person_id, CASE.c.id, among=cases),
        )
    )
    rows = session.execute(asked).all()
    ciphers = house.vault.persons({row.person_id for row in rows})
    words = {}
    for case_id, person_id, title, about in rows:
        cipher = ciphers.get(person_id)
        if cipher is not None:  # Her key was destroyed: nothing of hers is left to be read.
            name = profiles.opened(cipher, person_id, about).name if about else ""
            called = cipher.open(Place("case", "title_sealed", case_id, person_id), title)
            words[case_id] = Words(name, called, cipher)
    return words
