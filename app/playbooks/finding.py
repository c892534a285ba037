"""Finds the agency that is meant: by the name she wrote, in the directory and among her own entries."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from app.accounts.session import Actor
from app.agencies import queries
from app.agencies.directory import directory
from app.agencies.models import Kind
from app.agencies.service import NewAgency, add_own_agency
from app.agencies.shipped import Entry
from app.filings import offers
from app.kit.house import House
from app.playbooks.model import Holder, Resolve

SHOWN = 6
LOCAL = (Kind.PREFECTURE, Kind.MUNICIPALITY)
Fits = Callable[[Entry], bool]


@dataclass(frozen=True, slots=True)
class Target:
    """Whom a request goes to: a body that is known, or one that becomes an entry of her own."""

    name: str
    agency: Entry | None = None
    kind: Kind | None = None

    def id(self, session: Session, house: House, person_id: UUID) -> UUID:
        """Its id; writes the new entry first where there is none."""
        if self.agency is not None:
            return self.agency.id
        new = NewAgency(self.name, self.kind or Kind.OTHER)
        return add_own_agency(session, house, person_id, new).id


@dataclass(frozen=True, slots=True)
class Hits:
    """What fits a name: one that is surely meant, or several to choose from."""

    sure: Entry | None
    others: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Asker:
    """Who looks, and for whom: a helper meets the entries of her client alone, never her own."""

    session: Session
    house: House
    actor: Actor
    person_id: UUID


def look_up(asker: Asker, name: str, fits: Fits) -> Hits:
    """The bodies of a name that fit what is asked of them."""
    own, found = queries.search(asker.session, asker.house, asker.actor, name, asker.person_id)
    entries = tuple(entry for entry in (*own.entries, *found.entries) if fits(entry))
    same = [entry for entry in entries if entry.name == name.strip()]
    if len(same) == 1:
        return Hits(same[0], ())
    only = own.only or found.only
    if len(entries) == 1 or (only is not None and only in entries):
        return Hits(only if only in entries else entries[0], ())
    return Hits(None, entries[:SHOWN])


def is_local(entry: Entry) -> bool:
    """Whether it can have handed over a card."""
    return entry.kind is Kind.MUNICIPALITY


def takes(procedure: str) -> Fits:
    """Whether a body can be asked under a procedure."""
    return lambda entry: procedure in offers.procedures_of(entry)


def governor_of(municipality: Entry) -> Entry | None:
    """The prefecture in which a municipality lies."""
    return _shipped(municipality.prefecture or municipality.name)


def _shipped(name: str) -> Entry | None:
    return next((entry for entry in directory().entries if entry.name == name), None)


def targets(asker: Asker, holder: Holder, named: dict[str, Target]) -> tuple[Target, ...]:
    """Whom the requests of a holder go to, as far as it is known; `named` holds the answers by question."""
    how = holder.resolve
    if how.agency is not None:
        entry = _shipped(how.agency)
        return (Target(entry.name, entry),) if entry else ()
    if how.own:
        return tuple(_own(asker, name, holder) for name in how.own)
    target = named.get(how.question or "")
    if target is None:
        return ()
    if how.organ == "governor":
        above = governor_of(target.agency) if target.agency else None
        return (Target(above.name, above),) if above else ()
    return (target,)


def _own(asker: Asker, name: str, holder: Holder) -> Target:
    procedures = [request.procedure for request in holder.requests]
    hits = look_up(asker, name, lambda entry: all(takes(each)(entry) for each in procedures))
    same = hits.sure if hits.sure and hits.sure.name == name else None
    return Target(same.name, same) if same else new_target(name, holder.resolve)


def new_target(name: str, how: Resolve) -> Target:
    """An entry of her own, of the kind that the playbook expects."""
    return Target(name.strip(), None, Kind(how.kind))
