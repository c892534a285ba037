"""Works out where a new filing begins: from an agency, a holding, or the filing it follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from sqlmodel import Session

from app import law
from app.accounts.session import Actor
from app.agencies.queries import agency_for
from app.agencies.shipped import Entry
from app.filings import offers, queries
from app.filings.models import Filing
from app.filings.reading import Reader
from app.holdings.models import Holding
from app.kit.crypto import Place
from app.kit.errors import NotFound
from app.kit.house import House
from app.people import access
from app.people.models import Case

MOST_CASES = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address or the form names; an id that is none names nothing."""

    agency: UUID | None
    follows: UUID | None
    holding: UUID | None
    case: UUID | None
    like: UUID | None
    procedure: str

    @classmethod
    def of(cls, values: Mapping[str, str]) -> "Asked":
        """Reads the ids; raises NotFound for what is no id."""
        agency, follows = _id(values.get("agency")), _id(values.get("follows"))
        holding, case = _id(values.get("holding")), values.get("case")
        return cls(
            agency=agency,
            follows=follows,
            holding=holding,
            case=None if case == "new" else _id(case),
            like=_id(values.get("like")),
            procedure=values.get("procedure", ""),
        )


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotFound from None


def search_path(asked: Asked) -> str:
    """Where the agency is chosen first."""
    query = {"for": "filing"} | ({"case": str(asked.case)} if asked.case else {})
    return f"/agencies/search?{urlencode(query)}"


@dataclass(frozen=True, slots=True)
class Start:
    """Where a filing begins, with what is known filled in."""

    agency: Entry
    follows: UUID | None
    follows_procedure: law.ProcedureInfo | None
    earlier: Filing | None
    holding: UUID | None
    cases: list[tuple[UUID, str]]
    known: dict[str, str]

    @property
    def procedures(self) -> list[law.ProcedureInfo]:
        """What may be asked here."""
        if self.follows_procedure is not None:
            return [law.procedure(each) for each in offers.following(self.follows_procedure.id)]
        allowed = offers.procedures_of(self.agency)
        return [law.procedure(each) for each in allowed]


def start(session: Session, house: House, actor: Actor, asked: Asked) -> Start:
    """Everything the form shows; raises NotFound for what is not hers."""
    earlier = access.find(session, actor, Filing, asked.follows, "record_filings") if asked.follows else None
    if earlier and not offers.following(earlier.procedure):
        raise NotFound
    holding = access.find(session, actor, Holding, asked.holding, "view_content") if asked.holding else None
    like = access.find(session, actor, Filing, asked.like, "view_content") if asked.like else None
    agency_id = earlier.agency_id if earlier else asked.agency
    if agency_id is None:
        raise NotFound
    case_id = asked.case or (earlier.case_id if earlier else holding.case_id if holding else None)
    case = access.find(session, actor, Case, case_id, "record_filings") if case_id else None
    person_id = case.person_id if case else access.own_person(session, actor).id
    if any(each is not None and each.person_id != person_id for each in (earlier, holding, like)):
        raise NotFound
    agency = agency_for(session, house, actor, agency_id, person_id)
    known = {
        "procedure": asked.procedure,
        "case": str(case_id or "new"),
        "wanted": _wanted_of(house, like) if like else _wanted(house, holding),
    }
    return Start(
        agency=agency,
        follows=earlier.id if earlier else None,
        follows_procedure=law.procedure(earlier.procedure) if earlier else None,
        earlier=earlier,
        holding=holding.id if holding else None,
        cases=_cases(session, house, person_id, case),
        known=known,
    )


def _cases(session: Session, house: House, person_id: UUID, chosen: Case | None) -> list[tuple[UUID, str]]:
    reader = Reader(house.vault.person(person_id), person_id)
    if chosen is not None:
        return [(chosen.id, reader.title(chosen.id, chosen.title_sealed))]
    rows = queries.open_cases(session, person_id, MOST_CASES)
    return [(case_id, reader.title(case_id, sealed)) for case_id, sealed, _ in rows]


def _wanted_of(house: House, filing: Filing) -> str:
    """What an earlier request asked for, for the same request once more."""
    reader = Reader(house.vault.person(filing.person_id), filing.person_id)
    return reader.open("filing", "wanted_sealed", filing.id, filing.wanted_sealed) or ""


def _wanted(house: House, holding: Holding | None) -> str:
    if holding is None or holding.words_sealed is None:
        return ""
    place = Place("holding", "words_sealed", holding.id, holding.person_id)
    return house.vault.person(holding.person_id).open(place, holding.words_sealed)
