"""What the tests of the board share."""

import pytest

from app.kit.house import House
from tests.support.office import ClientFor, Office, open_office


@pytest.fixture
def office(house: House, client_for: ClientFor) -> Office:
    """A group that alice coordinates."""
    return open_office(house, client_for)
