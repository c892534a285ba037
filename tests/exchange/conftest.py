"""What the tests of erasure share: days that pass, what a person has, and a group with its clients."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import select, update
from starlette.testclient import TestClient

from app.accounts.models import Account
from app.exchange import executing, keeping
from app.filings import service as filings
from app.filings.models import Filing
from app.filings.service import Facts, Wish
from app.groups.access import MEMBER
from app.groups.models import Membership
from app.kit.clock import TOKYO, Clock
from app.kit.house import House
from app.letters import service as letters
from app.people import access, clients
from app.people.grant_models import Ended
from app.people.models import Case, Client
from app.people.profiles import About, keep_about
from tests.conftest import TODAY
from tests.groups.conftest import Circle, circle, with_two_factors
from tests.support import things

__all__ = ["circle", "with_two_factors"]

ClientFor = Callable[[str], TestClient]
ASKED = TODAY
LAST_DAY = TODAY + timedelta(days=29)
ERASED = TODAY + timedelta(days=30)
AGREED = {"sure": "yes"}
DAY = timedelta(days=1)
# A client's help ends on the day of the tests, and the group keeps her records for a year.
ENDS = date(TODAY.year + 1, TODAY.month, TODAY.day)


def on(house: House, day: date) -> House:
    """The same house on another day."""
    return replace(house, clock=Clock(day))


@pytest.fixture
def go_to(app: FastAPI) -> Callable[[date], House]:
    """Lets another day begin, for the pages, too."""

    def moved(day: date) -> House:
        app.state.house = on(app.state.house, day)
        return app.state.house

    return moved


def run(house: House, day: date) -> int:
    """What a server does on that day; how many persons it erased."""
    keeping.look(on(house, day))
    erased = executing.erase_due(on(house, day))
    assert executing.leave_nothing(house)
    return erased


def write_something(house: House, name: str) -> dict[str, UUID]:
    """A case with a filing, its event, a document and a letter, a name, and an address of a calendar."""
    with house.db.writing() as session:
        actor = things.actor_named(session, house, name)
        person = access.own_person(session, actor)
        keep_about(session, house, person.id, About(f"canary{name}", address=f"canary{name}street"))
        case = things.open_case(session, house, actor, f"canary{name}title")
        filing = things.begin_filing(session, house, case)
        filings.record_event(
            session, house, actor, filing, Facts("sent", things.SENT, note=f"canary{name}note")
        )
        filings.record_event(session, house, actor, filing, Facts("received", things.RECEIVED))
        things.keep_document(session, house, filing, f"canary{name}inside".encode())
        letters.draft(session, house, filing, "letter.disclosure_request")
        token = things.calendar.new_address(session, house, actor, person.id, discreet=True, locale="ja")
        return {
            "person": person.id,
            "account": actor.account_id,
            "case": case.id,
            "filing": filing.id,
            "token": token,
        }


def go_to_review(house: House, case_id: UUID, name: str) -> Filing:
    """A request for review in a case, on its way."""
    with house.db.writing() as session:
        actor = things.actor_named(session, house, name)
        case = session.get_one(Case, case_id)
        wish = Wish(things.agency_named(things.CITY), "jp.review", "")
        review = filings.begin_filing(session, house, case, wish)
        filings.record_event(session, house, actor, review, Facts("sent", things.SENT))
        return review


def leave_all_groups(house: House, account_id: UUID) -> None:
    """As if she had handed on what she led, and left."""
    with house.db.writing() as session:
        mine = MEMBER.c.account_id == account_id
        session.execute(update(Membership).where(mine).values(ended_at=house.clock.now()))
        session.execute(update(Account).where(Account.id == account_id).values(helps_others=False))


def decide(house: House, filing_id: UUID) -> None:
    """The determination about a request for review arrives."""
    with house.db.writing() as session:
        actor = things.actor_named(session, house, "alice")
        facts = Facts("determination_notified", ASKED)
        filings.record_event(session, house, actor, session.get_one(Filing, filing_id), facts)


def client_of(circle: Circle, case_id: UUID) -> Client:
    """Whose case it is, as her group knows her now."""
    with circle.house.db.reading() as session:
        person_id = session.get_one(Case, case_id).person_id
        found = select(Client).where(Client.person_id == person_id).order_by(Client.number)
        client = session.execute(found).scalars().all()[-1]
        session.expunge(client)
        return client


def end_help(circle: Circle, case_id: UUID) -> Client:
    """The help for a client ends on the day of the tests."""
    client_id = client_of(circle, case_id).id
    with circle.house.db.writing() as session:
        client = session.get_one(Client, client_id)
        clients.end(session, circle.house, client, Ended.GIVEN_BACK)
        client.ended_at = datetime.combine(ASKED, time(12), TOKYO)
        client.entered_at = client.ended_at - 100 * DAY
    return client_of(circle, case_id)


def number_in(page: str) -> str:
    """The number or the code that a page shows."""
    return page.split('<b class="code">')[1].split("<", maxsplit=1)[0]
