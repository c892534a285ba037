"""Who works on a case: one lead at every moment, and how the lead goes from one member to another."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlmodel import Session

from app.groups.access import CASE_ROLES
from app.groups.models import Membership, Role
from app.groups.service import hold_group, open_membership
from app.kit.errors import Conflict, NotFound
from app.kit.house import House
from app.people import claims, conflicts, telling
from app.people.handover_notes import place_of
from app.people.models import Case
from app.people.team_models import CaseAssignment, Handover, Left, Part

ASSIGNED: Any = CaseAssignment.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation
HANDOVER: Any = Handover.__table__  # type: ignore[attr-defined] # see above
CASE: Any = Case.__table__  # type: ignore[attr-defined] # see above


def team_of(session: Session, case_id: UUID) -> Sequence[CaseAssignment]:
    """Who works on a case now, the lead first."""
    found = select(CaseAssignment).where(ASSIGNED.c.case_id == case_id, ASSIGNED.c.ended_at.is_(None))
    rows = session.execute(found.order_by(ASSIGNED.c.began_at)).scalars().all()
    return sorted(rows, key=lambda row: row.part != Part.LEAD)


def lead_of(session: Session, case_id: UUID) -> CaseAssignment | None:
    """The member who leads a case; None only before its first one."""
    return next((row for row in team_of(session, case_id) if row.part == Part.LEAD), None)


def led_by(session: Session, member: Membership) -> Sequence[Case]:
    """The cases that a member leads in her group."""
    found = (
        select(Case)
        .join(ASSIGNED, ASSIGNED.c.case_id == CASE.c.id)
        .where(*_open_of(member), ASSIGNED.c.part == Part.LEAD)
        .order_by(CASE.c.created_at)
    )
    return session.execute(found).scalars().all()


def worked_on(session: Session, member: Membership) -> Sequence[Case]:
    """The cases on which a member works in her group, whatever her part."""
    found = select(Case).join(ASSIGNED, ASSIGNED.c.case_id == CASE.c.id).where(*_open_of(member))
    return session.execute(found.order_by(CASE.c.created_at)).scalars().all()


def assign(
    session: Session,
    house: House,
    case: Case,
    member: Membership,
    part: Part,
    reason: Left = Left.REASSIGNED,
) -> CaseAssignment:
    """Puts a member on a case of her group; a new lead takes the place of the old one, and she is told.

    Raises NotFound for a case of another group or of nobody's, Conflict for a member who works on no cases
    and before the conflict check is done. The lead of somebody who leaves goes on even then, as it stands:
    work that waits for a coordinator's decision waits under the new lead, too.
    """
    hold_group(session, member.group_id)
    if hold_case(session, case.id) != member.group_id:  # as it is now: she may have ended it while we waited
        raise NotFound
    session.refresh(member)  # she may have left while we waited
    if member.role not in CASE_ROLES or member.ended_at is not None:
        raise Conflict("people.errors.no_case_role")
    is_checked = conflicts.is_checked(session, case.person_id, member.group_id)
    if not is_checked and reason != Left.MEMBERSHIP_ENDED:
        raise Conflict("people.errors.unchecked")
    now, before = house.clock.now(), lead_of(session, case.id)
    leaving = [ASSIGNED.c.account_id == member.account_id]
    if part == Part.LEAD:
        leaving = [(ASSIGNED.c.account_id == member.account_id) | (ASSIGNED.c.part == Part.LEAD)]
    elif before is not None and before.account_id == member.account_id:
        raise Conflict("people.errors.lead_first")
    _end(session, house, reason, ASSIGNED.c.case_id == case.id, *leaving)
    _withdraw_offers(session, house, case.id)
    row = CaseAssignment(
        case_id=case.id,
        person_id=case.person_id,
        group_id=member.group_id,
        account_id=member.account_id,
        part=part,
        began_at=now,
        suspended_at=None if is_checked else now,
    )
    session.add(row)
    session.flush()
    if part == Part.LEAD and before is not None:
        _lose_codes_of(session, house, member.group_id, before.account_id)
        if before.account_id != member.account_id:
            _tell(session, house, case, before, member.account_id, reason)
    return row


def lose_codes(session: Session, house: House, member: Membership, role: Role | None) -> None:
    """Codes that she printed stop working for whom she leads no more; `role` is None once she leaves."""
    if role == Role.COORDINATOR:  # she may print one for everybody
        return
    led = {case.person_id for case in led_by(session, member)} if role in CASE_ROLES else set()
    claims.withdraw(session, house, member.group_id, member.account_id, led)


def _lose_codes_of(session: Session, house: House, group_id: UUID, account_id: UUID) -> None:
    former = open_membership(session, group_id, account_id)
    if former is not None:
        lose_codes(session, house, former, Role(former.role))


def remove(session: Session, house: House, case: Case, account_id: UUID) -> None:
    """Takes a helper or reader off a case; raises Conflict for its lead, who hands over first."""
    hold_case(session, case.id)
    if _is_lead(session, case.id, account_id):
        raise Conflict("people.errors.lead_first")
    mine = ASSIGNED.c.case_id == case.id, ASSIGNED.c.account_id == account_id
    _end(session, house, Left.REASSIGNED, *mine)


def offer(session: Session, house: House, case: Case, by: Membership, to: Membership, note: str) -> Handover:
    """The lead offers a case to another member; nothing changes until she accepts.

    Raises Conflict when `by` does not lead it, `to` cannot, or another offer is open.
    """
    hold_group(session, by.group_id)
    hold_case(session, case.id)
    session.refresh(to)
    if not _is_lead(session, case.id, by.account_id):
        raise Conflict("people.errors.not_the_lead")
    is_other = to.group_id == by.group_id and to.account_id != by.account_id and to.ended_at is None
    if not is_other or to.role not in CASE_ROLES:
        raise Conflict("people.errors.no_case_role")
    if open_offer(session, case.id) is not None:
        raise Conflict("people.errors.offer_open")
    handover_id = uuid4()
    place = place_of(handover_id, case.person_id)
    row = Handover(
        id=handover_id,
        case_id=case.id,
        person_id=case.person_id,
        group_id=by.group_id,
        from_account=by.account_id,
        to_account=to.account_id,
        note_sealed=house.vault.seal(place, note),
        offered_at=house.clock.now(),
    )
    session.add(row)
    session.flush()
    return row


def open_offer(session: Session, case_id: UUID) -> Handover | None:
    """The offer that waits for an answer."""
    found = select(Handover).where(HANDOVER.c.case_id == case_id, HANDOVER.c.settled_at.is_(None))
    return session.execute(found).scalar_one_or_none()


def offers_to(session: Session, account_id: UUID) -> Sequence[Handover]:
    """The offers that wait for this account's answer."""
    found = select(Handover).where(HANDOVER.c.to_account == account_id, HANDOVER.c.settled_at.is_(None))
    return session.execute(found.order_by(HANDOVER.c.offered_at)).scalars().all()


