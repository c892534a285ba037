"""Makes, renews and ends access grants: one consent, its scopes and their ends in one transaction."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal
from uuid import UUID

from sqlalchemy import func, select, update
from sqlmodel import Session

from app.accounts.session import Actor
from app.kit.clock import civil_day
from app.kit.dates import months_after
from app.kit.errors import Conflict
from app.kit.house import House
from app.people.following import give_cases
from app.people.grant_models import VERBS, AccessGrant, Ended, GrantScope, Method, Verb
from app.people.models import Case
from app.people.wording import Wording
from app.web.locales import SOURCE

USUAL_MONTHS: Final = 6
LONGEST_MONTHS: Final = 24
# Whoever may do the one may do the other: nobody edits what she cannot read.
IMPLIED: Final[dict[Verb, tuple[Verb, ...]]] = {
    "view_content": ("view_status",),
    "edit": ("view_content",),
    "draft_letters": ("view_content",),
    "record_filings": ("view_content",),
    "receive_documents": ("view_content",),
    "export": ("view_content",),
}

SCOPE: Any = GrantScope.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation
GRANT: Any = AccessGrant.__table__  # type: ignore[attr-defined] # see above
CASE: Any = Case.__table__  # type: ignore[attr-defined] # see above


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person agrees to: which group may do what, on which cases, from which day to which."""

    person_id: UUID
    group_id: UUID
    verbs: frozenset[Verb]
    case_ids: tuple[UUID, ...]  # none: everything
    starts_on: date
    expires_on: date  # the last day
    method: Method
    signed_on: date
    wording: Wording
    language: str = SOURCE.code  # in which she read it


@dataclass(frozen=True, slots=True)
class LastWord:
    """The day on which she last said what a group may do: a sheet signed before it counts no more."""

    on: date
    how: Literal["signed_since", "ended_since"]


def usual_end(start: date) -> date:
    """Six months, unless she says otherwise."""
    return months_after(start, USUAL_MONTHS)


def with_implied(verbs: Iterable[Verb]) -> frozenset[Verb]:
    """The verbs and all that they need."""
    found: set[Verb] = set()
    waiting = list(verbs)
    while waiting:
        verb = waiting.pop()
        found.add(verb)
        waiting.extend(IMPLIED.get(verb, ()))
    return frozenset(found)


def make_grant(session: Session, house: House, actor: Actor, consent: Consent) -> AccessGrant:
    """A consent that holds from now on; scopes of the same group that it covers end with it.

    Raises Conflict when it covers nothing, or its days are not in order.
    """
    _refuse_bad(consent)
    now = house.clock.now()
    cases: tuple[UUID | None, ...] = consent.case_ids or (None,)
    verbs = with_implied(consent.verbs)
    earlier = _supersede(session, consent, verbs, now)
    grant = AccessGrant(
        person_id=consent.person_id,
        group_id=consent.group_id,
        method=consent.method,
        wording=consent.wording.version,
        language=consent.language,
        wording_hash=consent.wording.fingerprint_in(consent.language),
        signed_on=consent.signed_on,
        starts_on=consent.starts_on,
        expires_on=consent.expires_on,
        made_by=actor.account_id,
        made_at=now,
        follows_id=earlier,
    )
    session.add(grant)
    session.flush()  # its scopes refer to it
    session.add_all(_scope(grant, verb, case) for case in cases for verb in VERBS if verb in verbs)
    session.flush()
    _open_cases_to(session, consent)
    return grant


def _refuse_bad(consent: Consent) -> None:
    if not consent.verbs:
        raise Conflict("people.errors.grant_without_scope")
    latest = months_after(consent.starts_on, LONGEST_MONTHS)
    if not consent.starts_on <= consent.expires_on <= latest:
        raise Conflict("people.errors.grant_days")


