"""Takes back what was made in one act, as far as nothing was done with it since; says what stays, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from app.agencies.models import Agency
from app.filings import queries
from app.filings.case_page import agency_name
from app.filings.models import Filing
from app.filings.reading import Reader
from app.holdings import queries as drawers
from app.holdings.models import Holding
from app.kit.house import House
from app.letters.models import Letter
from app.letters.service import fields_of
from app.people.models import Case
from app.playbooks.making import Kept, kept_of
from app.playbooks.models import PlaybookRun, PlaybookStep

_TABLES: dict[str, type[Case | Filing | Holding | Agency]] = {
    "case": Case,
    "filing": Filing,
    "holding": Holding,
    "agency": Agency,
}


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of a run: what it is, what it is called, and why it stays when it does."""

    kind: str
    id: UUID
    name: str
    why: str | None  # the key of a sentence, or nothing: then it goes


@dataclass(frozen=True, slots=True)
class Remains:
    """What an undoing would do."""

    things: tuple[Thing, ...]

    @property
    def goes(self) -> list[Thing]:
        """What nobody touched since."""
        return [thing for thing in self.things if thing.why is None]

    @property
    def stays(self) -> list[Thing]:
        """What she worked on since."""
        return [thing for thing in self.things if thing.why is not None]


def steps_of(session: Session, run_id: UUID) -> Sequence[PlaybookStep]:
    """The things of a run, in the order of their making."""
    mine = select(PlaybookStep).where(col(PlaybookStep.run_id) == run_id).order_by(col(PlaybookStep.position))
    return session.execute(mine).scalars().all()


class Undoing:
    """One run, looked at for taking it back."""

    def __init__(self, session: Session, house: House, run: PlaybookRun) -> None:
        self.session = session
        self.house = house
        self.run = run
        self.kept: Kept = kept_of(house, run)
        self.reader = Reader(house.vault.person(run.person_id), run.person_id)

    def look(self) -> Remains:
        """What would go and what would stay."""
        parts = [*self._filings(), *self._holdings()]
        return Remains((*parts, *self._agencies(parts), *self._cases(parts)))

    def undo(self) -> Remains:
        """Takes back what nobody touched since; what others depend on stays."""
        found = self.look()
        gone: list[Thing] = []
        kept: list[Thing] = found.stays
        for thing in found.goes:
            if thing.kind == "case" and kept:
                continue
            (gone if self._remove(thing) else kept).append(thing)
        if self.kept.is_in_case and not kept:
            self.session.delete(self.run)  # with a case of its own it goes by itself
        return Remains((*gone, *(replace(each, why=each.why or _USED) for each in kept)))

    def _remove(self, thing: Thing) -> bool:
        """Removes it; where something else of hers hangs on it, nothing is changed."""
        table = _TABLES[thing.kind]
        its = delete(table).where(col(table.id) == thing.id)
        try:
            # What is the database's to take along (letters of a filing, steps) goes with it.
            with self.session.begin_nested():
                self.session.execute(its, execution_options={"synchronize_session": False})
        except IntegrityError:
            return False
        return True

    def _filings(self) -> Iterator[Thing]:
        ids = [step.filing_id for step in steps_of(self.session, self.run.id) if step.filing_id]
        events = queries.events_of_filings(self.session, ids)
        rows = {row.id: row for row in queries.filings_of_case(self.session, self.run.case_id)}
        for filing_id in ids:
            row = rows.get(filing_id)
            if row is None:
                continue
            name = agency_name(self.reader, row)
            why = _EVENTS if events.get(filing_id) else self._changed(filing_id)
            followed = any(other.follows_id == filing_id for other in rows.values())
            yield Thing("filing", filing_id, name, _FOLLOWED if followed and not why else why)

    def _changed(self, filing_id: UUID) -> str | None:
        """Whether she wrote into the filing or its letters since."""
        filing = self.session.get_one(Filing, filing_id)
        said = self.reader.open("filing", "wanted_sealed", filing_id, filing.wanted_sealed)
        if said != self.kept.wanted.get(str(filing_id)) or filing.reference_sealed is not None:
            return _EDITED
        written = self.session.execute(select(Letter).where(col(Letter.filing_id) == filing_id)).scalars()
        is_same = all(self.kept.letters.get(str(one.id)) == fields_of(self.house, one) for one in written)
        return None if is_same else _LETTER

    def _holdings(self) -> Iterator[Thing]:
        for step in steps_of(self.session, self.run.id):
            if step.holding_id is None:
                continue
            holding = self.session.get_one(Holding, step.holding_id)
            drawer = drawers.open_drawer(self.reader.cipher, holding)
            same = self.kept.holdings.get(str(holding.id)) == [drawer.words, drawer.why]
            is_same = same and drawer.certainty == "guess" and drawer.since is None
            name = drawer.words or drawer.category
            yield Thing("holding", holding.id, name, None if is_same else _EDITED)

    def _agencies(self, parts: Sequence[Thing]) -> Iterator[Thing]:
        """The entries that were made for it, as long as nothing that stays, or else of hers, names them."""
        goes = {thing.id for thing in parts if thing.why is None}
        for text, name in self.kept.agencies.items():
            agency_id = UUID(text)
            if self.session.get(Agency, agency_id) is not None:
                is_used = self._names(Filing, agency_id, goes) or self._names(Holding, agency_id, goes)
                yield Thing("agency", agency_id, name, _USED if is_used else None)

    def _names(self, table: type[Filing | Holding], agency_id: UUID, goes: set[UUID]) -> bool:
        its = select(table).where(col(table.agency_id) == agency_id)
        return any(row.id not in goes for row in self.session.execute(its).scalars())

    def _cases(self, parts: Sequence[Thing]) -> Iterator[Thing]:
        """The case that was opened for it; one that was there before is not asked about."""
        if not self.kept.is_in_case:
            case = self.session.get_one(Case, self.run.case_id)
            yield self._case(case, stays=any(thing.why for thing in parts))

    def _case(self, case: Case, *, stays: bool) -> Thing:
        title = self.reader.title(case.id, case.title_sealed)
        worry = self.reader.open("case", "worry_sealed", case.id, case.worry_sealed)
        is_same = (title, worry) == (self.kept.title, self.kept.worry) and case.closed_on is None
        why = _HOLDS if stays or self._holds_more(case) else None if is_same else _EDITED
        return Thing("case", case.id, title, why)

    def _holds_more(self, case: Case) -> bool:
        """Whether she put something else into the case."""
        made = {step.filing_id for step in steps_of(self.session, self.run.id)}
        rows = queries.filings_of_case(self.session, case.id)
        held = select(Holding.id).where(col(Holding.case_id) == case.id)  # type: ignore[call-overload] # SQLModel columns look like their values to mypy
        mine = {step.holding_id for step in steps_of(self.session, self.run.id)}
        return any(row.id not in made for row in rows) or any(
            holding_id not in mine for holding_id in self.session.execute(held).scalars()
        )


_EVENTS = "playbooks.stays.events"
_EDITED = "playbooks.stays.edited"
_LETTER = "playbooks.stays.letter"
_FOLLOWED = "playbooks.stays.followed"
_HOLDS = "playbooks.stays.holds"
_USED = "playbooks.stays.used"
