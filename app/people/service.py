"""Makes persons, and opens, renames and closes their cases."""

from datetime import date
from uuid import UUID, uuid4

from sqlmodel import Session

from app.kit.crypto import Place
from app.kit.house import House
from app.people.models import Case, Person


def add_own_person(session: Session, house: House, account_id: UUID) -> None:
    """At sign-up: the person that the account is, with a key of her own."""
    person = Person(account_id=account_id, created_at=house.clock.now())
    house.vault.new_person(person.id)
    session.add(person)


def open_case(session: Session, house: House, person_id: UUID, title: str, worry: str | None = None) -> Case:
    """A new case of this person, its words sealed with her key."""
    case_id = uuid4()
    cipher = house.vault.person(person_id)
    case = Case(
        id=case_id,
        person_id=person_id,
        title_sealed=cipher.seal(_place("title_sealed", case_id, person_id), title),
        worry_sealed=cipher.seal(_place("worry_sealed", case_id, person_id), worry) if worry else None,
        created_at=house.clock.now(),
    )
    session.add(case)
    session.flush()  # filings point to the case in the same transaction
    return case


def rename_case(house: House, case: Case, title: str, worry: str | None) -> None:
    cipher = house.vault.person(case.person_id)
    case.title_sealed = cipher.seal(_place("title_sealed", case.id, case.person_id), title)
    case.worry_sealed = cipher.seal(_place("worry_sealed", case.id, case.person_id), worry) if worry else None


def close_case(case: Case, on: date) -> None:
    case.closed_on = on


def reopen_case(case: Case) -> None:
    case.closed_on = None


def _place(column: str, case_id: UUID, person_id: UUID) -> Place:
    return Place("case", column, case_id, person_id)
