"""What the tests of the statistics share: a group whose clients asked the same town."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import pytest

from app.accounts.session import Found
from app.filings.service import Facts
from app.insights import statistics
from app.insights.statistics import Row, Statistics
from app.kit.house import House
from app.people.reach import reach_for
from tests.support.office import ClientFor, Office, open_office

ON, ASKED, DECIDED = date(2026, 11, 13), date(2026, 9, 1), date(2026, 9, 29)


@dataclass
class Desk:
    """A group, what happened to its clients, and the figures that follow."""

    office: Office

    def client(self, *events: Facts, **more: str) -> UUID:
        """A new client, and a filing of hers in which this happened; gives her case."""
        case_id = self.office.open_case()
        self.office.file(case_id, *events, **more)
        return case_id

    def clients(self, count: int, *events: Facts, **more: str) -> list[UUID]:
        return [self.client(*events, **more) for _ in range(count)]

    def told(self, year: str = "", on: date = ON) -> Statistics:
        """The figures on a day, as alice sees them."""
        with self.office.house.db.reading() as session:
            reach = reach_for(session, self.office.actor(session, "alice"), self.office.group_id)
            return statistics.of_group(session, replace(reach, on=on), year)

    def rows(self, year: str = "", on: date = ON) -> Sequence[Row]:
        return self.told(year, on).rows


def decided(
    outcome: str = "full", on: date = DECIDED, asked: date = ASKED, **more: object
) -> tuple[Facts, Facts]:
    """A request that arrived, and the decision on it."""
    return Facts("received", asked), Facts("decision_notified", on, outcome=outcome, **more)


@pytest.fixture
def desk(house: House, client_for: ClientFor) -> Desk:
    """A group that alice coordinates."""
    return Desk(open_office(house, client_for))


@pytest.fixture(autouse=True)
def with_two_factors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Members must sign in with two factors; tests/groups asks what happens without."""
    monkeypatch.setattr(Found, "has_two_factors", property(lambda _: True))