def _scope(grant: AccessGrant, verb: Verb, case_id: UUID | None) -> GrantScope:
    return GrantScope(
        grant_id=grant.id,
        person_id=grant.person_id,
        group_id=grant.group_id,
        verb=verb,
        case_id=case_id,
        starts_on=grant.starts_on,
        expires_on=grant.expires_on,
    )


def _supersede(session: Session, consent: Consent, verbs: frozenset[Verb], now: datetime) -> UUID | None:
    """Ends the open scopes whose place the new consent takes; gives the latest grant that lost one.

    One for everything says all that she allows from now on: what it does not name has ended.
    """
    same = [SCOPE.c.verb.in_(verbs), SCOPE.c.case_id.in_(consent.case_ids)] if consent.case_ids else []
    scopes = _open_scopes(session, consent.person_id, consent.group_id, *same)
    for scope in scopes:
        scope.ended_at, scope.ended_reason = now, Ended.SUPERSEDED
    session.flush()  # the new rows take their places
    _close_empty(session, {scope.grant_id for scope in scopes}, now, Ended.SUPERSEDED)
    return scopes[-1].grant_id if scopes else None


def _open_scopes(session: Session, person_id: UUID, group_id: UUID, *which: Any) -> Sequence[GrantScope]:
    found = (
        select(GrantScope)
        .join(GRANT, GRANT.c.id == SCOPE.c.grant_id)
        .where(SCOPE.c.person_id == person_id, SCOPE.c.group_id == group_id, SCOPE.c.ended_at.is_(None))
        .where(*which)
        .order_by(GRANT.c.made_at)
        .with_for_update()
    )
    return session.execute(found).scalars().all()


def _close_empty(session: Session, grant_ids: Iterable[UUID], now: datetime, reason: Ended) -> None:
    still = select(SCOPE.c.id).where(SCOPE.c.grant_id == GRANT.c.id, SCOPE.c.ended_at.is_(None))
    session.execute(
        update(AccessGrant)
        .where(GRANT.c.id.in_(list(grant_ids)), GRANT.c.ended_at.is_(None), ~still.exists())
        .values(ended_at=now, ended_reason=reason)
    )


def _open_cases_to(session: Session, consent: Consent) -> None:
    """The group works on the cases that no group works on yet."""
    free = [CASE.c.person_id == consent.person_id, CASE.c.group_id.is_(None), CASE.c.closed_on.is_(None)]
    if consent.case_ids:
        free.append(CASE.c.id.in_(consent.case_ids))
    found = session.execute(select(CASE.c.id).where(*free)).scalars().all()
    give_cases(session, found, consent.group_id)


def end_scopes(session: Session, now: datetime, scope_ids: Sequence[UUID], reason: Ended) -> None:
    """Ends single scopes; a scope without which another makes no sense takes the other along."""
    asked = select(GrantScope).where(SCOPE.c.id.in_(scope_ids), SCOPE.c.ended_at.is_(None)).with_for_update()
    grants = set()
    for scope in session.execute(asked).scalars():
        ending = update(GrantScope).where(*_falls_with(scope))
        session.execute(ending.values(ended_at=now, ended_reason=reason))
        grants.add(scope.grant_id)
    _close_empty(session, grants, now, reason)


def end_grant(session: Session, grant: AccessGrant, now: datetime, reason: Ended) -> None:
    """Ends a whole grant; from the next request on nobody in the group sees what it covered."""
    session.execute(
        update(GrantScope)
        .where(SCOPE.c.grant_id == grant.id, SCOPE.c.ended_at.is_(None))
        .values(ended_at=now, ended_reason=reason)
    )
    if grant.ended_at is None:
        grant.ended_at, grant.ended_reason = now, reason


def falling_with(session: Session, scope: GrantScope) -> list[Verb]:
    """The verbs that end when this scope does: its own, and those that need it."""
    still = set(session.execute(select(SCOPE.c.verb).where(*_falls_with(scope))).scalars())
    return [verb for verb in VERBS if verb in still]


