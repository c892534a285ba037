"""Puts a person's records into the bin and takes them back: for thirty days all is there, unseen."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlmodel import Session

from app.accounts.models import Account
from app.accounts.session import Actor
from app.audit.entry import Action, Entry, note
from app.exchange import matters, receipts
from app.exchange.models import Cause, Erasure
from app.groups.access import is_member_anywhere
from app.groups.service import hold_group
from app.kit.errors import Conflict
from app.kit.house import House
from app.people import access, clients, conflicts, grants
from app.people.claims import CLAIM
from app.people.clients import CLIENT
from app.people.grant_models import Ended
from app.people.models import Claim, Client, Person
from app.people.profiles import about

IN_BIN: Final = timedelta(days=30)
ACCOUNT: Any = Account.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation
ERASURE: Any = Erasure.__table__  # type: ignore[attr-defined] # see above


def erased_on(binned_on: date) -> date:
    """The day on which what went into the bin is erased; until the day before it can be taken back."""
    return binned_on + IN_BIN


def is_due(session: Session, plan: Erasure, today: date) -> bool:
    """Whether the thirty days are over and nothing is waited for."""
    if plan.binned_on is None or today < erased_on(plan.binned_on):
        return False
    return not matters.waits(session, plan, today)


def plan_of(session: Session, person_id: UUID) -> Erasure | None:
    """What is planned for a person's records, held so that nobody else changes it meanwhile."""
    found = select(Erasure).where(ERASURE.c.person_id == person_id).with_for_update()
    return session.execute(found.execution_options(populate_existing=True)).scalar_one_or_none()


def ask(session: Session, house: House, actor: Actor) -> None:
    """She asks for the erasure of everything that is hers, and of her account.

    Raises Conflict while she works in a group: her cases there are handed on first.
    """
    person = access.own_person(session, actor)
    if is_member_anywhere(session, actor.account_id):
        raise Conflict("erasure.errors.leave_first")
    put(session, house, person.id, Cause.OWN, actor)


def put(
    session: Session,
    house: House,
    person_id: UUID,
    cause: Cause,
    actor: Actor | None,
    group_id: UUID | None = None,
) -> None:
    """Into the bin: grants and teams end, codes and addresses stop working, and a receipt is opened.

    Raises Conflict when they lie there already, while a coordinator's hold says that they are needed, and
    for what is her own by now: of that she decides alone.
    """
    _end_help(session, house, person_id, Ended.REVOKED if cause == Cause.OWN else Ended.GIVEN_BACK)
    if cause == Cause.OWN:
        access.hold(session, person_id)
    else:
        matters.hold_without_account(session, person_id)
    plan = plan_of(session, person_id) or Erasure(person_id=person_id, group_id=group_id, cause=cause)
    if plan.binned_on is not None:
        raise Conflict("erasure.errors.in_bin")
    if cause != Cause.OWN and matters.hold_of(session, person_id) is not None:
        raise Conflict("erasure.errors.held")
    plan.cause, plan.group_id, plan.binned_on = cause, group_id, house.clock.today()
    receipts.open_receipt(session, house, plan)
    session.add(plan)
    session.execute(delete(Claim).where(CLAIM.c.person_id == person_id, CLAIM.c.used_at.is_(None)))
    _mark(session, person_id, in_bin=True)
    _note(session, Action.BIN, person_id, actor, group_id)


def take_back(
    session: Session, house: House, person_id: UUID, actor: Actor, group_id: UUID | None = None
) -> None:
    """Out of the bin: what was hers is hers again; grants stay ended. Raises Conflict when it is too late.

    What she asked for herself only she takes back, without a `group_id`; of a client her group does.
    """
    plan = plan_of(session, person_id)
    if plan is None or plan.binned_on is None or plan.group_id != group_id:
        raise Conflict("erasure.errors.not_in_bin")
    if is_due(session, plan, house.clock.today()) or not house.vault.persons([person_id]):
        raise Conflict("erasure.errors.too_late")
    receipts.receipt_for(session, plan).taken_back_on = house.clock.today()
    session.delete(plan)
    _mark(session, person_id, in_bin=False)
    if group_id is not None:
        _admit_again(session, house, group_id, person_id, actor)
    _note(session, Action.RESTORE, person_id, actor, group_id)


def _end_help(session: Session, house: House, person_id: UUID, reason: Ended) -> None:
    found = select(Client).where(CLIENT.c.person_id == person_id, CLIENT.c.ended_at.is_(None))
    # Groups first, and in one order: so no two wait for each other.
    for client in session.execute(found.order_by(CLIENT.c.group_id)).scalars().all():
        hold_group(session, client.group_id)
        clients.end(session, house, client, reason)
    for grant in grants.grants_of(session, person_id):
        if grant.ended_at is None:
            grants.end_grant(session, grant, house.clock.now(), reason)


def _admit_again(session: Session, house: House, group_id: UUID, person_id: UUID, actor: Actor) -> None:
    """She is a client of the group again, who signed nothing yet; whom she declared is looked for anew."""
    before = _clients(session, group_id, person_id)
    others = [each for client in before for each in conflicts.opposing_of(session, house, client)]
    client = clients.admit(session, house, group_id, person_id, actor.account_id)
    told = about(session, house, person_id)
    conflicts.run_again(session, house, client, actor.account_id, told, list(dict.fromkeys(others)))


def _clients(session: Session, group_id: UUID, person_id: UUID) -> Sequence[Client]:
    found = select(Client).where(CLIENT.c.group_id == group_id, CLIENT.c.person_id == person_id)
    return session.execute(found.order_by(CLIENT.c.number)).scalars().all()


def _mark(session: Session, person_id: UUID, *, in_bin: bool) -> None:
    person = session.get_one(Person, person_id, populate_existing=True)
    person.in_bin = in_bin
    if person.account_id is not None:
        hers = ACCOUNT.c.id == person.account_id
        session.execute(update(Account).where(hers).values(in_bin=in_bin))


def _note(
    session: Session, action: Action, person_id: UUID, actor: Actor | None, group_id: UUID | None
) -> None:
    actor_id = actor.account_id if actor else None
    entry = Entry(
        action, "person", actor_id=actor_id, person_id=person_id, object_id=person_id, group_id=group_id
    )
    note(session, entry)
