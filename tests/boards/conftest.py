"""What the tests of the board share."""

import pytest

from app.accounts.session import Found
from app.kit.house import House
from tests.support.office import ClientFor, Office, open_office


@pytest.fixture
def office(house: House, client_for: ClientFor) -> Office:
    """A group that alice coordinates."""
    return open_office(house, client_for)


@pytest.fixture(autouse=True)
def with_two_factors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Members must sign in with two factors; tests/groups asks what happens without."""
    monkeypatch.setattr(Found, "has_two_factors", property(lambda _: True))
