"""Keeps the table of agencies in step with what is shipped, and adds a person's own entries."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select, update
from sqlmodel import Session, col

from app import law
from app.agencies.directory import directory
from app.agencies.models import Agency, Certainty, Kind, Regime
from app.agencies.overrides import Applied, choose
from app.agencies.shipped import Entry
from app.kit.crypto import Cipher, Place, Sealed
from app.kit.errors import NotFound
from app.kit.house import House

_SYNCED = (
    "kind", "regime", "regime_certainty", "name", "kana", "prefecture", "code", "url", "desk_url",
    "calendar", "confidence", "note",
)  # fmt: skip


def sync_directory(session: Session) -> int:
    """Brings the table of shipped agencies to this release; returns how many rows it wrote.

    A body that a later release no longer ships keeps its row: filings point to it.
    """
    columns = [getattr(Agency, name) for name in ("id", *_SYNCED)]
    rows = session.execute(select(*columns).where(col(Agency.person_id).is_(None)))
    known = {row[0]: tuple(row[1:]) for row in rows}
    wanted = {entry.id: _values(entry) for entry in directory().entries}
    new = [
        {"id": key, **dict(zip(_SYNCED, values, strict=True))}
        for key, values in wanted.items()
        if key not in known
    ]
    changed = [key for key, values in wanted.items() if key in known and known[key] != values]
    if new:
        session.execute(insert(Agency), new)
    for key in changed:
        values: dict[str, Any] = dict(zip(_SYNCED, wanted[key], strict=True))
        session.execute(update(Agency).where(col(Agency.id) == key).values(**values))
    return len(new) + len(changed)


def _values(entry: Entry) -> tuple[str | None, ...]:
    values = (getattr(entry, name) for name in _SYNCED)
    return tuple(None if value is None else str(value) for value in values)


OWN_KINDS = (Kind.BUSINESS, Kind.MUNICIPALITY, Kind.ADMINISTRATIVE_ORGAN, Kind.OTHER)
PUBLIC_KINDS = {Kind.MUNICIPALITY, Kind.ADMINISTRATIVE_ORGAN}


@dataclass(frozen=True, slots=True)
class NewAgency:
    """What a person says of a body that the directory does not know."""

    name: str
    kind: Kind
    kana: str | None = None
    contact: str | None = None
    country: str | None = None  # None: Japan


def add_own_agency(session: Session, house: House, person_id: UUID, new: NewAgency) -> Agency:
    """A private entry of this person, its words sealed with her key."""
    agency_id = uuid4()
    cipher = house.vault.person(person_id)
    agency = Agency(
        id=agency_id,
        kind=new.kind,
        regime=_regime(new),
        regime_certainty=Certainty.INFERENCE,
        calendar=new.country or ("local" if new.kind is Kind.MUNICIPALITY else "national"),
        confidence="own",
        person_id=person_id,
        name_sealed=_seal(cipher, "name_sealed", agency_id, person_id, new.name),
        kana_sealed=_seal(cipher, "kana_sealed", agency_id, person_id, new.kana),
        contact_sealed=_seal(cipher, "contact_sealed", agency_id, person_id, new.contact),
    )
    session.add(agency)
    session.flush()  # the next form's holding or filing points to it
    return agency


def require_agency(session: Session, agency_id: UUID, person_id: UUID) -> None:
    """Lets a record of hers name only a shipped agency, or an entry of her own; otherwise NotFound.

    An entry is sealed with its person's key: in anybody else's records it could not be read, nor erased.
    """
    if directory().get(agency_id) is None:
        found = session.get(Agency, agency_id)
        if found is None or found.person_id not in (None, person_id):
            raise NotFound


def _regime(new: NewAgency) -> Regime:
    if new.country:
        return Regime.ABROAD
    # Chapter 4 sets no number of days: of a body that we do not know, no false date is shown.
    return Regime.PUBLIC if new.kind in PUBLIC_KINDS else Regime.PRIVATE


def _seal(cipher: Cipher, column: str, row: UUID, person: UUID, text: str | None) -> Sealed | None:
    return cipher.seal(Place("agency", column, row, person), text) if text else None


def options_for(agency: Entry, procedure: str, received: date | None) -> Applied:
    """What the rule book must know about a shipped agency for a request that arrived that day."""
    return choose(agency.calendar, agency.overrides, procedure, received)


def as_options(applied: Applied) -> law.Options:
    """Options in the rule book's own form."""
    return law.Options(**dict(applied.options))  # type: ignore[arg-type] # choose() gives each its type


def statute_days(on: date) -> int:
    """The Act's own number of days to decide on a disclosure, on a day."""
    period = law.clock("appi.disclosure.decision").rule("period", on)
    return period.days if period is not None else 0
