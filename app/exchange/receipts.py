"""The number on a receipt, and what the receipt says to whoever knows it."""

import json
import secrets
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session

from app.accounts.session import hash_token
from app.audit.keeping import person_mark
from app.exchange.models import Cause, Erasure, Receipt
from app.groups.service import CODE_SIGNS
from app.kit.crypto import Place
from app.kit.errors import NotFound
from app.kit.house import House
from app.people.claims import IN_GROUPS_OF, LENGTH, signs_of

RECEIPT: Any = Receipt.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation
# In which words the receipt counts what a table held; what is not named here is "other".
CLASSES: Final = {
    "case": "cases",
    "filing": "filings",
    "filing_event": "events",
    "document": "documents",
    "letter": "letters",
    "holding": "holdings",
    "power_of_attorney": "mandates",
    "access_grant": "consents",
    "note": "notes",
    "task": "notes",
}
OTHER: Final = "other"


def new_number() -> str:
    """Twenty random signs in groups of four: 99 bits, so a plain hash of it is enough to keep."""
    signs = "".join(secrets.choice(CODE_SIGNS) for _ in range(LENGTH))
    return "-".join(signs[start : start + IN_GROUPS_OF] for start in range(0, LENGTH, IN_GROUPS_OF))


def open_receipt(session: Session, house: House, plan: Erasure) -> None:
    """A receipt for records that went into the bin; its number is kept sealed until they are erased."""
    assert plan.binned_on is not None
    number, mark = new_number(), person_mark(house.vault, plan.person_id)
    assert mark is not None
    receipt = Receipt(
        number_hash=hash_token(signs_of(number)), person=mark, cause=plan.cause, binned_on=plan.binned_on
    )
    session.add(receipt)
    session.flush()  # the plan refers to it
    plan.receipt_id = receipt.id
    plan.number_sealed = house.vault.seal(_place(plan.person_id), number)


def number_of(house: House, plan: Erasure) -> str:
    """The number of a receipt while its records are in the bin."""
    assert plan.number_sealed is not None
    return house.vault.person(plan.person_id).open(_place(plan.person_id), plan.number_sealed)


def receipt_of(session: Session, typed: str) -> Receipt | None:
    """The receipt of a number, however it was typed."""
    found = select(Receipt).where(RECEIPT.c.number_hash == hash_token(signs_of(typed)))
    return session.execute(found).scalar_one_or_none()


def receipt_for(session: Session, plan: Erasure) -> Receipt:
    """The receipt of records in the bin; raises NotFound."""
    if plan.receipt_id is None:
        raise NotFound
    return session.get_one(Receipt, plan.receipt_id)


def counted(rows: Mapping[str, int]) -> str:
    """How many rows of which class went, by the names of their tables."""
    counts: dict[str, int] = {}
    for table, count in rows.items():
        name = CLASSES.get(table, OTHER)
        counts[name] = counts.get(name, 0) + count
    return json.dumps({name: counts[name] for name in sorted(counts) if counts[name]})


def counts_of(receipt: Receipt) -> dict[str, int]:
    """The same, as the page shows it: in the order of the classes."""
    counts: dict[str, int] = json.loads(receipt.counts or "{}")
    return {name: counts[name] for name in (*dict.fromkeys(CLASSES.values()), OTHER) if name in counts}


def is_own(receipt: Receipt) -> bool:
    """Whether she asked for it with her own account."""
    return receipt.cause == Cause.OWN


def _place(person_id: UUID) -> Place:
    return Place("erasure", "number_sealed", person_id, person_id)
