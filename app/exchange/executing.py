"""Erases what is due: every row and the key, in one transaction that can be begun again.

The rows go first, within the transaction; the key is destroyed before it is committed. So a row that will not
go stops everything while the key is still there, and a death in between leaves rows that nobody can read and
that the next run takes away: they stay in the bin, which is not opened again once its days are over.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from secrets import token_hex
from typing import Any, Final
from uuid import UUID

from sqlalchemy import CursorResult, delete, select, update
from sqlmodel import Session

from app.accounts.drafts import forget_old
from app.accounts.models import Account
from app.audit.entry import Action, Entry, note
from app.exchange import receipts, tables
from app.exchange.binning import ACCOUNT, ERASURE, IN_BIN, is_due, plan_of
from app.kit.behalf import EVERYBODY
from app.kit.crypto import Sealed
from app.kit.db import fold_log
from app.kit.house import House
from app.people.access import PERSON

NAME_BYTES: Final = 32
AT_ONCE: Final = 500  # ids asked about in one question


class NotAllErased(Exception):
    """Somebody could not be erased yet; everybody else who was due was."""


def erase_due(house: House) -> int:
    """Erases everybody whose thirty days are over; how many. Any number may run side by side.

    Who cannot be erased keeps nobody else waiting: at the end of all it raises NotAllErased.
    """
    with house.db.reading(EVERYBODY) as session:
        waiting = _past_their_days(session, house.clock.today())
        back = _came_back(session, house.vault.destroyed())
    due = [(_erase, person_id) for person_id in waiting]
    due += [(_erase_again, person_id) for person_id in back if person_id not in waiting]
    done, trouble = 0, None
    for erase, person_id in due:
        try:
            done += erase(house, person_id)
        except Exception as met:  # noqa: BLE001 - whatever it is, the next person is erased all the same
            trouble = met
    if trouble is not None:
        raise NotAllErased from trouble
    return done


def leave_nothing(house: House) -> bool:
    """Empties the logs of SQLite, where what was erased would stand for a while; whether it came about."""
    are_empty = [house.vault.forget(), fold_log(house.db.engine)]
    return all(are_empty)


def _past_their_days(session: Session, today: date) -> Sequence[UUID]:
    found = select(ERASURE.c.person_id).where(ERASURE.c.binned_on <= today - IN_BIN)
    return session.execute(found.order_by(ERASURE.c.binned_on)).scalars().all()


def _came_back(session: Session, destroyed: Iterable[UUID]) -> list[UUID]:
    """Who was erased before, and is there again because an older copy of the data was put back."""
    ids = sorted(destroyed)
    found: list[UUID] = []
    for start in range(0, len(ids), AT_ONCE):
        asked = select(PERSON.c.id).where(PERSON.c.id.in_(ids[start : start + AT_ONCE]))
        found += session.execute(asked).scalars()
    return found


def _erase(house: House, person_id: UUID) -> bool:
    with house.db.writing(EVERYBODY) as session:
        plan = plan_of(session, person_id)
        if plan is None or not is_due(session, plan, house.clock.today()):
            return False
        receipt, group_id = receipts.receipt_for(session, plan), plan.group_id
        session.expunge(plan)
        receipt.counts = receipts.counted(_remove(session, house, person_id))
        receipt.key_destroyed_at = receipt.erased_at = house.clock.now()
        _note(session, person_id, group_id)
    return True


def _erase_again(house: House, person_id: UUID) -> bool:
    with house.db.writing(EVERYBODY) as session:
        is_there = select(PERSON.c.id).where(PERSON.c.id == person_id).with_for_update()
        if session.execute(is_there).first() is None:
            return False  # another was quicker
        _remove(session, house, person_id)
        _note(session, person_id, None)
    return True


def _remove(session: Session, house: House, person_id: UUID) -> dict[str, int]:
    """Every row of hers and of her account, then both keys; how many rows of hers, by table."""
    held = select(PERSON.c.account_id).where(PERSON.c.id == person_id).with_for_update()
    account_id = session.execute(held).scalar_one_or_none()
    counts = {}
    for table in tables.in_order():
        hers = tables.rows_of(table, person_id)
        if hers is not None:
            counts[table.name] = _delete(session, table, hers)
    # What others typed about her and never sent is older than her days in the bin.
    forget_old(session, house.clock.now())
    if account_id is not None:
        _close(session, account_id)
        house.vault.destroy(account_id)
    house.vault.destroy(person_id)
    return counts


def _close(session: Session, account_id: UUID) -> None:
    """The account's own rows and the account; where others' records name it, an empty row stays."""
    for table in tables.in_order():
        its = tables.rows_of_account(table, account_id)
        if its is not None:
            _delete(session, table, its)
    if _is_named(session, account_id):
        nobody = {"login_index": token_hex(NAME_BYTES), "login_sealed": Sealed(), "password_hash": ""}
        plain = {"paper_proved_at": None, "furigana": False, "helps_others": False}
        session.execute(update(Account).where(ACCOUNT.c.id == account_id).values(**nobody, **plain))
    else:
        _delete(session, ACCOUNT, ACCOUNT.c.id == account_id)


def _is_named(session: Session, account_id: UUID) -> bool:
    columns = tables.references(tables.ACCOUNT)
    return any(session.execute(select(each).where(each == account_id).limit(1)).first() for each in columns)


def _delete(session: Session, table: Any, which: Any) -> int:
    done: CursorResult[Any] = session.execute(delete(table).where(which))  # type: ignore[assignment] # a DELETE counts its rows
    return done.rowcount


def _note(session: Session, person_id: UUID, group_id: UUID | None) -> None:
    entry = Entry(
        Action.ERASE, "person", actor_id=None, person_id=person_id, object_id=person_id, group_id=group_id
    )
    note(session, entry)