def _falls_with(scope: GrantScope) -> tuple[Any, ...]:
    gone = [verb for verb in VERBS if scope.verb in with_implied([verb])]
    same_case = SCOPE.c.case_id == scope.case_id if scope.case_id else SCOPE.c.case_id.is_(None)
    same_grant = SCOPE.c.grant_id == scope.grant_id
    return same_grant, same_case, SCOPE.c.verb.in_(gone), SCOPE.c.ended_at.is_(None)


def allowed_now(session: Session, person_id: UUID, group_id: UUID, today: date) -> list[Verb]:
    """What she lets the group do today, on any of her cases."""
    found = select(SCOPE.c.verb).where(
        *(SCOPE.c.person_id == person_id, SCOPE.c.group_id == group_id, SCOPE.c.ended_at.is_(None)),
        *(SCOPE.c.starts_on <= today, SCOPE.c.expires_on >= today),
    )
    still = set(session.execute(found).scalars())
    return [verb for verb in VERBS if verb in still]


def end_all_to(session: Session, group_id: UUID, now: datetime, reason: Ended) -> None:
    """Ends every grant to a group."""
    for table, columns in ((GrantScope, SCOPE.c), (AccessGrant, GRANT.c)):
        is_open = columns.group_id == group_id, columns.ended_at.is_(None)
        session.execute(update(table).where(*is_open).values(ended_at=now, ended_reason=reason))


def has_access(session: Session, person_id: UUID, group_id: UUID, today: date) -> bool:
    """Whether any scope of this person's lets the group look at anything today."""
    found = select(SCOPE.c.id).where(
        SCOPE.c.person_id == person_id,
        SCOPE.c.group_id == group_id,
        SCOPE.c.ended_at.is_(None),
        SCOPE.c.expires_on >= today,
    )
    return session.execute(found.limit(1)).first() is not None


def last_word(session: Session, person_id: UUID, group_id: UUID) -> LastWord | None:
    """When she last signed something for the group, or last ended something of it; None before the first."""
    to_it = SCOPE.c.person_id == person_id, SCOPE.c.group_id == group_id
    signed = select(func.max(GRANT.c.signed_on)).where(
        GRANT.c.person_id == person_id, GRANT.c.group_id == group_id
    )
    by_her = select(SCOPE.c.ended_at).where(*to_it, SCOPE.c.ended_reason == Ended.REVOKED)
    signed_on = session.execute(signed).scalar()
    ended = max(session.execute(by_her).scalars(), default=None)
    if ended is not None and signed_on is not None and civil_day(ended) >= signed_on:
        return LastWord(civil_day(ended), "ended_since")
    return LastWord(signed_on, "signed_since") if signed_on is not None else None


def covered_by(session: Session, person_id: UUID, group_id: UUID) -> Callable[[UUID], bool]:
    """Tells of each of her cases whether a scope that she has not ended lets the group work on it."""
    still = SCOPE.c.person_id == person_id, SCOPE.c.group_id == group_id, SCOPE.c.ended_at.is_(None)
    cases = set(session.execute(select(SCOPE.c.case_id).where(*still)).scalars())
    return lambda case_id: None in cases or case_id in cases


def grants_of(session: Session, person_id: UUID) -> Sequence[AccessGrant]:
    """Every consent that a person ever gave, the latest first."""
    found = select(AccessGrant).where(GRANT.c.person_id == person_id).order_by(GRANT.c.made_at.desc())
    return session.execute(found).scalars().all()


def scopes_of(session: Session, grant_ids: Iterable[UUID]) -> dict[UUID, list[GrantScope]]:
    """What each of these grants covers or covered."""
    found: dict[UUID, list[GrantScope]] = {}
    asked = select(GrantScope).where(SCOPE.c.grant_id.in_(list(grant_ids)))
    for scope in session.execute(asked).scalars():
        found.setdefault(scope.grant_id, []).append(scope)
    return found
