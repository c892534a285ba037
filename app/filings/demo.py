"""Makes a fictional person with six cases as of today, for looking and for screenshots."""

import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from importlib.resources import files
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import Session

from app.accounts import service as accounts
from app.accounts.models import Account
from app.accounts.passwords import HASHER
from app.accounts.session import Actor
from app.agencies.directory import directory
from app.filings import service
from app.filings.models import Filing
from app.filings.service import Facts, Wish
from app.holdings.models import Holding
from app.kit.behalf import EVERYBODY
from app.kit.crypto import Place
from app.kit.house import House
from app.law.files import parse_yaml
from app.people import access
from app.people import service as people
from app.people.models import Person

LOGIN = "demo"
NO_SESSION = UUID(int=0)

Words = Mapping[str, str] | None


class RealData(Exception):
    """The data folder already holds somebody's account."""


def make(house: House, language: str, *, even_beside_real_data: bool = False) -> tuple[str, str]:
    """The demonstration's login and password; raises RealData, or LoginTaken when it is there already."""
    with house.db.reading(EVERYBODY) as session:
        if not even_beside_real_data and session.execute(select(func.count(Account.id))).scalar():  # type: ignore[arg-type] # SQLModel columns look like their values to mypy
            raise RealData
    password = secrets.token_urlsafe(12)
    password_hash = HASHER.hash(password)
    with house.db.writing(EVERYBODY) as session:
        _Story(session, house, language).tell(password_hash)
    return LOGIN, password


class _Story:
    """Tells the fictional story into one open transaction."""

    def __init__(self, session: Session, house: House, language: str) -> None:
        self.session = session
        self.house = house
        self.language = language
        self.today = house.clock.today()

    def tell(self, password_hash: str) -> None:
        account_id = accounts.sign_up(self.session, self.house, LOGIN, password_hash, self.language)
        people.add_own_person(self.session, self.house, account_id)
        self.session.flush()  # the door finds the person it was told of
        self.actor = Actor(account_id, self.language, NO_SESSION, self.today)
        person = access.own_person(self.session, self.actor)
        for case in parse_yaml(files("app.filings").joinpath("data/demo.yaml").read_text("utf-8"))["cases"]:
            self._case(person, case)

    def _case(self, person: Person, told: Mapping[str, Any]) -> None:
        title, worry = self._words(told["title"]), self._words(told.get("worry"))
        case = people.open_case(self.session, self.house, person.id, title or "", worry)
        for holding in told["holdings"]:
            self.session.add(self._holding(person.id, case.id, holding))
        begun: list[Filing] = []
        for filing in told["filings"]:
            follows = begun[filing["follows"]].id if "follows" in filing else None
            wanted = self._words(filing["wanted"])
            wish = Wish(_agency(filing["agency"]), filing["procedure"], wanted, follows=follows)
            begun.append(service.begin_filing(self.session, self.house, case, wish))
            self._events(begun[-1], filing["events"])
        if "closed" in told:
            people.close_case(case, self._day(told["closed"]))

    def _events(self, filing: Filing, events: list[Mapping[str, Any]]) -> None:
        for event in events:
            facts = Facts(
                kind=event["kind"],
                on=self._day(event["day"]),
                until=self._day(event["until"]) if "until" in event else None,
                decided_on=self._day(event["decided"]) if "decided" in event else None,
                outcome=event.get("outcome"),
                note=self._words(event.get("note")),
                grounds=tuple(event.get("grounds", ())),
                lacks=tuple(event.get("lacks", ())),
            )
            service.record_event(self.session, self.house, self.actor, filing, facts)

    def _holding(self, person_id: UUID, case_id: UUID, told: Mapping[str, Any]) -> Holding:
        now = self.house.clock.now()
        holding = Holding(
            person_id=person_id,
            case_id=case_id,
            agency_id=_agency(told["agency"]),
            category=told["category"],
            certainty=told["certainty"],
            since_on=told.get("since"),
            since_precision="day" if "since" in told else None,
            created_at=now,
            updated_at=now,
        )
        seal = self.house.vault.seal
        holding.words_sealed = seal(
            Place("holding", "words_sealed", holding.id, person_id), self._words(told["words"])
        )
        holding.why_sealed = seal(
            Place("holding", "why_sealed", holding.id, person_id), self._words(told["why"])
        )
        return holding

    def _day(self, offset: int) -> date:
        return self.today + timedelta(days=offset)

    def _words(self, text: Words) -> str | None:
        return None if text is None else text[self.language]


def _agency(name: str) -> UUID:
    return next(entry.id for entry in directory().entries if entry.name == name)
