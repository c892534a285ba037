"""What the tests of people share: the group of tests/groups."""

from tests.groups.conftest import circle

__all__ = ["circle"]
