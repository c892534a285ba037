"""Reads agencies for a person: the shipped ones, and her own through the door."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlmodel import Session, col

from app.accounts.session import Actor
from app.agencies.directory import Directory, Found, directory
from app.agencies.models import Agency, Certainty, Kind, Regime
from app.agencies.named import reaches
from app.agencies.shipped import Entry
from app.kit.crypto import Place, Sealed
from app.kit.errors import NotFound
from app.kit.house import House
from app.people.access import may, works_for


def agency_for(
    session: Session, house: House, actor: Actor | None, agency_id: UUID, person_id: UUID | None = None
) -> Entry:
    """One agency that this reader may see; raises NotFound. Nobody signed in sees the shipped ones.

    With a person it is one that a record of hers may name: a shipped one, or an entry of her own.
    """
    found = agencies_for(session, house, actor, [agency_id], person_id).get(agency_id)
    if found is None:
        raise NotFound
    return found


def agencies_for(
    session: Session, house: House, actor: Actor | None, ids: Iterable[UUID], person_id: UUID | None = None
) -> dict[UUID, Entry]:
    """The agencies of these ids that this reader may see; at most one query, and none for shipped ones.

    With a person, for whom she works or who she is, also the entries of hers that nothing names yet.
    """
    wanted = set(ids)
    shipped = {key: entry for key in wanted if (entry := directory().get(key)) is not None}
    missing = wanted - shipped.keys()
    if not missing or actor is None:
        return shipped
    statement = select(Agency).where(col(Agency.id).in_(missing), _reached(actor, person_id))
    own = _open(house, session.execute(statement).scalars())
    return shipped | {entry.id: entry for entry in own}


def _reached(actor: Actor, person_id: UUID | None) -> ColumnElement[bool]:
    whose = col(Agency.person_id)
    if person_id is None:
        return reaches(actor, col(Agency.id), whose)
    return and_(whose == person_id, works_for(actor, "view_content", whose))


def own_agencies(session: Session, house: House, actor: Actor, person_id: UUID | None = None) -> list[Entry]:
    """Every private entry that this account reaches; those of one person alone, if she is named."""
    statement = select(Agency).where(may(actor, "view_content", Agency.person_id))
    if person_id is not None:
        statement = statement.where(col(Agency.person_id) == person_id)
    return _open(house, session.execute(statement).scalars())


def search(
    session: Session, house: House, actor: Actor | None, query: str, person_id: UUID | None = None
) -> tuple[Found, Found]:
    """Her own entries that fit, and the directory's; of own entries only one person's, if she is named."""
    own = Found()
    if actor is not None and (entries := own_agencies(session, house, actor, person_id)):
        own = Directory(entries).search(query)
    return own, directory().search(query)


def _open(house: House, rows: Iterable[Agency]) -> list[Entry]:
    by_person: dict[UUID, list[Agency]] = {}
    for row in rows:
        assert row.person_id is not None
        by_person.setdefault(row.person_id, []).append(row)
    return [entry for person, rows in by_person.items() for entry in _open_all(house, person, rows)]


def _open_all(house: House, person: UUID, rows: list[Agency]) -> list[Entry]:
    cipher = house.vault.person(person)

    def words(row: Agency, column: str, sealed: Sealed | None) -> str | None:
        return None if sealed is None else cipher.open(Place("agency", column, row.id, person), sealed)

    return [
        Entry(
            id=row.id,
            kind=Kind(row.kind),
            sort="own",
            name=words(row, "name_sealed", row.name_sealed) or "",
            kana=words(row, "kana_sealed", row.kana_sealed) or "",
            regime=Regime(row.regime),
            regime_certainty=Certainty(row.regime_certainty),
            calendar=row.calendar,
            confidence=row.confidence,
            contact=words(row, "contact_sealed", row.contact_sealed),
            person_id=person,
        )
        for row in rows
    ]