def offer_for(session: Session, handover_id: UUID, account_id: UUID) -> Handover:
    """An open offer to this account, or by it, with its group held; raises NotFound."""
    found = session.get(Handover, handover_id)
    if found is None or account_id not in (found.from_account, found.to_account):
        raise NotFound
    hold_group(session, found.group_id)
    session.refresh(found)
    if found.settled_at is not None:
        raise NotFound
    return found


def accept(session: Session, house: House, handover: Handover, account_id: UUID) -> None:
    """The lead changes hands in this one act; the old lead sees nothing from the next request on.

    Raises NotFound when the offer was not made to this account, or no longer stands.
    """
    hold_group(session, handover.group_id)
    hold_case(session, handover.case_id)
    case = session.get_one(Case, handover.case_id, populate_existing=True)
    member = open_membership(session, handover.group_id, account_id)
    if (
        handover.to_account != account_id
        or handover.settled_at is not None
        or member is None
        or case.group_id != handover.group_id
        or not _is_lead(session, case.id, handover.from_account)
    ):
        raise NotFound
    settle(house, handover, "accepted")
    session.flush()  # settled before `assign` withdraws what is open
    assign(session, house, case, member, Part.LEAD, Left.HANDED_OVER)


def settle(house: House, handover: Handover, how: str) -> None:
    handover.settled_at, handover.settled = house.clock.now(), how


def end_all_of(session: Session, house: House, member: Membership) -> None:
    """Ends what a member still does on cases; raises Conflict while she leads one."""
    if led_by(session, member):
        raise Conflict("people.errors.leads_cases")
    _end(session, house, Left.MEMBERSHIP_ENDED, *_open_of(member))
    session.execute(
        update(Handover)
        .where(HANDOVER.c.group_id == member.group_id, HANDOVER.c.to_account == member.account_id)
        .where(HANDOVER.c.settled_at.is_(None))
        .values(settled_at=house.clock.now(), settled="declined")
    )


def close_team(session: Session, house: House, case_id: UUID) -> None:
    """Ends everybody's work on a case that its person no longer opens to the group."""
    _withdraw_offers(session, house, case_id)
    _end(session, house, Left.ACCESS_ENDED, ASSIGNED.c.case_id == case_id)


def close_teams(session: Session, house: House, group_id: UUID) -> None:
    """The same for every case of a group that ends."""
    waiting = HANDOVER.c.group_id == group_id, HANDOVER.c.settled_at.is_(None)
    session.execute(
        update(Handover).where(*waiting).values(settled_at=house.clock.now(), settled="withdrawn")
    )
    _end(session, house, Left.ACCESS_ENDED, ASSIGNED.c.group_id == group_id)


def hold_case(session: Session, case_id: UUID) -> UUID | None:
    """Two who change the same team do it one after the other; gives the group that works on the case now."""
    found = select(CASE.c.group_id).where(CASE.c.id == case_id).with_for_update()
    group_id: UUID | None = session.execute(found).scalar_one_or_none()
    return group_id


def _open_of(member: Membership) -> tuple[Any, ...]:
    return (
        ASSIGNED.c.group_id == member.group_id,
        ASSIGNED.c.account_id == member.account_id,
        ASSIGNED.c.ended_at.is_(None),
    )


def _tell(session: Session, house: House, case: Case, before: CaseAssignment, to: UUID, reason: Left) -> None:
    if reason == Left.HANDED_OVER:  # the offer that was accepted tells it
        telling.tell_in_person(session, house, case, to)
    else:
        telling.lead_changed(session, house, case, before, to)


def _is_lead(session: Session, case_id: UUID, account_id: UUID) -> bool:
    lead = lead_of(session, case_id)
    return lead is not None and lead.account_id == account_id


def _end(session: Session, house: House, reason: Left, *which: Any) -> None:
    session.execute(
        update(CaseAssignment)
        .where(*which, ASSIGNED.c.ended_at.is_(None))
        .values(ended_at=house.clock.now(), ended_reason=reason)
    )


def _withdraw_offers(session: Session, house: House, case_id: UUID) -> None:
    session.execute(
        update(Handover)
        .where(HANDOVER.c.case_id == case_id, HANDOVER.c.settled_at.is_(None))
        .values(settled_at=house.clock.now(), settled="withdrawn")
    )
