"""Prepared selects of sending: what is kept for one filing, and what a case has cost."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from app.filings.models import Filing
from app.filings.queries import FILING
from app.filings.reading import Reader
from app.sending.models import Address, Certificate, CertificateKind, Cost, CostKind, Desk, Sending

COST: Any = Cost.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation

_CERTIFICATES = select(Certificate).where(col(Certificate.filing_id) == bindparam("filing"))
_SAID = select(Sending).where(col(Sending.filing_id).in_(bindparam("filings", expanding=True)))
_COSTS = (
    select(Cost)
    .join(FILING, FILING.c.id == COST.c.filing_id)
    .where(FILING.c.case_id == bindparam("case"))
    .order_by(COST.c.spent_on, COST.c.created_at)
)
_DESK = select(Desk).where(
    col(Desk.person_id) == bindparam("person"), col(Desk.agency_id) == bindparam("agency")
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the ledger, its note opened."""

    id: UUID
    filing_id: UUID
    kind: CostKind
    yen: int
    on: date
    note: str | None


@dataclass(frozen=True, slots=True)
class Ledger:
    """What one filing cost, and its case."""

    lines: tuple[Line, ...]
    of_filing: int
    of_case: int


def said_of(session: Session, filing: Filing, now: datetime) -> Sending:
    """What she said of sending this filing; nothing yet, where nothing is kept."""
    return session.get(Sending, filing.id) or Sending(
        filing_id=filing.id, person_id=filing.person_id, changed_at=now
    )


def agents_of(session: Session, filing_ids: Iterable[UUID]) -> dict[UUID, str | None]:
    """Who files each, where she said so."""
    asked = {"filings": list(filing_ids)}
    return {row.filing_id: row.agent for row in session.execute(_SAID, asked).scalars()}


def made_on(session: Session, filing_id: UUID) -> dict[CertificateKind, date]:
    """When the certificates of a filing were made."""
    rows = session.execute(_CERTIFICATES, {"filing": filing_id}).scalars()
    return {CertificateKind(row.kind): row.made_on for row in rows}


def ledger(session: Session, reader: Reader, filing: Filing) -> Ledger:
    """The money of a filing, and the sum of its case."""
    rows = [open_cost(reader, row) for row in session.execute(_COSTS, {"case": filing.case_id}).scalars()]
    own = tuple(row for row in rows if row.filing_id == filing.id)
    return Ledger(own, sum(row.yen for row in own), sum(row.yen for row in rows))


def open_cost(reader: Reader, row: Cost) -> Line:
    """A kept line of the ledger, its note opened with the key of its person."""
    note = reader.open("cost", "note_sealed", row.id, row.note_sealed)
    return Line(row.id, row.filing_id, CostKind(row.kind), row.yen, row.spent_on, note)


def tracking_of(reader: Reader, said: Sending) -> str | None:
    """The number on the receipt."""
    return reader.open("sending", "tracking_sealed", said.filing_id, said.tracking_sealed)


def desk_address(session: Session, reader: Reader, agency_id: UUID) -> Address:
    """Where she writes to at an agency, as she wrote it; empty where she kept nothing."""
    asked = {"person": reader.person_id, "agency": agency_id}
    row = session.execute(_DESK, asked).scalar_one_or_none()
    if row is None:
        return Address("", "")
    address = reader.open("desk", "address_sealed", row.id, row.address_sealed)
    section = reader.open("desk", "section_sealed", row.id, row.section_sealed)
    return Address(address or "", section or "")
